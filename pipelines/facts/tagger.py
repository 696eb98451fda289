"""The trained word tagger: which words of an offer say its pay, place, job, housing, fee and so on.

One logistic regression per fact over hashed features of a word and its neighbours. All weights of
a feature are one whole number with a 16-bit lane per fact, and what a word adds to itself and to
its neighbours is one number too, a group of lanes for each; so a text is read by a few additions
of long numbers.
"""

import itertools
import math
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import NamedTuple

from crawler.failure import Failure
from pipelines.clauses import shape
from pipelines.facts.reading import Reading
from pipelines.lanes import BIAS, HALF, LANE, Weights, key_of, load

WEIGHTS = Path(__file__).with_name("tagger.bin")
MAGIC = b"OWFT1\n"
LEAST = -2.5  # log-odds under which a word is not looked at
REACH = 3  # words to either side that are looked at
TOP = b"\x80"  # of a lane whose top bit alone is set
Features = Callable[..., Iterator[str]]


class TaggerError(Failure):
    """The weights are missing or of another make; the message says what to do."""


class Span(NamedTuple):
    """words[first:last] say *fact*; *score* adds up the log-odds above the limit."""

    fact: str
    first: int
    last: int
    score: float


class Tagger:
    """The weights of one training."""

    def __init__(self, weights: Weights) -> None:
        self.head, self._summands = weights
        self.labels: list[str] = self.head["labels"]
        self._lanes = 1 + len(self.labels)
        self._width = 2 * self._lanes  # bytes of a group
        self._tops = sum(HALF << (LANE * index) for index in range(len(self.labels)))
        self._limits = lru_cache(maxsize=1_000)(self._make_limits)
        self._words = lru_cache(maxsize=50_000)(partial(self._sums, features_of_word))
        self._marks = lru_cache(maxsize=50_000)(partial(self._sums, features_of_marks))

    def scores(self, reading: Reading) -> list[list[float] | None]:
        """For each word the log-odds of each label; None where all are under LEAST."""
        totals = self._totals(reading)
        found: list[list[float] | None] = [None] * len(reading.words)
        for index in self._standing_out(totals):
            found[index] = self._log_odds(totals, index)
        return found

    def _totals(self, reading: Reading) -> bytes:
        """For each word the group of lanes that it and the words around it add up to."""
        width, size = self._width, (2 * REACH + 1) * self._width
        parts = [
            (self._words(word.form, word.stem) + self._marks(*marks) + self._alone(pair)).to_bytes(
                size, "little"
            )
            for word, marks, pair in zip(
                reading.words, marks_of(reading), pairs(reading), strict=True
            )
        ]
        whole = 0
        for first in range(2 * REACH + 1):  # of those that are added to no word in common
            row = int.from_bytes(b"".join(parts[first :: 2 * REACH + 1]), "little")
            whole += row << (8 * width * first)
        every = whole.to_bytes(width * (len(parts) + 2 * REACH), "little")
        return every[width * REACH : width * (REACH + len(parts))]

    def _standing_out(self, totals: bytes) -> Iterator[int]:
        """The words of which a lane exceeds LEAST, by number."""
        width = self._width
        counts = memoryview(totals).cast("H")[:: self._lanes]
        limits = int.from_bytes(b"".join(map(self._limits, counts)), "little")
        tops = int.from_bytes(self._tops.to_bytes(width, "little") * len(counts), "little")
        above = ((int.from_bytes(totals, "little") >> LANE) + limits) & tops
        marked = above.to_bytes(len(totals), "little")
        at = marked.find(TOP)
        while at >= 0:
            yield at // width
            at = marked.find(TOP, (at // width + 1) * width)

    def _make_limits(self, count: int) -> bytes:
        """What to add so that a lane's top bit is set just where its log-odds exceed LEAST."""
        lanes = 0
        for index, bias in enumerate(self.head["biases"]):
            limit = math.floor((LEAST - bias) / self.head["unit"]) + BIAS * count
            lanes += max(0, HALF - limit) << (LANE * index)
        return lanes.to_bytes(self._width, "little")

    def spans(self, reading: Reading) -> Iterator[Span]:
        """The runs of words that say a fact, for each fact, in the order of the text."""
        rows = self.scores(reading)
        told = [row for row in rows if row]
        for lane, label in enumerate(self.labels):
            high, low = self.head["limits"][label]
            if any(row[lane] > high for row in told):
                column = [row[lane] if row else LEAST for row in rows]
                yield from runs(label, column, reading.breaks, high, low)

    def _sums(self, features: Features, *parts: str) -> int:
        """What *parts* of a word add to the groups of the words around, the last of them lowest."""
        groups = (
            sum(map(self._sum_of, features(*parts, offset))) for offset in range(-REACH, REACH + 1)
        )
        return sum(
            group << (8 * self._width * (2 * REACH - place)) for place, group in enumerate(groups)
        )

    def _alone(self, feature: str) -> int:
        """What a *feature* adds that says nothing of the words around."""
        added = self._sum_of(feature)
        return added << (8 * self._width * REACH) if added else 0

    def _sum_of(self, feature: str) -> int:
        return self._summands.get(key_of(feature), 0)

    def _log_odds(self, totals: bytes, index: int) -> list[float]:
        count, *lanes = struct.unpack_from(f"<{self._lanes}H", totals, index * self._width)
        unit, biases = self.head["unit"], self.head["biases"]
        return [
            (lane - BIAS * count) * unit + bias for lane, bias in zip(lanes, biases, strict=True)
        ]


def pairs(reading: Reading) -> list[str]:
    """For each word the feature it makes with the one before."""
    stems = ["<", *(word.stem for word in reading.words)]
    return [f"j {one} {two}" for one, two in itertools.pairwise(stems)]


def marks_of(reading: Reading) -> Iterator[tuple[str, str, str, str, str]]:
    """(look, flags, sign after it, field, flags of its sentence) of every word."""
    text, flags, around = reading.text, reading.flags, reading.around
    first = True
    for index, (word, gap) in enumerate(zip(reading.words, reading.gaps, strict=True)):
        look = _look(text[word.start : word.end], first)
        marks = flags.get(index, "")
        yield look, marks, _gap(gap), reading.name, around[index] if marks else ""
        first = reading.breaks[index] == 2


def features_of_word(form: str, stem: str, offset: int) -> Iterator[str]:
    """The features of a word's letters, where it stands *offset* words from the one looked at."""
    form = shape(form)
    language, _, root = stem.partition(":")
    yield f"{offset}s {shape(root)}"
    if abs(offset) < 2:
        yield f"{offset}p {form[:4]}"
        yield f"{offset}x {form[-3:]}"
    if offset == 0:
        yield f"f {form}"
        yield f"b {language}"
        yield from (f"5 {form[i : i + 4]}" for i in range(1, len(form) - 3))


def features_of_marks(
    look: str, flags: str, gap: str, name: str, whole: str, offset: int
) -> Iterator[str]:
    """The features of all else there is to see of a word (see `marks_of`), *offset* words away."""
    yield f"{offset}l {look}"
    for flag in flags.split() or ["-"]:
        yield f"{offset}m {flag}"
    if abs(offset) < 2:
        yield f"{offset}g {gap}"
        yield f"{offset}ml {look} {flags}"
    if offset == 0:
        yield f"n {name} {look}"
        yield f"nm {name} {flags}"
        for flag in flags.split():
            yield from (f"w {flag} {one}" for one in whole.split())


def runs(
    label: str, column: Sequence[float], breaks: Sequence[int], high: float, low: float
) -> Iterator[Span]:
    """Runs of words above *low* in one sentence that reach *high*; a gap of one word is bridged."""
    last, size = 0, len(column)
    for index, score in enumerate(column):
        if score <= low or index < last:
            continue
        last = index + 1
        while last < size and breaks[last - 1] != 2:
            if column[last] > low:
                last += 1
            elif last + 1 < size and column[last + 1] > low and breaks[last] != 2:
                last += 2
            else:
                break
        if max(column[index:last]) > high:
            yield Span(label, index, last, sum(max(0.0, one - low) for one in column[index:last]))


def _look(surface: str, first: bool) -> str:
    """Digits, capitals or small letters, and whether a sentence begins here."""
    if not surface[:1].isupper():
        return "9" if surface[:1].isdigit() else "a"
    return ("AA" if surface.isupper() and len(surface) > 1 else "A") + ("^" if first else "")


@lru_cache(maxsize=5_000)
def _gap(gap: str) -> str:
    """What stands after a word, as far as it matters."""
    plain = gap.strip()
    return "n" if "\n" in gap else "_" if not plain else plain[:1].replace("|", "/")


def open_tagger(path: Path) -> Tagger:
    """The tagger kept at *path*; TaggerError if there is none or it is of another make."""
    return Tagger(load(path, MAGIC, TaggerError))


@cache
def tagger() -> Tagger:
    """The tagger that ships with OfferWatch, loaded once."""
    return open_tagger(WEIGHTS)
