"""Flarum 0.1 to 2: numbers and dates from the JSON payload, else the text for those who run no
scripts. A post keeps its own number, which no other discussion has."""

from datetime import UTC

from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.flarum import frame, posts
from spiders.readers.flarum.marks import COOKIE, TRACES
from spiders.readers.flarum.payload import payload


def recognise(page: Document) -> float:
    """How sure it is that the page is Flarum's, 0 to 1."""
    if "flarum" not in page.text:
        return 0.0
    cookie = 0.3 if COOKIE.search(page.headers.get("set-cookie", "")) else 0.0
    return min(1.0, sure(page.text, TRACES, enough=0.5 - cookie) + cookie)


def read(page: Document) -> Reading:
    """The posts of a discussion, or the discussions and tags of a list."""
    known = payload(page)
    root = frame.site_root(page, known)
    reading = Reading(platform="flarum", kind="other", site_root=root)
    reading.next_pages = frame.next_pages(page, known)
    thread = frame.thread(page, known, root)
    if thread.url:
        by = Reckoning(page.clock, page.timezone or UTC, page.shown_language)
        reading.posts = posts.told(page, known, thread.url, by)
        reading.posts = reading.posts or posts.rendered(page, thread.url)
    if reading.posts:
        reading.kind, reading.thread = "thread", thread
        reading.board = frame.board(page, known, root)
        for one in reading.posts:
            one.title = (thread.title or "") if one.position == 1 else ""
        return reading
    reading.threads = frame.threads(page, known, root)
    reading.boards = frame.boards(page, known, root)
    reading.kind = "listing" if reading.threads or reading.boards else "other"
    reading.next_pages = reading.next_pages if reading.threads else []
    reading.board = frame.listed_board(page, known, root)
    reading.login = reading.kind == "other" and frame.is_closed(known)
    return reading
