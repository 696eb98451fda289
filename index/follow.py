"""Brings an engine up to the rows, by seq, in batches; deletions included. Who follows holds the
home's lock (`index.opening`): one at a time."""

from collections.abc import Callable, Iterator

from index.change import Change
from index.engines import Engine
from index.rows import Rows

BATCH = 1000


def follow(rows: Rows, engine: Engine, progress: Callable[[int, int], None] | None = None) -> int:
    """Apply every change the engine has not seen; how many. *progress* gets (followed, last seq).

    An engine that claims more than the rows have ever drawn belongs to other rows and is refilled.
    """
    last, done = rows.last_seq(), 0
    if engine.followed() > last:
        engine.clear()
    while changes := rows.changes(engine.followed(), BATCH):
        engine.apply(changes, changes[-1].seq)
        done += len(changes)
        if progress:
            progress(changes[-1].seq, max(last, changes[-1].seq))
    return done


def forget(rows: Rows, engine: Engine) -> int:
    """Follow, then let the engine lose the very bytes of what was purged or erased; how many changes.

    An index only marks a post as deleted until it next merges: retention is not proven before.
    """
    done = follow(rows, engine)
    engine.renew(_everything(rows))
    return done


def _everything(rows: Rows) -> Iterator[Change]:
    """Every row that still has its words, by seq, a batch in memory at a time."""
    after = 0
    while changes := rows.changes(after, BATCH):
        yield from (change for change in changes if change.post is not None)
        after = changes[-1].seq
