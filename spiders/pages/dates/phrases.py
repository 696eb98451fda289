"""The words of a text, each with what it can mean, and the one reading that explains them all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from math import prod
from typing import NamedTuple

from spiders.pages import calendars
from spiders.pages.calendars import WORD, Meaning
from spiders.pages.dates import grammar
from spiders.pages.dates.figures import DATE, Figures
from spiders.pages.dates.hours import TIME
from spiders.pages.dates.shown import Hour, Shown

_PIECE = re.compile(
    rf"(?P<mark>[{TIME}{DATE}])|(?P<colon>:(?=\s|$))|(?P<bad>\d+(?:[.:/+-]\d+)+|\d*[%$€£#=&?!_\\<>+*:]\d*|\d{{5,}})"
    rf"|['’](?P<short>\d\d)\b|(?P<number>\d+)|(?P<word>{WORD})"
)
_RUN_TOGETHER = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PREFIXED = re.compile("[\u05d1\u05d4\u05dc\u05de][\u05d0-\u05ea]{3}")
_MANY = 200  # readings of one text; more is no date


class Piece(NamedTuple):
    """A piece of a text: a mark, a number (with its digits; two after an apostrophe are a year),
    a phrase with its meanings, or something no date holds (`unknown`; with digits: "1.5")."""

    kind: str
    number: int = 0
    digits: int = 0
    meanings: tuple[Meaning, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut to pieces."""

    hour: Hour | None
    figures: Figures | None
    pieces: tuple[Piece, ...] = field(default=())


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a folded text whose time and figures are marks already."""
    found: list[Piece] = []
    words: list[str] = []
    for match in _PIECE.finditer(text):
        if match["word"]:
            words += _apart(match["word"])
            continue
        found += _phrases(words)
        words = []
        found.append(_single(match))
    return (*found, *_phrases(words))


def _single(match: re.Match[str]) -> Piece:
    if match["mark"]:
        return Piece(match["mark"])
    if match["colon"]:
        return Piece("colon")
    if match["bad"]:
        return Piece("unknown", digits=1)
    digits = 3 if match["short"] else len(match["number"])
    return Piece("number", int(match["short"] or match["number"]), digits)


def _apart(word: str) -> list[str]:
    """The words of a script that writes them together, the longest known first."""
    if calendars.meanings(word):
        return [word]
    if _PREFIXED.match(word) and calendars.meanings(word[1:]):
        return [word[1:]]
    if not _RUN_TOGETHER.match(word):
        return [word]
    for end in range(len(word) - 1, 0, -1):
        if calendars.meanings(word[:end]):
            return [word[:end], *_apart(word[end:])]
    return [word]


def _phrases(words: list[str]) -> Iterator[Piece]:
    """The longest known phrases of *words*, one after the other; a word not known is `unknown`."""
    place = 0
    while place < len(words):
        for length in range(min(calendars.longest(), len(words) - place), 0, -1):
            known = calendars.meanings(" ".join(words[place : place + length]))
            if known or length == 1:
                yield Piece("phrase" if known else "unknown", meanings=known)
                place += length
                break


def denied(found: tuple[Piece, ...]) -> bool:
    """Whether a word before the last number says that the date is another ("Joined")."""
    numbers = [i for i, piece in enumerate(found) if piece.kind in (TIME, DATE, "number")]
    end = numbers[-1] if numbers else 0
    return any(meaning.kind == "never" for piece in found[:end] for meaning in piece.meanings)


def languages(found: tuple[Piece, ...]) -> int:
    """The languages (bits) that know every phrase of *found*; -1 when there is none to know."""
    return reduce(int.__and__, map(_mask, found), -1)


def _mask(piece: Piece) -> int:
    if piece.kind != "phrase":
        return -1
    return reduce(int.__or__, (meaning.mask for meaning in piece.meanings))


def explain(cut: Cut, mask: int) -> Shown | None:
    """What the pieces say in the page's language (*mask*), else in the languages that know all of
    them, else in any; None when a piece is left over or two readings differ."""
    if any(piece.kind == "unknown" for piece in cut.pieces):
        return None
    for allowed in dict.fromkeys((mask, languages(cut.pieces), -1)):
        readings = _readings(cut, allowed) if allowed else set()
        if len(readings) == 1:
            found = readings.pop()
            return None if mask and allowed != mask and _slight(found) else found
        if readings:
            return None
    return None


def _slight(found: Shown) -> bool:
    """Whether so little is said that in another language than the page's it is chance: "2 Set" is
    September in Italian, "hier" yesterday in French."""
    return found.hour is None and found.kind in ("yearless", "back")


def _readings(cut: Cut, allowed: int) -> set[Shown]:
    choices = [_choices(piece, allowed) for piece in cut.pieces]
    if prod(map(len, choices)) > _MANY:
        return set()
    read = (grammar.shown(items, cut.hour, cut.figures) for items in product(*choices))
    found = {one for one in read if one}
    spans = {one for one in found if one.kind != "now"}  # "acum" is now, "acum o oră" is not
    return spans or found


def _choices(piece: Piece, allowed: int) -> list[grammar.Item]:
    """What a piece can be in the languages *allowed*; all that only fills is one choice."""
    if piece.kind != "phrase":
        return [grammar.Item(piece.kind, piece.number, -1, piece.digits)]
    fits: dict[tuple[str, int], int] = {}
    for kind, value, mask in piece.meanings:
        if mask & allowed:
            name = "glue" if kind == "one" else kind
            fits[name, value] = fits.get((name, value), 0) | mask & allowed
    return [grammar.Item(kind, value, mask) for (kind, value), mask in fits.items()]
