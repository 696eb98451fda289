"""What stands around the posts: the thread's name and number, its board, the board's own path."""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.pagination import Pager
from spiders.readers.generic.families import Family
from spiders.readers.generic.shapes import absolute, places, telling
from spiders.readers.generic.survey import Survey

_CRUMBS = re.compile(r"(?i)crumb|pathw|navbar|navig|nav_?links|trail")
_HEADS = frozenset({"h1", "h2", "h3", "h4", "strong", "b", "a", "span", "li"})
_WAYS = frozenset(
    {"ul", "ol", "li", "nav", "div", "p", "td", "tr", "span", "h2", "h3", "font", "b"}
)
_WIDEST = 400  # characters of a breadcrumb
_HOME = re.compile(r"/(?:index|home|main|default|portal|forum|board)s?(?:\.\w{2,5})?/?$")
_PARTED = re.compile(r"^[\s»›>→/|:·•▸►\-–—\\]*$")
_SIGN = re.compile(r"[»›>→/▸►\\]|::")
_FIGURES = re.compile(r"\d+")
_SEPARATOR = re.compile(r"\s+[-–—|»›:/·•]+\s+")
_PAGE = re.compile(
    r"(?i)\s*[([]?\b(?:page|seite|strona|stránka|страница|сторінка|pagina|página)\b.*$"
)


def thread(page: Document, survey: Survey, pager: Pager) -> Thread:
    """The thread of a page of posts; its address is that of its first page where it is told."""
    title = heading(page, survey)
    address = _address(page, pager)
    return Thread(number(address, pager) or number(page.url, pager), address, title)


def heading(page: Document, survey: Survey) -> str | None:
    """The page's own heading: the one its <title> repeats, else the title's first part."""
    whole = plain(page.tree.find(".//title"))
    named = whole.casefold()
    best, worth = None, 0.0
    for node, element in enumerate(survey.nodes):
        if element.tag not in _HEADS or not 0 < survey.size(node) < 300:
            continue
        runs = survey.runs[survey.first[node] : survey.last[node]]
        for text in {survey.text(node), *(" ".join(run.text.split()) for run in runs)}:
            if text and text.casefold() in named:
                found = _heads(element, text, whole, _leads_home(page, element))
                if found > worth:
                    best, worth = text, found
    parts = _SEPARATOR.split(_PAGE.sub("", whole))
    return best or (parts[0].strip() or None)


def _heads(element: Any, text: str, whole: str, home: bool) -> float:
    """How much *text* looks like what the page is about; the name of the site is not."""
    share = len(text) / max(1, len(whole))
    worth = share + (0.3 if whole.startswith(text) else 0.0) - (0.6 if home else 0.0)
    worth += {"h1": 0.4, "h2": 0.3, "h3": 0.2}.get(element.tag, 0.0)
    return worth if share > 0.15 else 0.0


def _address(page: Document, pager: Pager) -> str:
    """The address of the thread's first page: the shortest of its pages, canonical if told so."""
    told = page.tree.xpath("string(//link[@rel='canonical']/@href)")
    own = absolute(page.base, told) if told else None
    own = own or absolute(page.url, page.url) or page.url
    pages = [own, *pager.others]
    first = [one for one in pages if len(one) < len(own)] if pager.others else []
    return min(first, key=len, default=own)


def number(address: str | None, pager: Pager) -> str | None:
    """The figure in *address* that names the thread: one that all its pages share."""
    if not address:
        return None
    figures, others = places(address), [places(other) for other in pager.others]
    shared = {
        place: value
        for place, value in figures.items()
        if all(other.get(place) == value for other in others)
    }
    return telling(shared or figures)


def _leads_home(page: Document, element: Any) -> bool:
    """Whether an element is, holds or stands in a link to the front page."""
    links = [*element.iter("a"), *list(element.iterancestors("a"))[:1]]
    return any(_is_home(page, link.get("href")) for link in links[:2])


def _is_home(page: Document, href: str | None) -> bool:
    full = absolute(page.base, href) if href else None
    if not full or urlsplit(full).query:
        return False
    path = urlsplit(full).path
    return path == "/" or bool(_HOME.search(path)) or (path.endswith("/") and path.count("/") == 2)


def board(page: Document, survey: Survey, family: Family, title: str | None) -> Board:
    """The board a page stands in: the last step of the way that leads to it."""
    own = addresses.same(absolute(page.url, page.url) or page.url)
    stop = family[0].start if family else len(survey.nodes)
    best: list[int] = []
    worth = 2.0
    for node in range(stop):
        if survey.nodes[node].tag in _WAYS and 0 < survey.size(node) <= _WIDEST:
            links, found = _way(page, survey, node, title)
            if found >= worth:
                best, worth = links, found
    for link in reversed(best):
        element = survey.nodes[link]
        address, name = absolute(page.base, element.get("href")), survey.text(link)
        if not address or not name or name == title or addresses.same(address) == own:
            continue
        return Board() if _is_home(page, element.get("href")) else Board(name, address)
    return Board()


def _way(page: Document, survey: Survey, node: int, title: str | None) -> tuple[list[int], float]:
    """The links of a breadcrumb and how much speaks for its being one."""
    links = [n for n in range(node, survey.end[node]) if _is_step(survey, n)]
    if not links or len(links) > 9:
        return [], 0.0
    between = [
        run.text for run in survey.runs[survey.first[node] : survey.last[node]] if run.link < 0
    ]
    others = [text for text in between if not _PARTED.match(text)]
    if len(links) == 1 and not others:
        return [], 0.0
    signs = sum(bool(_SIGN.search(text)) for text in between if text not in others)
    ends = [*others, survey.text(links[-1])]
    worth = 1.5 * (signs > 0) + 2.0 * bool(_CRUMBS.search(survey.names[node]))
    worth += 1.0 * _is_home(page, survey.nodes[links[0]].get("href")) - 1.0 * max(
        0, len(others) - 1
    )
    worth += 1.5 * any(title and title in text for text in ends)
    return links, worth - 2.0 * sum(survey.text(n).isdecimal() for n in links)


def _is_step(survey: Survey, node: int) -> bool:
    element = survey.nodes[node]
    return element.tag == "a" and bool(element.get("href")) and survey.size(node) > 0


def site_root(page: Document, survey: Survey) -> str:
    """The path that all the board's own links lie under."""
    host = urlsplit(page.url).netloc
    paths: Counter[str] = Counter()
    for element in survey.nodes:
        href = element.get("href") if element.tag == "a" else None
        full = absolute(page.base, href) if href and _FIGURES.search(href) else None
        if full and urlsplit(full).netloc == host:
            paths[urlsplit(full).path.rpartition("/")[0]] += 1
    common = [path.split("/") for path in [*paths, urlsplit(page.url).path.rpartition("/")[0]]]
    root = []
    for steps in zip(*common, strict=False):
        if len(set(steps)) > 1:
            break
        root.append(steps[0])
    return "/".join(root)
