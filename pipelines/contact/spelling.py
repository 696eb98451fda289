"""Number words as people hide them: run together, in leetspeak, misspelt, or letter by letter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from crawler.words import fold
from pipelines.clean import unleet
from pipelines.contact.numerals import Lexicon, Numeral, lexicon

_DIGIT = re.compile(r"\d")
_PARTS = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*")
_LOOK_ALIKE = str.maketrans(
    "oOоОIlІіiLZzЗзSsБбBG", "0000" + "111111" + "22" + "33" + "55" + "66" + "86"
)
_LOOKS = re.compile(r"[\doOоОIlІіiZzзЗSsBБбG]+")
_LETTER_OR_TWO = re.compile(r"[oOоО]+|[oOоОIlІіiZzзЗSBБбG]{1,2}")
_LETTERS_FIRST = re.compile(r"(?![oOоО]+\d)[^\W\d_]{3}")  # ISO9001, BIZ24
_LONE_LOOKS = re.compile(r"[oOоО]+|[OОIІlZЗSBБ]|[OОIІlZЗSBБб]{2,}")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
# Digits that stand for a letter of Cyrillic; 3 and 4 for either of two.
_LEET_CYRILLIC = (
    str.maketrans("01346", "оізчб"),
    str.maketrans("01346", "оиеаб"),
)
_AMONG_DIGITS = ("say", "hundred", "twice", "thrice", "plus")
_LONGEST, _REMEMBERED = 44, 30_000
_SHORTEST_PART, _LONGEST_PART, _SHORTEST_MISSPELT = 3, 20, 5


@dataclass(slots=True, frozen=True)
class Part:
    """A piece of a chunk: the word it is, or its digits; `loud` if they need no other digit near."""

    start: int
    end: int
    word: Numeral | None = None
    digits: str = ""
    look: bool = False
    loud: bool = True


class Book:
    """Reads chunks by the number words of all languages, one language's own first."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.joinable = frozenset(w for w, numeral in words.items() if _may_join(w, numeral))
        self.heads = frozenset(word[:_SHORTEST_PART] for word in self.joinable)
        self.read = lru_cache(maxsize=_REMEMBERED)(self._read)
        self.is_number = lru_cache(maxsize=_REMEMBERED)(self._is_number)

    def _is_number(self, chunk: str) -> bool:
        """Whether lower-case *chunk* may be a number: a cheap look that misses only misspellings."""
        if chunk in self.words or chunk[0].isdigit() or chunk[-1].isdigit():
            return True
        if chunk[:3] not in self.heads:
            return _DIGIT.search(chunk) is not None and self._read(chunk) is not None
        return len(chunk) > 2 * _SHORTEST_PART - 1 and self._read(chunk) is not None

    def _read(self, chunk: str) -> tuple[Part, ...] | None:
        """The numbers that one unbroken piece of letters and digits is made of, or None."""
        if chunk.isdigit() and chunk.isascii():
            return (Part(0, len(chunk), digits=chunk),)
        if len(chunk) > _LONGEST:
            return None
        lower = chunk.lower()
        if word := self.word(lower):
            return (Part(0, len(chunk), word),)
        has_digit = _DIGIT.search(chunk) is not None
        if _LOOKS.fullmatch(chunk) and (
            (has_digit and not _LETTERS_FIRST.match(chunk)) or _LONE_LOOKS.fullmatch(chunk)
        ):
            return self.look(chunk)
        if has_digit:
            return self._mixed(chunk, lower)
        return self._together(lower)

    @staticmethod
    def look(chunk: str) -> tuple[Part, ...]:
        """The digits that the letters of *chunk* look like."""
        loud = _DIGIT.search(chunk) is not None
        digits = chunk.translate(_LOOK_ALIKE)
        return (Part(0, len(chunk), digits=digits, look=True, loud=loud),)

    def word(self, lower: str) -> Numeral | None:
        """The number word that *lower* is, apostrophes and marks aside."""
        if word := self.words.get(lower):
            return word
        return self.words.get(fold(lower).replace("'", "")) if len(lower) > 2 else None

    def misspelt(self, chunk: str) -> Numeral | None:
        """The one number word that *chunk* is but for a letter; only between other numbers."""
        lower = fold(chunk)
        if len(lower) < _SHORTEST_MISSPELT or len(lower) > 20:
            return None
        found = {word for one in _shortened(lower) for word in self._near.get(one, ())}
        return next(iter(found)) if len(found) == 1 else None

    @cached_property
    def _near(self) -> dict[str, set[Numeral]]:
        near: dict[str, set[Numeral]] = {}
        for word, numeral in self.words.items():
            if len(word) >= _SHORTEST_MISSPELT - 1 and numeral.does == "say":
                for one in _shortened(word):
                    near.setdefault(one, set()).add(numeral)
        return near

    def _mixed(self, chunk: str, lower: str) -> tuple[Part, ...] | None:
        parts = []
        for match in _PARTS.finditer(chunk):
            part = self._part(match)
            if part is None:
                return self._leet(lower) or self._together(lower)
            parts.append(part)
        return tuple(parts)

    def _part(self, match: re.Match[str]) -> Part | None:
        start, end = match.span()
        if match[0].isdigit():
            return Part(start, end, digits=match[0])
        if (word := self.word(match[0].lower())) and word.does in _AMONG_DIGITS:
            return Part(start, end, word)
        if _LETTER_OR_TWO.fullmatch(match[0]):
            return Part(start, end, digits=match[0].translate(_LOOK_ALIKE), look=True)
        return None

    def _leet(self, lower: str) -> tuple[Part, ...] | None:
        """Read "tr3nte9": the longest head that is a number word once its digits are letters."""
        for end in range(len(lower), 2, -1):
            rest = lower[end:]
            if rest and not rest.isdigit():
                return self._leet_together(lower)
            for letters in _letters(lower[:end]):
                if word := self.word(letters):
                    tail = (Part(end, len(lower), digits=rest),) if rest else ()
                    return (Part(0, end, word), *tail)
        return None

    def _leet_together(self, lower: str) -> tuple[Part, ...] | None:
        for letters in _letters(lower):
            if parts := self._together(letters):
                return parts
        return None

    def _together(self, lower: str) -> tuple[Part, ...] | None:
        """Words run together: "nullneun", "trzysiedem", "soixantedixsept"."""
        if len(lower) < 2 * _SHORTEST_PART or lower[:3] not in self.heads:
            return None
        covers: dict[int, list[Part]] = {len(lower): []}
        for at in range(len(lower) - 1, -1, -1):
            ends = (end for end in range(at + 1, min(at + _LONGEST_PART, len(lower)) + 1))
            rows = [
                [part, *covers[end]]
                for end in ends
                if end in covers and (part := self._piece(lower, at, end))
            ]
            if rows:
                covers[at] = min(rows, key=len)
        found = covers.get(0)
        return tuple(found) if found and found[0].word else None

    def _piece(self, lower: str, at: int, end: int) -> Part | None:
        piece = lower[at:end]
        if piece.isdigit():
            return Part(at, end, digits=piece)
        return Part(at, end, self.words[piece]) if piece in self.joinable else None


def _shortened(word: str) -> set[str]:
    """*word* and all that is left of it without one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _may_join(word: str, numeral: Numeral) -> bool:
    return len(word) >= _SHORTEST_PART and word.isalpha() and numeral.does not in ("then", "of")


def _letters(lower: str) -> Iterator[str]:
    """*lower* with its digits read as the letters they look like."""
    if _CYRILLIC.search(lower):
        yield from (lower.translate(letters) for letters in _LEET_CYRILLIC)
    else:
        yield unleet(lower)


@cache
def book(language: str | None) -> Book:
    """The one reader of number words for posts in *language*."""
    return Book(lexicon(language))
