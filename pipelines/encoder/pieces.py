"""Cuts a text into the pieces the encoder knows: the likeliest row of pieces for each word.

Unigram segmentation (Kudo 2018) by Viterbi; a word's pieces never depend on its neighbours, so
that words are remembered.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.encoder.packed import Packed

MARK = "▁"  # begins a word
LONGEST = 48  # characters of a word that are read; no word of a language is longer
_WORD = re.compile(r"\S+")


class Piece(NamedTuple):
    """A piece's number and its place in the text, in code points."""

    number: int
    start: int
    end: int


class Pieces:
    """The vocabulary, made ready."""

    def __init__(self, packed: Packed) -> None:
        self._known = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(packed.pieces, packed.scores, strict=True))
            if piece and number != packed.unknown
        }
        self._longest = max(map(len, self._known))
        self._forms = packed.forms
        self._unknown = packed.unknown, min(packed.scores) - 10
        self._row = lru_cache(maxsize=50_000)(self._best)

    def cut(self, text: str, most: int) -> list[Piece]:
        """The first *most* pieces of *text*."""
        found: list[Piece] = []
        for word in _WORD.finditer(text):
            found += self._word(word.group()[:LONGEST], word.start())
            if len(found) >= most:
                break
        return found[:most]

    def _word(self, word: str, base: int) -> Iterator[Piece]:
        forms = [self._forms.get(ord(char), char) for char in word]
        places = [base + at for at, form in enumerate(forms) for _ in form]
        if not places:
            return
        at = -1  # the mark stands before the word's first character
        for number, length in self._row("".join(forms)):
            first, at = max(at, 0), at + length
            last = places[min(max(at, 1), len(places)) - 1]
            yield Piece(number, places[min(first, len(places) - 1)], last + 1)

    def _best(self, word: str) -> list[tuple[int, int]]:
        """The numbers and lengths of the pieces of one word, its mark included."""
        text = MARK + word
        scores, back = [0.0], [(0, 0)]
        for end in range(1, len(text) + 1):
            score, start, number = max(self._ending(text, end, scores))
            scores.append(score)
            back.append((start, number))
        row, end = [], len(text)
        while end:
            start, number = back[end]
            row.append((number, end - start))
            end = start
        return row[::-1]

    def _ending(self, text: str, end: int, scores: list[float]) -> Iterator[tuple[float, int, int]]:
        """(score, start, number) of each piece that ends at *end*."""
        number, penalty = self._unknown
        yield scores[end - 1] + penalty, end - 1, number
        for start in range(max(0, end - self._longest), end):
            if known := self._known.get(text[start:end]):
                yield scores[start] + known[1], start, known[0]
