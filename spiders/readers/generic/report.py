"""Findings as a reading: posts with their numbers and words, links with what they lead to."""

from spiders.pages import addresses, last_posts
from spiders.pages.document import Document
from spiders.pages.pagination import pager
from spiders.pages.paths import xpath
from spiders.pages.reading import Reading, ReadPost
from spiders.readers.generic import frame
from spiders.readers.generic.findings import Findings
from spiders.readers.generic.listing import boards, threads
from spiders.readers.generic.numbers import Number, numbers
from spiders.readers.generic.ordinals import ordinals
from spiders.readers.generic.own import own

_PASSWORD = xpath("//input[@type='password']")


def report(page: Document, found: Findings) -> Reading:
    """The reading of *page* that its *found* structure gives."""
    pages = pager(page)
    reading = Reading(platform="page", kind=found.kind, next_pages=pages.further)
    reading.site_root = frame.site_root(page, found.survey)
    if found.family:
        reading.thread = frame.thread(page, found.survey, pages)
        reading.posts = _posts(page, found)
        _as_ad(reading, page)
        places = ordinals(found.survey, found.family, pages)
        for place, post in zip(places, reading.posts, strict=True):
            post.position = place
            post.title = (reading.thread.title or "") if place == 1 else ""
    elif found.told:
        reading.thread, reading.posts = found.thread, found.told
    reading.board = frame.board(page, found.survey, found.family, reading.thread.title)
    if not reading.posts:
        reading.threads = threads(page, found.survey, found.lists, found.times)
        last_posts.settled(reading.threads, found.by)
        known = {one.url for one in reading.threads}
        own = reading.board.url
        reading.boards = [one for one in boards(page, found.survey, own) if one not in known]
        reading.login = found.kind == "other" and bool(_PASSWORD(page.tree))
    return reading


def _as_ad(reading: Reading, page: Document) -> None:
    """One text without a number of its own is an ad: it is numbered as its page is."""
    post = reading.posts[0]
    if len(reading.posts) == 1 and post.key is None and post.posted_precision != "minute":
        reading.kind, post.key = "ad", reading.thread.id
        post.url = reading.thread.url or post.url


def _posts(page: Document, found: Findings) -> list[ReadPost]:
    known = numbers(found.survey, page.url, page.base, found.family)
    return [_post(page, found, place, one) for place, one in enumerate(known)]


def _post(page: Document, found: Findings, place: int, known: Number) -> ReadPost:
    body, when = found.bodies[place], found.moments[place]
    names = {name for name in found.people if name}
    root = found.survey.nodes[body] if body is not None else None
    said = own(root, _dropped(found, body or 0), names) if root is not None else None
    return ReadPost(
        key=known.key,
        url=known.url or addresses.canonical(page.url, page.url),
        text=said.text if said else "",
        quotes=said.quotes if said else [],
        author=found.people[place],
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
    )


def _dropped(found: Findings, body: int) -> frozenset[int]:
    """The places of signatures within a body, counted from it."""
    inside = range(body + 1, found.survey.end[body])
    return frozenset(node - body for node in found.signatures if node in inside)
