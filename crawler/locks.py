"""Locks between processes: held by an open file, so that they end with the process, kill -9 too."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class Held(Exception):
    """Another process holds the lock; the message is what it wrote into the file."""


@contextmanager
def only(path: Path, *, wait: bool = False) -> Iterator[IO[str]]:
    """Hold the lock at *path*, made when missing; the open file is for saying who holds it.

    With *wait* until the other lets go, else Held at once. OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Held(path.read_text().strip()) from error
        handle.truncate(0)
        yield handle
