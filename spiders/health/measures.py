"""What a run is measured by, and the least that is expected of it, stated or learned.

A quiet week brings an incremental crawl few posts, so nothing here is a bare number of posts: each
measure sets what was found against what could have been.

A run that read fewer than five is judged together with the runs before it, newest first, until
there are five: so a slow board is judged too, and a quiet run does not make well what is not.

Learned is the median over the last ten well runs that read five or more, from three of them on; a
share also from fewer that read fifty together. A *share* may lie below it by 0.1 and, for a run of
n, by 1/sqrt(n) more, which is two standard errors of a share at their widest; a *rate* falls short
only below a quarter of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Literal

from spiders.source import Expect

Counts = Mapping[str, int]
FEWEST = 5  # posts or pages below which a share of them says nothing
RUNS, ENOUGH, PLENTY = 10, 3, 50  # well runs that are learned from: at most, at least; posts
MARGIN, QUARTER = 0.1, 0.25


@dataclass(frozen=True, slots=True)
class Measure:
    """`part` of `whole` in a run's counts; a share is at most 1, a rate is any number."""

    name: str
    kind: Literal["share", "rate"]
    part: str
    whole: Callable[[Counts], int]
    says: str


@dataclass(frozen=True, slots=True)
class Miss:
    """A measure a run fell short of, in words; `stated` when the source's file demands it."""

    measure: Measure
    words: str
    stated: bool


def _posts(counts: Counts) -> int:
    return counts.get("posts", 0)


def thread_pages(counts: Counts) -> int:
    """Pages that were asked for as a thread's, and read."""
    return counts.get("thread_pages", 0)


MEASURES = (
    Measure("with_text", "share", "with_text", _posts, "of the posts have a text"),
    Measure("with_date", "share", "with_date", _posts, "of the posts have a date"),
    Measure("with_author", "share", "with_author", _posts, "of the posts have an author"),
    Measure("pages", "share", "with_posts", thread_pages, "of the pages of threads have posts"),
    Measure("posts a page", "rate", "posts", lambda c: c.get("with_posts", 0), "posts a page"),
    Measure("threads a listing", "rate", "threads_seen", lambda c: c.get("listings", 0),
            "threads a listing"),
)  # fmt: skip


def misses(
    counts: Counts, before: Sequence[Counts], well: Sequence[Counts], expect: Expect
) -> list[Miss]:
    """Where a run with *counts* fell short of what is stated, else of what the *well* runs had;
    *before* are all runs before it. Both are newest first."""
    return [*_number(counts, expect), *_each([counts, *before], well, expect)]


def _each(runs: Sequence[Counts], well: Sequence[Counts], expect: Expect) -> Iterator[Miss]:
    for one in MEASURES:
        part, n = gathered(one, runs)
        if n < FEWEST:
            continue
        found, stated = part / n, getattr(expect, one.name, None)
        least = stated if stated is not None else learned(one, well, n)
        if least is not None and found < least:
            yield Miss(one, _words(one, found, least), stated is not None)


def gathered(measure: Measure, runs: Sequence[Counts]) -> tuple[float, int]:
    """The part and the whole of a measure in the newest of *runs*; of those before it as much, in
    the same proportion, as is needed for FEWEST."""
    part, n = float(runs[0].get(measure.part, 0)), measure.whole(runs[0])
    for one in runs[1:]:
        if n >= FEWEST:
            break
        whole = measure.whole(one)
        take = min(whole, FEWEST - n)
        part, n = part + (one.get(measure.part, 0) * take / whole if whole else 0), n + take
    return part, n


def _words(measure: Measure, found: float, least: float) -> str:
    form = "{:.0%}" if measure.kind == "share" else "{:.1f}"
    return f"{form.format(found)} {measure.says}, expected {form.format(least)} at least"


def learned(measure: Measure, well: Sequence[Counts], n: int) -> float | None:
    """The least a run of *n* has by what *well* runs had, None while too little is known."""
    known = [one for one in well if measure.whole(one) >= FEWEST][:RUNS]
    share = measure.kind == "share"
    if len(known) < ENOUGH and not (share and sum(map(measure.whole, known)) >= PLENTY):
        return None
    middle = median(one.get(measure.part, 0) / measure.whole(one) for one in known)
    return middle - MARGIN - 1 / sqrt(n) if share else middle * QUARTER


_NUMBER = Measure("posts", "rate", "posts", lambda _: 1, "posts")


def _number(counts: Counts, expect: Expect) -> Iterator[Miss]:
    """The stated number of posts is that of a whole crawl; one that leaves out the threads that
    did not move is to bring that part of it."""
    if expect.posts is None or counts.get("over_budget") or counts.get("older_than_since"):
        return
    seen = counts.get("threads_seen", 0)
    part = min(1.0, counts.get("threads_moved", 0) / seen) if seen else 1.0
    due = int(expect.posts * part)
    if _posts(counts) < due:
        scaled = f" ({part:.0%} of {expect.posts})" if part < 1 else ""
        yield Miss(_NUMBER, f"{_posts(counts)} posts, expected {due}{scaled}", stated=True)
