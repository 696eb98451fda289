"""Finds the catalogue's terms in a post's words, in any inflected form.

Syntax: `*` ends a word with any suffix, ` .. ` is a gap of up to four words, a space is what
stands between two words of one sentence. A term is looked up by one of its words (its anchor), so
the cost does not grow with the catalogue; then the whole term is held against the words there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from crawler.words import Word, cut

GAP = 4


class PatternError(ValueError):
    """A term that cannot be looked for; the message says what to change."""


class Slot(NamedTuple):
    """One word of a term: its form (or the beginning of one) and stem."""

    form: str
    stem: str
    prefix: bool

    def fits(self, word: Word) -> bool:
        """Does *word* stand for this one?"""
        if self.prefix:
            return word.form.startswith(self.form)
        return word.form == self.form or word.stem == self.stem


@dataclass(frozen=True, slots=True)
class Pattern:
    """A term as parts that stand up to GAP words apart; a part is words side by side."""

    term: str
    language: str | None
    parts: tuple[tuple[Slot, ...], ...]


class Found(NamedTuple):
    """A term of indicator number `owner` in words[start:end]."""

    owner: int
    pattern: Pattern
    start: int
    end: int


def parse(term: str, language: str | None) -> Pattern:
    """The pattern a term stands for; PatternError if it has no word or a `*` within one."""
    parts = tuple(_slots(part, language, term) for part in term.split(" .. "))
    if not all(parts):
        raise PatternError(f"{term!r} has a gap without words beside it; write words around ` .. `")
    if sum(len(slot.form) for part in parts for slot in part) < 3:
        raise PatternError(f"{term!r} is too short to mean anything; write more of it")
    return Pattern(term, language, parts)


def _slots(part: str, language: str | None, term: str) -> tuple[Slot, ...]:
    words = cut(part, language)
    starred = [part[word.end :].startswith("*") for word in words]
    whole = all(len(part) == word.end + 1 or part[word.end + 1] == " "
                for word, star in zip(words, starred, strict=True) if star)  # fmt: skip
    if part.count("*") != sum(starred) or not whole:
        raise PatternError(f"{term!r} has `*` elsewhere than at a word's end; move it there")
    if ".." in part:
        raise PatternError(f"{term!r} has a gap without words beside it; write words around ` .. `")
    return tuple(
        Slot(word.form, _stem(part, word), star) for word, star in zip(words, starred, strict=True)
    )


def _stem(part: str, word: Word) -> str:
    """What other forms of *word* share; a name in capitals ("EURES") has no other form."""
    name = word.end - word.start > 1 and part[word.start : word.end].isupper()
    return f"name:{word.form}" if name else word.stem


class Matcher:
    """All patterns of a catalogue, by anchor."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]]) -> None:
        self._forms: dict[str, list[tuple[int, Pattern, int]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[int, Pattern, int]]] = defaultdict(list)
        self._starts: dict[str, list[tuple[int, Pattern, int]]] = defaultdict(list)
        for owner, pattern in patterns:
            self._index(owner, pattern)
        self._lengths = sorted({len(start) for start in self._starts})
        self._candidates = lru_cache(maxsize=100_000)(self._look_up)

    def _index(self, owner: int, pattern: Pattern) -> None:
        whole = [(len(s.form), -i) for i, s in enumerate(pattern.parts[0]) if not s.prefix]
        place = -max(whole)[1] if whole else 0
        slot = pattern.parts[0][place]
        entry = (owner, pattern, place)
        if not whole:
            self._starts[slot.form].append(entry)
            return
        self._forms[slot.form].append(entry)
        self._stems[slot.stem].append(entry)

    def find(
        self, words: Sequence[Word], breaks: Sequence[int], spoken: Collection[str | None]
    ) -> Iterator[Found]:
        """Every term found of the languages *spoken*; *breaks*: what stands after each word (2 ends
        a sentence)."""
        candidates = self._candidates
        for index, (_, _, form, stem) in enumerate(words):
            for owner, pattern, place in candidates(form, stem):
                if pattern.language in spoken and index >= place:
                    end = _end(pattern.parts, words, breaks, index - place)
                    if end:
                        yield Found(owner, pattern, index - place, end)

    def _look_up(self, form: str, stem: str) -> tuple[tuple[int, Pattern, int], ...]:
        """The patterns that a word may anchor, each with the anchor's place in it."""
        forms = self._forms.get(form, [])
        stems = [entry for entry in self._stems.get(stem, ()) if entry not in forms]
        starts = (self._starts.get(form[:length], ()) for length in self._lengths)
        return tuple(chain(forms, stems, *starts))


def _end(
    parts: tuple[tuple[Slot, ...], ...],
    words: Sequence[Word],
    breaks: Sequence[int],
    start: int,
) -> int | None:
    """Where a match that begins at *start* ends, None if there is none."""
    end = _part_end(parts[0], words, breaks, start)
    if end is None or len(parts) == 1:
        return end
    for next_start in range(end, min(end + GAP + 1, len(words))):
        if breaks[next_start - 1] == 2:
            return None
        last = _end(parts[1:], words, breaks, next_start)
        if last:
            return last
    return None


def _part_end(
    part: tuple[Slot, ...], words: Sequence[Word], breaks: Sequence[int], start: int
) -> int | None:
    end = start + len(part)
    if end > len(words) or 2 in breaks[start : end - 1]:
        return None
    for slot, word in zip(part, words[start:end], strict=True):
        if not slot.fits(word):
            return None
    return end
