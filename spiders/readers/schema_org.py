"""Ads that describe themselves in schema.org words (JobPosting, Offer, Product), on any site."""

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.items import Board, Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, tidy
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document, parse
from spiders.pages.paths import xpath
from spiders.pages.reading import Reading, ReadPost, ThreadLink

_JOB = re.compile(r"""["'/]JobPosting["']""")
_OFFER = re.compile(r"""["'/](?:Offer|Product|Service|Vehicle)["']""")
_DESCRIBED = re.compile(r"""itemprop=["']description["']|"description"\s*:""")
_LIST = re.compile(r'"@type"\s*:\s*"ItemList"')
_SCRIPTS = xpath("//script[contains(@type, 'ld+json')]")
_NEXT = xpath("//*[@rel='next']/@href")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_ITEM_BODIES = xpath(
    "//*[@itemprop='description'][ancestor::*[contains(@itemtype, 'schema.org/')]]"
)
_CONTROL = re.compile("[\0-\x1f]")
_ADS = ("JobPosting", "Product", "Offer", "Service", "Vehicle", "IndividualProduct")
_MARKUP = re.compile(r"<\s*/?\w+[^>]*>|&\w+;|&#\d+;")


def recognise(page: Document) -> float:
    """How sure the page's own description of itself makes us, 0 to 1."""
    if "schema.org" not in page.text:
        return 0.0
    described = 0.5 if _DESCRIBED.search(page.text) else 0.4
    marks = [(_JOB, 0.7), (_OFFER, described), (_LIST, 0.5)]
    return max((sure for mark, sure in marks if mark.search(page.text)), default=0.0)


def read(page: Document) -> Reading:
    """The one ad of the page; of a page with several, links to each."""
    reading = Reading(platform="schema_org", kind="other")
    things = list(_things(page))
    reading.board = _board(page, things)
    ads = [thing for thing in things if _kind(thing) in _ADS and _text(thing.get("description"))]
    reading.threads = _links(page, things)
    if len(ads) == 1 or (ads and _kind(ads[0]) == "JobPosting" != _kind(ads[1])):
        return _ad(page, reading, ads[0])
    links = (addresses.canonical(page.url, link) for link in _NEXT(page.tree))
    reading.next_pages = addresses.distinct([link for link in links if link])
    reading.kind = "listing" if reading.threads else "other"
    return reading


def _ad(page: Document, reading: Reading, thing: dict[str, Any]) -> Reading:
    by = Reckoning(page.clock, page.timezone or Reckoning(page.clock).zone, page.shown_language)
    shown = next(iter(_CANONICAL(page.tree)), None) or page.url
    url = addresses.canonical(page.url, shown) or page.url
    number, title, when = _number(thing), _line(thing, "title", "name"), _posted(thing, by)
    reading.kind, reading.threads = "ad", []
    reading.thread = Thread(number or url, url, title)
    reading.posts = [
        ReadPost(
            key=number or _own_path(url),
            text=_described(page, thing),
            title=title,
            author=_author(thing),
            url=url,
            position=1,
            posted_at=when.at,
            posted_precision=when.precision,
            posted_raw=when.raw,
            edited_at=dates.machine(_line(thing, "dateModified"), by).at,
        )
    ]
    return reading


def _own_path(url: str) -> str:
    """What names the ad on its site when it has no number: its address without the host."""
    return "/" + url.split("/", 3)[-1]


def _posted(thing: dict[str, Any], by: Reckoning) -> Moment:
    """The day or minute the ad says it was posted."""
    names = ("datePosted", "datePublished", "dateCreated", "validFrom", "availabilityStarts")
    raw = _line(thing, *names) or _line(_one(thing.get("offers")), *names)
    exact = dates.machine(raw, by)
    return exact if exact.at or not raw else dates.read(raw, by)


def _author(thing: dict[str, Any]) -> str | None:
    """Who offers: employer, seller or author."""
    for owner in (thing, _one(thing.get("offers"))):
        for name in ("hiringOrganization", "seller", "offeredBy", "provider", "author"):
            found = owner.get(name)
            shown = _line(_one(found), "name", "legalName") or _scalar(found)
            if shown:
                return shown
    return None


def _number(thing: dict[str, Any]) -> str | None:
    """The ad's own number, when it gives one."""
    for name in ("identifier", "sku", "productID", "serialNumber"):
        found = thing.get(name)
        shown = _line(_one(found), "value", "@value") or _scalar(found)
        if shown:
            return shown
    return None


def _described(page: Document, thing: dict[str, Any]) -> str:
    """The description with its line breaks; microdata's stand in the page, not in the value."""
    text = _text(thing.get("description"))
    if "@microdata" not in thing:
        return text
    flat = " ".join(text.split())
    bodies = (own_words(body, Marks()).text for body in _ITEM_BODIES(page.tree))
    return next((body for body in bodies if " ".join(body.split()) == flat), text)


def _text(value: Any) -> str:
    """A description as text: markup in it is read, not shown."""
    raw = _scalar(value) or ""
    if not _MARKUP.search(raw):
        return tidy(raw)
    return own_words(parse(raw.replace("\r\n", "\n")), Marks()).text


def _things(page: Document) -> Iterator[dict[str, Any]]:
    """Every thing the page describes, JSON-LD first, containers opened, each as a flat dict."""
    for script in _SCRIPTS(page.tree):
        yield from _opened(_json("".join(script.itertext())))
    if "itemscope" in page.text:
        from extruct.w3cmicrodata import LxmlMicrodataExtractor  # heavy, and few pages need it

        for item in LxmlMicrodataExtractor().extract_items(page.tree, page.url):
            yield from _opened(_flat(item))


def _json(source: str) -> Any:
    """A JSON-LD block; broken ones (a raw line break in a string) are mended or left out."""
    for attempt in (source, _CONTROL.sub(" ", source)):
        try:
            return json.loads(attempt.strip().rstrip(";"))
        except (ValueError, RecursionError):
            continue
    return None


def _flat(item: Any) -> Any:
    """An item of extruct's microdata as the same JSON-LD would be."""
    if isinstance(item, list):
        return [_flat(each) for each in item]
    if not isinstance(item, dict):
        return item
    values = {name: _flat(value) for name, value in item.get("properties", {}).items()}
    return {"@type": item.get("type"), "@microdata": True, **values}


def _opened(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The dicts of *found* and of the containers in it, outer before inner."""
    if depth > 4:
        return
    if isinstance(found, list):
        for each in found:
            yield from _opened(each, depth)
    elif isinstance(found, dict):
        yield found
        for name in ("@graph", "mainEntity", "itemOffered"):
            yield from _opened(found.get(name), depth + 1)


def _kind(thing: dict[str, Any]) -> str:
    kinds = thing.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    short = [str(kind).rstrip("/").rpartition("/")[2] for kind in named if kind]
    return next((kind for kind in short if kind in _ADS), short[0] if short else "")


def _one(value: Any) -> dict[str, Any]:
    """*value*, or the first of a list, when it is a thing; else an empty one."""
    first = value[0] if isinstance(value, list) and value else value
    return first if isinstance(first, dict) else {}


def _scalar(value: Any) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    return str(first).strip() or None if isinstance(first, str | int | float) else None


def _line(thing: dict[str, Any], *names: str) -> str:
    """The first of the values called *names*, as plain text on one line."""
    found = next((shown for name in names if (shown := _scalar(thing.get(name)))), "")
    return " ".join(_text(found).split())


def _links(page: Document, things: list[dict[str, Any]]) -> list[ThreadLink]:
    """The ads a list names: those of an ItemList, and ads with an address of their own."""
    found: dict[str, ThreadLink] = {}
    for thing in [*_entries(things), *(thing for thing in things if _kind(thing) in _ADS)]:
        link = _line(thing, "url", "@id", "item")
        address = addresses.canonical(page.url, link) if link else None
        if address and addresses.same(address) != addresses.same(page.url):
            title = _line(thing, "title", "name")
            found.setdefault(address, ThreadLink(url=address, title=title or None))
    return list(found.values())


def _entries(things: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for thing in things:
        if _kind(thing) == "ItemList":
            listed = thing.get("itemListElement") or []
            for entry in listed if isinstance(listed, list) else [listed]:
                yield _one(_one(entry).get("item")) or (_one(entry) or {"url": entry})


def _board(page: Document, things: list[dict[str, Any]]) -> Board:
    """The section the breadcrumbs name last before the ad itself."""
    for thing in things:
        listed = thing.get("itemListElement")
        if _kind(thing) == "BreadcrumbList" and isinstance(listed, list):
            crumbs = [_crumb(page, _one(entry)) for entry in listed]
            linked = [crumb for crumb in crumbs if crumb.url and crumb.name]
            own = addresses.canonical(page.url, page.url)
            inside = [crumb for crumb in linked if crumb.url != own]
            return inside[-1] if inside else Board()
    return Board()


def _crumb(page: Document, entry: dict[str, Any]) -> Board:
    item = _one(entry.get("item"))
    link = _line(item, "@id", "url") or _scalar(entry.get("item")) or ""
    name = _line(entry, "name") or _line(item, "name")
    return Board(name or None, addresses.canonical(page.url, link) if link else None)
