"""The index follows the rows: every change once, deletions too, one follower at a time."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from crawler.items import Post
from index import follow as following
from index.engines import open_index
from index.follow import follow, forget
from index.query import parse
from index.rows import Rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def rows(tmp_path):
    """Rows in a fresh SQLite file."""
    kept = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    yield kept
    kept.close()


@pytest.fixture
def engine(tmp_path):
    """The built-in engine, empty."""
    opened = open_index(f"tantivy:{tmp_path / 'index'}")
    yield opened
    opened.close()


def made(n, text="apples"):
    """A post whose id is the number *n*."""
    return Post(id=f"{n:032x}", site="b.example", source="b", text=text, language="en")


def ids(engine, query="apples"):
    """The numbers of the posts a query finds."""
    return sorted(int(post.id, 16) for post in engine.scan(parse(query)))


def test_new_edited_erased_and_purged_posts_are_followed(rows, engine):
    rows.add([made(n) for n in range(5)], now=NOW)
    assert follow(rows, engine) == 5
    assert follow(rows, engine) == 0
    rows.add([made(1, "pears")], now=NOW)
    rows.erase([f"{2:032x}"])
    rows.purge([f"{3:032x}"], b"key", NOW)
    assert follow(rows, engine) == 3
    assert ids(engine) == [0, 4]
    assert ids(engine, "pears") == [1]
    assert engine.followed() == rows.last_seq()


def test_batches_meet_without_a_gap(rows, engine, monkeypatch):
    monkeypatch.setattr(following, "BATCH", 7)
    rows.add([made(n) for n in range(40)], now=NOW)
    said = []
    assert follow(rows, engine, lambda done, last: said.append((done, last))) == 40
    assert ids(engine) == list(range(40))
    assert said[-1] == (40, 40)
    assert len(said) == 6


def test_an_index_of_other_rows_is_refilled(rows, engine, tmp_path):
    others = Rows(f"sqlite:///{tmp_path / 'others.db'}")
    others.add([made(n) for n in range(100, 120)], now=NOW)
    follow(others, engine)
    others.close()
    rows.add([made(1)], now=NOW)
    follow(rows, engine)
    assert ids(engine) == [1]


def test_an_index_thrown_away_is_rebuilt_from_the_rows(rows, engine):
    rows.add([made(n) for n in range(9)], now=NOW)
    follow(rows, engine)
    engine.clear()
    assert ids(engine) == []
    follow(rows, engine)
    assert ids(engine) == list(range(9))


def test_killed_while_following_it_goes_on_without_a_post_lost_or_doubled(rows, engine, tmp_path):
    rows.add([made(n) for n in range(300)], now=NOW)
    code = (
        "import sys; from index import follow; from index.rows import Rows; from index.engines import open_index\n"
        "follow.BATCH = 50\n"
        "def tell(done, last): print(done, flush=True); sys.stdin.readline()\n"
        f"follow.follow(Rows({str(rows.engine.url)!r}), open_index({f'tantivy:{tmp_path / chr(105)}'!r}), tell)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    child.stdout.readline()
    child.stdin.write(b"go\n")
    child.stdin.flush()
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    halfway = open_index(f"tantivy:{tmp_path / 'i'}")
    assert 0 < halfway.followed() < 300
    follow(rows, halfway)
    assert ids(halfway) == list(range(300))
    halfway.close()


def test_forgetting_leaves_no_byte_of_a_purged_post_in_the_index(rows, engine, tmp_path):
    rows.add([made(n, f"zanzibarian marmalade {n}") for n in range(50)], now=NOW)
    rows.add([made(n + 100, "apples stay") for n in range(50)], now=NOW)
    follow(rows, engine)
    assert b"zanzibarian" in stored(tmp_path)
    rows.purge([f"{n:032x}" for n in range(50)], b"key", NOW)
    searched = open_index(f"tantivy:{tmp_path / 'index'}")
    assert forget(rows, engine) == 50
    assert b"zanzibarian" not in stored(tmp_path)
    assert ids(engine) == ids(searched) == list(range(100, 150))
    assert engine.followed() == rows.last_seq()
    searched.close()


def test_an_index_with_nothing_to_forget_is_not_written_anew(rows, engine, tmp_path):
    rows.add([made(1)], now=NOW)
    follow(rows, engine)
    before = sorted(path.name for path in (tmp_path / "index").rglob("*"))
    forget(rows, engine)
    assert sorted(path.name for path in (tmp_path / "index").rglob("*")) == before


def stored(tmp_path):
    """All bytes of the index."""
    return b"".join(p.read_bytes() for p in (tmp_path / "index").rglob("*") if p.is_file())
