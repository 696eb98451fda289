"""What a text shows of a moment, and what a page's times are read by."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

from crawler.items import Precision

Order = Literal["dmy", "mdy"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as read: aware UTC or None, how exactly the page shows it, and its own words."""

    at: datetime | None = None
    precision: Precision = "none"
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a page's times are read by: its clock, its zone, and how it writes dates; nothing was
    posted more than a day after its `latest` moment (None: its clock)."""

    clock: datetime
    zone: tzinfo = UTC
    language: str | None = None
    order: Order | None = None
    latest: datetime | None = None

    @property
    def today(self) -> date:
        """The day it is where the page's times are told."""
        return self.clock.astimezone(self.zone).date()

    def has_come(self, when: datetime) -> bool:
        """Whether something can have been posted at *when*."""
        return when <= (self.latest or self.clock) + _DAY


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day; `late` is 24:00, `offset` the distance from UTC that stands behind it,
    `zone` a name behind it that means several ("cst")."""

    at: time
    late: bool = False
    offset: timedelta | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What a text shows, before any clock. `numbers` are, by kind: date (year, month, day), month
    (year, month), yearless (month, day), figures (first, second, year), back (days), weekday
    (0 is Monday), ago (seconds, the last unit's seconds); nothing for now."""

    kind: Literal["date", "month", "yearless", "figures", "back", "weekday", "ago", "now"]
    numbers: tuple[int, ...] = ()
    hour: Hour | None = None
    weekday: int | None = None
    dotted: bool = False

    @property
    def order(self) -> Order | None:
        """How these figures can be read only, for no month is over 12."""
        if self.kind != "figures":
            return None
        first, second, _ = self.numbers
        if first > 12:
            return "dmy"
        return "mdy" if second > 12 else None
