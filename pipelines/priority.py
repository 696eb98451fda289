"""The place of a post in its lane: a sum that a person can follow (docs/lanes.md lists it).

The points were chosen on posts of corpus/ that no reader had been trained on, among ordinary adverts
(`benchmarks.priority`); a regression over the same things orders what is raised as well (0.996).
"""

from crawler.items import RESTRICTED, Hit, Post
from pipelines.post_reader import Reading

WEIGHT = {"strong": 1000, "medium": 600, "weak": 100}
ALONE, DIMENSION, CARE = 500, 300, 600
# For all that the post reader knows of the whole post: its chance that some lane fits.
LANE = 2000
RESTRICTED_FROM, TOP = 5000, 10_000


def priority(post: Post, reading: Reading | None) -> int:
    """0 to 10,000, higher first, of a judged post that the post reader read as *reading*."""
    best = _surest(post)
    risks = [hit for hit in best if hit.polarity == "risk"]
    score = sum(WEIGHT[hit.strength] * hit.confidence for hit in risks)
    score += ALONE * any(reason.code == "standalone" for reason in post.reasons)
    score += DIMENSION * max(0, len({hit.dimension for hit in risks}) - 1)
    score -= CARE * (len(best) - len(risks))
    score += LANE * (1 - reading.lanes.get(None, 0.0)) if reading else 0
    score += RESTRICTED_FROM * (post.lane in RESTRICTED)
    return max(0, min(TOP, round(score)))


def _surest(post: Post) -> list[Hit]:
    """Of each indicator the surest hit."""
    best: dict[str, Hit] = {}
    for hit in post.hits:
        if hit.id not in best or hit.confidence > best[hit.id].confidence:
            best[hit.id] = hit
    return list(best.values())
