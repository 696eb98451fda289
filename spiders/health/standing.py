"""Where a source stands: the state its newest runs put it in, since when, why, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from index import runs
from index.runs import Run
from spiders.health.states import STATES, State, of_run


@dataclass(frozen=True, slots=True)
class Standing:
    """`failing` counts the failing runs in a row up to now; `since` is None where nothing was."""

    state: State
    since: datetime | None = None
    why: str = ""
    next: str = ""
    failing: int = 0


def standing(source: str, past: Sequence[Run]) -> Standing:
    """Where *source* stands by its runs, newest first."""
    counted = [run for run in past if run.state not in (runs.RUNNING, runs.STOPPED)]
    failing = sum(1 for _ in takewhile(lambda run: run.failing, counted))
    if not past:
        return _say(source, STATES["never crawled"])
    newest = past[0]
    if newest.state in (runs.RUNNING, runs.STOPPED):
        before = f"; the crawl before was {of_run(counted[0].state).name}" if counted else ""
        state = STATES[newest.state]
        return _say(source, state, newest.started_at, (newest.why or state.means) + before, failing)
    same = list(takewhile(lambda run: run.state == newest.state, counted))
    return _say(source, of_run(newest.state), same[-1].started_at, newest.why, failing)


def _say(
    source: str, state: State, since: datetime | None = None, why: str = "", failing: int = 0
) -> Standing:
    todo = state.next.replace("NAME", source)
    return Standing(state, since, why or state.means, todo, failing)
