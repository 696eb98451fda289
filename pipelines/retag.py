"""Brings kept posts to today's rules, a batch at a time; an interrupted run goes on where it stopped."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import ColumnElement

from crawler.items import COMPUTED, Post
from index.rows import Rows
from index.tables import posts
from pipelines.catalogue import load_all
from pipelines.road import read, rules
from pipelines.structure_hits import carried
from pipelines.structure_rows import settle

BATCH = 200
FINDINGS = tuple(name for name in COMPUTED if name != "rules")
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Retagged:
    """How many posts were read again, in how many something else was found, and how many of those
    read were raised before and after, by lane."""

    read: int = 0
    changed: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)

    def note(self, old: Post, new: Post) -> None:
        """Count one post read."""
        self.read += 1
        self.changed += any(getattr(old, name) != getattr(new, name) for name in FINDINGS)
        self.before.update([old.lane] if old.lane else [])
        self.after.update([new.lane] if new.lane else [])


def retag(rows: Rows, *folders: Path, progress: Progress = lambda done, total: None) -> Retagged:
    """Read every post again that today's rules have not read; *progress* hears done and total.

    *folders* hold indicators beyond the catalogue's. What posts show together with others is kept,
    and looked at again at the end. An edit that a crawl brings meanwhile is never overwritten; it is read in a later batch.
    """
    done, old_rules = Retagged(), outdated(*folders)
    total = len(rows.ids(posts.c.doc.is_not(None), old_rules))
    known = {one.id: one for one in load_all(*folders)}
    progress(0, total)
    while batch := rows.where(old_rules, limit=BATCH):
        again = [carried(post, read(replace(post), *folders), known, *folders) for post in batch]
        rows.update(again)
        for old, new in zip(batch, again, strict=True):
            done.note(old, new)
        progress(done.read, max(total, done.read))
    settle(rows, *folders)
    return done


def outdated(*folders: Path) -> ColumnElement[bool]:
    """The SQL condition for posts that today's rules have not read."""
    return posts.c.rules.is_distinct_from(rules(*folders))
