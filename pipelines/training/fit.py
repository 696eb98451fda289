"""Fits the post reader to labelled posts: AdamW in a fixed order, so that a run can be repeated."""

import sys
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy

from crawler.items import OFFERS, ROLES
from pipelines.encoder.packed import Packed
from pipelines.encoder.reading import Read
from pipelines.training.network import Batch, Parameters, forward, fresh, loss
from pipelines.training.posts import LANES, Labelled, Place
from pipelines.training.states import FROZEN, States, batches

TRAINED = 2  # layers above the frozen ones
ROUNDS, RATE, HEADS, SIZE, SEED = 6, 1e-3, 5.0, 8, 0
DECAY, MOMENTS, MOST = 0.01, (0.9, 0.999), 1.0


def fit(
    posts: Sequence[Labelled], made: Sequence[States], signs: Sequence[str], packed: Packed,
    *, rounds: int = ROUNDS,
) -> Parameters:  # fmt: skip
    """Parameters fitted to *posts*, of which *made* holds the states."""
    sizes = len(signs), len(ROLES), len(LANES)
    parameters = fresh(packed, range(FROZEN, FROZEN + TRAINED), sizes, SEED)
    moments = jax.tree.map(lambda one: (jnp.zeros_like(one), jnp.zeros_like(one)), parameters)
    shuffle = numpy.random.default_rng(SEED)
    steps = rounds * sum(1 for _ in batches(made, SIZE))
    done, total = 0, 0.0
    for number in range(rounds):
        for length, chosen in batches(made, SIZE, shuffle):
            batch = prepare(posts, made, chosen, length, signs)
            key = jax.random.fold_in(jax.random.key(SEED), done)
            rate = RATE * _pace(done / steps)
            parameters, moments, cost = _step(parameters, moments, batch, key, rate, done + 1.0)
            done, total = done + 1, total + float(cost)
        sys.stderr.write(f"round {number + 1} of {rounds}: loss {total * rounds / steps:.3f}\n")
        total = 0.0
    return parameters


def values(
    parameters: Parameters, posts: Sequence[Labelled], made: Sequence[States], signs: Sequence[str]
) -> list[tuple[Any, Any, Any]]:
    """For each post the log-odds of its signs, and the logits of roles and lanes."""
    found: dict[int, tuple[Any, Any, Any]] = {}
    ahead = jax.jit(lambda made, states, real: forward(made, states, real)[1:])
    for length, chosen in batches(made, SIZE):
        batch = prepare(posts, made, chosen, length, signs)
        rows = [numpy.asarray(one) for one in ahead(parameters, batch.states, batch.real)]
        for place, number in enumerate(chosen):
            found[number] = rows[0][place], rows[1][place], rows[2][place]
    return [found[number] for number in range(len(posts))]


def prepare(
    posts: Sequence[Labelled], made: Sequence[States], chosen: Sequence[int], length: int,
    signs: Sequence[str],
) -> Batch:  # fmt: skip
    """The states and labels of the *chosen* posts, filled up to SIZE posts of *length* pieces."""
    width = made[0].rows.shape[1]
    empty = numpy.zeros
    batch = Batch(
        empty((SIZE, length, width), "f4"), empty((SIZE, length), "f4"),
        empty((SIZE, length, len(signs)), "f4"), empty((SIZE, len(signs)), "f4"),
        empty(SIZE, "i4"), empty(SIZE, "i4"), empty(SIZE, "f4"), empty(SIZE, "f4"),
    )  # fmt: skip
    for place, number in enumerate(chosen):
        post, (pieces, rows) = posts[number], made[number]
        batch.states[place, : len(rows)], batch.real[place, : len(rows)] = rows, 1
        batch.role[place], batch.lane[place] = ROLES.index(post.role), LANES.index(post.lane)
        batch.told[place], batch.acts[place] = post.told and post.role in OFFERS, post.told
        for name in post.signs.keys() & set(signs):
            column = signs.index(name)
            batch.signs[place, column] = 1
            for span in post.signs[name]:
                batch.pieces[place, shown(pieces, span), column] = 1
    return batch


def shown(pieces: Sequence[Read], span: Place) -> list[int]:
    """The rows of the states (the begin mark is row 0) whose pieces touch *span*."""
    field, start, end = span
    return [
        row for row, one in enumerate(pieces, 1)
        if one.field == field and one.start < end and one.end > start
    ]  # fmt: skip


def _pace(done: float) -> float:
    """Up in a tenth of the way, then down along a cosine."""
    if done < 0.1:
        return done / 0.1
    return 0.02 + 0.98 * (1 + float(numpy.cos(numpy.pi * (done - 0.1) / 0.9))) / 2


@jax.jit
def _step(
    parameters: Parameters, moments: Any, batch: Batch, key: Any, rate: Any, count: Any
) -> tuple[Parameters, Any, Any]:
    cost, slopes = jax.value_and_grad(loss)(parameters, batch, key)
    size = jnp.sqrt(sum(jnp.sum(one * one) for one in jax.tree.leaves(slopes)))
    slopes = jax.tree.map(lambda one: one * jnp.minimum(1.0, MOST / size), slopes)
    first, second = MOMENTS
    moments = jax.tree.map(
        lambda slope, old: (
            first * old[0] + (1 - first) * slope, second * old[1] + (1 - second) * slope * slope,
        ),
        slopes, moments,
    )  # fmt: skip

    def moved(path: Any, one: Any, moment: Any) -> Any:
        mean, spread = moment[0] / (1 - first**count), moment[1] / (1 - second**count)
        pace = rate * (1.0 if path[0].key == "layers" else HEADS)
        return one - pace * (mean / (jnp.sqrt(spread) + 1e-8) + DECAY * one)

    return jax.tree_util.tree_map_with_path(moved, parameters, moments), moments, cost
