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
WORD = 40  # code points of a text that is more than a word
KNOWN = 20_000  # code points whose folding is remembered
SHORT = 10_000  # code points of a text whose words are remembered for the next who asks

_WORD = regex.compile(
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}\p{Cf}]*(?:(['’‘ʼ＇])[\p{L}][\p{L}\p{M}\p{N}\p{Cf}]*)*"
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


class _Folds(dict[int, str]):
    """What each code point folds to, as `str.translate` wants it; filled as signs are met."""

    def __missing__(self, code: int) -> str:
        plain = _plain(chr(code))
        if len(self) < KNOWN:
            self[code] = plain
        return plain


def fold(text: str) -> str:
    """*text* without case, marks, invisible signs and curly quotes; й stays itself."""
    return _fold(text) if len(text) < WORD or len(text) > SHORT else _fold_once(text)


def _fold(text: str) -> str:
    return _fold_in_turn(text)[0] if _BREVE in text else text.translate(_folds)


def folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its indices (one past the end too) the original offset."""
    if _BREVE in text:
        return _fold_in_turn(text)
    plain = text.translate(_folds)
    if all(len(_folds[ord(sign)]) == 1 for sign in set(text)):
        return plain, list(range(len(text) + 1))
    offsets = [place for place, sign in enumerate(text) for _ in _folds[ord(sign)]]
    return plain, [*offsets, len(text)]


def cut(text: str, language: str | None) -> list[Word]:
    """The words of *text* in order; stems are those of *language* (ISO 639-1, None: unknown)."""
    return list((_cut_once if len(text) <= SHORT else _cut)(text, language))


def _cut(text: str, language: str | None) -> list[Word]:
    """What `cut` gives, anew."""
    words = []
    for start, end in _places(text):
        form, root = _form_and_stem(text[start:end], language)
        if form:
            words.append(_word(Word, (start, end, form, root)))
    return words


_fold_once = lru_cache(maxsize=32)(_fold)  # several steps of the road fold the same text
_word = tuple.__new__  # twice as fast as Word(…), and every word of every post passes here
_cut_once = lru_cache(maxsize=64)(_cut)  # several steps of the road cut the same text


@lru_cache(maxsize=100_000)
def _form_and_stem(surface: str, language: str | None) -> tuple[str, str]:
    form = form_of(surface)
    return form, stem(form, language) if form else ""


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
        start, end = match.span()
        if match.lastindex:  # no apostrophe, nothing elided
            while elided := _ELIDED.match(text, start, end):
                places.append((start, elided.end() - 1))
                start = elided.end()
        places.append((start, end))
    return places


def _fold_in_turn(text: str) -> tuple[str, list[int]]:
    """What `folded` gives where a breve may stand after its letter."""
    out: list[str] = []
    offsets: list[int] = []
    for place, sign in enumerate(text):
        if sign == _BREVE and out and out[-1] == "и":
            out[-1] = "й"
            continue
        plain = _folds[ord(sign)]
        out.extend(plain)
        offsets.extend([place] * len(plain))
    offsets.append(len(text))
    return "".join(out), offsets


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


_folds = _Folds()
