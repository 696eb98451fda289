"""The dates of a whole page at once: what one of them leaves open, the others may settle."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from spiders.pages import calendars
from spiders.pages.dates import figures, texts
from spiders.pages.dates.days import doubled
from spiders.pages.dates.reading import element, read, spoken, words
from spiders.pages.dates.shown import Moment, Order, Reckoning, Shown

_DAY = timedelta(days=1)
_CLEARLY = 3  # more jumps than that tell a wrong reading from a post out of its place
_ORDERS: tuple[Order, ...] = ("dmy", "mdy")


def settle(
    shown: Sequence[Any], by: Reckoning, *, others: Iterable[str] = (), rising: bool | None = True
) -> list[Moment]:
    """The moments of a page's posts, in their order. Each of *shown* is a text, an lxml element,
    a Moment already read, or None; *others* and *rising* are those of `agreed`."""
    by = agreed(shown, by, others=others, rising=rising)
    moments = _all(shown, by)
    return _put_back(moments, by) if rising else moments


def agreed(
    shown: Sequence[Any], by: Reckoning, *, others: Iterable[str] = (), rising: bool | None = True
) -> Reckoning:
    """*by* with the order and the language that a page's posts agree on; what else the page dates
    (edits) is read by it too.

    Which of two numbers is the day is told by any date that can be read one way only, among the
    posts or in *others* (further texts of the page); else by the course of the posts, which
    rises in a thread (*rising* False: newest first, None: no order); else it stays open.
    """
    told = [text for one in shown for text in _texts(one)]
    by = _with_language(shown, told, by)
    if by.order is not None or not any(_open(text, by) for text in told):
        return by
    found = order(told) or order(t for t in others if "." not in t) or _course(shown, by, rising)
    return replace(by, order=found)


def order(shown: Iterable[str]) -> Order | None:
    """How a page writes numeric dates, when one of the texts can be read one way only; dots mean
    day, month, year where nothing tells against it."""
    told = list(shown)
    seen = {found for text in told for found in _orders(text)}
    if not seen and any(sign == "." for text in told for *_, sign in figures.written(text)):
        return "dmy"
    return seen.pop() if len(seen) == 1 else None


def _orders(text: str) -> Iterable[Order]:
    for first, second, _ in figures.written(text):
        if first > 12:
            yield "dmy"
        elif second > 12:
            yield "mdy"
        elif found := texts.shown(" ".join(text.split()), "", True):
            yield from _by_weekday(found)


def _by_weekday(shown: Shown) -> Iterable[Order]:
    """The order in which the weekday that stands beside the figures is theirs."""
    if shown.kind == "figures" and shown.weekday is not None:
        first, second, year = shown.numbers
        year += 2000 if year < 100 else 0
        fits = [
            date(year, m, d).weekday() == shown.weekday
            for d, m in ((first, second), (second, first))
        ]
        yield from [name for name, fit in zip(_ORDERS, fits, strict=True) if fit and not all(fits)]


def _texts(one: Any) -> list[str]:
    if isinstance(one, Moment):
        return [one.raw] if one.raw else []
    found = [one] if isinstance(one, str) else [] if one is None else words(one)
    return [" ".join(text.split()) for text in found]


def _one(one: Any, by: Reckoning) -> Moment:
    if one is None:
        return Moment()
    if isinstance(one, Moment):
        again = one.raw and (one.at is None or _open(one.raw, by))
        return read(one.raw, by) if again and one.raw else one
    return read(one, by) if isinstance(one, str) else element(one, by)


def _all(shown: Sequence[Any], by: Reckoning) -> list[Moment]:
    return [_one(one, by) for one in shown]


def _open(text: str, by: Reckoning) -> bool:
    """Whether *text* is a date in figures that can be read two ways."""
    shown = texts.shown(text, spoken(by), False)
    if shown is None or shown.kind != "figures":
        return False
    return shown.order is None and shown.numbers[0] != shown.numbers[1]


def _course(shown: Sequence[Any], by: Reckoning, rising: bool | None) -> Order | None:
    """The only order in which every date has come and the posts follow each other."""
    jumps: dict[Order, int] = {}
    for name in _ORDERS:
        moments = _all(shown, replace(by, order=name))
        lost = [m for m in moments if m.at is None and m.raw and _open(m.raw, by)]
        if not lost:
            jumps[name] = _jumps([m.at for m in moments if m.at], rising)
    if len(jumps) < 2:
        return next(iter(jumps), None)
    good, bad = sorted(jumps, key=lambda name: jumps[name])
    clear = jumps[good] == 0 < jumps[bad] or jumps[bad] - jumps[good] >= _CLEARLY
    return good if clear else None


def _jumps(times: list[datetime], rising: bool | None) -> int:
    """How often a post is a day or more before the one it follows."""
    if rising is None:
        return 0
    ordered = times if rising else times[::-1]
    return sum(after < before - _DAY for before, after in pairwise(ordered))


def _with_language(shown: Sequence[Any], told: list[str], by: Reckoning) -> Reckoning:
    """*by* with the language in which all dates of a page that names none can be read."""
    if by.language or all(moment.at for moment in _all(shown, by)):
        return by
    known = [mask for text in told if (mask := texts.known_by(text, "")) > 0]
    mask = -1
    for one in known:
        mask &= one
    spoken_here = [name for i, name in enumerate(calendars.LANGUAGES) if known and mask >> i & 1]
    readings = {}
    for name in spoken_here[:8]:
        read_so = replace(by, language=name)
        readings[tuple(moment.at for moment in _all(shown, read_so))] = read_so
    return readings.popitem()[1] if len(readings) == 1 else by


def _put_back(moments: list[Moment], by: Reckoning) -> list[Moment]:
    """An hour told twice, in the night the clocks are put back, is the second after a later one."""
    found: list[Moment] = []
    for moment in moments:
        before = found[-1].at if found else None
        if moment.at and before and moment.at < before and moment.precision == "minute":
            shown = texts.shown(moment.raw or "", spoken(by), False)
            again = [at for at in doubled(shown, by) if at >= before] if shown else []
            moment = replace(moment, at=again[0]) if again else moment
        found.append(moment)
    return found
