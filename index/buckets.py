"""Turns counts of days into the bars of a histogram: UTC days, ISO weeks or months, none missing."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from index.engines import Bucket, Every

DAY = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def bars(days: Iterable[tuple[int, int]], every: Every) -> list[Bucket]:
    """Bars from (first millisecond of a day, count); empty ones between the ends count 0."""
    counts: Counter[datetime] = Counter()
    for milliseconds, count in days:
        counts[start(_EPOCH + timedelta(milliseconds=milliseconds), every)] += count
    if not counts:
        return []
    bars, at, last = [], min(counts), max(counts)
    while at <= last:
        bars.append(Bucket(value=at, count=counts[at]))
        at = following(at, every)
    return bars


def start(moment: datetime, every: Every) -> datetime:
    """The midnight (UTC) its day, ISO week (Monday) or month begins with."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if every == "week":
        return midnight - timedelta(days=midnight.weekday())
    return midnight.replace(day=1) if every == "month" else midnight


def following(at: datetime, every: Every) -> datetime:
    """The start of the next bar."""
    if every == "month":
        return (at + timedelta(days=31)).replace(day=1)
    return at + timedelta(days=7 if every == "week" else 1)
