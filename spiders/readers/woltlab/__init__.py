"""WoltLab Suite 3 to 6 and Burning Board 3 and 4, in any style and language."""

from spiders.pages import addresses, skinned
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.woltlab.burning import BURNING
from spiders.readers.woltlab.frame import counted, listed, reckoning
from spiders.readers.woltlab.marks import TRACES, WORDS
from spiders.readers.woltlab.posts import dated_edits, permalink
from spiders.readers.woltlab.suite import SUITE


def recognise(page: Document) -> float:
    """How sure it is that the page is WoltLab's, 0 to 1."""
    known = any(word in page.text for word in WORDS)
    return sure(page.text, TRACES) if known else 0.0


def read(page: Document) -> Reading:
    """The posts of a thread, or the threads and boards of a listing."""
    by = reckoning(page)
    reading = skinned.read(page, SUITE, BURNING, by=by)
    reading.next_pages = addresses.distinct([*reading.next_pages, *counted(page)])
    if reading.threads:
        reading.board = listed(page, reading.board)
    settled(reading.threads, by)
    for post in reading.posts:
        post.url = permalink(post, reading.thread.url or page.url)
    dated_edits(page, reading.posts, by)
    return reading
