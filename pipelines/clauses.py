"""Cuts a post into clauses and turns their words into features: the eye of the clause reader."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from crawler.words import Word

# A clause of one or two words ("Phone", "Our client") says nothing alone, so short pieces join
# their neighbour; a sentence is read whole as well, for evidence often spans a comma.
SHORTEST, LEAST = 4, 3
_SENTENCE = re.compile(r"[.!?…;](?:\W*\s|\W*$)|\n|[•|]|\s[–—]\s")
_COMMA = re.compile(r",\s|\s[-/]\s|\)\s?|\s\(|:\s")
_SIGNS = re.compile(r"[€$£₴₽%+@?]")
_DIGIT = re.compile(r"\d")
GRAMS = (4, 5)


class Clause(NamedTuple):
    """A run of words, by index (end past the last), and whether it is a whole sentence."""

    start: int
    end: int
    whole: bool


def clauses(text: str, words: Sequence[Word]) -> Iterator[Clause]:
    """The clauses of *text* and then each sentence of more than one, in order."""
    yield from clauses_between([breaking(gap) for gap in gaps(text, words)])


def clauses_between(breaks: Sequence[int]) -> Iterator[Clause]:
    """The clauses of words after which *breaks* stand (0, 1, 2: as `breaking` says)."""
    start = 0
    for index, kind in enumerate(breaks):
        if kind == 2 or index == len(breaks) - 1:
            yield from _sentence(start, index + 1, breaks)
            start = index + 1


def gaps(text: str, words: Sequence[Word]) -> list[str]:
    """What stands after each word, up to the next one."""
    places = [word.start for word in words[1:]] + [len(text)]
    return [text[word.end : place] for word, place in zip(words, places, strict=False)]


@lru_cache(maxsize=5_000)
def breaking(gap: str) -> int:
    """2: a sentence ends in this *gap*; 1: a clause; 0: neither."""
    if gap == " ":
        return 0
    return 2 if _SENTENCE.search(gap) else 1 if _COMMA.search(gap) else 0


@lru_cache(maxsize=5_000)
def signs(gap: str) -> tuple[str, ...]:
    """The signs in *gap* that mean something: money, per cent, a question."""
    return () if gap == " " else tuple(dict.fromkeys(_SIGNS.findall(gap)))


def shape(form: str) -> str:
    """*form* with every digit as 0: a sum is a sum."""
    return form if form.isalpha() else _DIGIT.sub("0", form)


@lru_cache(maxsize=50_000)
def _shape_of(stem: str) -> str:
    """The shape of a *stem* without its language."""
    return shape(stem.partition(":")[2])


def word_features(form: str, stem: str) -> list[str]:
    """The stem and the 4- and 5-letter pieces of a word; *stem* may carry its language."""
    form = shape(form)
    edged = f"<{form}>"
    pieces = [edged[i : i + n] for n in GRAMS for i in range(len(edged) - n + 1)]
    return [f"={_shape_of(stem)}", *pieces]


def pair_feature(first: str, second: str) -> str:
    """Two stems side by side."""
    return f"{_shape_of(first)} {_shape_of(second)}"


def features(gap_list: Sequence[str], words: Sequence[Word], clause: Clause) -> list[str]:
    """All features of one clause; a word, a pair or a sign that comes again adds nothing."""
    found: list[str] = []
    seen: set[tuple[str, str]] = set()
    before = ""
    for index in range(clause.start, clause.end):
        word = words[index]
        parts = {("", word.form): word_features(word.form, word.stem)}
        if before:
            parts[before, word.stem] = [pair_feature(before, word.stem)]
        parts |= {("", sign): [sign] for sign in signs(gap_list[index])}
        found += [one for key, part in parts.items() if key not in seen for one in part]
        seen |= parts.keys()
        before = word.stem
    return found


def _sentence(start: int, end: int, breaks: Sequence[int]) -> Iterator[Clause]:
    """The clauses of one sentence, and the sentence if it has several."""
    if end - start < LEAST:
        return
    cuts = _cuts(start, end, breaks)
    for first, last in pairwise(cuts):
        yield Clause(first, last, len(cuts) == 2)
    if len(cuts) > 2:
        yield Clause(start, end, True)


def _cuts(start: int, end: int, breaks: Sequence[int]) -> list[int]:
    """Where the clauses of a sentence begin, and its end; none shorter than SHORTEST words."""
    cuts = [start]
    for index in range(start, end - 1):
        if breaks[index] and index + 1 - cuts[-1] >= SHORTEST:
            cuts.append(index + 1)
    if len(cuts) > 1 and end - cuts[-1] < SHORTEST:
        cuts.pop()
    return [*cuts, end]
