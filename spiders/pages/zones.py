"""The time zone a board shows its times in, from what it says of itself."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from spiders.pages.calendars import fold

_PLACE = re.compile(
    r"(?<![\w/])(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific"
    r"|US|Etc)/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+|[+-]\d{1,2})?(?![\w/])"
)
_OFFSET = re.compile(
    r"\b(?:UTC|GMT|WEZ)\b(?:\s*([+\-−–±])\s*(?:(\d\d)(\d\d)(?!\d)|(\d{1,2})(?:[:.,](\d{1,2}))?))?"
)
_MINUTES = {"5": 30, "50": 30, "75": 45, "25": 15}  # "GMT + 5.5 Hours"
_NAMES = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "WET": 0,
    "WEST": 1, "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9,
}  # fmt: skip
_NAME = re.compile(rf"(?<!\w)(?:{'|'.join(_NAMES)})(?!\w)")
_SUMMER = re.compile(r"\[\s*\S")  # phpBB 3.0 adds "[ DST ]" in the board's language
_TIMES = re.compile(
    "time|zeit|час|czas|\\bcas|heure|horaire|hora|fuso|huso|fus orar|\\bor[ae]\\b|\\bore[la]|tid|tijd"
    "|zon|saat|ωρ|ido|врем|пояс|vreme|vrijeme|strefa|pasm|orari|zaman|klokkeslet|χρον|laik|aeg|aika|ajat|kell|时|時|시간|waktu|gio"
)
_ALL_TIMES = re.compile(  # "EST" is also Latin and French
    r"^(?:all|alle|todas|todos|toutes|tutti|wszystkie|vsechny|все|усі|всички)\b"
    "|time ?zone|zeitzone|strefa|пояс|fuseau|fuso|huso"
)
_LONG = 250
_LARGEST, _HALF_HOUR = timedelta(hours=14), timedelta(minutes=30)
_HALVES = {timedelta(hours=hours) for hours in (-3.5, -2.5, 3.5, 4.5, 5.5, 6.5, 9.5, 10.5)}


def shown(texts: Iterable[str], clock: datetime, wanted: tzinfo | None) -> tzinfo:
    """The zone *texts* name ("All times are UTC+01:00", "Europe/Prague"), else *wanted*, else UTC.

    An offset holds for *clock* only; when *wanted* has it at that moment, *wanted* is meant.
    """
    return named(texts, clock, wanted) or wanted or UTC


def named(texts: Iterable[str], clock: datetime, wanted: tzinfo | None) -> tzinfo | None:
    """The zone *texts* name, as `shown`; None when they name none."""
    texts = list(texts)
    place = next(filter(None, map(_place, texts)), None)
    if place:
        return place
    offset = next((found for text in texts if (found := _offset(text)) is not None), None)
    if offset is None:
        return None
    if wanted and wanted.utcoffset(clock.replace(tzinfo=None)) == offset:
        return wanted
    return timezone(offset)


def tells(line: str) -> bool:
    """Whether a line of a page says in which zone its times are shown."""
    if len(line) > _LONG:
        return False
    if _OFFSET.search(line) or _PLACE.search(line):
        return _TIMES.search(fold(line)) is not None
    return _NAME.search(line) is not None and _ALL_TIMES.search(fold(line)) is not None


def may_tell(source: str) -> bool:
    """Whether a piece of a page's source can hold a line that `tells`."""
    named = _OFFSET.search(source) or _PLACE.search(source) or _NAME.search(source)
    return named is not None and _TIMES.search(fold(source)) is not None


def distance(ahead: timedelta) -> timedelta | None:
    """The distance from UTC of a clock that is *ahead* of UTC, its seconds not shown; None when
    that is no distance any zone has, but the age of a page."""
    halves = round(ahead / _HALF_HOUR)
    offset = halves * _HALF_HOUR
    late = ahead - offset
    close = -timedelta(minutes=2) < late < timedelta(minutes=1) and abs(offset) <= _LARGEST
    return offset if close and (halves % 2 == 0 or offset in _HALVES) else None


def _place(text: str) -> ZoneInfo | None:
    match = _PLACE.search(text)
    try:
        return ZoneInfo(match.group()) if match else None
    except ZoneInfoNotFoundError:
        return None


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.search(text)
    if not match:
        name = _NAME.search(text)
        return timedelta(hours=_NAMES[name.group()]) if name else None
    sign, long_hours, long_minutes, hours, rest = match.groups()
    minutes = int(long_minutes or _MINUTES.get(rest, rest) or 0)
    size = timedelta(hours=int(long_hours or hours or 0), minutes=minutes)
    summer = timedelta(hours=1 if _SUMMER.search(text, match.end()) else 0)
    return None if size > _LARGEST else (-size if sign in ("-", "−", "–") else size) + summer
