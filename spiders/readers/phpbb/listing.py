"""The threads and boards a phpBB page lists."""

import re
from collections.abc import Iterator
from typing import Any

from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ThreadLink
from spiders.readers.phpbb.frame import VIEWS, topic_number

_TOPICS = xpath("//a[.topictitle][@href] | //*[.topictitle]/a[@href]")
_ANY_TOPIC = xpath("//a[contains(@href, 'viewtopic.php?')][normalize-space()]")
_BOARDS = xpath(
    "//a[.forumtitle or .forumlink or .subforum][@href] | //*[.forumlink or .forumtitle]/a[@href]"
)
_ANY_BOARD = xpath(
    "//*[self::li or self::td or self::h3 or self::h4]//a[contains(@href, 'viewforum.php?')]"
    "[not(ancestor-or-self::*[@id='jumpbox' or .nav or .navlinks or .breadcrumbs or .dropdown-contents])]"
    "[not(ancestor::*[.header])][normalize-space()]"
)
_REPLIES = xpath(".//dd[.posts]/text() | .//*[.replies]/text()")
_LAST = xpath(".//*[.lastpost]")
_TIME = xpath(".//time/@datetime")
_NUMBER = re.compile(r"\d+")
_PLAIN_VIEW = re.compile(r"[?&;](?:p|view|start|mode)=")
_EMPTY = re.compile(r"section-viewforum|forum-title|mode=post&(?:amp;)?f=\d|mode=newtopic")


def threads(page: Document) -> list[ThreadLink]:
    """The threads of a listing, stickies and announcements too, each once."""
    links = _TOPICS(page.tree) or [
        link for link in _ANY_TOPIC(page.tree) if not _PLAIN_VIEW.search(link.get("href"))
    ]
    found: dict[str, ThreadLink] = {}
    for link in links:
        address = addresses.canonical(page.url, link.get("href"), drop=VIEWS)
        if address:
            known = topic_number(address)
            found.setdefault(known or address, _thread(link, address, known))
    return list(found.values())


def _thread(link: Any, address: str, number: str | None) -> ThreadLink:
    row = next(link.iterancestors("li", "tr"), None)
    title = plain(link)
    if row is None:
        return ThreadLink(url=address, id=number, title=title)
    return ThreadLink(
        url=address, id=number, title=title, replies=_replies(row, link), last_post=_last(row)
    )


def _replies(row: Any, link: Any) -> int | None:
    """The number of answers: named so, else the first figure right of the title."""
    cells = map(str, _REPLIES(row))
    if row.tag == "tr":
        own = next(link.iterancestors("td"), link)
        cells = map(plain, own.itersiblings("td"))
    numbers = (re.sub(r"[\s.,]", "", cell) for cell in cells)
    return next((int(number) for number in numbers if number.isdecimal()), None)


def _last(row: Any) -> str | None:
    """What the row says of the last post: its exact time, else the words shown."""
    cell = first(_LAST, row)
    if cell is None:
        cells = row.findall("td")
        cell = cells[-1] if cells else None
    if cell is None:
        return None
    return first(_TIME, cell) or " ".join(" ".join(cell.itertext()).split()) or None


def boards(page: Document, own: str | None) -> list[str]:
    """The boards listed below this one; not those of the menu or the way up."""
    links = _BOARDS(page.tree) or _ANY_BOARD(page.tree)
    return [address for address in addresses.distinct(list(_boards(page, links))) if address != own]


def _boards(page: Document, links: list[Any]) -> Iterator[str]:
    for link in links:
        address = addresses.canonical(page.url, link.get("href"), drop=VIEWS)
        if address:
            yield address


def is_listing(page: Document) -> bool:
    """Whether a page without links is a board all the same: an empty one."""
    return bool(_EMPTY.search(page.text))
