"""Invision Community 4 and 5 and IP.Board 3, in any style and language."""

from spiders.pages import clock, skinned
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.invision.board import BOARD
from spiders.readers.invision.community import COMMUNITY
from spiders.readers.invision.frame import listed, site_root, unsorted
from spiders.readers.invision.marks import PAGE, TRACES, WORDS
from spiders.readers.invision.posts import dated_edits, permalinks, place


def recognise(page: Document) -> float:
    """How sure it is that the page is Invision's, 0 to 1."""
    known = any(word in page.text for word in WORDS)
    return sure(page.text, TRACES) if known else 0.0


def read(page: Document) -> Reading:
    """The posts of a thread, or the threads and boards of a listing."""
    reading = skinned.read(page, COMMUNITY, BOARD)
    reading.site_root = site_root(page, reading.site_root)
    reading.next_pages = unsorted(reading.next_pages)
    if reading.posts:
        _thread(page, reading)
    elif reading.threads:
        settled(reading.threads, clock.reckoning(page))
        reading.board = listed(page, reading.board)
    return reading


def _thread(page: Document, reading: Reading) -> None:
    url = PAGE.sub("", reading.thread.url or page.url)
    reading.thread.url = url
    permalinks(page, reading.posts, url)
    place(page, reading.posts)
    dated_edits(page, reading.posts, skinned.reckoning(page, BOARD))
