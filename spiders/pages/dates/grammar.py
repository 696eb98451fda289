"""The forms of a date: which words, numbers and marks together are one."""

from collections.abc import Iterable
from typing import NamedTuple

from spiders.pages.calendars import DAY
from spiders.pages.dates.figures import DATE, Figures
from spiders.pages.dates.hours import TIME
from spiders.pages.dates.shown import Hour, Shown

_FILLS = frozenset({"glue", "colon", TIME, DATE})


class Item(NamedTuple):
    """One word, number or mark in one of its meanings; numbers with their digits (3: an
    abbreviated year), words with the languages that mean it."""

    kind: str
    value: int = 0
    mask: int = -1
    digits: int = 0


def shown(items: Iterable[Item], hour: Hour | None, figures: Figures | None) -> Shown | None:
    """What *items* say if they are a date, the whole of it and nothing else."""
    told = [item for item in items if item.kind not in _FILLS]
    by_kind: dict[str, list[Item]] = {}
    for item in told:
        by_kind.setdefault(item.kind, []).append(item)
    weekdays = by_kind.pop("weekday", [])
    if len(weekdays) > 1:
        return None
    weekday = weekdays[0].value if weekdays else None
    kinds = set(by_kind)
    if figures:
        return None if kinds else _figured(figures, hour, weekday)
    if kinds == {"back"} and len(told) - len(weekdays) == 1:
        back = by_kind["back"][0].value
        return Shown("back", (back,), hour)
    if "past" in kinds:  # "3 órája": an hour that has gone
        told = [part for item in told for part in _parted(item)]
        kinds = {item.kind for item in told}
    if "ago" in kinds and kinds <= {"ago", "unit", "number", "few"}:
        return _span(told, hour)
    if kinds == {"month", "number"} and len(by_kind["month"]) == 1:
        return _named(by_kind["month"][0], by_kind["number"], told, hour, weekday)
    if not kinds and weekday is not None and hour:
        return Shown("weekday", (weekday,), hour)
    return Shown("now") if kinds == {"now"} and not hour and not weekdays else None


def _figured(figures: Figures, hour: Hour | None, weekday: int | None) -> Shown | None:
    if figures.year_first:
        return Shown("date", figures.numbers, hour)
    if len(figures.numbers) == 2:  # "12.03., 09:12"
        day, month = figures.numbers
        return Shown("yearless", (month, day), hour) if hour else None
    return Shown("figures", figures.numbers, hour, weekday, figures.dotted)


def _named(
    month: Item, numbers: list[Item], told: list[Item], hour: Hour | None, weekday: int | None
) -> Shown | None:
    """A date with its month in words: "12 Mar 2025", "Mar 12", "Mar 2025", "Mar '25"."""
    years = [item.value for item in numbers if item.digits > 2]
    days = [item.value for item in numbers if item.digits <= 2]
    behind = next((item for item in told[::-1] if item.kind in ("month", "number")), month)
    if len(days) == 2 and not years and behind.digits == 2:  # "12 Mar 25"
        days, years = days[:1], days[1:]
    if len(days) > 1 or len(years) > 1:
        return None
    year = years[0] - (543 if years[0] > 2400 else 0) if years else None  # Thai years
    if not days:
        plain = hour is None and weekday is None and year is not None
        return Shown("month", (year or 0, month.value)) if plain else None
    if year is None:
        return Shown("yearless", (month.value, days[0]), hour)
    return Shown("date", (year, month.value, days[0]), hour)


def _parted(item: Item) -> list[Item]:
    if item.kind != "past":
        return [item]
    return [item._replace(kind="unit"), item._replace(kind="ago", value=0)]


def _span(told: list[Item], hour: Hour | None) -> Shown | None:
    """ "1 hour, 12 minutes ago": numbers each before its unit; a unit alone is one of it."""
    size, last, number, few = 0, 0, None, False
    for item in told:
        if item.kind == "number":
            if number is not None or item.digits > 3:
                return None
            number = item.value
        elif item.kind == "few":
            few = True
        elif item.kind == "unit":
            size += item.value * (1 if number is None else number)
            last, number = last or item.value, None
    agos = [item for item in told if item.kind == "ago"]
    alike = all(item.mask & agos[0].mask for item in told)
    if number is not None or not last or len(agos) > 1 or not alike:
        return None
    if few:
        return Shown("now") if last == 1 else None
    if hour:
        return Shown("back", (size // DAY,), hour) if last == DAY else None
    return Shown("ago", (size, last))
