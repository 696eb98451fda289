"""What a listing says of a thread, and whether it says something else than last time."""

from dataclasses import replace
from datetime import datetime, timedelta

from crawler.items import ThreadState
from spiders.pages import dates
from spiders.pages.addresses import same
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import ThreadLink

_HOUR = timedelta(hours=1)
_EXACT = timedelta(seconds=90)  # boards round to the minute, up or down
_UNITS = (timedelta(minutes=1), _HOUR, timedelta(days=1), timedelta(days=7), timedelta(days=31))


def key_of(link: ThreadLink) -> str:
    """What names a thread within its source, however it was linked."""
    return link.id or same(link.url)


def state_of(link: ThreadLink, page: Document, board: str | None) -> ThreadState:
    """What *page*, a listing of *board*, says of a thread now."""
    words = str(link.last_post) if link.last_post else None  # lxml's strings hold their page
    last = _moment(words, _reckoning(page)) if words else None
    return ThreadState(
        key=key_of(link), url=link.url, board=board, replies=link.replies, last=last, words=words
    )


def moved(
    known: ThreadState, shown: ThreadState, page: Document, *, feed: bool = False
) -> bool | None:
    """Whether a thread has other posts than when it was read; None when a listing cannot tell. A
    *feed* tells of one post of it, which may be the first, so only a later one counts."""
    if not known.done or known.gone_at is not None:
        return True
    if feed and known.last is not None and shown.last is not None:
        return shown.last > known.last + slack(shown, page)
    if None not in (known.replies, shown.replies) and known.replies != shown.replies:
        return True
    if known.last is not None and shown.last is not None:
        return abs(known.last - shown.last) > slack(shown, page)
    if known.words is not None and shown.words is not None:
        return known.words != shown.words
    return None if shown.replies is None else False


def slack(shown: ThreadState, page: Document) -> timedelta:
    """How far the moment a listing shows may stray: "3 hours ago" is said for an hour."""
    by = _reckoning(page)
    later = _moment(shown.words, replace(by, clock=by.clock + _HOUR))
    if shown.last is None or later is None or later - shown.last != _HOUR:
        return _EXACT
    age = by.clock - shown.last
    return max(unit for unit in _UNITS if unit <= max(age, _UNITS[0])) + _EXACT


def _moment(words: str | None, by: Reckoning) -> datetime | None:
    exact = dates.machine(words, by)
    return exact.at or dates.read(words or "", by).at


def _reckoning(page: Document) -> Reckoning:
    by = Reckoning(page.clock, language=page.shown_language)
    return replace(by, zone=page.timezone) if page.timezone else by
