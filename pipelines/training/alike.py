"""The labelled examples a hit is held against: their words and their mean states."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import jax
import numpy

from pipelines.training.fit import SIZE, prepare, shown
from pipelines.training.network import Parameters, upper
from pipelines.training.posts import Labelled
from pipelines.training.states import States, batches

EACH = 8  # examples of an indicator in a language
SHORTEST, LONGEST = 12, 160  # characters of an example worth showing


def examples(
    parameters: Parameters, posts: Sequence[Labelled], made: Sequence[States], signs: Sequence[str]
) -> tuple[list[tuple[int, str]], Any]:
    """(sign's number, words) of each example, and (examples, width) bytes: their directions."""
    words: list[tuple[int, str]] = []
    rows, counted = [], Counter[tuple[str, str]]()
    for post, pieces, states in _upper(parameters, posts, made, signs):
        for name, text, place in _shown(post, signs):
            at = shown(pieces, place)
            if at and counted[name, post.language] < EACH:
                counted[name, post.language] += 1
                words.append((signs.index(name), text))
                mean = states[at].mean(0)
                rows.append(numpy.round(mean / numpy.abs(mean).max() * 127).astype("i1"))
    return words, numpy.array(rows)


def _upper(
    parameters: Parameters, posts: Sequence[Labelled], made: Sequence[States], signs: Sequence[str]
) -> Iterator[tuple[Labelled, Any, Any]]:
    ahead = jax.jit(upper)
    for length, chosen in batches(made, SIZE):
        batch = prepare(posts, made, chosen, length, signs)
        states = numpy.asarray(ahead(parameters, batch.states, batch.real))
        for place, number in enumerate(chosen):
            yield posts[number], made[number].pieces, states[place]


def _shown(post: Labelled, signs: Sequence[str]) -> Iterator[tuple[str, str, Any]]:
    for name in post.signs.keys() & set(signs):
        field, start, end = post.signs[name][0]
        text = (post.title if field == "title" else post.text)[start:end]
        if SHORTEST <= len(text) <= LONGEST:
            yield name, text, post.signs[name][0]
