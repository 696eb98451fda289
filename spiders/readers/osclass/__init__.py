"""Osclass classifieds in any theme, known by the traces of the engine in the page's source."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost, ThreadLink
from spiders.pages.traces import sure
from spiders.readers.osclass.marks import FORM_ID, ITEM, PATHS, TRACES, first_of

_LEFT_OUT = Marks(
    drop=frozenset(
        {"contact_button", "custom_fields", "useful_info", "similar_ads", "comments", "meta_list"}
        | {"item-header", "related", "price", "share", "buttons", "safety"}
    )
)
_ROOT = re.compile(r"^(.*?)/oc-(?:content|includes)/")


def recognise(page: Document) -> float:
    """How sure the traces of Osclass in the page's source make us, 0 to 1."""
    return sure(page.text, TRACES, certain=1.0)


def read(page: Document) -> Reading:
    """The ad of an ad's page, or the ads, categories and further pages of a list."""
    reading = Reading(platform="osclass", kind="other", site_root=_site_root(page))
    number = first_of(FORM_ID, page.tree) or item_number(page.url)
    body = _body(page.tree) if number else None
    if number and body is not None:
        return _ad(page, reading, str(number), body)
    reading.threads = _threads(page)
    reading.next_pages = _next_pages(page)
    reading.boards = [] if PATHS["results"](page.tree) else _boards(page)
    listed = reading.threads or reading.boards or PATHS["results"](page.tree)
    reading.kind = "listing" if listed else "other"
    reading.login = not listed and bool(PATHS["password"](page.tree))
    return reading


def _ad(page: Document, reading: Reading, number: str, body: Any) -> Reading:
    crumbs = PATHS["crumbs"](page.tree)
    boards = [link for link in crumbs if link.get("href")][1:]
    if boards:
        url = addresses.canonical(page.url, boards[-1].get("href"))
        reading.board = Board(plain(boards[-1]), url)
    url = _own_address(page)
    title = _title(page, plain(_last_crumb(page)))
    by = Reckoning(page.clock, page.timezone or Reckoning(page.clock).zone, page.shown_language)
    when, words = _posted(page.tree, by), own_words(body, _without(body))
    reading.kind, reading.thread = "ad", Thread(number, url, title)
    reading.posts = [
        ReadPost(
            key=number,
            text=words.text,
            title=title,
            author=_author(page.tree),
            url=url,
            position=1,
            posted_at=when.at,
            posted_precision=when.precision,
            posted_raw=when.raw,
            edited_at=_dated(PATHS["updated"](page.tree), by).at,
            quotes=words.quotes,
        )
    ]
    return reading


def _without(body: Any) -> Marks:
    """The boxes themes put into the description; plug-ins give theirs by id only."""
    for box in PATHS["boxes"](body):
        box.set("class", "custom_fields")
    return _LEFT_OUT


def _body(tree: Any) -> Any:
    """The element that holds the description: the longest of those named so."""
    found = [element for element in PATHS["body"](tree) if plain(element)]
    return max(found, key=lambda element: len(plain(element)), default=None)


def _title(page: Document, crumb: str) -> str:
    """The ad's own title: its heading, less the price and the place the theme adds."""
    heading = first_of("heading", page.tree)
    shown = plain(first_of("named", heading)) if heading is not None else ""
    if heading is not None and not shown:
        price = plain(first_of("price", heading))
        shown = plain(heading).removeprefix(price).removesuffix(price).strip()
    if crumb and shown.startswith(crumb):
        return crumb
    places = _place_words(page.tree)
    behind = plain(page.tree.find(".//title")).partition(shown)[2].split()
    if behind and _bare(behind[0]) in places:  # the page's title adds the place once more
        return shown
    return _less_place(shown, places)


def _place_words(tree: Any) -> set[str]:
    """The words (case-folded) of the place the ad names as its own."""
    shown = " ".join(" ".join(place.itertext()) for place in PATHS["places"](tree))
    return {_bare(word) for word in re.findall(r"\w+", shown)}


def _bare(word: str) -> str:
    return word.strip(",.()-–").casefold()


def _less_place(title: str, places: set[str]) -> str:
    """*title* without the words at its end that name the ad's place, each taken once."""
    words, left = title.split(), set(places)
    while len(words) > 1 and _bare(words[-1]) in left:
        left.discard(_bare(words.pop()))
    return " ".join(words).rstrip(" ,-–")


def _last_crumb(page: Document) -> Any:
    crumbs = PATHS["crumb_ends"](page.tree)
    return crumbs[-1] if crumbs else None


def _author(tree: Any) -> str | None:
    """Who placed the ad; themes write "Name: …" in the board's language."""
    found = first_of("author", tree)
    text = plain(found)
    label, mark, name = text.partition(":")
    shown = name.strip() if mark and len(label) < 25 else text
    return shown or None


def _posted(tree: Any, by: Reckoning) -> Moment:
    return _dated(PATHS["published"](tree), by)


def _dated(shown: list[Any], by: Reckoning) -> Moment:
    """The day an element tells, or the line it labels; themes show no time."""
    for element in shown:
        label = plain(element)
        line = plain(element.getparent())
        for text in (label, line.partition(label)[2].split(" · ")[0].strip(" :")):
            when = dates.read(text, by)
            if when.at:
                return when
    return Moment()


def item_number(address: str) -> str | None:
    """The number of the ad an address names, or None."""
    match = ITEM.search(address)
    return next(filter(None, match.groups()), None) if match else None


def _own_address(page: Document) -> str:
    shown = first_of("canonical", page.tree) or page.url
    return addresses.canonical(page.url, shown) or page.url


def _threads(page: Document) -> list[ThreadLink]:
    found: dict[str, ThreadLink] = {}
    for link in PATHS["links"](page.tree):
        number = item_number(link.get("href"))
        address = addresses.canonical(page.url, link.get("href")) if number else None
        if number and address and urlsplit(address).netloc == urlsplit(page.url).netloc:
            known = found.setdefault(number, ThreadLink(url=address, id=number))
            known.title = known.title or plain(link) or link.get("title")
    return list(found.values())


def _next_pages(page: Document) -> list[str]:
    links = [link.get("href") for link in PATHS["pages"](page.tree)]
    return addresses.distinct([a for a in (addresses.canonical(page.url, x) for x in links) if a])


def _boards(page: Document) -> list[str]:
    links = [link.get("href") for link in PATHS["categories"](page.tree)]
    found = (addresses.canonical(page.url, link) for link in links if not link.startswith("#"))
    return addresses.distinct([address for address in found if address])


def _site_root(page: Document) -> str:
    for link in PATHS["assets"](page.tree):
        address = addresses.canonical(page.url, link) or ""
        if match := _ROOT.match(urlsplit(address).path):
            return match[1]
    return ""
