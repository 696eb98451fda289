"""How a run ended: the one of the states it is, by what it counted and what runs before it had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from index import runs
from spiders.health import silence
from spiders.health.measures import Miss, misses, thread_pages
from spiders.health.states import STATES
from spiders.pages.walls import WALLS
from spiders.source import Source

HISTORY = 200  # runs looked back at
_ROBOTS = ("robots", "robots_unknown")
_OURS = frozenset(
    {"host", "scheme", "method", "credentials", "endless", "private_address", "not_text"}
    | {"too_large", "compressed_bomb", "robots", "robots_unknown", "reader_failed"}
    | {"http_404", "http_410"}
)
"""What is refused by our own manners, or is gone, says nothing of whether the site answers."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run as it ended: `finished` when nothing cut it off; `trouble` is the first thing that
    went wrong, in words, and `why` the first refusal of each reason."""

    counts: Mapping[str, int]
    finished: bool = True
    trouble: str = ""
    why: Mapping[str, str] = field(default_factory=dict)

    def of(self, *names: str) -> int:
        """The sum of some counts."""
        return sum(self.counts.get(name, 0) for name in names)

    @property
    def read(self) -> int:
        """Pages that answered and were not known already."""
        return self.of("pages") - self.of("unchanged")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A run's name in the record, why in one sentence, and what it fell short of."""

    state: str
    why: str = ""
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Past:
    """The runs before this one, newest first: the last of them, and those with news (`runs.news`),
    which may lie further back."""

    newest: Sequence[runs.Run] = ()
    news: Sequence[runs.Run] = ()


def judge(source: Source, ended: Ended, past: Past, now: datetime) -> Verdict:
    """The verdict on a run that ended *now*."""
    if not ended.finished:
        return Verdict(runs.STOPPED, STATES[runs.STOPPED].means)
    for look in (_nothing, _walls, _unread, _empty):
        if verdict := look(ended, past.newest):
            return verdict
    return _measured(source, ended, past.newest) or _silent(source, ended, past.news, now)


def _nothing(ended: Ended, past: Sequence[runs.Run]) -> Verdict | None:
    """Nothing answered, or next to nothing."""
    refused = {key.partition("/")[2]: n for key, n in ended.counts.items() if _is_refusal(key)}
    away = sum(n for reason, n in refused.items() if reason not in _OURS)
    had = ended.of("posts", "threads_seen", "unchanged")
    if ended.of("pages") and away <= (ended.of("pages") if had else 0):
        return None
    found = _commonest(ended)
    if found and found != "soft_block":  # an error's page may well be empty
        return Verdict(found, ended.trouble or STATES[found].means)
    for name in _ROBOTS:
        if name in refused and not ended.of("pages"):
            return Verdict("robots", ended.why.get(name) or STATES["robots"].means)
    if "http_401" in refused:
        return Verdict("login_wall", ended.why.get("http_401") or STATES["login_wall"].means)
    return Verdict("unreachable", ended.trouble or "nothing was fetched")


def _is_refusal(key: str) -> bool:
    return key.startswith("refused/")


def _walls(ended: Ended, past: Sequence[runs.Run]) -> Verdict | None:
    """Walls on half of the pages, or on any while nothing of a board was seen."""
    found = _commonest(ended)
    if not found:
        return None
    n, nothing = _wall(ended, found), not ended.of("posts", "threads_seen")
    if nothing or 2 * sum(_wall(ended, name) for name in WALLS) >= ended.read:
        return Verdict(found, f"{STATES[found].means} ({n} of {ended.read} pages)")
    return None


def _commonest(ended: Ended) -> str | None:
    best = max(WALLS, key=lambda name: _wall(ended, name))
    return best if _wall(ended, best) else None


def _wall(ended: Ended, name: str) -> int:
    read = ended.of("login_walls") if name == "login_wall" else 0
    return max(ended.of(f"walls/{name}"), read)


def _unread(ended: Ended, past: Sequence[runs.Run]) -> Verdict | None:
    """Pages came, and no reader knew one of them, or it broke on half of them."""
    broke = ended.of("refused/reader_failed")
    if broke and 2 * broke >= ended.read:
        return Verdict("failed", ended.trouble or f"the reader failed on {broke} pages; report it")
    if not ended.read or ended.of("unrecognised") < ended.read:
        return None
    if any(run.state == runs.DONE for run in past):
        return Verdict("layout_changed", f"no reader knows its pages any more: {ended.trouble}")
    return Verdict("failed", ended.trouble or "no reader knows its pages")


def _empty(ended: Ended, past: Sequence[runs.Run]) -> Verdict | None:
    """Pages were read and no post was on them, though threads were there to be read, or none."""
    if not ended.read or ended.of("posts", "over_budget", "older_than_since"):
        return None
    threads, seen = thread_pages(ended.counts), ended.of("threads_seen")
    if threads > 2 or (threads and not seen):  # one or two may have been deleted meanwhile
        return Verdict(
            "layout_changed", f"{threads} pages of threads were read, with no post on any"
        )
    if seen:
        return None
    if any(run.counts.get("posts") or run.counts.get("threads_seen") for run in past):
        return Verdict(
            "layout_changed", f"{ended.read} pages were read, with no post or thread on any"
        )
    return Verdict("soft_block", f"{ended.read} pages answered, with no post on any")


def _measured(source: Source, ended: Ended, past: Sequence[runs.Run]) -> Verdict | None:
    well = [run.counts for run in past if run.state in (runs.DONE, "silent")]
    found = misses(ended.counts, [run.counts for run in past], well, source.expect)
    if not found:
        return None
    words = [one.words for one in found]
    return Verdict(_name(found), "; ".join(words), words)


def _name(found: Sequence[Miss]) -> str:
    """Fewer than before is short; other than before is a changed layout."""
    changed = any(one.measure.kind == "share" and not one.stated for one in found)
    return "layout_changed" if changed else "short"


def _silent(source: Source, ended: Ended, news: Sequence[runs.Run], now: datetime) -> Verdict:
    why = None if ended.of("new") else silence.silent(news, now, source.silent_days)
    return Verdict("silent", why) if why else Verdict(runs.DONE)
