"""What held-out posts say of a training: limits for each sign, how sure a hit is, and scores."""

from collections.abc import Sequence
from typing import Any

import numpy

from crawler.items import OFFERS
from pipelines.training.posts import Labelled

STEPS = numpy.arange(-3.0, 2.01, 0.1)
# Labels a sign needs before its own best limit counts as much as that of all. Limits set on some
# thirty labels each (15) cost 0.02 to 0.05 of F1 on posts by other hands.
TRUST = 300
# Of hits that raise a post alone, the share that must be right, and the chances looked at for it.
RIGHT_ALONE, CHANCES = 0.95, numpy.arange(0.35, 1.0, 0.05)


def limits(odds: Any, truth: Any) -> list[float]:
    """For each sign (a column) the log-odds from which it is shown, best by F1.

    A sign with few labels leans on the limit that is best for all signs together.
    """
    scores = numpy.array([_scores(odds, truth, least) for least in STEPS])  # (steps, signs, 3)
    everywhere = float(STEPS[_f1(scores.sum(1)).argmax()])
    own = STEPS[_f1(scores).argmax(0)]
    trust = truth.sum(0) / (truth.sum(0) + TRUST)
    return [round(float(one), 2) for one in trust * own + (1 - trust) * everywhere]


def sureness(odds: Any, truth: Any, least: float) -> tuple[float, float]:
    """Slope and height of the chance that a hit is right, by its log-odds above the limit (Platt)."""
    shown = odds > least
    above, right = odds[shown], truth[shown]
    slope, height = 1.0, 0.0
    for _ in range(500):
        miss = 1 / (1 + numpy.exp(-(slope * above + height))) - right
        slope -= 0.5 * float((miss * above).mean())
        height -= 0.5 * float(miss.mean())
    return round(slope, 3), round(height, 3)


def least_alone(above: Any, truth: Any, sure: tuple[float, float]) -> float:
    """The least chance from which RIGHT_ALONE of the hits are right; 1 where there is none.

    *above* and *truth* hold the signs that may raise a post alone: of one alone there are too few.
    """
    slope, height = sure
    chance = 1 / (1 + numpy.exp(-(slope * above + height)))
    for least in CHANCES:
        found = (chance >= least) & (above > 0)
        if found.any() and truth[found].mean() >= RIGHT_ALONE:
            return round(float(least), 2)
    return 1.0


def offers(posts: Sequence[Labelled]) -> list[int]:
    """The numbers of the posts whose signs are known."""
    return [n for n, post in enumerate(posts) if post.told and post.role in OFFERS]


def truths(posts: Sequence[Labelled], signs: Sequence[str]) -> Any:
    """(posts, signs): which post shows which sign."""
    return numpy.array([[name in post.signs for name in signs] for post in posts])


def _scores(odds: Any, truth: Any, least: float) -> Any:
    found = odds > least
    return numpy.stack([(found & truth).sum(0), found.sum(0), truth.sum(0)], 1)


def _f1(scores: Any) -> Any:
    return 2 * scores[..., 0] / numpy.maximum(1, scores[..., 1] + scores[..., 2])
