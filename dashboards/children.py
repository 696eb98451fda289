"""The processes the daemon starts; once it stops, none is started any more and none is left."""

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

log = logging.getLogger(__name__)
PATIENCE = 30.0


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
        """Ask every child to end, wait *patience* seconds in all, then end it."""
        with self._lock:
            self._stopping = True
            left = list(self._running)
        for child in left:
            child.terminate()
        for child in left:
            try:
                child.wait(patience)
            except subprocess.TimeoutExpired:
                log.warning("a crawl did not stop within %.0f s and was ended", patience)
                child.kill()
                child.wait()
