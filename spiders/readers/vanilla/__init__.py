"""Vanilla Forums 2.0 to the last open version, in any theme or language; not the pages of its
later cloud that a script draws in the browser."""

import re
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from urllib.parse import urlsplit

from spiders.pages import addresses, dates
from spiders.pages.clock import reckoning
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.paths import xpath
from spiders.pages.reading import Reading
from spiders.pages.skin import every, one
from spiders.pages.skinned import read as read_skinned
from spiders.pages.traces import sure
from spiders.readers.vanilla import embeds
from spiders.readers.vanilla.marks import TRACES
from spiders.readers.vanilla.skin import SKIN

_ROOT = re.compile(r"""["']?WebRoot["']?\s*(?::\s*|value=)["']([^"']+)["']""")
_PAGE = re.compile(r"/p\d+(?=$|[?&#])")
_COUNTED = xpath(".//a[starts-with(@name, 'Item_')]")
_ALONE = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[^\W\d]\.?[^\W\d]\.?)?$")  # "9:40", "9:40PM"
_QUARTER = timedelta(minutes=15)
_TIMES = xpath("//time[@title][contains(@datetime, 'T')]")


def recognise(page: Document) -> float:
    """How sure the traces of Vanilla in the page's source make us, 0 to 1."""
    return sure(page.text, TRACES)


def read(page: Document) -> Reading:
    """The posts of a discussion, or the discussions and categories of a listing."""
    embeds.name(page.tree)
    by = _reckoning(page)
    reading = read_skinned(page, SKIN, by=by)
    if root := _ROOT.search(page.text):
        where = addresses.canonical(page.url, root[1].replace("\\/", "/")) or page.url
        reading.site_root = urlsplit(where).path.rstrip("/")
    if reading.kind == "thread":
        return _thread(page, reading, by)
    for link in reading.threads:
        link.last_post = _dated(link.last_post or "", by) or None
    settled(reading.threads, by)
    return reading


def _reckoning(page: Document) -> Reckoning:
    """What words tell times by: the zone is what a time in words is away from its own stamp."""
    by = reckoning(page)
    for shown in _TIMES(page.tree)[:9]:
        exact = dates.machine(shown.get("datetime"), by)
        told = dates.read(shown.get("title"), replace(by, zone=UTC), whole=True)
        if exact.at and told.at and told.precision == "minute":
            quarters = round((told.at - exact.at) / _QUARTER)
            return replace(by, zone=timezone(quarters * _QUARTER)) if abs(quarters) < 60 else by
    return by


def _dated(shown: str, by: Reckoning) -> str:
    """What is *shown*, with the day of the page where it is a time alone: old versions say so."""
    return f"{by.today.isoformat()} {shown}" if _ALONE.match(shown) else shown


def _thread(page: Document, reading: Reading, by: Reckoning) -> Reading:
    """The opening post and its comments are numbered apart: the key of the former says so."""
    thread = reading.thread
    thread.url = _PAGE.sub("", thread.url or "")
    boxes = [box for box in every(SKIN.posts, page.tree) if one(SKIN.body, box) is not None]
    for post, box in zip(reading.posts, boxes, strict=True):
        post.quotes, post.title = [*post.quotes, *embeds.quoted(box)], ""
        if post.posted_at is None and _ALONE.match(post.posted_raw or ""):
            when = dates.read(_dated(post.posted_raw or "", by), by)
            if when.at and when.at <= by.clock:
                post.posted_at, post.posted_precision = when.at, when.precision
        if (box.get("id") or "").startswith("Discussion_"):
            thread.id, post.key, post.position = post.key, f"d{post.key}", 1
            post.title = thread.title or ""
        elif post.position and "ItemComment" in box.get("class", "") and _COUNTED(box):
            post.position += 1  # comments are counted from the first
    return reading
