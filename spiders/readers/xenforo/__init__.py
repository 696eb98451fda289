"""XenForo 2 and 1, in any style and language."""

from spiders.pages import skinned
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.xenforo.frame import listed_board, reckoning, site_root, thread_address
from spiders.readers.xenforo.marks import COOKIE, TRACES, WORDS
from spiders.readers.xenforo.one import ONE
from spiders.readers.xenforo.posts import mended
from spiders.readers.xenforo.two import TWO


def recognise(page: Document) -> float:
    """How sure it is that the page is XenForo's, 0 to 1."""
    if not any(word in page.text for word in WORDS):
        return 0.0
    cookie = 0.3 if COOKIE.search(page.headers.get("set-cookie", "")) else 0.0
    return min(1.0, sure(page.text, TRACES, enough=0.5 - cookie) + cookie)


def read(page: Document) -> Reading:
    """The posts of a thread, or the threads and boards of a listing."""
    by = reckoning(page)
    reading = skinned.read(page, TWO, ONE, by=by)
    reading.site_root = site_root(page)
    if reading.kind == "thread":
        reading.thread.url = thread_address(reading.thread.url or page.url)
        reading.posts = mended(page, reading.thread.url, reading.posts, by)
    elif reading.threads or reading.board.name:
        reading.board = listed_board(page, reading.board)
    settled(reading.threads, by)
    for link in reading.threads:
        link.url = thread_address(link.url)
    return reading
