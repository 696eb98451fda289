"""Cuts text into words, once and in Python, so that every engine finds the same.

Folding comes before stemming, so that words typed without their marks still meet. A stem carries
its language (`pl:opiekunk`), for a query has none and is stemmed in all eight.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

import regex

from crawler.stems import LANGUAGES, snowball

UNKNOWN = "xx"
LONGEST = 120  # an engine's token holds 255 UTF-16 units: a prefix and 120 code points always fit

_WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*(?:['’‘ʼ＇][\p{L}][\p{L}\p{M}\p{N}\p{Cf}]*)*"
)
_ELIDED = regex.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ＇]", regex.IGNORECASE)
_BREVE = "\N{COMBINING BREVE}"
_BY_HAND = {
    **dict.fromkeys("łŁ", "l"), **dict.fromkeys("đĐðÐ", "d"), **dict.fromkeys("øØ", "o"),
    **dict.fromkeys("ґҐ", "г"), **dict.fromkeys("æÆ", "ae"), **dict.fromkeys("œŒ", "oe"), "ı": "i",
    **dict.fromkeys("‘’‚‛ʼʹ′´`＇", "'"), **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}  # fmt: skip


class Word(NamedTuple):
    """One word: its place (code points of the original text), folded surface and stem."""

    start: int
    end: int
    form: str
    stem: str


def fold(text: str) -> str:
    """*text* without case, marks, invisible signs and curly quotes; й stays itself."""
    return folded(text)[0]


def folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its indices (one past the end too) the original offset."""
    out: list[str] = []
    offsets: list[int] = []
    for place, sign in enumerate(text):
        if sign == _BREVE and out and out[-1] == "и":
            out[-1] = "й"
            continue
        plain = _plain(sign)
        out.extend(plain)
        offsets.extend([place] * len(plain))
    offsets.append(len(text))
    return "".join(out), offsets


def cut(text: str, language: str | None) -> list[Word]:
    """The words of *text* in order; stems are those of *language* (ISO 639-1, None: unknown)."""
    words = []
    for start, end in _places(text):
        form = form_of(text[start:end])
        if form:
            words.append(Word(start, end, form, stem(form, language)))
    return words


@lru_cache(maxsize=100_000)
def form_of(surface: str) -> str:
    """The folded form of one word as written; never holds white space, at most 120 long."""
    return "".join(fold(surface).split())[:LONGEST]


@lru_cache(maxsize=200_000)
def stem(form: str, language: str | None) -> str:
    """The stem of a folded form with its language before it; `xx:` where none is known."""
    if language not in LANGUAGES:
        return f"{UNKNOWN}:{form}"
    return f"{language}:{snowball(form, language)}"


def stems(form: str) -> list[str]:
    """The stems a query's word may have: in each of the eight languages, and as it stands."""
    return [*(stem(form, language) for language in LANGUAGES), stem(form, None)]


def _places(text: str) -> list[tuple[int, int]]:
    """Where the words stand; an elided French article is a word of its own, in any language."""
    places = []
    for match in _WORD.finditer(text):
        start = match.start()
        while elided := _ELIDED.match(text, start, match.end()):
            places.append((start, elided.end() - 1))
            start = elided.end()
        places.append((start, match.end()))
    return places


@lru_cache(maxsize=10_000)
def _plain(sign: str) -> str:
    """What one code point folds to; nothing for marks and invisible signs."""
    if sign in _BY_HAND:
        return _BY_HAND[sign]
    if sign in "йЙ":
        return "й"
    if unicodedata.category(sign) == "Cf":
        return ""
    parts = (part for part in unicodedata.normalize("NFKD", sign) if not _is_mark(part))
    return "".join(_BY_HAND.get(part, part) for part in "".join(parts).casefold())


def _is_mark(sign: str) -> bool:
    """A mark over a letter of ours; vowel signs of other scripts are letters in all but name."""
    return unicodedata.combining(sign) != 0 and (
        "\u0300" <= sign <= "\u036f" or "\u1ab0" <= sign <= "\u1dff" or sign >= "\ufe20"
    )
