"""The trained clause reader: which indicators a clause shows, by its words and pieces of words.

One logistic regression per indicator over hashed features. All weights of a feature are one whole
number with a 16-bit lane per indicator, so that a clause is read by plain additions: no numpy.
"""

import json
import math
import zlib
from array import array
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from crawler.failure import Failure
from crawler.words import Word
from pipelines.clauses import Clause, pair_feature, signs, word_features

WEIGHTS = Path(__file__).with_name("clauses.bin")
MAGIC = b"OWCR1\n"
LANE, HALF, BIAS = 16, 1 << 15, 128
# A clause with few features must not shout: it is scaled as if it had this many.
FEWEST, SCALE = 40, 3.0


class ReaderError(Failure):
    """The weights are missing or of another make; the message says what to do."""


class Reader:
    """The weights of one training, and the sums made with them."""

    def __init__(self, raw: bytes) -> None:
        head, _, body = raw.removeprefix(MAGIC).partition(b"\n")
        self.head: dict[str, Any] = json.loads(head)
        self.labels: list[str] = self.head["labels"]
        keys = array("I")
        plain = zlib.decompress(body)
        keys.frombytes(plain[: 4 * self.head["features"]])
        self._rows = plain[4 * self.head["features"] :]
        self._place = {key: index for index, key in enumerate(keys)}
        self._ones = sum(1 << (LANE * index) for index in range(len(self.labels)))
        self._known = lru_cache(maxsize=100_000)(self._sum)
        self._limits = lru_cache(maxsize=2_000)(self._make_limits)

    @property
    def version(self) -> str:
        """The digest of what it was trained on."""
        return str(self.head["version"])

    def prepare(self, words: Sequence[Word], gaps: Sequence[str]) -> "Prepared":
        """The summands of every word of a text, looked up once for all its clauses."""
        summands: list[int] = []
        firsts: list[int] = []
        before = ""
        for word, gap in zip(words, gaps, strict=True):
            summands.append(self._known(before, f" {word.stem}") if before else 0)
            firsts.append(len(summands))
            summands.append(self._known(word.form, word.stem))
            if gap != " ":
                summands += [self._known(sign, "") for sign in signs(gap)]
            before = word.stem
        firsts.append(len(summands) + 1)
        return Prepared(summands, firsts)

    def read(self, text: "Prepared", clause: Clause, least: float) -> list[tuple[str, float]]:
        """(indicator, log-odds) of each indicator whose log-odds in the clause exceed *least*."""
        total, size = text.add(clause)
        over = (total + self._limits(size, least)) & self._signs
        return list(self._scores(total, size, over)) if over else []

    def scores(self, text: "Prepared", clause: Clause) -> dict[str, float]:
        """The log-odds of every indicator in one clause."""
        return dict(self._scores(*text.add(clause), self._signs))

    def _sum(self, first: str, second: str) -> int:
        """The summand of a word, of a pair or of a sign: biased weights above, their number below."""
        if second.startswith(" "):
            features = [pair_feature(first, second[1:])]
        else:
            features = word_features(first, second) if second else [first]
        places = [self._place.get(key_of(feature)) for feature in features]
        known = [self._unpack(place) for place in places if place is not None]
        return (sum(known) << LANE) + len(known)

    def _unpack(self, place: int) -> int:
        """A row of bytes, each BIAS more than its weight, as lanes."""
        width = len(self.labels)
        wide = bytearray(2 * width)
        wide[::2] = self._rows[place * width : (place + 1) * width]
        return int.from_bytes(wide, "little")

    @cached_property
    def _signs(self) -> int:
        return HALF * self._ones

    def _make_limits(self, size: int, least: float) -> int:
        """What to add so that a lane's top bit is set just where the score exceeds *least*."""
        unit = self._unit(size)
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
    """A text's summands in order, and where the one of each word stands (one past the end too)."""

    summands: list[int]
    firsts: list[int]

    def add(self, clause: Clause) -> tuple[int, int]:
        """The clause's weights, each summand once, and how many features it has."""
        found = self.summands[self.firsts[clause.start] : self.firsts[clause.end] - 1]
        total = sum(set(found))
        return total >> LANE, total & (2 * HALF - 1)


def key_of(feature: str) -> int:
    """The 32-bit key a feature is kept under."""
    return zlib.crc32(feature.encode("utf-8", "surrogatepass"))


def sure(odds: float) -> float:
    """Log-odds as a confidence from 0 to 1."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def write(path: Path, head: dict[str, Any], keys: Sequence[int], rows: bytes) -> None:
    """Keep a training: head {labels, biases, unit, version}, feature keys and rows of bytes."""
    head = {**head, "features": len(keys)}
    body = zlib.compress(array("I", keys).tobytes() + rows, 9)
    path.write_bytes(MAGIC + json.dumps(head, sort_keys=True).encode() + b"\n" + body)


def open_reader(path: Path) -> Reader:
    """The reader kept at *path*; ReaderError if there is none or it is of another make."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ReaderError(
            f"{path.name}: cannot be read ({error.strerror}); train it again"
        ) from error
    if not raw.startswith(MAGIC):
        raise ReaderError(f"{path.name}: not weights of this version; train it again")
    return Reader(raw)


@cache
def reader() -> Reader:
    """The reader that ships with OfferWatch, loaded once."""
    return open_reader(WEIGHTS)
