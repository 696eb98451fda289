"""Gives a post the hits it shows together with others, and has it judged again."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from crawler.items import Hit, Post
from index.groups import Shown
from pipelines.catalogue import Indicator
from pipelines.judge import judge


def shows(post: Post) -> bool:
    """Does *post* have a hit that it shows together with others?"""
    return any(hit.by == "structure" for hit in post.hits)


def with_shown(
    post: Post, said: Sequence[Shown], known: Mapping[str, Indicator], *folders: Path
) -> Post:
    """*post* with the hits it shows together with others, in place of those it had, judged again.

    An indicator that is unknown now, or does not hold in a post of this role, is no hit.
    """
    alone = [hit for hit in post.hits if hit.by != "structure"]
    hits = [_hit(one, known[one.indicator]) for one in said if one.indicator in known]
    allowed = [hit for hit in hits if post.role in known[hit.id].roles]
    if not allowed and not shows(post):
        return post
    return with_hits(
        post, [*alone, *sorted(allowed, key=lambda hit: (hit.id, hit.evidence))], *folders
    )


def carried(old: Post, new: Post, known: Mapping[str, Indicator], *folders: Path) -> Post:
    """*new*, a fresh reading of the words of *old*, with what *old* shows together with others."""
    said = [
        Shown(old.id, hit.id, hit.strength, tuple(hit.evidence))
        for hit in old.hits
        if hit.by == "structure"
    ]
    return with_shown(new, said, known, *folders)


def with_hits(post: Post, hits: list[Hit], *folders: Path) -> Post:
    """*post* with *hits*, judged again."""
    post.hits = hits
    post.indicators = list(dict.fromkeys(hit.id for hit in hits if hit.polarity == "risk"))
    post.mitigating = list(dict.fromkeys(hit.id for hit in hits if hit.polarity == "mitigating"))
    return judge(post, *folders)


def _hit(one: Shown, indicator: Indicator) -> Hit:
    return Hit(
        id=one.indicator, version=indicator.version, by="structure", polarity=indicator.polarity,
        strength=one.strength or indicator.strength, dimension=indicator.dimension,
        evidence=list(one.evidence),
    )  # fmt: skip
