"""Decides who must look at a post: its lane, its place there, and why.

Lanes, first that holds: child, disclosure, fraud, queue (ILO combination rule). Only offers and
replies are queued: a warning, a job seeker and a question use the words of a bad offer.

Codes of reasons, put into sentences where they are read:
`minor`: may concern a minor.  `disclosure`: somebody tells of their own exploitation.
`task_scam`: money asked of the applicant for work from home, or paid clicks.
`standalone`: one indicator that raises a post alone.
`two_strong`, `strong_and_other`, `three_medium`, `two_medium_and_weak`: within one dimension.
`two_dimensions`: a medium or strong sign in each of two.
`mitigating`: a sign of care; it stands in the reasons of every raised post that shows one.

`priority`, 0 to 10,000, orders a lane: 1,500 a strong, 600 a medium and 100 a weak sign, each
times its confidence; 2,000 for a sign that stands alone; 400 for each dimension beyond the first;
less 300 a mitigating sign. A child or disclosure post begins at 5,000.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.items import RESTRICTED, Hit, Lane, Page, Post, Reason
from crawler.words import fold
from pipelines.catalogue import home_folders, load_all
from pipelines.look import look
from pipelines.minors import may_concern_minor

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

OFFERS = frozenset({"offer", "reply"})
MINOR, SCAM = "minor.language", "fraud.task_scam"
FEES = frozenset({"offer.fee.recruitment", "offer.fee.documents_training"})
# A trained hit below SURE is shown but raises nothing, and each sign of care asks for surer ones;
# so do signs that are not backed by a second one of their dimension.
SURE, PER_CARE = 0.5, 0.05
SURE_ALONE, SURE_APART, SURE_SCAM = 0.8, 0.7, 0.7
FRAUD = 0.5  # the post reader's chance of the lane
WEIGHT = {"strong": 1500, "medium": 600, "weak": 100}
ALONE, DIMENSION, CARE, RESTRICTED_FROM, TOP = 2000, 400, 300, 5000, 10_000

_HOME = re.compile(
    r"\b(?:from home|remote(?:ly)?|home ?office|at home|zdaln\w+|z domu|w domu|chalupnicz\w*|віддален\w+|дистанційн\w+|"
    r"з дому|вдома|удал[её]нн\w+|удал[её]нк\w+|дистанционн\w+|из дома|на дому|de acasa|la domiciliu|von zu ?hause|"
    r"heimarbeit|desde casa|teletrabajo|en casa|teletravail|a domicile|depuis chez|de chez (?:vous|toi))\b"
)

Numbered = list[tuple[int, Hit]]


def judge(post: Post, *folders: Path) -> Post:
    """Set lane, restricted, priority and reasons of *post* from its role and hits.

    *folders* hold indicators beyond the catalogue's. Raises IndicatorError if a file is wrong.
    """
    post.lane, post.reasons = _lane(post, standalone(*folders))
    post.restricted = post.lane in RESTRICTED
    if post.lane:
        care = [number for number, hit in enumerate(post.hits) if hit.polarity == "mitigating"]
        post.reasons += [Reason("mitigating", care)] if care else []
    post.priority = priority(post) if post.lane else 0
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


def priority(post: Post) -> int:
    """The place of a raised post in its lane, 0 to 10,000, higher first."""
    best: dict[str, Hit] = {}
    for hit in post.hits:
        if hit.id not in best or hit.confidence > best[hit.id].confidence:
            best[hit.id] = hit
    risks = [hit for hit in best.values() if hit.polarity == "risk"]
    score = sum(WEIGHT[hit.strength] * hit.confidence for hit in risks)
    score += ALONE * any(reason.code == "standalone" for reason in post.reasons)
    score += DIMENSION * max(0, len({hit.dimension for hit in risks}) - 1)
    score -= CARE * (len(best) - len(risks))
    score += RESTRICTED_FROM * (post.lane in RESTRICTED)
    return max(0, min(TOP, round(score)))


def _lane(post: Post, alone: frozenset[str]) -> tuple[Lane | None, list[Reason]]:
    """The first lane that holds, with its reasons."""
    read = look(post).reading
    lanes = read.lanes if read else {}
    if minor := may_concern_minor(post, lanes.get("child")):
        return "child", [Reason("minor", list(minor.hits))]
    if post.role == "disclosure":
        return "disclosure", [Reason("disclosure", _numbers(post, "post.victim_disclosure"))]
    if post.role not in OFFERS:
        return None, []
    counted = _counted(post)
    reasons = list(combined(counted, alone))
    if _is_fraud(post, counted, lanes):
        named = [number for number, hit in counted if hit.id in {SCAM, *FEES}]
        return "fraud", [Reason("task_scam", named)]
    return ("queue", reasons) if reasons else (None, [])


def combined(hits: Numbered, alone: frozenset[str]) -> Iterator[Reason]:
    """The reasons the combination rule finds in *hits* (number and hit); ids in *alone* need no other."""
    single = [number for number, hit in hits if hit.id in alone and _is_sure(hit, SURE_ALONE)]
    if single:
        yield Reason("standalone", single)
    dimensions: dict[str, Numbered] = defaultdict(list)
    for number, hit in hits:
        if hit.dimension != "own.post_type":
            dimensions[hit.dimension].append((number, hit))
    for inside in dimensions.values():
        code = _positive(inside)
        if code:
            yield Reason(code, [number for number, _ in inside])
    serious = [
        [number for number, hit in inside if hit.strength != "weak" and _is_sure(hit, SURE_APART)]
        for inside in dimensions.values()
    ]
    if sum(map(bool, serious)) >= 2:
        yield Reason("two_dimensions", sorted(chain.from_iterable(serious)))


def _positive(hits: Numbered) -> str | None:
    """Which clause of the ILO rule makes a dimension positive; an indicator counts once."""
    strengths = list({hit.id: hit.strength for _, hit in hits}.values())
    strong, medium = strengths.count("strong"), strengths.count("medium")
    weak = len(strengths) - strong - medium
    rules = {
        "two_strong": strong >= 2,
        "strong_and_other": strong >= 1 and medium + weak >= 1,
        "three_medium": medium >= 3,
        "two_medium_and_weak": medium >= 2 and weak >= 1,
    }
    return next((code for code, holds in rules.items() if holds), None)


def _counted(post: Post) -> Numbered:
    """The risk hits sure enough to raise a post; each sign of care asks for surer ones."""
    care = len({hit.id for hit in post.hits if hit.polarity == "mitigating"})
    least = min(0.9, SURE + PER_CARE * care)
    numbered = enumerate(post.hits)
    return [
        (number, hit) for number, hit in numbered if hit.polarity == "risk" and _is_sure(hit, least)
    ]


@cache
def standalone(*folders: Path) -> frozenset[str]:
    """Ids of the indicators that raise a post alone; a minor has a lane of its own."""
    return frozenset(one.id for one in load_all(*folders) if one.standalone_alert) - {MINOR}


def from_home(text: str) -> bool:
    """Does *text* speak of work from home?"""
    return _HOME.search(fold(text)) is not None


def _is_fraud(post: Post, counted: Numbered, lanes: Mapping[str | None, float]) -> bool:
    """Is it money that the post is after, and nothing worse?"""
    if any(_is_grave(hit) for _, hit in counted):
        return False
    if lanes.get("fraud", 0.0) >= FRAUD:
        return True
    if any(hit.id == SCAM and _is_sure(hit, SURE_SCAM) for _, hit in counted):
        return True
    asks = any(hit.id in {SCAM, *FEES} for _, hit in counted)
    return asks and from_home(f"{post.title}\n{post.text}")


def _is_sure(hit: Hit, least: float) -> bool:
    return hit.by != "model" or hit.confidence >= least


def _is_grave(hit: Hit) -> bool:
    """A sign that a task scam has not: strong, and neither of money nor of contact."""
    return (
        hit.strength == "strong"
        and hit.id not in FEES
        and hit.dimension not in ("own.contact_and_identity", "own.network_pattern")
    )


def _numbers(post: Post, name: str) -> list[int]:
    return [number for number, hit in enumerate(post.hits) if hit.id == name]
