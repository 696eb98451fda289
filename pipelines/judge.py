"""Decides who must look at a post: its lane, its place there, and why.

Lanes, first that holds: child, disclosure, fraud, queue (ILO combination rule). Only offers and
replies are queued: a warning, a job seeker and a question use the words of a bad offer.

Codes of reasons, put into sentences where they are read:
`minor`: may concern a minor.  `disclosure`: somebody tells of their own exploitation.
`task_scam`: money asked of the applicant for work from home, or paid clicks.
`standalone`: one indicator that raises a post alone.
`two_strong`, `strong_and_other`, `three_medium`, `two_medium_and_weak`: within one dimension.
`two_dimensions`: a medium or strong sign in each of two.
`alike`: two signs in a post that reads much like those that analysts want.
`mitigating`: a sign of care; it stands in the reasons of every raised post that shows one.

`priority` orders a lane (`pipelines/priority.py`).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.items import OFFERS, RESTRICTED, Hit, Lane, Page, Post, Reason
from crawler.words import fold
from pipelines.catalogue import home_folders, load_all
from pipelines.combination import (
    LIKELY,
    UNREAD,
    USUAL,
    Need,
    Numbered,
    combined,
    counted,
    is_sure,
)
from pipelines.look import Look, look
from pipelines.minors import MINOR, may_concern_minor
from pipelines.post_reader import post_reader
from pipelines.priority import priority

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SCAM = "fraud.task_scam"
FEES = frozenset({"offer.fee.recruitment", "offer.fee.documents_training"})
SURE_SCAM = 0.7  # how sure a trained hit of paid clicks must be
# Chances of lanes, by the post reader.
VERY_LIKE, SURELY_NONE = 0.9, 0.95
FRAUD = 0.5
# Must a trained sign that stands alone be as sure as held-out posts ask for, whatever the post is like?
ALONE_AS_MEASURED = True
CONTACT = "own.contact_and_identity"

_HOME = re.compile(
    r"\b(?:from home|remote(?:ly)?|home ?office|at home|zdaln\w+|z domu|w domu|chalupnicz\w*|віддален\w+|дистанційн\w+|"
    r"з дому|вдома|удал[её]нн\w+|удал[её]нк\w+|дистанционн\w+|из дома|на дому|de acasa|la domiciliu|von zu ?hause|"
    r"heimarbeit|desde casa|teletrabajo|en casa|teletravail|a domicile|depuis chez|de chez (?:vous|toi))\b"
)


def judge(post: Post, *folders: Path) -> Post:
    """Set lane, restricted, priority and reasons of *post* from its role and hits.

    *folders* hold indicators beyond the catalogue's. Raises IndicatorError if a file is wrong.
    """
    seen = look(post)
    post.lane, post.reasons = lane_of(post, seen, standalone(*folders), least_alone())
    post.restricted = post.lane in RESTRICTED
    if post.lane:
        care = [number for number, hit in enumerate(post.hits) if hit.polarity == "mitigating"]
        post.reasons += [Reason("mitigating", care)] if care else []
    post.priority = priority(post, seen.reading) if post.lane else 0
    return post


class JudgePipeline:
    """Maps `judge` over a page's posts, with the home's own indicators."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "JudgePipeline":
        """The home's folder of indicators counts too, where there is a home."""
        return cls(*home_folders(crawler))

    def process_item(self, item: Page) -> Page:
        """The same page, each post judged."""
        item.posts = [judge(post, *self.folders) for post in item.posts]
        return item


def lane_of(
    post: Post, seen: Look, alone: frozenset[str], least: float
) -> tuple[Lane | None, list[Reason]]:
    """The first lane that holds, with its reasons, of a post looked at as *seen*; the signs in *alone*
    raise it alone from a chance of *least*."""
    lanes = seen.reading.lanes if seen.reading else {}
    if minor := may_concern_minor(post, lanes.get("child")):
        return "child", [Reason("minor", list(minor.hits))]
    if post.role == "disclosure":
        return "disclosure", [Reason("disclosure", _numbers(post, "post.victim_disclosure"))]
    if post.role not in OFFERS:
        return None, []
    need = _need(seen, least)
    hits = counted(post, need)
    if _is_fraud(post, hits, lanes.get("fraud", 0.0) if seen.risky else 0.0, need):
        named = [number for number, hit in hits if hit.id in {SCAM, *FEES}]
        return "fraud", [Reason("task_scam", named or [number for number, _ in hits])]
    if lanes.get(None, 0.0) >= SURELY_NONE and all(hit.by == "model" for _, hit in hits):
        return None, []
    reasons = list(combined(hits, alone, need))
    if seen.risky and not reasons:
        reasons = list(_alike(hits, lanes.get("queue", 0.0)))
    return ("queue", reasons) if reasons else (None, [])


def least_alone() -> float:
    """The chance from which a trained sign raises a post alone, as the training found it; else 0."""
    ready = post_reader() if ALONE_AS_MEASURED else None
    return float(ready.head.get("alone", 0.0)) if ready else 0.0


def _need(seen: Look, least: float) -> Need:
    """How sure trained hits must be, by what the first look and the post reader made of the post."""
    if seen.reading is None:
        need = USUAL if post_reader() is None else UNREAD
    else:
        likely = seen.risky and seen.reading.like_queued
        need = LIKELY if likely else USUAL if seen.risky else UNREAD
    return need._replace(alone=max(need.alone, least))


def _alike(hits: Numbered, chance: float) -> Iterator[Reason]:
    """Two signs, one of them not weak, in a post that reads much like those that analysts want."""
    two = len({hit.id for _, hit in hits}) >= 2 and any(hit.strength != "weak" for _, hit in hits)
    if two and chance >= VERY_LIKE:
        yield Reason("alike", [number for number, _ in hits])


@cache
def standalone(*folders: Path) -> frozenset[str]:
    """Ids of the indicators that raise a post alone; a minor has a lane of its own."""
    return frozenset(one.id for one in load_all(*folders) if one.standalone_alert) - {MINOR}


def from_home(text: str) -> bool:
    """Does *text* speak of work from home?"""
    return _HOME.search(fold(text)) is not None


def _is_fraud(post: Post, hits: Numbered, chance: float, need: Need) -> bool:
    """Is it money that the post is after, and nothing worse?"""
    if any(_is_grave(hit) for _, hit in hits):
        return False
    if chance >= FRAUD and any(hit.strength != "weak" or hit.id == SCAM for _, hit in hits):
        return True
    if any(hit.id == SCAM and is_sure(hit, max(SURE_SCAM, need.apart)) for _, hit in hits):
        return True
    asks = any(hit.id in {SCAM, *FEES} for _, hit in hits)
    return asks and from_home(f"{post.title}\n{post.text}")


def _is_grave(hit: Hit) -> bool:
    """A sign that a task scam has not: strong, and neither of money nor of contact."""
    return (
        hit.strength == "strong"
        and hit.id not in FEES
        and hit.dimension not in (CONTACT, "own.network_pattern")
    )


def _numbers(post: Post, name: str) -> list[int]:
    return [number for number, hit in enumerate(post.hits) if hit.id == name]
