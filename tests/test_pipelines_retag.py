"""`retag` reads what older rules read, loses no edit, and goes on where a killed run stopped."""

import json
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from crawler.home import make_home
from crawler.items import Post
from index.opening import opened
from index.query import parse
from index.rows import Rows
from index.tables import posts
from pipelines import retag as again
from pipelines.road import read, rules
from tests.rake import GARDEN as PLAIN
from tests.rake import SIGN

ROOT = Path(__file__).parent.parent


@pytest.fixture
def home(tmp_path):
    """A home whose rows hold posts that were read without its own indicator."""
    place = make_home(tmp_path / "home")
    with closing(Rows(place.rows)) as rows:
        rows.add([made(n) for n in range(12)])
    return place


def made(n, extra=""):
    text = f"{PLAIN} Bring a {'rakehandle' if n % 4 == 0 else 'spade'}. {n} {extra}"
    return read(Post(id=f"{n:032x}", site="b.example", source="b", text=text))


def write_sign(place, word="rakehandle", alone="true"):
    (place.indicators / "home.rake.yml").write_text(SIGN.format(word=word, alone=alone))


def run(place, *options):
    command = [sys.executable, str(ROOT / "offerwatch.py"), "retag", "--home", str(place.root)]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


def test_a_changed_indicator_changes_exactly_the_posts_it_hits_and_the_index_follows(home):
    with opened(home):
        pass
    write_sign(home)
    said = json.loads(run(home, "--json").stdout)
    assert (said["read"], said["changed"], said["index"]) == (12, 3, "followed")
    assert said["raised"] == {"before": {}, "after": {"queue": 3}}
    with opened(home) as (rows, engine):
        raised = rows.where(posts.c.lane.is_not(None))
        assert sorted(int(post.id, 16) for post in raised) == [0, 4, 8]
        assert {post.rules for post in rows.where()} == {rules(home.indicators)}
        assert {post.id for post in engine.search(parse("lane:queue")).posts} == {
            one.id for one in raised
        }
    again_said = json.loads(run(home, "--json").stdout)
    assert (again_said["read"], again_said["changed"]) == (0, 0)
    write_sign(home, word="spade", alone="false")
    told = run(home).stdout
    assert "read again: 12 posts; something else found in 12" in told
    assert "queue      3 before, 0 after" in told


def test_a_killed_run_goes_on_where_it_stopped(home):
    write_sign(home)
    code = (
        "import os, signal, sys; from pathlib import Path; from index.rows import Rows\n"
        "from pipelines import retag\nretag.BATCH = 5\n"
        "kill = lambda done, total: done == 5 and os.kill(os.getpid(), signal.SIGKILL)\n"
        "retag.retag(Rows(sys.argv[1]), Path(sys.argv[2]), progress=kill)"
    )
    command = [sys.executable, "-c", code, home.rows, str(home.indicators)]
    ended = subprocess.run(command, cwd=ROOT, check=False, env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    with closing(Rows(home.rows)) as rows:
        assert len(rows.ids(again.outdated(home.indicators))) == 7
        assert again.retag(rows, home.indicators).read == 7
        assert len(rows.where(posts.c.lane == "queue")) == 3


def test_an_edit_that_comes_between_reading_and_writing_stays(home, monkeypatch):
    write_sign(home)
    with closing(Rows(home.rows)) as rows:

        def crawled_meanwhile(post, *folders):
            if post.id == f"{0:032x}" and post.revision == 1:
                rows.add([made(0, "edited by its author")])
            return read(post, *folders)

        monkeypatch.setattr(again, "read", crawled_meanwhile)
        assert again.retag(rows, home.indicators).read == 13
        post = rows.get(f"{0:032x}")
        assert (post.revision, post.text.endswith("edited by its author")) == (2, True)
        assert post.rules == rules(home.indicators)
        assert "home.rake" in post.indicators


def test_a_broken_indicator_is_named_once_and_the_others_count(home):
    write_sign(home)
    (home.indicators / "home.spade.yml").write_text("title: x\n")
    done = run(home, "--json")
    assert done.returncode == 0
    assert done.stderr.count("home.spade.yml: why: missing") == 1
    assert "left out until mended" in done.stderr
    assert json.loads(done.stdout)["raised"]["after"] == {"queue": 3}
    assert "home.spade" not in run(home, "--json").stdout
