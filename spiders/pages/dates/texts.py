"""A whole text: is it a date, does a label stand before one, does a sentence tell one?"""

import re
from functools import lru_cache

from spiders.pages import calendars
from spiders.pages.dates import figures, hours, phrases
from spiders.pages.dates.hours import TIME
from spiders.pages.dates.phrases import Cut, Piece
from spiders.pages.dates.shown import Shown

_LONGEST = 400
_SHORT = re.compile(r"(\d{1,3})(s|m|min|h|hr|d|w|wk|mo)(?: ago)?")
_UNITS = {
    "s": 1, "m": 60, "min": 60, "h": 3600, "hr": 3600, "d": 86400, "w": 604800, "wk": 604800,
    "mo": 2592000,
}  # fmt: skip
_SHORT_NOW = 6  # "net" is Dutch for now, "no" Galician: to be read in their language only
_MANY_OTHERS = 6  # words that are no part of a date, in a line that tells "3 hours ago"


@lru_cache(maxsize=8192)
def shown(raw: str, language: str, whole: bool) -> Shown | None:
    """What *raw* shows of a moment; with *whole* it must be nothing else."""
    if len(raw) > _LONGEST:
        return None
    if match := _SHORT.fullmatch(raw):
        size = _UNITS[match[2]]
        return Shown("ago", (int(match[1]) * size, size))
    cut = _cut(raw, language)
    if phrases.denied(cut.pieces):
        return None
    mask = calendars.mask_of(language)
    found = _labelled(cut, mask, whole) or phrases.explain(cut, mask)
    if found and found.kind == "now" and len(raw) < _SHORT_NOW:
        return found if mask & phrases.languages(cut.pieces) else None
    return found if found or whole else _within(cut, mask)


@lru_cache(maxsize=8192)
def known_by(raw: str, language: str) -> int:
    """The languages (bits) that know every word of a date; -1 when it has no words."""
    return phrases.languages(_cut(raw, language).pieces)


def _cut(raw: str, language: str) -> Cut:
    hour, text = hours.cut(calendars.fold(raw), language)
    dated, text = figures.cut(text)
    return Cut(hour, dated, phrases.pieces(text))


def _labelled(cut: Cut, mask: int, whole: bool) -> Shown | None:
    """The date behind a label ("Posted: 12 March 2025"); one we do not know needs a time."""
    kinds = [piece.kind for piece in cut.pieces]
    if "colon" not in kinds:
        return None
    end = len(kinds) - kinds[::-1].index("colon")
    known = all(piece.kind == "colon" or _fills(piece) for piece in cut.pieces[:end])
    found = phrases.explain(_part(cut, cut.pieces[end:]), mask)
    return found if found and (known or (cut.hour and not whole)) else None


def _fills(piece: Piece) -> bool:
    return any(meaning.kind == "glue" for meaning in piece.meanings)


def _within(cut: Cut, mask: int) -> Shown | None:
    """The date in other words: it has a time of day and stands with it ("Last edited by Nina on
    12 Mar 2025 9:12 am, 2 times"), or the words end with "3 hours ago"."""
    others = [i for i, piece in enumerate(cut.pieces) if piece.kind == "unknown"]
    if not others and not cut.hour:
        return None
    times = [i for i, piece in enumerate(cut.pieces) if piece.kind == TIME]
    if not times:
        return _at_the_end(cut, others, mask)
    first = max((i for i in others if i < times[0]), default=-1) + 1
    last = min((i for i in others if i > times[0]), default=len(cut.pieces))
    for end in dict.fromkeys((last, times[0] + 1)):
        for start in range(first, times[0] + 1):
            found = phrases.explain(_part(cut, cut.pieces[start:end]), mask)
            if found and found.kind != "weekday":
                return found
    return None


def _at_the_end(cut: Cut, others: list[int], mask: int) -> Shown | None:
    if not others or len(others) > _MANY_OTHERS or cut.pieces[others[-1]].digits:
        return None  # "1.5 hours ago"
    found = phrases.explain(_part(cut, cut.pieces[others[-1] + 1 :]), mask)
    return found if found and found.kind == "ago" else None


def _part(cut: Cut, pieces: tuple[Piece, ...]) -> Cut:
    kinds = {piece.kind for piece in pieces}
    return Cut(
        cut.hour if TIME in kinds else None, cut.figures if figures.DATE in kinds else None, pieces
    )
