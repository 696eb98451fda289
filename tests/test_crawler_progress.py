"""A bar is for a person at a terminal: nothing of it reaches a file or a pipe."""

import os
import pty
import subprocess
import sys

WORK = """
from crawler.progress import bar
with bar("counting sheep") as progress:
    for n in range(1, 4):
        progress(n, 3)
print("done")
"""


def test_a_pipe_sees_nothing():
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_a_terminal_sees_what_is_done():
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-c", WORK],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    out, _ = child.communicate(timeout=30)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert out == b"done\n"
    assert "counting sheep" in shown
    assert "100%" in shown
