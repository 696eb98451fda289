"""When the threads of a listing were last posted in, told so that two crawls can be compared."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from spiders.pages.dates import Moment, Reckoning
from spiders.pages.reading import ThreadLink
from spiders.pages.skinned import settle

_HOUR = timedelta(hours=1)


def settled(threads: Sequence[ThreadLink], by: Reckoning) -> None:
    """Write the last posts of *threads* as UTC, ISO 8601, to the minute, where the page tells it.

    "Today 9:30" is "Yesterday 9:30" tomorrow, and which figure of a date is the day only the
    whole page says. What strays with the clock ("5 hours ago") keeps its words.
    """
    shown = [[link.last_post] if link.last_post else [] for link in threads]
    later = settle(shown, replace(by, clock=by.clock + _HOUR))
    for link, when, then in zip(threads, settle(shown, by), later, strict=True):
        link.last_post = _told(when, then) or link.last_post


def _told(when: Moment, then: Moment) -> str | None:
    if when.at is None or when.precision != "minute":
        return None
    strays = then.at is not None and then.at - when.at == _HOUR
    return None if strays else when.at.replace(second=0, microsecond=0).isoformat()
