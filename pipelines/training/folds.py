"""Cross-validation that keeps posts whole: each post is read by a training that has not seen it."""

from collections.abc import Sequence
from typing import Any

import numpy

from crawler.items import ROLES
from pipelines.encoder.packed import Packed
from pipelines.training.fit import fit, values
from pipelines.training.measure import Tally, limits, offers, sureness, truths
from pipelines.training.posts import LANES, Labelled
from pipelines.training.states import Made

Scores = dict[str, Tally]


def held_out(
    posts: Sequence[Labelled], made: Made, signs: Sequence[str], packed: Packed, folds: int,
) -> dict[str, Any]:  # fmt: skip
    """The head's limits and sureness, and scores by name, all from posts not trained on."""
    found = _values(posts, made, signs, packed, folds)
    known = offers(posts)
    odds, truth = numpy.array([found[n][0] for n in known]), truths(posts, signs)[known]
    least = limits(odds, truth)
    above = odds - numpy.array(least)
    sure = sureness(above, truth, -1.5)
    return {
        "head": {"limits": least, "sure": sure},
        "scores": _scores(posts, found, known, above, signs),
    }


def _values(
    posts: Sequence[Labelled], made: Made, signs: Sequence[str], packed: Packed, folds: int,
) -> list[Any]:  # fmt: skip
    """The values of each post from the training that left its fold out."""
    order = numpy.random.default_rng(0).permutation(len(posts))
    found: list[Any] = [None] * len(posts)
    for fold in range(folds):
        left = [int(n) for n in order[fold::folds]]
        rest = [int(n) for n in order if int(n) not in set(left)]
        fitted = fit(*made.of(posts, rest), signs, packed)
        seen = values(fitted, [posts[n] for n in left], [made.written[n] for n in left], signs)
        for number, one in zip(left, seen, strict=True):
            found[number] = one
    return found


def _scores(
    posts: Sequence[Labelled], found: Sequence[Any], known: Sequence[int], above: Any,
    signs: Sequence[str],
) -> Scores:  # fmt: skip
    scores: Scores = {}

    def add(name: str, truth: set[Any], seen: set[Any]) -> None:
        scores.setdefault(name, Tally()).add(truth, seen)

    for number, row in zip(known, above, strict=True):
        truth = {name for name in posts[number].signs if name in signs}
        seen = {signs[column] for column in (row > 0).nonzero()[0]}
        add("signs", truth, seen)
        add(f"signs in {posts[number].language}", truth, seen)
        for name in truth | seen:
            add(f"sign {name}", truth & {name}, seen & {name})
    for number, post in enumerate(posts):
        seen_role, seen_lane = (
            ROLES[int(found[number][1].argmax())], LANES[int(found[number][2].argmax())],
        )  # fmt: skip
        for role in {post.role, seen_role}:
            add(f"role {role}", {post.role} & {role}, {seen_role} & {role})
        for lane in {post.lane, seen_lane} - {None}:
            add(f"lane {lane}", {post.lane} & {lane}, {seen_lane} & {lane})
    return scores
