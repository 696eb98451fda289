"""The trained word tagger: which words of an offer say its pay, place, job, housing, fee and so on.

One logistic regression per fact over hashed features of a word and its neighbours. All weights of
a feature are one whole number with a 16-bit lane per fact, so that a word is read by additions.
"""

import itertools
import math
import struct
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
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
        self._format = f"<{self._lanes}H"
        self._signs = sum(HALF << (LANE * index) for index in range(len(self.labels)))
        self._limits = lru_cache(maxsize=1_000)(self._make_limits)
        self._known = lru_cache(maxsize=50_000)(self._sums)
        self._joined = lru_cache(maxsize=100_000)(self._sum_of)

    def scores(self, reading: Reading) -> list[list[float] | None]:
        """For each word the log-odds of each label; None where all are under LEAST."""
        known, joined = self._known, self._joined
        bundles = [known(*bundle) for bundle in bundles_of(reading)]
        totals = [
            total + joined(pair)
            for total, pair in zip(_totals(bundles), pairs(reading), strict=True)
        ]
        return [self._log_odds(total) if self._stands_out(total) else None for total in totals]

    def _stands_out(self, total: int) -> int:
        """The top bits of the lanes that exceed LEAST."""
        return ((total >> LANE) + self._limits(total & 0xFFFF)) & self._signs

    def _make_limits(self, count: int) -> int:
        """What to add so that a lane's top bit is set just where its log-odds exceed LEAST."""
        lanes = 0
        for index, bias in enumerate(self.head["biases"]):
            limit = math.floor((LEAST - bias) / self.head["unit"]) + BIAS * count
            lanes += max(0, HALF - limit) << (LANE * index)
        return lanes

    def spans(self, reading: Reading) -> Iterator[Span]:
        """The runs of words that say a fact, for each fact, in the order of the text."""
        rows = self.scores(reading)
        if not any(rows):
            return
        for lane, label in enumerate(self.labels):
            column = [row[lane] if row else LEAST for row in rows]
            yield from runs(label, column, reading.breaks, *self.head["limits"][label])

    def _sums(self, *bundle: str) -> tuple[int, ...]:
        """The summand of a word at each place it may stand from the word looked at."""
        return tuple(
            sum(map(self._sum_of, features))
            for features in (features_of(bundle, offset) for offset in range(-REACH, REACH + 1))
        )

    def _sum_of(self, feature: str) -> int:
        return self._summands.get(key_of(feature), 0)

    def _log_odds(self, total: int) -> list[float]:
        count, *lanes = struct.unpack(self._format, total.to_bytes(2 * self._lanes, "little"))
        unit, biases = self.head["unit"], self.head["biases"]
        return [
            (lane - BIAS * count) * unit + bias for lane, bias in zip(lanes, biases, strict=True)
        ]


def _totals(bundles: Sequence[tuple[int, ...]]) -> list[int]:
    """For each word what it and the words around it add up to."""
    empty = [0] * REACH
    columns = [
        [*empty, *(bundle[place] for bundle in bundles), *empty] for place in range(2 * REACH + 1)
    ]
    shifted = (column[place : place + len(bundles)] for place, column in enumerate(columns))
    return [sum(parts) for parts in zip(*shifted, strict=True)]


def pairs(reading: Reading) -> list[str]:
    """For each word the feature it makes with the one before."""
    stems = ["<", *(word.stem for word in reading.words)]
    return [f"j {one} {two}" for one, two in itertools.pairwise(stems)]


def bundles_of(reading: Reading) -> list[tuple[str, str, str, str]]:
    """(form, stem, look, flags) of every word: all that its own features are made of."""
    text, flags, around = reading.text, reading.flags, reading.around
    looks = []
    for index, (word, gap) in enumerate(zip(reading.words, reading.gaps, strict=True)):
        first = index == 0 or reading.breaks[index - 1] == 2
        look = _look(text[word.start : word.end], first)
        marks = flags.get(index, "")
        whole = around[index] if marks else ""
        looks.append(
            (shape(word.form), word.stem, look, f"{marks}|{_gap(gap)}|{reading.name}|{whole}")
        )
    return looks


def features_of(bundle: Sequence[str], offset: int) -> Iterator[str]:
    """The features of a word that stands *offset* words from the one looked at."""
    form, stem, look, marks = bundle
    flags, gap, name, whole = marks.split("|")
    root = shape(stem.partition(":")[2])
    language = stem.partition(":")[0]
    yield f"{offset}s {root}"
    yield f"{offset}l {look}"
    for flag in flags.split() or ["-"]:
        yield f"{offset}m {flag}"
    if abs(offset) < 2:
        yield f"{offset}g {gap}"
        yield f"{offset}p {form[:4]}"
        yield f"{offset}x {form[-3:]}"
        yield f"{offset}ml {look} {flags}"
    if offset == 0:
        yield f"f {form}"
        yield f"n {name} {look}"
        yield f"nm {name} {flags}"
        yield f"b {language}"
        for flag in flags.split():
            yield from (f"w {flag} {one}" for one in whole.split())
        yield from (f"5 {form[i : i + 4]}" for i in range(1, len(form) - 3))


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
    if surface[:1].isdigit():
        return "9"
    if not surface[:1].isupper():
        return "a"
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
