"""What the collecting commands say: the summary of a crawl, the table of the sources."""

from contextlib import closing, nullcontext
from typing import Any

from crawler.home import Home
from index import runs
from index.rows import Rows
from spiders.crawl import Outcome
from spiders.health.judging import HISTORY
from spiders.health.standing import standing
from spiders.health.states import of_run
from spiders.source import Source

_ALWAYS = ("pages", "posts", "new", "changed", "seen")
_SOMETIMES = (
    "gone", "unchanged", "unrecognised", "login_walls", "over_budget", "older_than_since",
)  # fmt: skip
_NAMED = {"gone": "posts gone", "unchanged": "pages not modified"}


def bring_up(home: Home) -> str:
    """Bring the index up to the rows; in words, what was done or why it was not."""
    from index import opening
    from index.engines import IndexTrouble

    try:
        done = opening.bring_up(home)
    except IndexTrouble as error:
        return f"not brought up: {error}"
    return f"not brought up: {opening.BUSY}" if done is None else f"{done} changes followed"


def plain(outcome: Outcome, index: str) -> dict[str, Any]:
    """An outcome as plain values."""
    said = {"source": outcome.source, "state": outcome.state, "why": outcome.said}
    more = {"counts": dict(outcome.counts), "missing": outcome.missing, "index": index}
    return said | {"next": _todo(outcome)} | more


def _todo(outcome: Outcome) -> str:
    return of_run(outcome.state).next.replace("NAME", outcome.source)


def crawled(outcome: Outcome, index: str) -> str:
    """A crawl's summary, one thing a line."""
    counts = outcome.counts
    lines = [f"{outcome.source}: {outcome.state}"]
    lines.append("  " + ", ".join(f"{name} {counts.get(name, 0)}" for name in _ALWAYS))
    for title in ("raised", "refused"):
        if named := _under(counts, title):
            lines.append(f"  {title}: {named}")
    for name in _SOMETIMES:
        if counts.get(name):
            lines.append(f"  {_NAMED.get(name, name.replace('_', ' '))}: {counts[name]}")
    if outcome.said and outcome.state != "stopped":
        lines += [f"  why: {outcome.said}", f"  next: {_todo(outcome)}"]
    return "\n".join([*lines, f"  index: {index}"])


def _under(counts: Any, title: str) -> str:
    start = f"{title}/"
    found = ((key.removeprefix(start), n) for key, n in counts.items() if key.startswith(start))
    return ", ".join(f"{name} {n}" for name, n in found)


def row(home: Home, source: Source, rows: Rows | None = None) -> dict[str, Any]:
    """A source, where it stands and its last crawl, as plain values."""
    with closing(Rows(home.rows)) if rows is None else nullcontext(rows) as kept:
        past = runs.last(kept, source.name, HISTORY)
    at, last = standing(source.name, past), next(iter(past), None)
    said = {"name": source.name, "start": list(source.start), "reader": source.reader}
    return said | {
        "schedule": source.schedule,
        "last_run": last.started_at.isoformat() if last else None,
        "state": at.state.name,
        "kind": at.state.kind,
        "since": at.since.isoformat() if at.since else None,
        "why": at.why,
        "next": at.next,
        "failing_runs": at.failing,
        "counts": last.counts if last else {},
    }


def table(found: list[dict[str, Any]]) -> str:
    """The sources as columns; below, of each that is not well, why and what to do."""
    if not found:
        return "no sources yet; make one with `offerwatch check URL --save NAME`"
    head = ("name", "state", "since", "last crawl", "posts", "new", "schedule", "reader", "start")
    rows = [head, *(_cells(one) for one in found)]
    wide = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = [
        "  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*lines, *(line for one in found for line in _unwell(one))])


def _unwell(one: dict[str, Any]) -> list[str]:
    if one["kind"] == "well" or one["state"] == "running":
        return []
    many = one["failing_runs"]
    times = f" ({many} runs in a row)" if many > 1 and one["kind"] == "failing" else ""
    todo = [f"  next: {one['next']}"] if one["next"] else []
    return ["", f"{one['name']}: {one['state']}: {one['why']}{times}", *todo]


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    start = one["start"][0] + (f" +{len(one['start']) - 1}" if len(one["start"]) > 1 else "")
    counts, minute = one["counts"], slice(0, 16)
    return (
        one["name"],
        one["state"],
        (one["since"] or "-")[minute].replace("T", " "),
        (one["last_run"] or "-")[minute].replace("T", " "),
        str(counts.get("posts", 0)),
        str(counts.get("new", 0)),
        one["schedule"] or "-",
        one["reader"],
        start,
    )
