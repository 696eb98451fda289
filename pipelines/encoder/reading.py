"""What the encoder reads of a post: the pieces of its title and text, with the way back to them."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipelines.clean import view
from pipelines.encoder.pieces import Piece, Pieces

MOST = 384  # pieces that are read at once; attention costs the square of it
_SHOUTED = re.compile(r"\b[^\W\d_a-zа-яёіїєґąćęłńóśźżăâîșțäöüßñáéíúàèùêôç]{5,}\b")


class Read(NamedTuple):
    """One piece: its number and its place in a field of the post, in code points."""

    number: int
    field: Literal["title", "text"]
    start: int
    end: int


def windows(
    title: str, text: str, cutter: Pieces, most: int, parts: Sequence[tuple[int, int]] = ()
) -> Iterator[list[Read]]:
    """The pieces of a post, MOST at a time; nothing beyond *most* windows is read.

    *parts* are the slices of the text to read; none means from its beginning.
    """
    pieces = list(_read("title", title, cutter, MOST))[: MOST // 2]
    for start, end in parts or [(0, len(text))]:
        pieces += _read("text", text[start:end], cutter, MOST * most, start)
    for at in range(0, min(len(pieces), MOST * most), MOST):
        yield pieces[at : at + MOST]


def _read(
    field: Literal["title", "text"], text: str, cutter: Pieces, most: int, base: int = 0
) -> Iterator[Read]:
    seen = view(text[: most * 12])
    for piece in cutter.cut(quiet(seen.text), most):
        start, end = _place(piece, seen.places)
        yield Read(piece.number, field, base + start, base + end)


def _place(piece: Piece, places: Sequence[int]) -> tuple[int, int]:
    return places[piece.start], places[max(piece.start, piece.end - 1)] + 1


def quiet(text: str) -> str:
    """*text* with words of capitals in small letters, none of which changes its length."""
    return _SHOUTED.sub(lambda word: "".join(map(_small, word.group())), text)


def _small(char: str) -> str:
    small = char.lower()
    return small if len(small) == 1 else char
