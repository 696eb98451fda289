"""Dates of a query: a year, month, day, minute or second is a span of time, in UTC."""

import re
from datetime import UTC, datetime, timedelta

_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?)?)?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down; a time without a zone counts as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _EPOCH) // _MILLISECOND


def span(text: str) -> tuple[int, int]:
    """First and last millisecond of the period *text* names; ValueError when it names none."""
    match = _SHAPE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a date; write 2026, 2026-01, 2026-01-31 or a full time")
    parts = {name: int(n) for name, n in match.groupdict().items() if n and name != "zone"}
    zone = match["zone"] or "Z"
    start = datetime(parts["year"], parts.get("month", 1), parts.get("day", 1),
                     parts.get("hour", 0), parts.get("minute", 0), parts.get("second", 0),
                     tzinfo=datetime.strptime(zone, "%z").tzinfo)  # fmt: skip
    low = milliseconds(start)
    return low, low + _length(start, parts) - 1


def _length(start: datetime, parts: dict[str, int]) -> int:
    """How many milliseconds the finest part that is named lasts."""
    if "month" not in parts:
        return milliseconds(start.replace(year=start.year + 1)) - milliseconds(start)
    if "day" not in parts:
        following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        return milliseconds(following) - milliseconds(start)
    seconds = 86_400 if "hour" not in parts else 60 if "second" not in parts else 1
    return seconds * 1000
