"""Held-out values that keep posts whole: a post is read by a training that has not seen it."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy

from crawler.items import ROLES
from pipelines.encoder.packed import Packed
from pipelines.judge import standalone
from pipelines.training.fit import fit, values
from pipelines.training.measure import least_alone, limits, offers, sureness, truths
from pipelines.training.network import Parameters
from pipelines.training.posts import LANES, Labelled
from pipelines.training.raising import raising
from pipelines.training.states import Made
from pipelines.training.tally import Tally

PARTS = 8  # a post's part follows from its id: it stays there when others are added
LEAST = -1.5  # log-odds below the limit that are still told, for other steps to weigh


class HeldOut(NamedTuple):
    """The numbers of the posts held out, their values, and the last training, which saw the rest."""

    numbers: list[int]
    values: list[Any]
    fitted: Parameters


def part(post: Labelled) -> int:
    """Which of the PARTS a post belongs to."""
    return int(hashlib.sha256(post.id.encode()).hexdigest(), 16) % PARTS


def held_out(
    posts: Sequence[Labelled], made: Made, signs: Sequence[str], packed: Packed, parts: int
) -> HeldOut:
    """Train once for each of the first *parts*, without it, and read it."""
    numbers: list[int] = []
    found: list[Any] = []
    for chosen in range(parts):
        left = [number for number, post in enumerate(posts) if part(post) == chosen]
        rest = [number for number, post in enumerate(posts) if part(post) != chosen]
        fitted = fit(*made.of(posts, rest), signs, packed)
        numbers += left
        rows = [made.written[number] for number in left]
        found += values(fitted, [posts[number] for number in left], rows, signs)
    return HeldOut(numbers, found, fitted)


def measured(
    posts: Sequence[Labelled], held: HeldOut, signs: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Tally]]:
    """What the head needs (limits, sureness), and scores by name, from posts not trained on."""
    read = [posts[number] for number in held.numbers]
    known = offers(read)
    odds, truth = numpy.array([held.values[n][0] for n in known]), truths(read, signs)[known]
    least = limits(odds, truth)
    above = odds - numpy.array(least)
    scores: dict[str, Tally] = {}
    for number, row in zip(known, above, strict=True):
        _add_signs(scores, read[number], {signs[n] for n in (row > 0).nonzero()[0]}, signs)
    for post, (_, roles, lanes) in zip(read, held.values, strict=True):
        _add(scores, "role", post.role, ROLES[int(roles.argmax())])
        _add(scores, "lane", post.lane, LANES[int(lanes.argmax())])
    sure = sureness(above, truth, LEAST)
    single = [n for n, name in enumerate(signs) if name in standalone()]
    alone = least_alone(above[:, single], truth[:, single], sure)
    head = {"limits": least, "sure": sure, "held": len(read), "least": LEAST, "alone": alone}
    counts = raising(read, held.values, head, signs)
    return head | {"raising": counts}, scores


def _add_signs(
    scores: dict[str, Tally], post: Labelled, found: set[str], signs: Sequence[str]
) -> None:
    truth = post.signs.keys() & set(signs)
    for name in ("signs", f"signs in {post.language}"):
        scores.setdefault(name, Tally()).add(truth, found)
    for name in truth | found:
        scores.setdefault(f"sign {name}", Tally()).add(truth & {name}, found & {name})


def _add(scores: dict[str, Tally], kind: str, truth: str | None, found: str | None) -> None:
    for name in {truth, found} - {None}:
        scores.setdefault(f"{kind} {name}", Tally()).add({truth} & {name}, {found} & {name})
