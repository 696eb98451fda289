"""The captured sites of the shared folder, served over HTTP and crawled by the real command."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import as_lines

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("OFFERWATCH_SHARED") or ROOT.parent / "shared")

needed = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "forums").is_dir(), reason="no captured sites: set OFFERWATCH_SHARED"
    ),
]


class Served:
    """One captured site on *port*, or a free one: its address, what it was asked, its truth there."""

    def __init__(self, name, folder, port=None):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = port or free.getsockname()[1]
        self.site, self.log = SHARED / "forums" / name, folder / "hits.jsonl"
        command = [sys.executable, str(SHARED / "forums" / "replay.py"), str(self.site)]
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port), "--log", str(self.log)], stdout=subprocess.PIPE
        )
        self.process.stdout.readline()
        self.url = f"http://127.0.0.1:{self.port}/"

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()

    def asked(self):
        return [json.loads(line)["path"] for line in self.log.read_text().splitlines()]

    def truth(self, name=None):
        text = ((self.site if name is None else self.site.parent / name) / "truth.json").read_text()
        old = re.match(r"https?://([^/]+)", json.loads(text)["base_url"])[1]
        return json.loads(text.replace(old, f"127.0.0.1:{self.port}"))


def crawl(served, tmp_path, *words):
    out = tmp_path / "posts.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "offerwatch", "crawl", served.url, "--allow-private",
         "--delay", "0", "--home", str(tmp_path / "home"), "--out", str(out), "--json", *words],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return as_lines(out.read_bytes()), json.loads(done.stdout)
