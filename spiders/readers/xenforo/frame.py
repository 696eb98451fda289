"""What stands around the posts of a XenForo page: its clock, its root, its own address."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from crawler.items import Board
from spiders.pages import addresses, zones
from spiders.pages.blocks import Marks, own_words
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.readers.xenforo.marks import LABELS, PLACE_IN_THREAD, ROUTE

_CLOCK = re.compile(r"""now["']?\s*:\s*(\d{10})\s*,\s*["']?today["']?\s*:\s*(\d{10})\b""")
_BASE_PATH = re.compile(r"""basePath["']?\s*:\s*["']([^"'?#]*)["']""")
_BASE = xpath("//base/@href")
_TITLE = xpath("//h1[.p-title-value] | //*[.titleBar]//h1")
_SELF = xpath("//link[@rel='canonical']/@href")
_DAY, _WEST = 86400, 11 * 3600  # no board is told in the zones further west


def reckoning(page: Document) -> Reckoning:
    """The page's own clock, and the zone it shows, from the numbers its scripts are given."""
    told = _CLOCK.search(page.text)
    if not told:
        return Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    clock = datetime.fromtimestamp(int(told[1]), UTC)
    offset = timedelta(seconds=(_WEST - int(told[2])) % _DAY - _WEST)
    zone = zones.shown([_worded(offset)], clock, page.timezone)
    return Reckoning(clock, zone, page.shown_language)


def _worded(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def site_root(page: Document) -> str:
    """The path the board is installed under, as its scripts or its <base> say."""
    told = _BASE_PATH.search(page.text)
    if told:
        return told[1].replace("\\/", "/").rstrip("/")
    base = first(_BASE, page.tree)
    if base:
        return urlsplit(page.base).path.rstrip("/")
    path = urlsplit(page.url).path
    routes = [found.start() for found in ROUTE.finditer(path)]
    return path[: routes[-1]] if routes else ""


def thread_address(address: str) -> str:
    """The address of a thread's first page."""
    return PLACE_IN_THREAD.sub("", address)


def listed_board(page: Document, above: Board) -> Board:
    """The board whose threads a page lists; *above* is the last its breadcrumbs name."""
    title = first(_TITLE, page.tree)
    if title is None:
        return above
    name = " ".join(own_words(title, Marks(drop=LABELS)).text.split())
    address = addresses.canonical(page.base, first(_SELF, page.tree) or page.url) or page.url
    return Board(name, thread_address(address))
