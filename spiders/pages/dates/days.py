"""The moment that is shown, by a page's clock, zone and order; never guessed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from crawler.items import Precision
from spiders.pages.dates.shown import Hour, Order, Reckoning, Shown

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # an older one is a zero in a broken import
_DAY = timedelta(days=1)
_MONTH = 2592000
_LONGEST = 50 * 365 * 86400


def settled(shown: Shown, by: Reckoning) -> tuple[datetime, Precision] | None:
    """The moment *shown* is, in UTC; None when it cannot be settled or is still to come."""
    found = _span(shown, by) if shown.kind in ("ago", "now") else _dated(shown, by)
    return found if found and by.has_come(found[0]) else None


def _span(shown: Shown, by: Reckoning) -> tuple[datetime, Precision] | None:
    """A span before the clock; days and longer are not told to the minute, years tell nothing."""
    size, unit = shown.numbers if shown.kind == "ago" else (0, 1)
    if size > _LONGEST or unit > _MONTH:
        return None
    when = by.clock.astimezone(UTC) - timedelta(seconds=size)
    if unit < 86400:
        return when.replace(second=0, microsecond=0), "minute"
    day = when.astimezone(by.zone).date()
    if unit == 86400:
        return midnight(day), "day"
    return midnight(day.replace(day=1)), "month"


def _dated(shown: Shown, by: Reckoning) -> tuple[datetime, Precision] | None:
    if shown.kind == "month":
        first = _date(shown.numbers[0], shown.numbers[1], 1, by)
        return (midnight(first), "month") if first else None
    day = _day(shown, by)
    if day is None:
        return None
    if shown.hour is None or not _told_here(day, shown.hour, by):
        return midnight(day), "day"
    return _at(day, shown.hour, by), "minute"


def _told_here(day: date, hour: Hour, by: Reckoning) -> bool:
    """Whether a zone named behind a time is the board's own; another cannot be told."""
    own = (datetime.combine(day, hour.at, by.zone).tzname() or "").casefold()
    return hour.zone in (None, own)


def _at(day: date, hour: Hour, by: Reckoning) -> datetime:
    """The UTC minute of a time of day; an hour told twice (clocks put back) is the first."""
    if hour.offset is not None:
        local = datetime.combine(day, hour.at, UTC) - hour.offset
    else:
        local = datetime.combine(day, hour.at, by.zone).astimezone(UTC)
    return local + _DAY if hour.late else local


def _day(shown: Shown, by: Reckoning) -> date | None:
    numbers = shown.numbers
    if shown.kind == "date":
        return _date(numbers[0], numbers[1], numbers[2], by)
    if shown.kind == "yearless":
        return _latest(numbers[0], numbers[1], by)
    if shown.kind == "back":
        return by.today - timedelta(days=numbers[0])
    if shown.kind == "weekday":
        back = (by.today.weekday() - numbers[0]) % 7
        return by.today - timedelta(days=back) if back else None  # today's own is never so called
    return _figures(shown, by)


def _figures(shown: Shown, by: Reckoning) -> date | None:
    """A date in figures; which is the day is never guessed."""
    order = shown.order or by.order or ("dmy" if shown.dotted else _custom(by.language))
    if order:
        return figured(shown, order, by)
    both = (figured(shown, name, by) for name in ("dmy", "mdy"))
    readings = {found for found in both if found and found <= by.today + _DAY}
    fits = {day for day in readings if shown.weekday == day.weekday()}
    possible = fits or readings
    return possible.pop() if len(possible) == 1 else None


def figured(shown: Shown, order: Order | str, by: Reckoning) -> date | None:
    """The day that figures name when they are read in *order*."""
    first, second, year = shown.numbers
    day, month = (first, second) if order == "dmy" else (second, first)
    return _date(year, month, day, by)


def _custom(language: str | None) -> Order | None:
    """English is written both ways; the other languages we read put the day first."""
    return None if not language or language.startswith("en") else "dmy"


def _latest(month: int, day: int, by: Reckoning) -> date | None:
    """A date without a year is the last one of its name that is not to come."""
    found = _date(by.today.year, month, day, by)
    if found and found > by.today + _DAY:
        return _date(by.today.year - 1, month, day, by)
    return found


def _date(year: int, month: int, day: int, by: Reckoning) -> date | None:
    if year < 100:
        year += 2000 if year + 2000 <= by.today.year + 1 else 1900
    try:
        return date(year, month, day) if EARLIEST.year <= year < 9999 else None
    except ValueError:
        return None


def midnight(day: date) -> datetime:
    """00:00 UTC of *day*: how a day without a time is kept."""
    return datetime.combine(day, time(), UTC)


def doubled(shown: Shown, by: Reckoning) -> Iterator[datetime]:
    """The second moment an hour can mean in the night the clocks are put back."""
    day = _day(shown, by) if shown.hour and shown.hour.offset is None else None
    if day and shown.hour:
        local = datetime.combine(day, shown.hour.at, by.zone)
        if local.replace(fold=1).utcoffset() != local.utcoffset():
            yield local.replace(fold=1).astimezone(UTC)
