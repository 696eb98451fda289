"""The time of day in a folded text: 9:12 pm, 9h12, kl. 9.12, 下午9:12, 24:00, 09:12 +0200."""

import re
from datetime import time, timedelta
from functools import cache

from spiders.pages.dates.shown import Hour

TIME = "\0"
_HALF = (
    r"am|a\.\s?m\.?|pm|p\.\s?m\.?|dop\.?|odp\.?|дп|пп|π\.?μ\.?|μ\.?μ\.?|vorm\.?|nachm\.?"
    r"|ص|م|صباحا|مساء"
)
_OWN_HALVES = {
    "hu": r"de\.?|du\.?",
    "tr": "oo|os",
    "vi": "sa|ch",
    "fi": r"ap\.?|ip\.?",
    "sv": "fm|em",
}
_AFTERNOON = re.compile(r"p|odp|пп|μ|nachm|م|du|os|ch|ip|em|下|午後|오후|晚|中")
_BEFORE = r"(?:(?P<early>上午|午前|오전|凌晨|早上)|(?P<late>下午|午後|오후|晚上|中午))\s*"
_AT = r"(?:kl|klo|kello|klokken|klockan|pukul|jam|alle|alle ore|um|at|ob)\.?\s+"
_BEHIND_YEAR = "|".join(rf"(?<=\d{{4}}{between})" for between in (" ", ", ", " v ", " o ", " u "))
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "msk": 3, "мск": 3, "est": -5, "edt": -4, "cdt": -5, "mdt": -6,
    "pst": -8, "pdt": -7, "jst": 9,
}  # fmt: skip
_SEVERAL = ("cst", "ist", "bst", "ast", "sst", "gst", "mst", "amt", "ect")
_OFFSET = re.compile(
    r"\s*\(?(?:(?:utc|gmt)\s*(?P<sign>[+-])\s?(?P<hours>\d\d?)(?::?(?P<minutes>\d\d))?"
    r"|(?P<bare>[+-])(?P<h>\d\d):?(?P<m>\d\d)"
    rf"|(?P<name>{'|'.join(_ZONES)})|(?P<several>{'|'.join(_SEVERAL)}))(?![\w:])\)?"
)
_EAST = re.compile(
    r"(\d{1,2})\s?[時时点點시](?![間间간])\s?(?:(\d{1,2})\s?[分분])?(?:\s?\d{1,2}\s?[秒초])?"
)
_ISO = re.compile(r"(?<=\d)t(?=\d\d:)")


def cut(text: str, language: str) -> tuple[Hour | None, str]:
    """The first time of day of a folded text, and the text with `TIME` in its place."""
    text = _EAST.sub(lambda match: f"{match[1]}:{(match[2] or '0'):0>2}", _ISO.sub(" ", text))
    match = _pattern(language, True).search(text) or _pattern(language, False).search(text)
    hour = _hour(match, language) if match else None
    if match is None or hour is None:
        return None, text
    zone = _OFFSET.match(text, match.end())
    offset = _offset(zone, bool(match["seconds"])) if zone else None
    several = zone["several"] if zone else None
    end = zone.end() if zone and (several or offset is not None) else match.end()
    return Hour(hour.at, hour.late, offset, several), f"{text[: match.start()]} {TIME} {text[end:]}"


@cache
def _pattern(language: str, plain: bool) -> re.Pattern[str]:
    """The pattern of a time, the *plain* ones (9:12) or the others (9 pm, kl. 9.12, à 9h); what
    means half of a day in one language only is read in it only."""
    own = _OWN_HALVES.get(language, "")
    half = f"{_HALF}|{own}" if own else _HALF
    before = rf"(?P<lead>{own})\s+" if language in ("hu", "tr") else r"(?P<lead>(?!))"
    colon = (
        rf"(?P<hour>[01]?\d|2[0-4])(?::|\s?h\s?)(?P<minute>[0-5]\d)"
        rf"(?P<seconds>:[0-5]\d(?:[.,]\d+)?)?(?![\d:])(?:\s*(?P<half>{half})(?!\w))?"
    )
    others = (
        r"(?P<hour>0?[1-9]|1[0-2])(?:\.(?P<minute>[0-5]\d))?\s?(?P<half>am|pm)(?!\w)"
        rf"|(?:{_AT}|{_BEHIND_YEAR})(?P<hour2>[01]?\d|2[0-3])\.(?P<minute2>[0-5]\d)(?![\d.])"
        r"|(?<=a )(?<!y a )(?P<hour3>[01]?\d|2[0-3])\s?h(?!\w)(?P<seconds>(?!))?"
    )
    return re.compile(rf"(?<![\d:./#\w-])(?:{_BEFORE}|{before})?(?:{colon if plain else others})")


def _hour(match: re.Match[str], language: str) -> Hour | None:
    found = match.groupdict()
    hour = int(found["hour"] or found["hour2"] or found["hour3"])
    minute = int(found["minute"] or found.get("minute2") or 0)
    half = found["half"] or found["lead"] or found["early"] or found["late"]
    if half and language == "de" and half == "am":
        half = None  # "um 12:30 am 12. März"
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if _AFTERNOON.match(half) else 0)
    if hour == 24:
        return Hour(time(), late=True) if minute == 0 else None
    return Hour(time(hour, minute))


def _offset(zone: re.Match[str], seconds: bool) -> timedelta | None:
    """The distance from UTC; "09:12-10:00" is a span of time, "09:12:00-10:00" is an offset."""
    if zone["name"]:
        return timedelta(hours=_ZONES[zone["name"]])
    if zone["several"] or (zone["bare"] and ":" in zone.group() and not seconds):
        return None
    sign, hours = zone["sign"] or zone["bare"], int(zone["hours"] or zone["h"])
    size = timedelta(hours=hours, minutes=int(zone["minutes"] or zone["m"] or 0))
    return None if hours > 14 else (size if sign == "+" else -size)
