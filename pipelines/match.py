"""Finds the catalogue's terms in a post's words, in any inflected form.

Syntax: `*` ends a word with any suffix, ` .. ` is a gap of up to four words, a space is what
stands between two words of one sentence. A term is looked up by one of its words (its anchor), so
the cost does not grow with the catalogue; then the whole term is held against the words there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
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


class Entry(NamedTuple):
    """A pattern under its anchor: the anchor's place in it, and another word that stands `away` from
    the anchor (the anchor itself if there is none, None if all are beginnings)."""

    owner: int
    pattern: Pattern
    place: int
    other: Slot | None
    away: int


class Matcher:
    """All patterns of a catalogue, by anchor."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]]) -> None:
        self._forms: dict[str, list[Entry]] = defaultdict(list)
        self._stems: dict[str, list[Entry]] = defaultdict(list)
        self._starts: dict[str, list[Entry]] = defaultdict(list)
        for owner, pattern in patterns:
            self._index(owner, pattern)
        self._lengths = sorted({len(start) for start in self._starts})
        self._candidates = lru_cache(maxsize=100_000)(self._look_up)

    def _index(self, owner: int, pattern: Pattern) -> None:
        part = pattern.parts[0]
        whole = sorted((-len(s.form), i) for i, s in enumerate(part) if not s.prefix)
        if not whole:
            self._starts[part[0].form].append(Entry(owner, pattern, 0, None, 0))
            return
        place, other = whole[0][1], whole[:2][-1][1]
        entry = Entry(owner, pattern, place, part[other], other - place)
        self._forms[part[place].form].append(entry)
        self._stems[part[place].stem].append(entry)

    def find(
        self, words: Sequence[Word], breaks: Sequence[int], spoken: Collection[str | None]
    ) -> Iterator[Found]:
        """Every term found of the languages *spoken*; *breaks*: what stands after each word (2 ends
        a sentence)."""
        count = len(words)
        for index in self._places(words):
            _, _, form, stem = words[index]
            for owner, pattern, place, other, away in self._candidates(form, stem):
                if pattern.language not in spoken or index < place or index + away >= count:
                    continue
                # One more word tells most candidates from a match, and at once.
                if other is not None:
                    _, _, form, stem = words[index + away]
                    if form != other[0] and stem != other[1]:
                        continue
                end = _end(pattern.parts, words, breaks, index - place)
                if end:
                    yield Found(owner, pattern, index - place, end)

    def _places(self, words: Sequence[Word]) -> Iterable[int]:
        """The words that may be anchors, by number: one in five, and to ask is cheaper than to look up."""
        if self._lengths:
            return range(len(words))
        forms, stems = self._forms, self._stems
        return [n for n, (_, _, form, stem) in enumerate(words) if form in forms or stem in stems]

    def _look_up(self, form: str, stem: str) -> tuple[Entry, ...]:
        """The patterns that a word may anchor."""
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
