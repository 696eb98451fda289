"""What stands around the posts of a phpBB page: where it is, whose board, which pages follow."""

import re
from collections import Counter
from datetime import tzinfo
from math import gcd
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses, zones
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath

# What only changes how a page is shown; "start" comes first, for pages that follow keep it.
VIEWS = (
    *("start", "p", "view", "hilit", "highlight", "st", "sk", "sd", "ch", "e", "sort"),
    *("postdays", "postorder", "topicdays"),
)
_SCRIPT = re.compile(
    r"^([^?#]*?)(?:viewtopic|viewforum|ucp|posting|search|memberlist|login|profile)\.php(?![\w/])"
)
_SLUG = re.compile(r"(?:^|[-/])(?:t|topic)(\d+)(?:[-.p/]|$)")
_LINKS = xpath("//@href | //form/@action")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_TITLE = xpath(
    "//*[self::h1 or self::h2 or self::h3][.topic-title]//a[@href] | //h2/a[@href]"
    " | //a[.maintitle or .titles][@href]"
)
_CRUMBS = xpath(
    "//a[contains(@href, 'viewforum') or contains(@href, '-f')]"
    "[ancestor-or-self::*[.breadcrumbs or .navlinks or .crumb or .pathname-box or .nav]]"
)
_TOPIC_FIELD = xpath("//form//input[@type='hidden'][@name='t']/@value")
_PAGES = xpath("//*[.pagination]")
_NEXT = xpath("//*[@rel='next']/@href")
_HERE = xpath(".//li[.active] | .//strong[not(ancestor::a)] | .//b[not(ancestor::a)]")
_ZONE = xpath(
    "//text()[contains(., 'UTC') or contains(., 'GMT') or contains(., '/')]"
    "[string-length(.) < 120][not(ancestor::script)][not(ancestor::*[.postbody])]"
    " | //*[@title][contains(., 'UTC') or contains(., 'GMT')][not(*)]/@title"
)
_PASSWORD = xpath("//input[@type='password']")


def site_root(page: Document) -> str:
    """The path the board is installed under, "" at the root of its host."""
    links = map(_SCRIPT.match, _LINKS(page.tree))
    for folder, _ in Counter(match[1] for match in links if match).most_common():
        parts = urlsplit(addresses.canonical(page.url, folder or "./") or "")
        if parts.netloc == urlsplit(page.url).netloc:
            return parts.path.rstrip("/")
    return urlsplit(page.url).path.rpartition("/")[0]


def board(page: Document) -> Board:
    """The board the page stands in: the last board its breadcrumbs name."""
    crumbs = [link for link in _CRUMBS(page.tree) if plain(link)]
    named = [link for link in crumbs if "viewforum" in link.get("href")]
    slugs = [link for link in crumbs if re.search(r"(?:^|[-/])f\d+", link.get("href"))]
    found = (named or slugs or [None])[-1]
    if found is None:
        return Board()
    return Board(plain(found), addresses.canonical(page.url, found.get("href"), drop=VIEWS))


def thread(page: Document) -> Thread:
    """The thread a page of posts belongs to; its address is that of its first page."""
    link = first(_TITLE, page.tree)
    shown = link.get("href") if link is not None else first(_CANONICAL, page.tree)
    address = addresses.canonical(page.url, shown or page.url, drop=VIEWS)
    number = next(filter(None, map(topic_number, _addresses(page, shown))), None)
    if address and "viewtopic" in address and not addresses.parameter(address, "t") and number:
        address += ("&" if "?" in address else "?") + f"t={number}"
    return Thread(number or first(_TOPIC_FIELD, page.tree), address, plain(link) or _heading(page))


def _addresses(page: Document, shown: str | None) -> list[str]:
    return [link for link in (shown, first(_CANONICAL, page.tree), page.url) if link]


def topic_number(address: str) -> str | None:
    """The number of the topic an address names, as parameter or within a slug, or None."""
    found = addresses.parameter(address, "t")
    if found and found.isdecimal():
        return found
    match = _SLUG.search(urlsplit(address).path)
    return match[1] if match else None


def _heading(page: Document) -> str | None:
    return plain(page.tree.find(".//h2")) or plain(page.tree.find(".//title")) or None


def start(page: Document) -> int | None:
    """How many posts (or topics) stand on the pages before this one; None when it is not shown."""
    for address in (first(_CANONICAL, page.tree), page.url):
        if address and addresses.parameter(address, "t"):
            return int(_offset(address) or 0)
    steps = [offset for link in _paged(page) if (offset := _offset(link.get("href")))]
    if not steps:
        return 0 if not _paged(page) else None
    bar = _PAGES(page.tree)
    here = [text for mark in (_HERE(bar[0]) if bar else ()) if (text := plain(mark)).isdecimal()]
    return (int(here[0]) - 1) * gcd(*steps) if here else None


def next_pages(page: Document) -> list[str]:
    """The pages of the same listing or thread that follow this one."""
    here, own = _offset(page.url) or 0, topic_number(page.url)
    links = [link.get("href") for link in _paged(page)] + list(_NEXT(page.tree))
    found = [
        address
        for link in links
        if (address := addresses.canonical(page.url, link, drop=VIEWS[1:]))
        and (_offset(address) is None or (_offset(address) or 0) > here)
        and own in (None, topic_number(address))
    ]
    return addresses.distinct(found)


def _paged(page: Document) -> list[Any]:
    """The links of the page bar that stand behind the mark of the page we are on."""
    bars = _PAGES(page.tree)
    if not bars:
        return [link for link in page.tree.iter("a") if _is_step(page, link.get("href") or "")]
    marks, inside = _HERE(bars[0]), list(bars[0].iter())
    behind = inside.index(marks[-1]) if marks else len(inside)
    links = [(i, el) for i, el in enumerate(inside) if el.tag == "a" and el.get("href", "#") != "#"]
    return [link for i, link in links if i > behind or _offset(link.get("href"))]


def _is_step(page: Document, link: str) -> bool:
    """Whether *link* leads to another page of what *page* shows, in skins without a page bar."""
    if "start=" not in link:
        return False
    topic = addresses.parameter(page.url, "t")
    if "viewtopic" in link:
        by_post = topic is None and addresses.parameter(page.url, "p") is not None
        return by_post or (topic is not None and addresses.parameter(link, "t") == topic)
    own = None if topic else addresses.parameter(page.url, "f")
    return "viewforum" in link and own is not None and addresses.parameter(link, "f") == own


def _offset(address: str) -> int | None:
    found = addresses.parameter(address, "start")
    return int(found) if found and found.isdecimal() else None


def zone(page: Document) -> tzinfo:
    """The zone the page's times are shown in."""
    return zones.shown(map(str, _ZONE(page.tree)), page.clock, page.timezone)


def is_login(page: Document) -> bool:
    """Whether the page asks for a password."""
    return "password" in page.text and bool(_PASSWORD(page.tree))
