"""The encoder's states of all labelled posts, made once: what the trained layers start from."""

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy

from crawler.words import fold
from pipelines.encoder.network import Encoder
from pipelines.encoder.packed import Floats, Packed, where
from pipelines.encoder.pieces import Pieces
from pipelines.encoder.reading import Read, windows
from pipelines.training.posts import Labelled

FROZEN = 8  # layers that stay as shipped; those above are trained
BARE = 8  # one post in so many is read as typed without marks and capitals, too
PROCESSES = os.cpu_count() or 1


class States(NamedTuple):
    """One post: its pieces, and the states (pieces + 2, width) in half precision."""

    pieces: list[Read]
    rows: Floats


class Made(NamedTuple):
    """The states of all posts as written and, of one in BARE, as typed without marks, by number."""

    written: list[States]
    bare: dict[int, States]

    def of(
        self, posts: Sequence[Labelled], chosen: Sequence[int]
    ) -> tuple[list[Labelled], list[States]]:
        """The *chosen* posts with their states; those that were made bare stand there twice."""
        twice = [number for number in chosen if number in self.bare]
        made = [self.written[number] for number in chosen] + [self.bare[n] for n in twice]
        return [posts[number] for number in (*chosen, *twice)], made


def all_states(posts: Sequence[Labelled]) -> Made:
    """What the trained layers start from, for every post."""
    some = range(0, len(posts), BARE)
    bare = states([posts[number] for number in some], plain=True)
    return Made(states(posts), dict(zip(some, bare, strict=True)))


def states(posts: Sequence[Labelled], *, plain: bool = False) -> list[States]:
    """The states of each post's first window; *plain*: as typed without marks and capitals."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    work = [(post.title, post.text, plain) for post in posts]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return pool.starmap(_states, work, chunksize=8)


def bare(text: str) -> str:
    """*text* without marks and capitals, of the same length: as people type on a phone."""
    return "".join(small if len(small := fold(char)) == 1 else char for char in text)


def _states(title: str, text: str, plain: bool) -> States:
    encoder, cutter = _ready()
    if plain:
        title, text = bare(title), bare(text)
    pieces = next(iter(windows(title, text, cutter, 1)), [])
    rows = encoder.states([piece.number for piece in pieces])
    return States(pieces, rows.astype(numpy.float16))


@cache
def _ready() -> tuple[Encoder, Pieces]:
    packed = Packed(where())
    return Encoder(packed, FROZEN), Pieces(packed)


def batches(
    made: Sequence[States], size: int, shuffle: numpy.random.Generator | None = None
) -> Iterator[tuple[int, list[int]]]:
    """(length, numbers of posts): posts of like length together, *size* at most."""
    by_length: dict[int, list[int]] = {}
    for number, one in enumerate(made):
        by_length.setdefault(-(-len(one.rows) // 32) * 32, []).append(number)
    found = []
    for length, numbers in sorted(by_length.items()):
        if shuffle is not None:
            shuffle.shuffle(numbers)
        found += [(length, numbers[at : at + size]) for at in range(0, len(numbers), size)]
    if shuffle is not None:
        shuffle.shuffle(found)
    yield from found
