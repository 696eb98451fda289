"""What stands around the posts and topics of a Discourse page: its root, its board, its way on."""

import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.readers.discourse.marks import THREAD_ID
from spiders.readers.discourse.state import Json, objects

_OWN = re.compile(r"/(?:t|c|tags?|latest|new|top|hot|categories|category|u|g)(?:[/.]|$)")
_SETUP = xpath("//*[@id='data-discourse-setup']/@data-base-uri")
_CONFIG = xpath("//meta[@name='discourse/config/environment']/@content")
_HOME = xpath("//header/a/@href")
_CRUMBS = xpath(
    "//*[.topic-category]//a[contains(@href, '/c/') or contains(@href, '/category/')]"
    " | //h1//a[contains(@href, '/c/') or contains(@href, '/category/')]"
)
_HEADING = xpath("//h1[.//a[contains(@href, '/t/')]]")
_HEADED = xpath(
    "//*[@id='topic-title']//a[contains(@href, '/t/')]/@href | //h1//a[contains(@href, '/t/')]/@href"
    " | //h2/a[contains(@href, '/t/')]/@href | //link[@itemprop='url'][contains(@href, '/t/')]/@href"
    " | //link[@rel='canonical'][contains(@href, '/t/')]/@href"
)
_NAMED = xpath("//meta[@itemprop='headline']/@content | //meta[@property='og:title']/@content")
_NEXT = xpath("//*[@rel='next']/@href")


def site_root(page: Document) -> str:
    """The path the board is installed under, as its page says, else as its addresses show."""
    told = first(_SETUP, page.tree)
    if told is None and (config := first(_CONFIG, page.tree)):
        told = _root_url(str(config))
    if told is None and (own := _OWN.search(urlsplit(page.url).path)):
        return urlsplit(page.url).path[: own.start()].rstrip("/")
    if told is None:
        told = first(_HOME, page.tree)
    return urlsplit(str(told or "")).path.rstrip("/")


def _root_url(config: str) -> str | None:
    try:
        told = json.loads(unquote(config))
    except ValueError:
        return None
    return str(told.get("rootURL") or "") if isinstance(told, dict) else None


def thread(page: Document, topic: Json, root: str) -> Thread:
    """The topic a page shows, at the address that needs neither post nor page."""
    number, slug = topic.get("id"), topic.get("slug") or "-"
    if number:
        url = addresses.canonical(page.url, f"{root}/t/{slug}/{number}")
        return Thread(str(number), url, str(topic.get("title") or "") or None)
    for href in [*_HEADED(page.tree), page.url]:
        address = addresses.canonical(page.base, str(href), drop=("page",)) or ""
        if match := THREAD_ID.search(address):
            return Thread(match[1], address[: match.end(1)], _title(page))
    return Thread()


def _title(page: Document) -> str | None:
    heading = first(_HEADING, page.tree)
    shown = plain(heading) if heading is not None else str(first(_NAMED, page.tree) or "")
    return " ".join(shown.split()) or None


def categories(told: Json) -> dict[int, Json]:
    """The categories a page's data names, by number."""
    found = objects(told.get("site"), "categories")
    found += objects(told.get("category_list"), "category_list", "categories")
    for one in list(found):
        found += objects(one, "subcategory_list")
    return {one["id"]: one for one in found if isinstance(one.get("id"), int)}


def category(page: Document, number: Any, known: dict[int, Json], root: str) -> Board:
    """The board a category is, by the address the engine gives it."""
    one = known.get(number) if isinstance(number, int) else None
    if one is None:
        return Board()
    above = known.get(one.get("parent_category_id") or 0)
    slugs = [str(each.get("slug") or f"{each['id']}-category") for each in (above, one) if each]
    url = addresses.canonical(page.url, f"{root}/c/{'/'.join(slugs)}/{number}")
    return Board(str(one.get("name") or "") or None, url)


def shown_board(page: Document) -> Board:
    """The innermost category the page names above its posts or topics."""
    links = [link for link in _CRUMBS(page.tree) if plain(link)]
    if not links:
        return Board()
    return Board(plain(links[-1]), addresses.canonical(page.base, links[-1].get("href")))


def next_pages(page: Document) -> list[str]:
    """The page that follows, as the page's own head or foot says."""
    found = (addresses.canonical(page.base, str(href)) for href in _NEXT(page.tree))
    own = addresses.same(page.url)
    return [one for one in addresses.distinct([a for a in found if a]) if one and one != own][:1]


def next_answer(page: Document, topic: Json) -> list[str]:
    """The answer that follows one that brings only some of its topic's posts."""
    stream, posts = topic.get("post_stream") or {}, objects(topic, "post_stream", "posts")
    whole = stream.get("stream") if isinstance(stream, dict) else None
    if not posts or not isinstance(whole, list) or not whole or posts[-1].get("id") == whole[-1]:
        return []
    return [_turned(page.url)]


def _turned(address: str) -> str:
    number = addresses.parameter(address, "page") or ""
    after = int(number) + 1 if number.isdecimal() else 2
    bare = addresses.without(address, "page")
    return f"{bare}{'&' if '?' in bare else '?'}page={after}"
