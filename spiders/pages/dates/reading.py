"""One date: of a text, of a machine's stamp, of an element with its attributes."""

import re
from datetime import UTC, datetime
from typing import Any

from spiders.pages.dates import texts
from spiders.pages.dates.days import EARLIEST, midnight, settled
from spiders.pages.dates.shown import Moment, Reckoning

_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_STAMP = re.compile(r"\d{9,10}(?:\.\d+)?$|\d{13}$")
_STAMPS = (
    *("datetime", "content", "data-time", "data-timestamp", "data-utc", "data-epoch"),
    *("data-unixtime", "data-ts", "data-livestamp", "data-datetime", "data-date"),
)
_EXACT = {"minute": 3, "day": 2, "month": 1, "none": 0}


def read(text: str, by: Reckoning, *, whole: bool = False) -> Moment:
    """The moment *text* shows ("Tue Jun 17, 2024 9:37 am", "Вчера, 14:05", "3 hours ago").

    A label may stand before it, and a date with its time of day may stand in a sentence; with
    *whole* neither. What cannot be settled, or is still to come, is None with its words kept.
    """
    raw = " ".join(text.split())
    shown = texts.shown(raw, spoken(by), whole) if raw else None
    found = settled(shown, by) if shown else None
    return Moment(*found, raw) if found else Moment(raw=raw or None)


def spoken(by: Reckoning) -> str:
    """The language of the page, without its country; "" when it is not known."""
    return re.split("[-_]", by.language or "")[0].lower()


def machine(value: str | None, by: Reckoning) -> Moment:
    """A `datetime` attribute, ISO 8601 string or unix stamp (seconds or milliseconds): nothing is
    guessed; without offset, *by*.zone. A time before 1990 or still to come is none."""
    raw = (value or "").strip()
    when = _stamped(raw, by)
    if when is None or when < EARLIEST or not by.has_come(when):
        return Moment(raw=raw or None)
    if _MONTH.match(raw):
        return Moment(when, "month", raw)
    return Moment(when, "day" if len(raw) <= 10 and not _STAMP.match(raw) else "minute", raw)


def _stamped(raw: str, by: Reckoning) -> datetime | None:
    try:
        if _STAMP.match(raw):
            return datetime.fromtimestamp(float(raw) / (1000 if len(raw) == 13 else 1), UTC)
        if match := _MONTH.match(raw):
            return datetime(int(match[1]), int(match[2]), 1, tzinfo=UTC)
        when = datetime.fromisoformat(raw)
        if len(raw) <= 10:
            return midnight(when.date())
        return (when if when.tzinfo else when.replace(tzinfo=by.zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # also an offset that leaves the calendar
        return None


def element(found: Any, by: Reckoning) -> Moment:
    """The moment an lxml element shows: its machine's stamp first, then its title or its text,
    whichever tells more; a text that counts back ("3 hours ago") tells less than its title."""
    for name in _STAMPS:
        stamp = found.get(name)
        exact = machine(stamp, by) if stamp else Moment()
        if exact.at is None and name == "datetime":
            exact = read(stamp or "", by, whole=True)
        if exact.at:
            return exact
    moments = [read(text, by) for text in words(found)]
    text = " ".join(" ".join(found.itertext()).split())
    return max(moments, key=lambda moment: _told(moment, text, by))


def words(found: Any) -> list[str]:
    """The titles on an element and within it, its text, and each piece of that if it has several
    ("June 9, 2016" beside "9 yr")."""
    titles = [part.get("title") for part in found.iter() if part.get("title")]
    pieces = [piece for text in found.itertext() if (piece := text.strip())]
    return [*titles, " ".join(pieces), *(pieces if len(pieces) > 1 else [])]


def _told(moment: Moment, text: str, by: Reckoning) -> tuple[int, bool, bool]:
    """How much a moment tells; of those that tell nothing, a date that is open, then the text."""
    shown = texts.shown(moment.raw or "", spoken(by), False)
    rough = shown is not None and shown.kind in ("ago", "now")
    exact = _EXACT[moment.precision] - rough
    return exact, shown is not None, not exact and moment.raw == text
