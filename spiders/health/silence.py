"""How long a source may bring no new post before it counts as silent.

Unless its file says `silent_days`, it is twice the longest time between two runs with new posts
among the last twenty, at least 7 and at most 90 days; 14 while fewer than five such times are known.
Clocks jump: runs of a time to come are left out, and times between runs of over 90 days.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from index.runs import Run

LEAST, UNKNOWN, MOST = timedelta(days=7), timedelta(days=14), timedelta(days=90)
GAPS, ENOUGH, TIMES = 20, 5, 2


def last_new(runs: Sequence[Run], now: datetime) -> datetime | None:
    """When a run last brought a new post; else when the first of *runs* was."""
    known = [run for run in runs if run.started_at <= now]
    brought = [run.started_at for run in known if run.counts.get("new")]
    return max(brought, default=min((run.started_at for run in known), default=None))


def allowed(runs: Sequence[Run], now: datetime, stated: int | None) -> timedelta:
    """How long the source may be silent, by its file or by what *runs* were like."""
    if stated is not None:
        return timedelta(days=stated)
    times = [run.started_at for run in runs if run.counts.get("new") and run.started_at <= now]
    gaps = [after - before for before, after in pairwise(sorted(times))][-GAPS:]
    usual = [gap for gap in gaps if gap <= MOST]
    return UNKNOWN if len(usual) < ENOUGH else min(MOST, max(LEAST, TIMES * max(usual)))


def silent(runs: Sequence[Run], now: datetime, stated: int | None) -> str | None:
    """Why the source counts as silent *now*, in words; None when it does not."""
    since, may = last_new(runs, now), allowed(runs, now, stated)
    if since is None or now - since <= may:
        return None
    return f"no new post for {(now - since).days} days; more than {may.days} counts as silent here"
