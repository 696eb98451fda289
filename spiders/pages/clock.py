"""What a whole page's times are read by: its own clock, its zone, its language, its order."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from typing import Any

from spiders.pages import dates, zones
from spiders.pages.calendars import fold
from spiders.pages.dates import Order, Reckoning
from spiders.pages.dates.hours import TIME, cut
from spiders.pages.document import Document
from spiders.pages.paths import xpath

# Folded beginnings of "It is currently …" in phpBB's, vBulletin's, MyBB's and SMF's own languages.
_LABEL = re.compile(
    r"\b(?:it is currently|(?:the )?time(?: is)? now(?: is)?|current (?:date and |server |board )?time"
    r"|(?:server|board|forum) time|aktuelle (?:uhr)?zeit|es ist jetzt|jetzt ist es|aktuelles datum"
    r"|(?:foren|server)zeit|сеичас|текущее время|текущая дата|время (?:на сервере|сервера)|время"
    r"|зараз|поточнии час|поточна дата|teraz jest|dzisiaj jest|(?:aktualny|obecny) czas|obecna data"
    r"|jest teraz|prave je|nyni je|ted je|aktualni cas|soucasny cas|aktualny cas|teraz je"
    r"|nous sommes(?: actuellement)?(?: le)?|il est actuellement|(?:date(?:/|et )?)?heure actuelle"
    r"|(?:fecha|hora) actual(?: es)?|ahora son las|agora sao|(?:data|hora|horario)(?: e hora)? atual"
    r"|oggi e|ora (?:corrente|attuale)|adesso sono le|het is nu|huidige (?:tijd|datum)"
    r"|de tijd is nu|klockan ar(?: nu)?|(?:aktuell|nuvarande) tid|aktuellt datum|klokken er(?: na)?"
    r"|tiden er na|dato og tid|nuværende tid|kello on nyt|nyt on|tanaan on|pontos ido"
    r"|jelenlegi ido|(?:ora|data) curenta|acum este|ora este acum|τωρα ειναι|η ωρα ειναι"
    r"|su anki (?:zaman|saat|tarih)|saat simdi|сега е|в момента е|текущо време|часът е(?: сега)?"
    r"|sada je|danas je|trenutno vr(?:ij)?eme|сада је|тренутно време|当前时间|現在時間|現在時刻|现在时间"
    r"|現在の時間|현재 시간)(?:\s+(?:is|es|e|to|jest|ist))?\s*[:,]?\s+(?=\D{0,24}\d)"
)
_OUTSIDE = (
    "[string-length(.) < 250][not(ancestor::script or ancestor::style or ancestor::select"
    " or ancestor::textarea or ancestor::blockquote or ancestor::time)]"
)
_WITH_TIME = xpath(f"//text()[contains(., ':')]{_OUTSIDE}")
_SHORT = xpath(
    "//text()[string-length(.) < 60][not(ancestor::script or ancestor::style or ancestor::blockquote)]"
)
_FIGURES = re.compile(r"(?<![\w/-])\d{1,2}([/-])\d{1,2}\1(?:\d{4}|\d\d)(?![\w/-])")
_TITLES = xpath("//*[@title][contains(., 'UTC') or contains(., 'GMT')][not(*)]/@title")
_NAMES = (
    *("UTC", "GMT", "WEZ", "MEZ", "CET", "CEST", "EET", "MSK", "EST", "PST", "Europe/", "America/"),
    *("Asia/", "Australia/", "Africa/", "Pacific/", "Atlantic/"),
)
_NAMED = re.compile(r"\b(?:[A-Z]{3,4}\b|[A-Z][a-z]+/[A-Z])")
_POSTS = re.compile(
    r"(?i)post[-_]?(?:body|content|text|message)|message|bbwrapper|signature|comment"
)
_TIME = re.compile(r"\d[:.]\d\d")
_INLINE = frozenset({"span", "b", "strong", "em", "a", "font", "abbr", "i", "small", "bdi", "u"})
_TAGS = re.compile(r"<[^<>]*>")
_LONG, _OFTEN = 250, 30
_NEAR = timedelta(hours=26)
_WESTMOST = timedelta(hours=-10)  # further west by the hour alone is as well far in the east


def reckoning(page: Document) -> Reckoning:
    """How the times of *page* are read. Relative ones count from the clock the page shows, else
    from its answer's Date header, else from the time of fetching; the zone is the one it names,
    else the source's, else what its clock tells against the Date header, else UTC."""
    now = page.clock
    named = zones.named(_zone_lines(page), now, page.timezone)
    zone = named or page.timezone or UTC
    by = Reckoning(now, zone, page.shown_language, latest=max(now, page.fetched_at))
    for line in _clock_lines(page):
        free = not (named or page.timezone)
        if found := _told(line, by, free=free):
            return found
    return by


def dated(page: Document) -> Iterator[str]:
    """What the page dates in figures outside the words of its posts (joined, edited, last post):
    further texts for `dates.settle`, for a board writes all its dates alike."""
    for text in _SHORT(page.tree) if _FIGURES.search(page.text) else ():
        if _FIGURES.search(text) and not _posted(text):
            yield " ".join(text.split())


def _zone_lines(page: Document) -> list[str]:
    """The last line that says in which zone times are shown, and what a title says of it."""
    names = tuple(name for name in _NAMES if _may_tell(page.text, name))
    nodes = [node for node in _naming(names)(page.tree) if _NAMED.search(node)] if names else []
    lines = [line for node in nodes if not _posted(node) and zones.tells(line := _line(node))]
    return [*lines[-1:], *(_TITLES(page.tree) if names else [])]


def _may_tell(source: str, name: str) -> bool:
    """Whether the zone *name* stands in a page's source where a line could tell it: to look
    through all the texts of a page for what few pages tell takes as long as to parse it."""
    place = source.find(name)
    for _ in range(_OFTEN):
        if place < 0:
            return False
        around = source[max(0, place - _LONG) : place + _LONG // 2]
        if zones.may_tell(_TAGS.sub(" ", around)):
            return True
        place = source.find(name, place + len(name))
    return True


@cache
def _naming(names: tuple[str, ...]) -> Any:
    return xpath(f"//text()[{' or '.join(f'contains(., {name!r})' for name in names)}]{_OUTSIDE}")


def _posted(text: Any) -> bool:
    """Whether a text node is what somebody wrote."""
    holder = text.getparent().getparent() if text.is_tail else text.getparent()
    while holder is not None and not _POSTS.search(holder.get("class") or ""):
        holder = holder.getparent()
    return holder is not None


def _clock_lines(page: Document) -> Iterator[str]:
    """What stands behind "It is currently" and its like, folded."""
    for text in _WITH_TIME(page.tree):
        if _TIME.search(text):
            line = fold(_line(text))
            if match := _LABEL.search(line):
                yield line[match.end() :].strip(" .")


def _line(text: Any) -> str:
    """The line a text node stands in, when it is short; else the node alone."""
    holder = text.getparent().getparent() if text.is_tail else text.getparent()
    while holder is not None and holder.tag in _INLINE:
        holder = holder.getparent()
    line = " ".join("".join(holder.itertext()).split()) if holder is not None else ""
    return line if 0 < len(line) <= _LONG else " ".join(text.split())


def _told(line: str, by: Reckoning, *, free: bool) -> Reckoning | None:
    """*by* with the clock that *line* shows; None when it shows none that can be.

    With no zone yet (*free*) it and the time of the answer together tell the zone."""
    orders: list[Order | None] = [None, "dmy", "mdy"]
    readings: dict[datetime, Order | None] = {}
    for order in orders:
        when = _read(line, replace(by, order=order or by.order))
        if when:
            readings.setdefault(when, order)
    near = {when: order for when, order in readings.items() if abs(when - by.clock) < _NEAR}
    if len(near or readings) != 1:
        return None
    when, order = next(iter((near or readings).items()))
    shift = zones.distance(when - by.clock) if when in near else None
    if shift and ((free and shift > _WESTMOST) or abs(shift) == timedelta(hours=1)):
        zone = timezone((by.zone.utcoffset(when.replace(tzinfo=None)) or timedelta()) + shift)
        return replace(by, zone=zone, order=order, clock=when - shift)
    return replace(by, clock=when, order=order)


def _read(line: str, by: Reckoning) -> datetime | None:
    """The moment *line* begins with; a time alone is that of the nearest day."""
    moment = dates.read(line, by)
    if moment.precision == "minute":
        return moment.at
    hour, rest = cut(line, "")
    if hour is None or hour.late or not rest.lstrip().startswith(TIME):
        return None
    here = by.clock.astimezone(by.zone)
    days = (here.date() + timedelta(days=n) for n in (-1, 0, 1))
    near = [datetime.combine(day, hour.at, by.zone).astimezone(UTC) for day in days]
    return min(near, key=lambda when: abs(when - by.clock))
