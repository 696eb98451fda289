"""What stands around the posts of a vBulletin page: where it is, and which thread it shows."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.readers.vbulletin.skins import THREAD, VIEWS

_SCRIPT = re.compile(
    r"^([^?#]*?)(?:showthread|forumdisplay|member|register|login|search|external|profile|newreply"
    r"|misc|calendar|online|faq|sendmessage|showpost|printthread)\.php(?![\w])"
)
_BASE = re.compile(r"""(?:\bBBURL\s*=\s*|"baseurl"\s*:\s*)"([^"]+)""")
_LINKS = xpath("//@href | //form/@action")
_NUMBER = xpath(
    "//input[@name='searchthreadid']/@value | //*[.pagination]//input[@name='t']/@value"
    " | //form[.//*[@name='message']]//input[@name='t']/@value"
)
_FIRST = xpath(
    "//*[.pagination or .pagenav or .threadpagenav]"
    "[not(self::dl)]//a[not(starts-with(@href, 'javascript'))]"
    "[normalize-space()='1' or @rel='start']/@href"
)
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_ROWS, _TOPIC = xpath("//*[.topic-item][@data-node-id]"), xpath(".//a[.topic-title]")
_TITLES = xpath("//a[starts-with(@id, 'thread_title_')]")
_PAGE = re.compile(r"/page\d+(?=$|[?&#])|/index\d+\.html$")


def site_root(page: Document) -> str:
    """The path the board is installed under, "" at the root of its host."""
    shown = _BASE.search(page.text)
    if shown or page.base != page.url:
        where = shown[1].replace("\\/", "/") if shown else page.base
        return urlsplit(addresses.canonical(page.url, where) or page.url).path.rstrip("/")
    links = map(_SCRIPT.match, _LINKS(page.tree))
    for folder, _ in Counter(match[1] for match in links if match).most_common():
        parts = urlsplit(addresses.canonical(page.base, folder or "./") or "")
        if parts.netloc == urlsplit(page.url).netloc:
            return parts.path.rstrip("/")
    return ""


def first_page(page: Document) -> str:
    """The address of the first page of what *page* shows a part of."""
    shown = first(_FIRST, page.tree) or first(_CANONICAL, page.tree) or page.url
    own = addresses.canonical(page.base, str(shown), drop=VIEWS)
    return _PAGE.sub("", own or addresses.without(page.url, *VIEWS))


def thread_address(page: Document, number: str | None) -> str:
    """The address of the thread's first page; a thread entered by a post gets its number."""
    address = first_page(page)
    if number and address.endswith("/showthread.php"):
        return addresses.canonical(address, f"?t={number}") or address
    return address


def thread_number(page: Document, address: str) -> str | None:
    """The number of the thread: what the page's own forms say, else its address."""
    said = next((str(one) for one in _NUMBER(page.tree) if str(one).isdecimal()), None)
    return said or number_in(address)


def number_in(address: str) -> str | None:
    """The number of a thread as its address tells it, in the engine's forms and plug-ins'."""
    match = THREAD.search(address)
    return next((group for group in match.groups() if group), None) if match else None


def listed(page: Document) -> dict[str, str]:
    """The numbers of the threads a listing shows, by address: its links carry them as their id,
    in version 5 its rows."""
    numbers = {
        _address(page, a): a.get("id").removeprefix("thread_title_") for a in _TITLES(page.tree)
    }
    for row in _ROWS(page.tree):
        numbers |= {_address(page, link): row.get("data-node-id") for link in _TOPIC(row)[:1]}
    return numbers


def _address(page: Document, link: Any) -> str:
    return addresses.canonical(page.base, link.get("href") or "", drop=VIEWS) or ""
