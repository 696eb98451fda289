"""What a look at a few pages of a site says of it, before anything is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from crawler.stems import LANGUAGES
from spiders import readers
from spiders.pages import clock, selecting
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost
from spiders.readers import SURE
from spiders.readings import PAGE, reading_of, wall_of
from spiders.source import Source

_EACH = ("author", "posted_at", "text", "key", "url")


@dataclass(slots=True)
class Glance:
    """One page looked at: how sure each reader is of it, the one that reads it and what it reads;
    the zone and language its dates are read by; the wall it is."""

    url: str
    status: int
    sure: dict[str, float]
    reader: str | None = None
    reading: Reading | None = None
    wall: str | None = None
    zone: tzinfo | None = None
    language: str | None = None


def look(page: Document, source: Source) -> Glance:
    """How sure each reader is of *page*, the one that reads it, and what it reads."""
    selecting.prepare(page, source.selectors)
    sure = {name: round(float(readers.load(name).recognise(page)), 2) for name in readers.names()}
    name, most = readers.choose(page)
    fits = name if most >= SURE else None
    found = Glance(page.url, 200, sure, fits if source.reader == "auto" else source.reader)
    found.reading = reading_of(page, found.reader or "", source)
    found.wall = wall_of(page, found.reading)
    found.zone, found.language = clock.reckoning(page).zone, page.shown_language
    return found


def summary(pages: Sequence[Glance], trouble: str = "") -> dict[str, Any]:
    """What *pages* show, in the order they were looked at, as plain values; the first is the start,
    `trouble` what kept further ones away."""
    first, posts = pages[0], [post for one in pages for post in _posts(one)]
    best = next((one for one in pages if _posts(one)), first)
    walls = [one.wall for one in pages if one.wall]
    reading = first.reading or Reading(platform=PAGE, kind="other")
    return {
        "url": first.url, "status": first.status, "reader": _reader(pages), "sure": best.sure,
        "platform": best.reading.platform if best.reading else None, "kind": reading.kind,
        "board": (best.reading or reading).board.name,
        "thread": (best.reading or reading).thread.title,
        "posts": [_short(one) for one in posts],
        "boards": len(reading.boards), "threads": len(reading.threads),
        "next_pages": len(reading.next_pages), "login": reading.login,
        "wall": walls[0] if walls and not posts else None,
        "language": first.language, "timezone": _zone(best.zone),
        "missing": [*_missing(posts), *_absent(pages)], "pages": [_page(one) for one in pages],
        "trouble": trouble,
    }  # fmt: skip


def _posts(one: Glance) -> list[ReadPost]:
    return one.reading.posts if one.reading else []


def _reader(pages: Sequence[Glance]) -> str | None:
    """The one reader of all pages; `auto` when each has another, None when none reads any."""
    names = {one.reader for one in pages if one.reader}
    return (names.pop() if len(names) == 1 else "auto") if names else None


def _zone(zone: tzinfo | None) -> str | None:
    """The place a zone is named by, else its distance from UTC; None for UTC, which may be none."""
    if isinstance(zone, ZoneInfo):
        return zone.key if zone.key != "UTC" else None
    shown = str(zone or "UTC")
    return None if shown in ("UTC", "UTC+00:00") else shown


def spoken(language: str | None) -> str | None:
    """The *language* a page says it is in, when a source may name it."""
    name = (language or "").replace("_", "-").partition("-")[0].lower()
    return name if name in LANGUAGES else None


def _missing(posts: Sequence[ReadPost]) -> list[str]:
    """Of how many posts what is not there."""
    count = len(posts)
    has = {name: sum(bool(getattr(one, name)) for one in posts) for name in _EACH}
    return [f"{name}: {count - n} of {count}" for name, n in has.items() if n < count]


def _absent(pages: Sequence[Glance]) -> list[str]:
    """What was looked for and is on none of the pages."""
    read = [one.reading for one in pages if one.reading]
    if not read:
        return []
    absent = []
    if not any(one.posts for one in read):
        absent.append("posts: none on the pages looked at")
    if read[0].kind == "listing" and not any(one.threads or one.posts for one in read):
        absent.append("threads: no list shows one")
    return absent


def _page(one: Glance) -> dict[str, Any]:
    reading = one.reading
    said = {"url": one.url, "status": one.status, "reader": one.reader, "wall": one.wall}
    if reading is None:
        return said
    return said | {
        "kind": reading.kind, "board": reading.board.name, "thread": reading.thread.title,
        "posts": len(reading.posts), "boards": len(reading.boards),
        "threads": len(reading.threads), "next_pages": len(reading.next_pages),
    }  # fmt: skip


def _short(one: ReadPost) -> dict[str, Any]:
    return {
        "author": one.author,
        "posted_at": one.posted_at.isoformat() if one.posted_at else None,
        "precision": one.posted_precision,
        "posted_raw": one.posted_raw,
        "title": one.title,
        "text": one.text[:160],
    }
