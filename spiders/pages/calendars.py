"""The words of dates in the languages boards speak: dateparser's (CLDR) tables and calendars.tsv.

A word can mean several things, each in some languages: "mar" is March in Polish and Tuesday in
Spanish. Languages are bits of a mask, so that "which languages know all these words" is one `&`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

Kind = Literal[
    "month", "weekday", "back", "unit", "ago", "past", "now", "in", "one", "few", "glue", "never"
]
LANGUAGES = (
    "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "nn", "fi", "is", "et", "lv",
    "lt", "pl", "cs", "sk", "sl", "hr", "bs", "sr", "sr-Latn", "mk", "bg", "ru", "uk", "be",
    "ro", "hu", "el", "tr", "az", "sq", "ca", "eu", "gl", "he", "ar", "fa", "ur", "hi", "bn",
    "th", "vi", "id", "ms", "fil", "ja", "zh", "zh-Hant", "ko", "ka", "hy", "kk", "uz",
)  # fmt: skip
MONTH, DAY = 2592000, 86400
_OWN = Path(__file__).with_name("calendars.tsv")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_SECONDS = {
    "second": 1, "minute": 60, "hour": 3600, "day": DAY, "week": 604800, "month": MONTH,
    "year": 31536000,
}  # fmt: skip
_BACK = {"0 day ago": 0, "1 day ago": 1, "2 day ago": 2}
_TURNS = {"from", "before", "до", "под"}  # "from 12 March" is no posting date
_ROMAN = re.compile("[IVXivx]+")  # "V5" is no fifth of May
_NUMBER = re.compile(r"\(\\d[^)]*\)(?:\\s\*)?")
# The vowel signs of Indic and Thai script are no letters to `re`.
WORD = (
    "(?:[^\\W\\d_]|[\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09d7"
    "\u0e31-\u0e3a\u0e47-\u0e4e])+"
)
_WORDS = re.compile(WORD)
_LETTERS = str.maketrans({"ł": "l", "ı": "i", "đ": "d", "ʼ": "'", "’": "'", "`": "'"})
_MARKS = re.compile("[\u0300-\u036f\u200e\u200f\u061c]+")


class Meaning(NamedTuple):
    """What a word says in the languages of `mask`: a month (1-12), a weekday (0 is Monday), days
    back, the seconds of a unit; 0 where the kind says all."""

    kind: Kind
    value: int
    mask: int


def fold(text: str) -> str:
    """*text* without case and accents, its digits in ASCII: how words are compared."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    folded = unicodedata.normalize("NFC", bare).translate(_LETTERS)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)


@cache
def mask_of(language: str | None) -> int:
    """The bits of a language code ("pl", "en-us"); 0 when it is not known."""
    short = re.split("[-_]", (language or "").lower())[0]
    fits = {"no": ("nb", "nn"), "iw": ("he",), "tl": ("fil",)}.get(short, (short,))
    return sum(1 << i for i, name in enumerate(LANGUAGES) if name.partition("-")[0] in fits)


def meanings(phrase: str) -> tuple[Meaning, ...]:
    """All that a folded word or phrase (words parted by one space) can mean."""
    return _lexicon().get(phrase, ())


@cache
def longest() -> int:
    """How many words the longest phrase has."""
    return max(word.count(" ") for word in _lexicon()) + 1


@cache
def _lexicon() -> dict[str, tuple[Meaning, ...]]:
    masks: dict[str, dict[tuple[Kind, int], int]] = {}
    for mask, phrase, kind, value in (*_drawn(), *_own()):
        folded = " ".join(_WORDS.findall(fold(phrase)))
        if folded:
            known = masks.setdefault(folded, {})
            known[kind, value] = known.get((kind, value), 0) | mask
    return {
        word: tuple(Meaning(kind, value, mask) for (kind, value), mask in known.items())
        for word, known in masks.items()
    }


def _drawn() -> Iterator[tuple[int, str, Kind, int]]:
    """What dateparser's tables hold, as mask, phrase, kind, value."""
    for place, name in enumerate(LANGUAGES):
        info = import_module(f"dateparser.data.date_translation_data.{name}").info
        for phrase, kind, value in (*_names(info), *_around(info)):
            yield 1 << place, phrase, kind, value


def _names(info: dict[str, Any]) -> Iterator[tuple[str, Kind, int]]:
    for number, name in enumerate(_MONTHS, 1):
        yield from ((word, "month", number) for word in info[name] if not _ROMAN.fullmatch(word))
    for number, name in enumerate(_WEEKDAYS):
        yield from ((word, "weekday", number) for word in info[name])
    for name, seconds in _SECONDS.items():
        yield from ((word, "unit", seconds) for word in info[name])
    relative = info.get("relative-type", {})
    for name, back in _BACK.items():
        yield from ((word, "back", back) for word in relative.get(name, ()))
    yield from ((word, "now", 0) for word in relative.get("0 second ago", ()))


def _around(info: dict[str, Any]) -> Iterator[tuple[str, Kind, int]]:
    """The small words, and those in patterns like "vor (5) Minuten" or "in (5) Minuten"."""
    glue = (word for word in info["skip"] if not word.startswith("-") and word not in _TURNS)
    yield from ((word, "glue", 0) for word in glue)
    yield from ((word, "ago", 0) for word in info.get("ago", ()) if word not in _TURNS)
    yield from ((word, "in", 0) for word in info.get("in", ()))
    if info.get("no_word_spacing"):
        return
    for name, forms in info.get("relative-type-regex", {}).items():
        unit = next((size for word, size in _SECONDS.items() if f" {word} ago" in name), 0)
        if unit and name.startswith("\\1"):
            for form in forms:
                yield from _span(form, unit, info["skip"])


def _span(form: str, unit: int, skip: list[str]) -> Iterator[tuple[str, Kind, int]]:
    before, _, behind = _NUMBER.sub("\0", form).partition("\0")
    word, *more = [each for each in _WORDS.findall(behind) if each not in skip] or [""]
    yield word, "unit", unit
    yield " ".join(more) or before, "ago", 0
    if more:  # "för 5 minuter sedan": the last word tells, the first is glue
        yield before, "glue", 0


def _own() -> Iterator[tuple[int, str, Kind, int]]:
    """What calendars.tsv adds, as mask, phrase, kind, value."""
    with _OWN.open(encoding="utf-8") as lines:
        for line in islice(lines, 2, None):
            name, language, phrases = line.rstrip("\n").split("\t")
            kind, _, unit = name.partition(" ")
            mask = mask_of(language) if language != "*" else (1 << len(LANGUAGES)) - 1
            if "-" in language:
                mask = 1 << LANGUAGES.index(language)
            first = 1 if kind == "month" else 0
            for place, phrase in enumerate(phrases.split("|"), first):
                ordered = place if kind in ("month", "weekday", "back") else 0
                yield mask, phrase, cast(Kind, kind), _SECONDS.get(unit, ordered)
