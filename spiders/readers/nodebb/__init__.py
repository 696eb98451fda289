"""NodeBB, the Vanilla, Persona and Harmony themes and those made from them, in any language."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin

from crawler.items import Board
from spiders.pages import addresses, skinned
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.traces import sure
from spiders.readers.nodebb import marks
from spiders.readers.nodebb.skin import CAPTION, SKIN

_CURRENT = xpath("//*[@component='breadcrumb/current'] | //*[.breadcrumb]/li[.active]")
_CATEGORIES = xpath(
    "//a[substring-after(@href, '/categories')=''][contains(@href, '/categories')]/@href"
)
_SECTION = xpath("//meta[@property='article:section']/@content")
_UP = xpath("//link[@rel='up'][contains(@href, '/category/')]/@href")
_SELF = xpath("//link[@rel='canonical']/@href")
_INDEXES = xpath("//*[@component='post'][@data-pid][@data-index]")
_BEFORE_QUOTE = xpath("//*[@component='post/content']//blockquote/preceding-sibling::*[1][self::p]")
_SAID = xpath(".//a[contains(@href, '/post/') or contains(@href, '/topic/')]")
_UNLINKED = xpath(".//text()[not(ancestor::a)]")


def recognise(page: Document) -> float:
    """How sure it is that the page is NodeBB's, 0 to 1."""
    told = 0.9 if marks.POWERED.search(page.headers.get("x-powered-by", "")) else 0.0
    return max(told, sure(page.text, marks.TRACES))


def read(page: Document) -> Reading:
    """The posts of a topic, or the topics and categories of a listing."""
    page = replace(page)  # a tree of its own, for captions are marked in it
    for line in _BEFORE_QUOTE(page.tree):
        if _is_caption(line):
            line.set("class", CAPTION)
    reading = skinned.read(page, SKIN)
    reading.site_root = _root(page, reading.site_root)
    reading.next_pages = [addresses.without(link, "lang") for link in reading.next_pages]
    if reading.kind == "thread":
        _finish(page, reading)
    elif reading.kind == "listing":
        _finish_listing(page, reading)
    elif not reading.login and (home := first(_CATEGORIES, page.tree)):
        link = addresses.canonical(page.base, home)
        reading.boards = [link] if link and link != page.url else []
    return reading


def _is_caption(line: Any) -> bool:
    """Whether a line is what the board puts above a quote: "@anna said in X:"."""
    said = plain(line)
    if not said.startswith("@") or not said.endswith((":", "\uff1a")):
        return False
    return bool(_SAID(line)) or len(" ".join(_UNLINKED(line)).split()) <= 2


def _finish(page: Document, reading: Reading) -> None:
    reading.thread.url = marks.PLACE_IN_THREAD.sub(r"\1", reading.thread.url or page.url)
    if not reading.board.name and (section := first(_SECTION, page.tree)):
        reading.board = Board(section, addresses.canonical(page.base, first(_UP, page.tree) or ""))
    places = {box.get("data-pid"): box.get("data-index") for box in _INDEXES(page.tree)}
    for post in reading.posts:
        place = places.get(post.key)
        post.position = int(place) + 1 if place and place.isdecimal() else post.position
        post.title = (reading.thread.title or "") if post.position == 1 else ""
        post.url = _permalink(page, reading.site_root, post)
    reading.posts = list({post.key: post for post in reversed(reading.posts)}.values())[::-1]


def _permalink(page: Document, root: str, post: ReadPost) -> str:
    """The address of a post that holds wherever its topic is moved to."""
    return urljoin(page.url, f"{root}/post/{quote(post.key or '', safe='')}")


def _finish_listing(page: Document, reading: Reading) -> None:
    own = addresses.canonical(page.url, first(_SELF, page.tree) or page.url, drop=marks.VIEWS)
    name = plain(first(_CURRENT, page.tree))
    if own and name and marks.CATEGORY.search(own):
        reading.board = Board(name, own)
    for link in reading.threads:
        link.url = marks.PLACE_IN_THREAD.sub(r"\1", link.url)
        link.replies = max(0, link.replies - 1) if link.replies is not None else None


def _root(page: Document, guessed: str) -> str:
    """The path the board says it is installed under."""
    told = marks.ROOT_TOLD.search(page.text)
    return (told[1] or told[2] or "").replace("\\/", "/").rstrip("/") if told else guessed
