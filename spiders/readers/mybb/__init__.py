"""MyBB 1.6 and 1.8 in any theme and language."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from crawler.items import Board, Thread
from spiders.pages import addresses, last_posts, skinned
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.mybb import marks
from spiders.readers.mybb.clock import reckoning
from spiders.readers.mybb.skin import SKIN

_TITLE = xpath("(//*[.navigation or .breadcrumb])[1]//*[.active]")
_ROWS = xpath("//*[starts-with(@id, 'tid_')]")
_SUBJECTS = xpath("//*[starts-with(@id, 'post_')]//a[contains(@href, '#pid')]/@title")
_HOME = xpath("//a[contains(@href, 'index.php')][not(contains(@href, 'archive/'))]/@href")
_PAGE = re.compile(r"-page-\d+(?=\.html)")


def recognise(page: Document) -> float:
    """How sure it is that the page is MyBB's, 0 to 1."""
    cookie = 0.3 if marks.COOKIE.search(page.headers.get("set-cookie", "")) else 0.0
    return min(1.0, sure(page.text, marks.TRACES, enough=0.5 - cookie) + cookie)


def read(page: Document) -> Reading:
    """The posts of a thread, or the threads and boards of a listing."""
    # "Yesterday" and "5 hours ago" carry their date in a title: it is what is read
    page = replace(page, text=marks.SHOWN_SHORT.sub(r"\2", page.text))
    by = reckoning(page)
    reading = skinned.read(page, SKIN, by=by)
    if reading.kind == "thread":
        reading.thread = _thread(page, reading.thread)
        reading.board.url = _PAGE.sub("", reading.board.url or "") or None
        for post in reading.posts:
            post.title = (reading.thread.title or "") if post.position == 1 else ""
    elif reading.kind == "listing":
        last_posts.settled(reading.threads, by)
        reading.board = _listed(page, reading.board)
        _number(page, reading)
    elif not reading.login:
        reading.boards = _index(page)
    return reading


def _index(page: Document) -> list[str]:
    """Where the boards are listed, for a page that lists none (the portal)."""
    links = (addresses.canonical(page.base, str(href)) for href in _HOME(page.tree))
    return [link for link in links if link and link != page.url][:1]


def _thread(page: Document, shown: Thread) -> Thread:
    """The thread *shown*, without page, place and prefix."""
    url = marks.PLACE_IN_THREAD.sub("", shown.url or page.url)
    number = shown.id or next(iter(marks.THREAD_LINK.findall(page.text)), None)
    if number and "showthread.php" in url and addresses.parameter(url, "tid") is None:
        url = urljoin(url, f"showthread.php?tid={number}")
    return Thread(number, url, _title(page) or shown.title)


def _title(page: Document) -> str:
    """The thread's title without its prefix ("[Solved]"), which no post's subject has."""
    whole = plain(first(_TITLE, page.tree))
    subjects = [str(one).strip() for one in _SUBJECTS(page.tree)]
    subjects += [marks.REPLY.sub("", one) for one in subjects]
    own = [one for one in subjects if one and f" {whole}".endswith(f" {one}")]
    return max(own, key=len, default=whole)


def _listed(page: Document, above: Board) -> Board:
    """The board a page lists; *above* is the last one its breadcrumbs link to."""
    shown = first(_TITLE, page.tree)
    if shown is None or not _ROWS(page.tree):
        return above
    own = addresses.canonical(page.url, page.url, drop=marks.VIEWS) or page.url
    return Board(plain(shown), _PAGE.sub("", own))


def _number(page: Document, reading: Reading) -> None:
    """Give the threads of addresses without a number the one their rows have."""
    rows = {_href(page, row): str(row.get("id"))[4:] for row in _ROWS(page.tree)}
    for link in reading.threads:
        link.id = link.id or rows.get(link.url)


def _href(page: Document, row: Any) -> str | None:
    return addresses.canonical(page.base, row.xpath("string(.//a/@href)"), drop=marks.VIEWS)
