"""Runs the real command and kills its own process, for real, at a chosen moment.

python -m tests.crash KIND N offerwatch-arguments…   KIND: statement, commit, apply, replace, moment.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event


def die(*_: Any) -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Countdown:
    """Dies at the nth call, whichever thread makes it."""

    def __init__(self, n: int) -> None:
        self.left, self.lock = n, threading.Lock()

    def __call__(self, *_: Any, **__: Any) -> None:
        with self.lock:
            self.left -= 1
            if self.left == 0:
                die()


def at_statement(n: int) -> None:
    """Die before the nth INSERT, UPDATE or DELETE: in the middle of a transaction."""
    count = Countdown(n)

    def executing(_c: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if sql.lstrip().split(" ", 1)[0] in ("INSERT", "UPDATE", "DELETE"):
            count()

    event.listen(Engine, "before_cursor_execute", executing)


def at_commit(n: int) -> None:
    """Die when the nth transaction is about to commit."""
    event.listen(Engine, "commit", Countdown(n))


def at_apply(n: int) -> None:
    """Die in the nth batch of a follow, half of it handed to the engine."""
    import index.follow as follower

    real, count = follower.follow, Countdown(n)

    def follow(rows: Any, engine: Any, *rest: Any, **more: Any) -> Any:
        whole: Callable[..., None] = engine.apply

        def apply(changes: Any, upto: int) -> None:
            half = changes[: len(changes) // 2]
            if half:
                whole(half, half[-1].seq)
            count()
            whole(changes, upto)

        engine.apply = apply
        return real(rows, engine, *rest, **more)

    follower.follow = follow
    follower.BATCH = 25


def at_replace(n: int) -> None:
    """Die when the nth file is about to be renamed in (a WARC record, the index's place)."""
    import pathlib

    count, real, path_real = Countdown(n), os.replace, pathlib.Path.replace
    os.replace = lambda *a, **k: (count(), real(*a, **k))[1]  # type: ignore[assignment]
    pathlib.Path.replace = lambda *a: (count(), path_real(*a))[1]  # type: ignore[method-assign]


def at_moment(n: int) -> None:
    """Die after n milliseconds, wherever that is."""
    timer = threading.Timer(n / 1000, die)
    timer.daemon = True
    timer.start()


KINDS = {
    "statement": at_statement, "commit": at_commit, "apply": at_apply, "replace": at_replace,
    "moment": at_moment,
}  # fmt: skip


def main() -> None:
    """Arm the kill, then be `offerwatch`."""
    kind, n, *arguments = sys.argv[1:]
    KINDS[kind](int(n))
    sys.argv = ["offerwatch", *arguments]
    import offerwatch

    offerwatch.main()


if __name__ == "__main__":
    main()
