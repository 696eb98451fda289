"""What a reader makes of a page of a source, for a crawl and for a look before it alike."""

from spiders import readers
from spiders.pages import selecting
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.pages.walls import wall
from spiders.source import Source

CAPPED, SEVERAL = 0.6, 2  # as sure as the generic reader ever is; posts or threads of a page
PAGE = "page"  # the platform of a page that is no known platform's


def reading_of(document: Document, name: str, source: Source) -> Reading | None:
    """What the reader called *name* makes of the page, and the operator's own selectors after it,
    which `selecting.prepare` was told of before; None when neither is there."""
    if not name and not source.selectors:
        return None
    reading = readers.load(name).read(document) if name else Reading(platform=PAGE, kind="other")
    if name == readers.GENERIC:
        reading.platform = readers.platform(document) or PAGE
    elif name and source.reader == "auto" and not _leads(reading):
        reading = _stand_in(document, reading)
    return selecting.override(document, reading, source.selectors)


def _leads(reading: Reading) -> bool:
    """Whether a reader found anything on a page."""
    return bool(reading.posts or reading.threads or reading.boards or reading.login)


def _stand_in(document: Document, reading: Reading) -> Reading:
    """What the generic reader makes of a page of a platform that its own reader finds nothing on,
    as in a skin it cannot read: only where it is as sure as it ever is, and sees several."""
    generic = readers.load(readers.GENERIC)
    if float(generic.recognise(document)) < CAPPED:
        return reading
    found: Reading = generic.read(document)
    dated = sum(post.posted_at is not None for post in found.posts)
    if dated < SEVERAL and len(found.threads) < SEVERAL:
        return reading
    found.platform = reading.platform
    return found


def wall_of(document: Document, reading: Reading | None) -> str | None:
    """The wall that a page is, from what a reader found on it; None when it is none."""
    if reading is None:
        return wall(document)
    leads = len(reading.boards) + len(reading.threads)
    return wall(document, posts=len(reading.posts), leads=leads)
