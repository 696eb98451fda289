"""SMF (Simple Machines Forum) 1.1, 2.0 and 2.1 in any skin or language."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.clock import reckoning
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.paths import first, xpath
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.skinned import read as read_skinned
from spiders.pages.traces import sure
from spiders.readers.smf import names
from spiders.readers.smf.marks import TRACES
from spiders.readers.smf.skin import SKIN, THREAD, VIEWS

_REPLY = re.compile(r"^(?:\w{1,5}\s?:\s*)+")
_SCRIPT = re.compile(r"""\bsmf_scripturl\s*=\s*["']([^"'?]+)""")
_NUMBER = re.compile(r"action=quickmod2;topic=(\d+)|\biTopicId\s*:\s*(\d+)|\bsmf_topic\s*=\s*(\d+)")
_PART = re.compile(r"\b((?:topic|board)[=,]\d+)\.(?:msg|new|from)?\d*")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_FIRST = xpath("//a[.nav_page or .navPages][normalize-space()='1']/@href")
_CRUMBS = (
    xpath("(//*[.navigate_section])[1]//li//a[@href]"),
    xpath("(//div[.nav][.//a[.nav]])[1]//a[.nav]"),
)


def recognise(page: Document) -> float:
    """How sure the traces of SMF in the page's source make us, 0 to 1."""
    return sure(page.text, TRACES)


def read(page: Document) -> Reading:
    """The posts of a topic, or the topics and boards of a listing."""
    names.add(page.tree)
    by = reckoning(page)
    reading = read_skinned(page, SKIN, by=by)
    reading.site_root = _root(page)
    if reading.kind == "thread":
        return _thread(page, reading)
    settled(reading.threads, by)
    reading.board = _board(page, -1)
    return reading


def _thread(page: Document, reading: Reading) -> Reading:
    said, address = _NUMBER.search(page.text), _address(page)
    number = next(filter(None, said.groups())) if said else None
    shown = THREAD.search(address)
    title = reading.thread.title or ""
    reading.board = _board(page, -2)
    reading.thread = Thread(number or (shown[1] if shown else None), address, title or None)
    for post in reading.posts:
        post.title = _title(post, title)
    return reading


def _address(page: Document) -> str:
    """The address of the first page of the topic."""
    shown = first(_FIRST, page.tree) or first(_CANONICAL, page.tree) or page.url
    address = addresses.canonical(page.base, str(shown), drop=VIEWS)
    return _PART.sub(r"\1.0", address or page.url)


def _board(page: Document, nth: int) -> Board:
    """The *nth* crumb from the end, when it is a board; the first crumb is the whole site."""
    crumbs: list[Any] = next((found for path in _CRUMBS if (found := path(page.tree))), [])
    if len(crumbs) < 1 - nth or "#" in crumbs[nth].get("href"):
        return Board()
    address = addresses.canonical(page.base, crumbs[nth].get("href"), drop=VIEWS)
    return Board(plain(crumbs[nth]), address and _PART.sub(r"\1.0", address))


def _title(post: ReadPost, thread: str) -> str:
    """The subject its author gave; a reply's "Re: …" is the board's word, not theirs."""
    if post.position == 1:
        return thread or post.title
    return "" if thread.startswith(_REPLY.sub("", post.title)) else post.title


def _root(page: Document) -> str:
    """The path the board is installed under: that of its script, as the page says."""
    script = _SCRIPT.search(page.text)
    where = script[1].replace("\\/", "/") if script else page.url
    return urlsplit(where).path.partition("/index.php")[0].rstrip("/")
