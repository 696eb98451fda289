"""What stands around the posts of a WoltLab page: its clock, its further pages, its board."""

import re
from dataclasses import replace

from crawler.items import Board
from spiders.pages import addresses, dates, zones
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.skin import one
from spiders.readers.woltlab.burning import BURNING
from spiders.readers.woltlab.marks import VIEWS
from spiders.readers.woltlab.suite import SUITE

_FIGURE = re.compile(r"\d{1,9}")
_BAR = xpath("//woltlab-core-pagination[@url][@count]")
_NOW = xpath("//*[@id='date']")
_SELF = xpath("//link[@rel='canonical']/@href")


def reckoning(page: Document) -> Reckoning:
    """The clock and the zone in the head of a page of version 3; later ones date by machine."""
    shown = plain(first(_NOW, page.tree))
    zone = zones.shown([shown], page.clock, page.timezone)
    by = Reckoning(page.clock, zone, page.shown_language)
    return replace(by, clock=dates.read(shown.partition("UTC")[0], by).at or by.clock)


def counted(page: Document) -> list[str]:
    """The next, the one after and the last page, where scripts draw the page bar."""
    found = first(_BAR, page.tree)
    told = [found.get(name) or "" for name in ("page", "count")] if found is not None else [""]
    if not all(map(_FIGURE.fullmatch, told)):
        return []
    here, last = map(int, told)
    joint = "&" if "?" in found.get("url") else "?"
    numbers = [n for n in (here + 1, here + 2, last) if here < n <= last]
    pages = (f"{found.get('url')}{joint}pageNo={n}" for n in numbers)
    return [link for one in pages if (link := addresses.canonical(page.base, one))]


def listed(page: Document, above: Board) -> Board:
    """The board whose threads a page lists; *above* is the last its breadcrumbs name."""
    title = one((*SUITE.title, *BURNING.title), page.tree)
    address = addresses.canonical(page.base, first(_SELF, page.tree) or page.url, drop=VIEWS)
    return above if title is None else Board(plain(title), address)
