"""When something was posted: from a page's own `datetime`, else from what it shows people."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from crawler.items import Precision
from spiders.pages import calendars

Order = Literal["dmy", "mdy"]
_HALF = r"(?:\s*(a\.?\s?m\b\.?|p\.?\s?m\b\.?|dop\.|odp\.|дп\b|пп\b|π\.?μ\.?|μ\.?μ\.?))?"
_TIME = re.compile(rf"(?<![\d:.])([01]?\d|2[0-3])(?::|h)([0-5]\d)(?::[0-5]\d)?(?!\d){_HALF}")
_AFTERNOON = re.compile(r"p|odp|пп|μ\.?μ")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_YMD = re.compile(r"(?<!\d)(\d{4})([./-])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)")
_XYZ = re.compile(r"(?<!\d)(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?!\d)")
_EARLIEST = 1990  # older "dates" are a zero in a broken import
_NEAR_TIME = 7  # tokens before a time that can belong to its date


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as read: aware UTC or None, how exactly the page shows it, and its own words."""

    at: datetime | None = None
    precision: Precision = "none"
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a page's times are read by: its clock, its zone, and how it writes dates."""

    clock: datetime
    zone: tzinfo = UTC
    language: str | None = None
    order: Order | None = None

    @property
    def today(self) -> date:
        """The day it is where the page's times are told."""
        return self.clock.astimezone(self.zone).date()


def machine(value: str | None, by: Reckoning) -> Moment:
    """A `datetime` attribute or ISO 8601 string: nothing is guessed; without offset, *by*.zone."""
    raw = (value or "").strip()
    try:
        when = datetime.fromisoformat(raw)
    except ValueError:
        return Moment(raw=raw or None)
    if len(raw) <= 10:
        return Moment(_utc_day(when.date()), "day", raw)
    aware = when if when.tzinfo else when.replace(tzinfo=by.zone)
    return Moment(aware.astimezone(UTC), "minute", raw)


def read(text: str, by: Reckoning) -> Moment:
    """The moment *text* shows ("Tue Jun 17, 2024 9:37 am", "Вчера, 14:05", "3 hours ago").

    Whole texts only: at most a label may stand before. What cannot be settled is None, with
    its words kept.
    """
    raw = " ".join(text.split())
    if not raw:
        return Moment()
    folded = unicodedata.normalize("NFC", raw).casefold().replace(",", " ")
    clock_time, head = _time(folded)
    words = _WORD.findall(head)[-_NEAR_TIME:] if clock_time else _WORD.findall(head)
    if clock_time is None and (span := _ago(words, by)):
        return Moment(*span, raw)
    day = _day(head, words, by)
    if day is None:
        return (
            Moment(_elsewhere(raw, by), "minute", raw) if _elsewhere(raw, by) else Moment(raw=raw)
        )
    if clock_time is None:
        return Moment(_utc_day(day), "day", raw)
    local = datetime.combine(day, clock_time, by.zone)
    return Moment(local.astimezone(UTC), "minute", raw)


def element(found: Any, by: Reckoning) -> Moment:
    """The moment a <time> (or any) element shows: its `datetime` first, then its text."""
    exact = machine(found.get("datetime"), by)
    return exact if exact.at else read("".join(found.itertext()), by)


def order(texts: Iterable[str]) -> Order | None:
    """How a page writes numeric dates, when one of *texts* can be read one way only."""
    seen = {found for text in texts for match in _XYZ.finditer(text) if (found := _sure(match))}
    return seen.pop() if len(seen) == 1 else None


def _time(folded: str) -> tuple[time | None, str]:
    """The time of day and the words its date stands in (before it, or else behind)."""
    match = _TIME.search(folded)
    if not match:
        return None, folded
    hour, minute, half = int(match[1]), int(match[2]), match[3]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if _AFTERNOON.match(half) else 0)
    before, behind = folded[: match.start()], folded[match.end() :]
    return time(hour, minute), before if _WORD.search(before) else behind


def _ago(words: list[str], by: Reckoning) -> tuple[datetime, Precision] | None:
    """A span before the clock; days and longer are not told to the minute."""
    if not calendars.is_ago(words):
        return None
    sized = [(size, before) for before, w in pairwise(["", *words]) if (size := calendars.unit(w))]
    spans = [(int(n) if n.isdecimal() else 1, size) for size, n in sized]
    if not spans or spans[0][0] * spans[0][1] > 50 * 365 * 86400:
        return None
    when = by.clock.astimezone(UTC) - timedelta(seconds=spans[0][0] * spans[0][1])
    if spans[0][1] < 86400:
        return when.replace(second=0, microsecond=0), "minute"
    day = when.astimezone(by.zone).date()
    if spans[0][1] == 86400:
        return _utc_day(day), "day"
    return _utc_day(day.replace(day=1)), "month"


def _day(head: str, words: list[str], by: Reckoning) -> date | None:
    back = calendars.days_back(words)
    if back is not None:
        return by.today - timedelta(days=back)
    if match := _YMD.search(head):
        return _date(match[1], match[3], match[4], by)
    if match := _XYZ.search(head):
        return _numeric(match, by)
    return _named(words, by)


def _numeric(match: re.Match[str], by: Reckoning) -> date | None:
    """A date in figures; which is the day is never guessed."""
    first, second, year = match[1], match[3], match[4]
    found = _sure(match) or by.order or _custom(by.language)
    if first == second or found == "dmy":
        return _date(year, second, first, by)
    return _date(year, first, second, by) if found == "mdy" else None


def _sure(match: re.Match[str]) -> Order | None:
    """Dots always part day, month, year; else only a number over 12 tells."""
    if match[2] == "." or int(match[1]) > 12:
        return "dmy"
    return "mdy" if int(match[3]) > 12 else None


def _custom(language: str | None) -> Order | None:
    """English is written both ways; the other languages we read put the day first."""
    return None if not language or language.startswith("en") else "dmy"


def _named(words: list[str], by: Reckoning) -> date | None:
    """A date with its month in words; a weekday that looks like a month ("Mar") comes first."""
    places = [i for i, word in enumerate(words) if calendars.months([word])]
    if not places:
        return None
    place = places[-1]
    month = calendars.months([words[place]])[0]
    years = [w for w in words if w.isdecimal() and len(w) == 4]
    small = [i for i, w in enumerate(words) if w.isdecimal() and len(w) <= 2]
    near = sorted(small, key=lambda i: (abs(i - place), i))
    if not near:
        return None
    year = years[-1] if years else next((words[i] for i in small if i != near[0]), None)
    if year is None:
        return _this_year(month, int(words[near[0]]), by)
    return _date(year, str(month), words[near[0]], by)


def _this_year(month: int, day: int, by: Reckoning) -> date | None:
    """A date without a year is the last one of its name that is not to come."""
    found = _date(str(by.today.year), str(month), str(day), by)
    if found and found > by.today + timedelta(days=1):
        return _date(str(by.today.year - 1), str(month), str(day), by)
    return found


def _date(year: str, month: str, day: str, by: Reckoning) -> date | None:
    number = int(year) + (0 if len(year) > 2 else 2000)
    number -= 100 if len(year) <= 2 and number > by.today.year + 1 else 0
    try:
        return date(number, int(month), int(day)) if number >= _EARLIEST else None
    except ValueError:
        return None


def _utc_day(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _elsewhere(raw: str, by: Reckoning) -> datetime | None:
    """What dateparser makes of a whole date in another language; figures alone are not for it."""
    if len(raw) > 60 or _XYZ.search(raw) or not re.search(r"\d{4}.*\d:\d\d", raw):
        return None
    naive = _dateparser(raw, (by.language or "")[:2])
    return naive.replace(tzinfo=by.zone).astimezone(UTC) if naive else None


@lru_cache(maxsize=4096)
def _dateparser(raw: str, language: str) -> datetime | None:
    import dateparser  # a quarter of a second, and most pages never need it

    settings: Any = {
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    languages = [language] if language else None
    try:
        found: datetime | None = dateparser.parse(raw, languages=languages, settings=settings)
    except ValueError:  # a language dateparser does not know
        return None
    return found
