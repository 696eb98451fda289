"""The trained clause reader: which indicators a clause shows, by its words and pieces of words.

One logistic regression per indicator over hashed features. All weights of a feature are one whole
number with a 16-bit lane per indicator, so that a clause is read by plain additions: no numpy.
"""

import math
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from crawler.failure import Failure
from crawler.words import Word
from pipelines.clauses import Clause, pair_feature, signs, word_features
from pipelines.lanes import BIAS, HALF, LANE, Weights, load

WEIGHTS = Path(__file__).with_name("clauses.bin")
MAGIC = b"OWCR1\n"
# A clause with few features must not shout: it is scaled as if it had this many.
FEWEST, SCALE = 40, 3.0
STEPS = 4  # limits are made for quarters of log-odds, so that few make do for every text


class ReaderError(Failure):
    """The weights are missing or of another make; the message says what to do."""


class Reader:
    """The weights of one training, and the sums made with them."""

    def __init__(self, weights: Weights) -> None:
        self.head, self._summands = weights
        self.labels: list[str] = self.head["labels"]
        self._lane = {label: LANE * index for index, label in enumerate(self.labels)}
        self._ones = sum(1 << (LANE * index) for index in range(len(self.labels)))
        self._known = lru_cache(maxsize=50_000)(self._sum)
        self._limits = lru_cache(maxsize=10_000)(self._make_limits)

    @property
    def version(self) -> str:
        """The digest of what it was trained on."""
        return str(self.head["version"])

    def prepare(self, words: Sequence[Word], gaps: Sequence[str]) -> "Prepared":
        """The summands of every word of a text, looked up once for all its clauses."""
        stems = [word.stem for word in words]
        known, summand = self._known, self._summands.get
        marks = [(n, one) for n, gap in enumerate(gaps) if gap != " " for one in signs(gap)]
        return Prepared(
            [known(form, stem) for _, _, form, stem in words],
            [0, *(summand(key, 0) for key in keys_of(list(map(pair_feature, stems, stems[1:]))))],
            [n for n, _ in marks],
            [known(one, "") for _, one in marks],
        )

    def read(self, text: "Prepared", clause: Clause, least: float) -> list[tuple[str, float]]:
        """(indicator, log-odds) of each indicator whose log-odds in the clause exceed *least*."""
        total, size = text.add(clause)
        over = (total + self._limits(size, math.floor(STEPS * least))) & self._signs
        return [one for one in self._scores(total, size, over) if one[1] > least] if over else []

    def score(self, text: "Prepared", clause: Clause, name: str) -> float:
        """The log-odds of indicator *name* in one clause; 0 if it was never learnt."""
        if name not in self._lane:
            return 0.0
        total, size = text.add(clause)
        return next(self._scores(total, size, HALF << self._lane[name]))[1]

    def _sum(self, first: str, second: str) -> int:
        """The summand of a word (form, stem) or of a sign (and nothing)."""
        keys = keys_of(word_features(first, second) if second else [first])
        return sum(filter(None, map(self._summands.get, keys)))

    @cached_property
    def _signs(self) -> int:
        return HALF * self._ones

    def _make_limits(self, size: int, steps: int) -> int:
        """What to add so that a lane's top bit is set just where the score exceeds steps / STEPS."""
        unit, least = self._unit(size), steps / STEPS
        lanes = 0
        for index, bias in enumerate(self.head["biases"]):
            limit = max(-HALF // 2, min(HALF // 2, math.floor((least - bias) / unit) + 1))
            lanes += (HALF - limit - BIAS * size) << (LANE * index)
        return lanes

    def _scores(self, total: int, size: int, over: int) -> Iterator[tuple[str, float]]:
        """The log-odds in the lanes whose top bit is set in *over*."""
        unit = self._unit(size)
        lanes = total + (HALF - BIAS * size) * self._ones
        while over:
            lowest = over & -over
            over ^= lowest
            index = lowest.bit_length() // LANE - 1
            weight = ((lanes >> (LANE * index)) & (2 * HALF - 1)) - HALF
            yield self.labels[index], weight * unit + self.head["biases"][index]

    def _unit(self, size: int) -> float:
        """What one step of a weight is worth in a clause of *size* features."""
        return float(self.head["unit"]) * SCALE / math.sqrt(max(size, FEWEST))


class Prepared(NamedTuple):
    """A text's summands: of each word, of it with the one before, and of signs after words."""

    words: list[int]
    pairs: list[int]
    places: list[int]
    marks: list[int]

    def add(self, clause: Clause) -> tuple[int, int]:
        """The clause's weights, each summand once, and how many features it has."""
        start, end, _ = clause
        found = {*self.words[start:end], *self.pairs[start + 1 : end]}
        if self.marks:
            first, last = bisect_left(self.places, start), bisect_left(self.places, end)
            found.update(self.marks[first:last])
        total = sum(found)
        return total >> LANE, total & (2 * HALF - 1)


def keys_of(features: Sequence[str]) -> Iterator[int]:
    """The keys of *features*, none of which holds a line break; they are encoded in one go."""
    together = "\n".join(features).encode("utf-8", "surrogatepass")
    return map(zlib.crc32, together.split(b"\n") if features else ())


def sure(odds: float) -> float:
    """Log-odds as a confidence from 0 to 1."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def open_reader(path: Path) -> Reader:
    """The reader kept at *path*; ReaderError if there is none or it is of another make."""
    return Reader(load(path, MAGIC, ReaderError))


@cache
def reader() -> Reader:
    """The reader that ships with OfferWatch, loaded once."""
    return open_reader(WEIGHTS)
