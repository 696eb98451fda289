"""The trained post reader: what a post does, its lane, and the signs it shows, each with its words.

A small multilingual encoder whose upper layers were trained on corpus/ (`pipelines.training`).
Without the extra `embeddings` there is none, and terms and the clause reader go on alone.
"""

import importlib.util
import json
import logging
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from crawler.failure import Failure
from crawler.items import ROLES, Role
from pipelines.reader import sure

LOG = logging.getLogger(__name__)
ARTEFACT = Path(__file__).with_name("posts.npz")
MAKE = 1  # of the file; another make is not read
WINDOWS = 4  # of a long post
NEAR = 2.5  # log-odds below a sign's best piece that still belong to its words
LIKE_QUEUED = 0.7  # the chance of the queue from which a post reads like those of it
GAP = 2  # pieces between that need not show the sign


class Sign(NamedTuple):
    """Of an indicator: the log-odds above its limit, the words that show it best, and the labelled
    example that they are most like."""

    odds: float
    field: Literal["title", "text"]
    start: int
    end: int
    like: str | None


class Reading(NamedTuple):
    """What the reader makes of one post: chances of roles and lanes, and the signs by indicator."""

    roles: dict[Role, float]
    lanes: dict[str | None, float]
    signs: dict[str, Sign]

    @property
    def like_queued(self) -> bool:
        """Does the whole post read like those that analysts want?"""
        return self.lanes.get("queue", 0.0) >= LIKE_QUEUED


class PostReader:
    """The weights of one training; reads a post in some ten milliseconds a hundred characters."""

    def __init__(self, path: Path = ARTEFACT) -> None:
        import numpy

        from pipelines.encoder.network import Encoder
        from pipelines.encoder.packed import Packed, where
        from pipelines.encoder.pieces import Pieces

        if not path.is_file():
            raise Failure(f"{path}: not there; make it with python -m pipelines.training")
        with numpy.load(path) as file:
            self.head: dict[str, Any] = json.loads(bytes(file["head"]))
            if self.head["make"] != MAKE:
                raise Failure(f"{path}: of another make; run python -m pipelines.training again")
            self._made = dict(unpack(file))
        self._packed = Packed(where())
        self._cutter = Pieces(self._packed)
        self._encoder = Encoder(self._packed, self.head["frozen"])
        self.signs: list[str] = self.head["signs"]
        self._layers = [self._layer(f"{number}.") for number in range(self.head["trained"])]
        self._limits = numpy.array(self.head["limits"], "f4")
        self._examples: list[list[int]] = [[] for _ in self.signs]
        for row, (column, _) in enumerate(self.head["examples"]):
            self._examples[column].append(row)

    @property
    def version(self) -> str:
        """The digest of what it was trained on."""
        return str(self.head["version"])

    def read(self, title: str, text: str, parts: Sequence[tuple[int, int]] = ()) -> Reading:
        """What the post does and shows; of a long post, what any of its windows shows.

        *parts* are the slices of the text to read; none means from its beginning.
        """
        from pipelines.encoder.reading import windows

        made = [
            self._window(one) for one in windows(title, text, self._cutter, WINDOWS, parts) if one
        ]
        if not made:
            return Reading({"other": 1.0}, {None: 1.0}, {})
        signs: dict[str, Sign] = {}
        for reading in made:
            for name, sign in reading.signs.items():
                if name not in signs or sign.odds > signs[name].odds:
                    signs[name] = sign
        return Reading(made[0].roles, made[0].lanes, signs)

    def _window(self, pieces: list[Any]) -> Reading:
        states = self._upper(self._encoder.states([piece.number for piece in pieces]))
        made = self._made
        at_pieces = states @ made["piece"] + made["piece_b"]
        post = (_shares(states @ made["look"]).T @ states).ravel()
        odds = _summed(at_pieces) + post @ made["sign"] - self._limits
        roles = _shares(post @ made["role"] + made["role_b"])
        lanes = _shares(post @ made["lane"] + made["lane_b"])
        shown = {
            self.signs[column]: self._sign(pieces, states, at_pieces, column, float(odds[column]))
            for column in map(int, (odds > self.head["least"]).nonzero()[0])
        }
        return Reading(
            dict(zip(ROLES, map(float, roles), strict=True)),
            dict(zip(self.head["lanes"], map(float, lanes), strict=True)), shown,
        )  # fmt: skip

    def _sign(
        self, pieces: list[Any], states: Any, at_pieces: Any, column: int, odds: float
    ) -> Sign:
        first, last = _words(at_pieces[1:-1, column], [piece.field for piece in pieces])
        like = self._like(column, states[first + 1 : last + 2].mean(0))
        return Sign(odds, pieces[first].field, pieces[first].start, pieces[last].end, like)

    def _like(self, column: int, direction: Any) -> str | None:
        """The words of the sign's example that points most in the same *direction*."""
        import numpy

        rows = self._examples[column]
        if not rows:
            return None
        held = self._made["directions"][rows]
        closeness = held @ direction / numpy.sqrt((held * held).sum(1))
        return str(self.head["examples"][rows[int(closeness.argmax())]][1])

    def _layer(self, begin: str) -> Any:
        return {
            name.removeprefix(begin): value
            for name, value in self._made.items() if name.startswith(begin)
        }  # fmt: skip

    def _upper(self, states: Any) -> Any:
        from pipelines.encoder.network import run

        for layer in self._layers:
            states = run(layer, states, self._packed)
        return states


def _words(odds: Any, where: list[str]) -> tuple[int, int]:
    """The first and last piece around a sign's best one that show it too, all of one field."""
    best = int(odds.argmax())
    least = float(odds[best]) - NEAR
    return _reach(odds, where, best, -1, least), _reach(odds, where, best, 1, least)


def _reach(odds: Any, where: list[str], best: int, step: int, least: float) -> int:
    """The farthest piece that still shows the sign, by ways of GAP pieces at most."""
    at = found = best
    while abs(at - found) <= GAP:
        at += step
        if not 0 <= at < len(where) or where[at] != where[best]:
            break
        if odds[at] >= least:
            found = at
    return found


def _shares(values: Any) -> Any:
    import numpy

    powers = numpy.exp(values - values.max(0))
    return powers / powers.sum(0)


def _summed(odds: Any) -> Any:
    import numpy

    top = odds.max(0)
    return top + numpy.log(numpy.exp(odds - top).sum(0))


def unpack(file: Any) -> Iterator[tuple[str, Any]]:
    """The arrays of the artefact by name; matrices are kept as bytes with a scale a row."""
    for name in file.files:
        if name.endswith("#"):
            yield name[:-1], file[name].astype("f4") * file[f"{name}scale"].astype("f4")
        elif name != "head" and not name.endswith("#scale"):
            yield name, file[name].astype("f4")


@cache
def post_reader() -> PostReader | None:
    """The reader, or None where it cannot be; why is said once."""
    try:
        if importlib.util.find_spec("numpy") is None:
            raise Failure("numpy is not installed; pip install 'offerwatch[embeddings]'")
        return PostReader()
    except Failure as error:
        LOG.warning("the post reader is off, terms and clauses are read alone: %s", error)
        return None


def post_reader_version() -> str:
    """The digest of what it was trained on; `none` where there is no reader."""
    ready = post_reader()
    return ready.version if ready else "none"


def chance(odds: float) -> float:
    """How likely a sign at *odds* above its limit is right, as held-out posts showed; 0 to 1."""
    ready = post_reader()
    slope, height = ready.head["sure"] if ready else (1.0, 0.0)
    return sure(slope * odds + height)
