"""A lock keeps a second process out and ends with the first, kill -9 too."""

import os
import signal
import subprocess
import sys

import pytest

from crawler.locks import Held, only

HOLD = """
import sys
from pathlib import Path
from crawler.locks import only
with only(Path(sys.argv[1])) as handle:
    handle.write("number one")
    handle.flush()
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_holds_it_and_death_frees_it(tmp_path):
    path = tmp_path / "deep" / "a.lock"
    pipe = subprocess.PIPE
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=pipe, stdout=pipe)
    assert child.stdout.readline() == b"held\n"
    with pytest.raises(Held, match="number one"), only(path):
        pass
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    with only(path) as handle:
        assert handle.read() == ""


def test_who_waits_gets_it_when_the_other_is_done(tmp_path):
    code = "import sys; from pathlib import Path; from crawler.locks import only\nwith only(Path(sys.argv[1]), wait=True): print('mine')"
    path = tmp_path / "a.lock"
    with only(path):
        child = subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
        )
        with pytest.raises(subprocess.TimeoutExpired):
            child.communicate(timeout=0.5)
    assert child.communicate(timeout=20)[0] == "mine\n"
