"""The time zone a board shows its times in, from what it says of itself."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_PLACE = re.compile(
    r"\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)"
    r"/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?\b"
)
_OFFSET = re.compile(r"\b(?:UTC|GMT)\b(?:\s*([+\-−–])\s*(\d{1,2})(?:[:.](\d{2}))?)?")
_SUMMER = re.compile(r"\[\s*\S")  # phpBB 3.0 adds "[ DST ]" in the board's language


def shown(texts: Iterable[str], clock: datetime, wanted: tzinfo | None) -> tzinfo:
    """The zone *texts* name ("All times are UTC+01:00", "Europe/Prague"), else *wanted*, else UTC.

    An offset holds for *clock* only; when *wanted* has it at that moment, *wanted* is meant.
    """
    texts = list(texts)
    place = next(filter(None, map(_place, texts)), None)
    if place:
        return place
    offset = next((found for text in texts if (found := _offset(text)) is not None), None)
    if offset is None:
        return wanted or UTC
    if wanted and wanted.utcoffset(clock.replace(tzinfo=None)) == offset:
        return wanted
    return timezone(offset)


def _place(text: str) -> ZoneInfo | None:
    match = _PLACE.search(text)
    try:
        return ZoneInfo(match.group()) if match else None
    except ZoneInfoNotFoundError:
        return None


def _offset(text: str) -> timedelta | None:
    match = _OFFSET.search(text)
    if not match:
        return None
    sign, hours, minutes = match.groups()
    size = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    summer = timedelta(hours=1 if _SUMMER.search(text, match.end()) else 0)
    return None if size > timedelta(hours=14) else (size if sign in ("+", None) else -size) + summer
