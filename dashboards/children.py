"""The processes the daemon starts; once it stops, none is started any more and none is left."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from threading import Lock

PATIENCE = 10.0


class Children:
    """Child processes of this daemon, each a run of the command `offerwatch`."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopping = False

    def run(self, words: Sequence[str]) -> int | None:
        """Run `offerwatch WORDS` and wait for it; its exit code, None when the daemon is stopping."""
        child = self._start([sys.executable, "-m", "offerwatch", *words])
        if child is None:
            return None
        code = child.wait()
        with self._lock:
            self._running.discard(child)
            return None if self._stopping else code

    def _start(self, command: list[str]) -> subprocess.Popen[bytes] | None:
        """A session of its own: Ctrl-C reaches the daemon alone, which then stops each child once."""
        with self._lock:
            if self._stopping:
                return None
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
            self._running.add(child)
            return child

    def stop(self, patience: float = PATIENCE) -> None:
        """Ask every child to end; ask again after *patience* seconds, end it after as many more.

        A crawl that is asked once finishes the requests it has begun, which a long delay draws
        out; asked twice it drops them, and still writes down how it ended.
        """
        with self._lock:
            self._stopping = True
            left = list(self._running)
        for ask in (subprocess.Popen.terminate, subprocess.Popen.terminate, subprocess.Popen.kill):
            for child in left:
                ask(child)
            left = _still_there(left, patience)


def _still_there(
    left: list[subprocess.Popen[bytes]], patience: float
) -> list[subprocess.Popen[bytes]]:
    deadline = time.monotonic() + patience
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [child for child in left if child.poll() is None]
    return left
