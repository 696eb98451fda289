"""Ads and lists of ads of OLX and its sister sites, from the JSON the page is made from.

A post is the ad under its own number: bumped to the top it stays the same post, and the list's
time of the last bump only says that it is to be read again.
"""

import re
from datetime import UTC

from crawler.items import Board
from spiders.pages import addresses
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ThreadLink
from spiders.pages.traces import sure
from spiders.readers.olx import ads, classic
from spiders.readers.olx import page as shown
from spiders.readers.olx.state import Json, ads_in, part, said, states

_TRACES = [
    (re.compile(r"""__PRERENDERED_STATE__\s*=\s*(?:JSON\.parse\(\s*)?["{]"""), 0.6),
    (re.compile(r"""data-(?:cy|testid)=["'](?:l-card|ad_description|offer_title|ad-posted-at)["']"""), 0.5),
    (re.compile(r"""class=["']offer-titlebox\b"""), 0.4),
    (re.compile(r"""id=["'](?:textContent|offers_table)["']"""), 0.3),
    (re.compile(r"""class=["'][^"']*\blinkWithHash\b"""), 0.4),
    (re.compile(r"olxcdn\.com\b"), 0.4),
    (re.compile(r"""<script[^>]*\bid=["']__NEXT_DATA__["']"""), 0.2),
]  # fmt: skip
_HINTS = (
    *("__PRERENDERED_STATE__", "olxcdn.com", "l-card", "ad_description"),
    *("offer-titlebox", "linkWithHash"),
)


def recognise(page: Document) -> float:
    """How sure it is that the page is of the OLX kind, 0 to 1."""
    if not any(hint in page.text for hint in _HINTS):
        return 0.0
    return sure(page.text, _TRACES)


def read(page: Document) -> Reading:
    """The ad of an ad's page, or the ads and further pages of a list."""
    reading = Reading(platform="olx", kind="other")
    told = states(page)
    found = [ads_in(state) for state in told]
    by = Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    if one := next((ad for ad, _ in found if ad), None):
        return _ad(page, reading, told, one, by)
    listed = next((some for _, some in found if some), [])
    alone = None if listed else shown.ad(page, by) or classic.ad(page, by)
    if alone is None:
        return _listing(page, reading, told, listed)
    reading.kind, reading.posts, reading.thread = "ad", [alone[0]], alone[1]
    reading.board = next(reversed(shown.crumbs(page)), classic.board(page))
    return reading


def _ad(page: Document, reading: Reading, told: list[Json], ad: Json, by: Reckoning) -> Reading:
    """An ad that is no more shows its words still: they are not read, so that it counts as gone."""
    if ad.get("isActive") is False:
        return reading
    reading.kind, reading.posts = "ad", [ads.post(page, ad, by)]
    reading.thread, reading.board = ads.thread(page, ad), _board(page, told, ad)
    return reading


def _board(page: Document, told: list[Json], ad: Json) -> Board:
    """The category of an ad, without the places that lists add to it."""
    number = said(part(ad, "category"), "id")
    for crumb in (one for state in told for one in _crumbs(state)):
        if number and said(crumb, "categoryId") == number:
            url = addresses.canonical(page.url, said(crumb, "href"))
            return Board(said(crumb, "label") or None, url)
    above = shown.crumbs(page)
    name = said(part(ad, "category"), "name", "label")
    return above[-1] if above else Board(name or None, None)


def _crumbs(state: Json) -> list[Json]:
    """The breadcrumbs of a page's state, for an ad or for a list."""
    for name in ("ad", "listing"):
        found = part(state, name).get("breadcrumbs")
        if isinstance(found, list):
            return [one for one in found if isinstance(one, dict)]
    return []


def _threads(page: Document, listed: list[Json]) -> list[ThreadLink]:
    """The ads of a list, each once: promoted ones stand on every page of it."""
    found: dict[str, ThreadLink] = {}
    for ad in listed:
        if link := ads.link(page, ad):
            found.setdefault(said(ad, "id"), link)
    return list(found.values()) or shown.threads(page) or classic.threads(page)


def _listing(page: Document, reading: Reading, told: list[Json], listed: list[Json]) -> Reading:
    reading.threads = _threads(page, listed)
    reading.next_pages = shown.next_pages(page) or _promised(page, told)
    reading.boards = [] if reading.threads else _categories(page, told)
    reading.kind = "listing" if reading.threads or reading.boards else "other"
    crumbs = [crumb for state in told for crumb in _crumbs(state)][1:]
    if crumbs:
        url = addresses.canonical(page.url, said(crumbs[-1], "href"))
        reading.board = Board(said(crumbs[-1], "label") or None, url)
    return reading


def _promised(page: Document, told: list[Json]) -> list[str]:
    """The page that follows a list whose state counts more pages than this."""
    for state in told:
        pages = part(state, "listing", "listing").get("totalPages")
        here = shown.number(page.url)
        if isinstance(pages, int) and here < pages:
            bare = addresses.without(page.url, "page")
            return [f"{bare}{'&' if '?' in bare else '?'}page={here + 1}"]
    return []


def _categories(page: Document, told: list[Json]) -> list[str]:
    """The outermost categories, on the front page, where no ads are listed."""
    known = [one for state in told for one in part(state, "categories", "list").values()]
    top = [one for one in known if isinstance(one, dict) and not one.get("parentId")]
    paths = (said(one, "path") for one in top)
    found = (addresses.canonical(page.url, f"/{path}/") for path in paths if path)
    return addresses.distinct([url for url in found if url])
