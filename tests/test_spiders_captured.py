"""The captured sites, served over HTTP and crawled by the real command, against their truth."""

import json
import os
import re
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from index.rows import Rows
from tests.server import as_lines
from tests.truth import compare

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("OFFERWATCH_SHARED") or ROOT.parent / "shared")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not (SHARED / "forums").is_dir(), reason="no captured sites: set OFFERWATCH_SHARED"
    ),
]


class Served:
    """One captured site on a free port: its address, what it was asked, its truth there."""

    def __init__(self, name, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
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


@pytest.fixture
def served(request, tmp_path):
    site = Served(request.param, tmp_path)
    yield site
    site.stop()


def crawl(served, tmp_path):
    out = tmp_path / "posts.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "offerwatch", "crawl", served.url, "--allow-private",
         "--delay", "0", "--home", str(tmp_path / "home"), "--out", str(out), "--json"],
        cwd=ROOT, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return as_lines(out.read_bytes()), json.loads(done.stdout)


@pytest.mark.parametrize("served", ["phpbb"], indirect=True)
def test_a_whole_board_is_read_as_it_is(served, tmp_path):
    posts, said = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    shown = "\n".join(scores.wrong[:20])
    assert min(scores.precision, scores.recall) >= 0.99, shown
    assert min(scores.author, scores.posted_at, scores.board, scores.text) >= 0.98, shown
    assert len(served.asked()) == len(set(served.asked()))
    assert said["counts"]["pages"] == len(served.asked()) - 1
    rows = Rows(f"sqlite:///{tmp_path / 'home/data/offerwatch.db'}")
    before, ids = rows.last_seq(), {post["id"] for post in posts}
    again, _ = crawl(served, tmp_path)
    assert rows.last_seq() == before
    assert {post["id"] for post in again} == ids == set(rows.ids())


@pytest.mark.parametrize("served", ["phpbb-nocookie-sample"], indirect=True)
def test_sessions_in_every_link_lead_to_no_page_twice(served, tmp_path):
    posts, _ = crawl(served, tmp_path)
    bare = [re.sub(r"[?&;]sid=[^&;#]*", "", path) for path in served.asked()]
    assert Counter(bare).most_common(1)[0][1] == 1
    truth = served.truth("phpbb")
    wanted = ("12", "16", "24", "41")
    truth["topics"] = [
        one for one in truth["topics"] if re.search(r"[?&]t=(\d+)", one["url"])[1] in wanted
    ]
    scores = compare([one for one in posts if one["thread"]["id"] in wanted], truth)
    assert min(scores.precision, scores.recall, scores.text, scores.author) == 1, scores.wrong


@pytest.mark.parametrize("served", ["osclass"], indirect=True)
def test_every_ad_is_read_as_it_is(served, tmp_path):
    posts, _ = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    shown = "\n".join(scores.wrong[:20])
    assert scores.recall == 1, shown
    assert min(scores.precision, scores.posted_at, scores.text, scores.title) >= 0.98, shown
