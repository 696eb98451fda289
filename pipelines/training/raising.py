"""What the held-out posts say of raising: are signs that raise alone right, and are honest offers left?

An honest offer (a hard negative) is one of no lane that shows signs of care or none at all. The first
look is taken to have found risk in every post, so in truth fewer are raised than is said here.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy

from crawler.items import OFFERS, ROLES, Hit, Post
from pipelines.catalogue import load_all
from pipelines.judge import lane_of, standalone
from pipelines.look import Look
from pipelines.post_reader import Reading
from pipelines.training.posts import LANES, Labelled


class Count(NamedTuple):
    """How many, and of how many."""

    found: int
    of: int


def raising(
    posts: Sequence[Labelled], values: Sequence[tuple[Any, Any, Any]], head: Mapping[str, Any],
    signs: Sequence[str],
) -> dict[str, Count]:  # fmt: skip
    """Counts by what they say, from the held-out *values* (log-odds of signs, logits) of *posts*."""
    known = [
        (post, judged(post, value, head, signs))
        for post, value in zip(posts, values, strict=True)
        if post.told and post.role in OFFERS
    ]
    honest = [made for post, made in known if is_honest(post)]
    shown, raised = list(_alone(known, 0.0)), list(_alone(known, head["alone"]))
    serious = [made for made in honest if any(_is_serious(hit) for hit in made.hits)]
    return {
        "signs that may raise alone, as shown: right": Count(sum(shown), len(shown)),
        f"the same from a chance of {head['alone']}: right": Count(sum(raised), len(raised)),
        "honest offers that are shown a strong sign": Count(len(serious), len(honest)),
        "honest offers that are raised": Count(sum(made.lane is not None for made in honest), len(honest)),
    }  # fmt: skip


def is_honest(post: Labelled) -> bool:
    """Is it an offer of no lane with signs of care, or without any sign?"""
    risks = {one.id for one in load_all() if one.polarity == "risk"}
    return post.role == "offer" and post.lane is None and risks.isdisjoint(post.signs)


def judged(
    post: Labelled, value: tuple[Any, Any, Any], head: Mapping[str, Any], signs: Sequence[str]
) -> Post:
    """The post as it is judged by what the post reader sees in it and nothing else; role given."""
    odds, _, lanes = value
    made = Post(title=post.title, text=post.text, role=post.role)
    made.hits = list(_hits(odds - numpy.array(head["limits"]), head["sure"], signs))
    read = Reading({post.role: 1.0}, dict(zip(LANES, map(float, _shares(lanes)), strict=True)), {})
    seen = Look({role: float(role == post.role) for role in ROLES}, read, risky=True)
    made.lane, made.reasons = lane_of(made, seen, standalone(), head["alone"])
    return made


def _hits(above: Any, sure: tuple[float, float], signs: Sequence[str]) -> Iterator[Hit]:
    known = {one.id: one for one in load_all()}
    for number in (above > 0).nonzero()[0]:
        if one := known.get(signs[number]):
            chance = 1 / (1 + math.exp(-(sure[0] * float(above[number]) + sure[1])))
            yield Hit(
                id=one.id, version=one.version, by="model", strength=one.strength,
                polarity=one.polarity, dimension=one.dimension, confidence=chance,
            )  # fmt: skip


def _alone(known: Sequence[tuple[Labelled, Post]], least: float) -> Iterator[bool]:
    """For each hit of at least this chance that may raise a post alone, whether it is right."""
    for post, made in known:
        for hit in made.hits:
            if hit.id in standalone() and hit.confidence >= least:
                yield hit.id in post.signs


def _is_serious(hit: Hit) -> bool:
    return hit.polarity == "risk" and (hit.strength == "strong" or hit.id in standalone())


def _shares(values: Any) -> Any:
    powers = numpy.exp(values - values.max())
    return powers / powers.sum()
