"""Brings kept posts to today's rules, a batch at a time; an interrupted run goes on where it stopped."""

from collections.abc import Callable
from dataclasses import replace

from crawler.items import Post
from index.rows import Rows
from index.tables import posts
from pipelines.road import read, rules

BATCH = 200


def retag(rows: Rows, progress: Callable[[int], None] = lambda done: None) -> tuple[int, int]:
    """Read every post whose rules are not today's again; (how many were read, how many changed)."""
    done = changed = 0
    while batch := rows.where(outdated(), limit=BATCH):
        changed += rows.update([_again(post) for post in batch])
        done += len(batch)
        progress(done)
    return done, changed


def outdated() -> object:
    """The SQL condition for posts that today's rules have not read."""
    return posts.c.rules.is_distinct_from(rules())


def _again(post: Post) -> Post:
    return read(replace(post))
