"""What a MyBB page's times are read by: the current time it shows at its foot."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from spiders.pages import dates
from spiders.pages.dates import Order, Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath

_FOOT = xpath("//*[@id='current_time']")
_QUARTER, _FARTHEST = timedelta(minutes=15), timedelta(hours=14, minutes=10)
_ORDERS: tuple[Order, ...] = ("dmy", "mdy")


def reckoning(page: Document) -> Reckoning:
    """The zone of the board, and which of the figures of a date is the day.

    A guest is shown every time at one offset, in summer and in winter.
    """
    foot = first(_FOOT, page.tree)
    told = " ".join(foot.xpath("text()")) if foot is not None else ""
    by = Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    clocks = sorted(_clocks(told, by), key=lambda one: one[0])
    if not clocks:
        return by
    nearest = clocks[0][1]
    told_apart = len({far for far, _ in clocks}) == len(clocks)
    return nearest if told_apart else replace(nearest, order=None)


def _clocks(told: str, by: Reckoning) -> list[tuple[timedelta, Reckoning]]:
    """How far the clock *told* is from the page's, by the order its figures may have."""
    known = dates.order([told])
    found = []
    for order in [known] if known else _ORDERS:
        offset = _offset(dates.read(told, replace(by, zone=UTC, order=order)).at, by.clock)
        if offset is not None:
            found.append((abs(offset), replace(by, zone=timezone(offset), order=order)))
    return found


def _offset(told: datetime | None, clock: datetime) -> timedelta | None:
    """The board's offset from UTC; None when its clock is not the page's (an old copy)."""
    if told is None or abs(told - clock) > _FARTHEST:
        return None
    return round((told - clock) / _QUARTER) * _QUARTER
