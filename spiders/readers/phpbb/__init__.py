"""phpBB 2 and 3 in any skin or language, known by its templates' traces, not by its address."""

import re
from datetime import UTC

from spiders.pages import clock, dates
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.traces import sure
from spiders.readers.phpbb import frame, listing, posts, rows
from spiders.readers.phpbb.marks import ENOUGH, TRACES

_REPLY = re.compile(r"^(?:\w{1,4}(?:\[\d+\])?\s?:\s*)+")


def recognise(page: Document) -> float:
    """How sure the traces of phpBB in the page's source make us, 0 to 1."""
    return sure(page.text, TRACES, enough=ENOUGH)


def read(page: Document) -> Reading:
    """The posts of a topic, or the topics and boards of a listing."""
    reading = Reading(platform="phpbb", kind="other", site_root=frame.site_root(page))
    reading.board = frame.board(page)
    reading.posts = _posts(page)
    if reading.posts:
        return _thread(page, reading)
    reading.threads = listing.threads(page)
    reading.boards = listing.boards(page, reading.board.url)
    reading.next_pages = frame.next_pages(page)
    if reading.threads or reading.boards or listing.is_listing(page):
        reading.kind = "listing"
    reading.login = not (reading.threads or reading.boards) and frame.is_login(page)
    return reading


def _thread(page: Document, reading: Reading) -> Reading:
    reading.kind, reading.thread = "thread", frame.thread(page)
    reading.next_pages = frame.next_pages(page)
    before = frame.start(page)
    for place, post in enumerate(reading.posts, 1):
        post.position = None if before is None else before + place
        post.title = _title(post, reading.thread.title)
    return reading


def _title(post: ReadPost, thread: str | None) -> str:
    """The subject its author gave; a reply's "Re: …" is the board's word, not theirs."""
    if post.position == 1:
        return thread or post.title
    subject = _REPLY.sub("", post.title)
    return "" if not thread or thread.startswith(subject) else post.title


def _posts(page: Document) -> list[ReadPost]:
    """The posts in the order of the page. Its dates in figures are read alike."""
    boxes, old = list(posts.boxes(page.tree)), []
    if not boxes:
        old = rows.rows(page.tree)
    if not boxes and not old:
        return []
    by = _reckoning(page)

    def all_read(by: Reckoning) -> list[ReadPost]:
        new = [posts.post(key, box, body, page.url, by) for key, box, body in boxes]
        return new + [rows.post(row, page.url, by) for row in old]

    found = all_read(by)
    shown = [Moment(post.posted_at, post.posted_precision, post.posted_raw) for post in found]
    agreed = dates.agreed(shown, by, others=clock.dated(page))
    found = found if agreed == by else all_read(agreed)
    for post, when in zip(found, dates.settle(shown, agreed), strict=True):
        post.posted_at, post.posted_precision = when.at, when.precision
    return found


def _reckoning(page: Document) -> Reckoning:
    """What the page's times are read by; a page whose times are exact needs no zone."""
    if page.text.count("<time datetime=") > 0:
        return Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    return clock.reckoning(page)
