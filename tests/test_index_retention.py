"""Retention keeps nothing longer than its time, lane by lane, and looks again."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from crawler.config import Config, Retention
from crawler.home import Home
from crawler.items import Contact, Fact, Page, PageRef, Post
from index import pages as kept_pages
from index.desk import Desk
from index.follow import follow
from index.ledger import recall
from index.retention import due, erase, purge, remains
from index.rows import Rows
from index.tables import pages, totals, verdicts

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = {"unraised": 14, "queue": 180, "fraud": 180, "disclosure": 30, "child": 30}


@pytest.fixture
def home(tmp_path):
    """A home with the default retention."""
    (tmp_path / "data").mkdir()
    return Home(tmp_path, Config())


@pytest.fixture
def rows(home):
    """The rows of that home."""
    kept = Rows(home.rows)
    yield kept
    kept.close()


def made(one, lane=None, text="Marmalade pickers wanted", **more):
    """A post in a lane, with a phone number."""
    phone = Contact(kind="phone", value="+48511111111", raw="511 111 111")
    return Post(**{
        "id": one * 32, "site": "board.example", "source": "board", "text": text, "lane": lane,
        "language": "en", "restricted": lane in ("child", "disclosure"), "contacts": [phone],
        "contact_values": ["+48511111111"], "indicators": ["offer.fee.recruitment"],
    } | more)  # fmt: skip


def bytes_of(home):
    """Everything in the home's data folder."""
    return b"".join(path.read_bytes() for path in home.data.rglob("*") if path.is_file())


@pytest.mark.parametrize(("lane", "days"), DAYS.items())
def test_each_lane_has_its_own_time_to_the_second(home, rows, lane, days):
    seen = NOW - timedelta(days=days)
    named = None if lane == "unraised" else lane
    rows.add([made("a", named)], now=seen)
    assert sum(map(len, due(rows, Retention(), NOW).values())) == 0
    assert due(rows, Retention(), NOW + timedelta(seconds=1))[lane] == ["a" * 32]
    done = purge(home, rows, NOW + timedelta(seconds=1))
    assert (done.lanes[lane], sum(done.lanes.values()), done.proven) == (1, 1, True)
    assert rows.get("a" * 32) is None


def test_a_referred_post_has_the_time_of_the_referral_whatever_its_lane(home, rows):
    rows.add(
        [made("a", "disclosure"), made("b", text="Other words")], now=NOW - timedelta(days=364)
    )
    for one in "ab":
        Desk(rows).decide(one * 32, "referred", "to the hotline", "Anna")
    assert sum(purge(home, rows, NOW).lanes.values()) == 0
    assert purge(home, rows, NOW + timedelta(days=2)).lanes["referred"] == 2


def test_a_post_still_shown_is_kept_by_its_last_sighting(home, rows):
    rows.add([made("a")], now=NOW - timedelta(days=20))
    rows.add([made("a")], now=NOW - timedelta(days=5))
    assert sum(purge(home, rows, NOW).lanes.values()) == 0
    rows.add([made("b", text="Two a day")], now=NOW - timedelta(days=14, hours=2))
    rows.add([made("b", text="Two a day")], now=NOW - timedelta(days=13, hours=23))
    assert sum(purge(home, rows, NOW).lanes.values()) == 0


def test_no_byte_of_an_emptied_post_is_left_in_the_database_or_its_log(home, rows):
    text = "Marmalade pickers wanted " + "and very long words zanzibarian " * 400
    rows.add([made("a", text=text, author="Perpetua99")], signatures={"a" * 32: [3] * 128},
             now=NOW - timedelta(days=15))  # fmt: skip
    rows.add([made("a", text=text + "Quincunx")], now=NOW - timedelta(days=15))
    rows.add([made("b", "queue", text="Kumquats stay")], now=NOW - timedelta(days=15))
    assert b"zanzibarian" in bytes_of(home)
    assert purge(home, rows, NOW).proven
    left = bytes_of(home)
    for word in (b"zanzibarian", b"Marmalade", b"Perpetua99", b"Quincunx"):
        assert word not in left
    assert b"Kumquats" in left


def test_a_reader_in_the_way_of_the_proof_is_said(home, rows, monkeypatch):
    from index import retention

    rows.add([made("a")], now=NOW - timedelta(days=15))
    other = Rows(home.rows)
    with other.engine.begin() as reading:
        reading.execute(pages.select()).all()
        monkeypatch.setattr(retention, "PATIENCE", 50)
        done = purge(home, rows, NOW)
    other.close()
    assert done.log
    assert not done.proven
    assert purge(home, rows, NOW).proven


def test_what_purge_left_behind_is_counted(home, rows):
    rows.add([made("a")], now=NOW - timedelta(days=15))
    purge(home, rows, NOW)
    from index.tables import contacts, posts

    with rows.writing() as connection:
        connection.execute(contacts.insert().values(post="a" * 32, kind="phone", value="+1"))
        connection.execute(posts.update().values(words="[]"))
    assert remains(rows) == 2


def test_the_ledger_and_the_weekly_totals_stay_true(home, rows):
    norway = {"country": Fact(state="stated", value="NO")}
    at = NOW - timedelta(days=200)
    rows.add([made("a", "queue", facts=norway), made("b", "queue", text="Other")], now=at)
    rows.add([made("c", "queue", text="Third")], now=at + timedelta(days=7))
    purge(home, rows, NOW)
    with rows.engine.begin() as connection:
        known = recall(connection, "+48511111111", home.key())
        weeks = {(row.week, row.lane): row.posts for row in connection.execute(totals.select())}
    assert known["counts"] == {
        "posts": 3, "site:board.example": 3, "country:NO": 1, "indicator:offer.fee.recruitment": 3,
    }  # fmt: skip
    assert (known["first_seen"], known["last_seen"]) == (at, at + timedelta(days=7))
    assert weeks == {("2025-W46", "queue"): 2, ("2025-W47", "queue"): 1}


def test_a_post_that_comes_back_changed_is_counted_once(home, rows):
    rows.add([made("a")], now=NOW - timedelta(days=60))
    purge(home, rows, NOW - timedelta(days=40))
    rows.add([made("a", text="Changed words")], now=NOW - timedelta(days=30))
    purge(home, rows, NOW)
    with rows.engine.begin() as connection:
        assert [row.posts for row in connection.execute(totals.select())] == [1]
        assert recall(connection, "+48511111111", home.key())["counts"]["posts"] == 1


def test_a_verdict_outlives_its_post_but_not_the_contacts_it_knew(home, rows):
    rows.add([made("a", "queue"), made("b", "queue", text="Stays")], now=NOW - timedelta(days=100))
    rows.add([made("b", "queue", text="Stays")], now=NOW)
    for one in "ab":
        Desk(rows).decide(one * 32, "dismissed", "known agency", "Anna")
    purge(home, rows, NOW + timedelta(days=81))
    with rows.engine.begin() as connection:
        known = {row.subject[0]: row.known for row in connection.execute(verdicts.select())}
    assert known["a"] == "[]"
    assert "+48511111111" in known["b"]


def keep_page(home, rows, sha256, url, at, *posts):
    """A page record with its posts, kept as a crawl keeps them."""
    ref = PageRef(url=url, sha256=sha256 * 64, fetched_at=at, kept=True)
    page = Page(source="board", ref=ref, body=b"<p>bytes of the page</p>", posts=list(posts))
    kept_pages.write(home, page)
    kept_pages.note(rows, page)
    rows.add(page.posts, page=ref, now=at)
    return kept_pages.path_of(home, sha256 * 64)


def test_a_page_goes_with_the_last_raised_post_on_it(home, rows):
    old = NOW - timedelta(days=31)
    alone = keep_page(home, rows, "1", "http://b/1", old, made("a", "disclosure"))
    shared = keep_page(home, rows, "2", "http://b/2", old, made("b", "child", text="Second"),
                       made("c", "queue", text="Third"))  # fmt: skip
    fresh = keep_page(home, rows, "3", "http://b/3", NOW)
    assert purge(home, rows, NOW).pages == 1
    assert (alone.exists(), shared.exists(), fresh.exists()) == (False, True, True)
    assert purge(home, rows, NOW + timedelta(days=200)).pages == 2
    assert not shared.exists()
    assert not fresh.exists()


def test_an_erasure_takes_posts_pages_and_what_is_remembered(home, rows, tmp_path):
    old = NOW - timedelta(days=20)
    page = keep_page(home, rows, "1", "http://b/1", old, made("a", "queue", text="Marmalade man"),
                     made("b", "queue", text="Neighbour stays", contacts=[], contact_values=[]))  # fmt: skip
    rows.add([made("c", text="An older one")], now=old)
    purge(home, rows, NOW)
    done = erase(home, rows, ids=[], values=["+48511111111"], reason="asked by mail", by="dpo")
    assert (done.posts, done.remembered, done.pages, done.remains, done.log) == (1, 1, 1, 0, False)
    assert not page.exists()
    assert b"Marmalade" not in bytes_of(home)
    assert b"511111111" not in bytes_of(home)
    assert rows.get("b" * 32).page.kept is False
    assert rows.add([made("a", "queue", text="Marmalade again")], now=NOW).refused == ["a" * 32]
    (note,) = Desk(rows).notes()
    assert (note["what"], note["by"]) == ("erasure", "dpo")
    assert "a" * 32 in note["detail"]
    assert "asked by mail" in note["detail"]
    assert "Marmalade" not in note["detail"]
    assert "511" not in note["detail"]


def test_killed_in_the_middle_it_goes_on_where_it_stopped(home, rows):
    """Each batch is whole: what is emptied is remembered, and what is not is still there."""
    rows.add(
        [made("x", text=f"words {n}", id=f"{n:032x}") for n in range(1000)],
        now=NOW - timedelta(days=15),
    )
    code = (
        "import sys, os; from pathlib import Path; from datetime import datetime\n"
        "from crawler.home import open_home; from index.rows import Rows; from index.retention import purge\n"
        f"home = open_home(Path({str(home.root)!r}))\n"
        "def tell(done, all): print(done, flush=True); sys.stdin.readline()\n"
        f"purge(home, Rows(home.rows), datetime.fromisoformat({NOW.isoformat()!r}), tell)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    child.stdout.readline()
    child.stdin.write("go\n")
    child.stdin.flush()
    child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    left = sum(map(len, due(rows, Retention(), NOW).values()))
    assert 0 < left < 1000
    assert purge(home, rows, NOW).proven
    with rows.engine.begin() as connection:
        assert recall(connection, "+48511111111", home.key())["counts"]["posts"] == 1000
        assert sum(row.posts for row in connection.execute(totals.select())) == 1000


def test_the_verb_counts_by_lane_proves_and_makes_the_index_forget(home, rows):
    from typer import Typer
    from typer.testing import CliRunner

    from index import commands
    from index.engines import open_index
    from index.query import parse

    app = Typer()
    app.callback()(lambda: None)
    commands.mount(app)
    long_ago = datetime.now(UTC) - timedelta(days=15)
    rows.add([made("a"), made("b", "queue", text="Marmalade stays")], now=long_ago)
    engine = open_index(home.index)
    follow(rows, engine)
    dry = CliRunner().invoke(app, ["purge", "--dry-run", "--json", "--home", str(home.root)])
    assert json.loads(dry.stdout)["due"]["unraised"] == 1
    assert rows.get("a" * 32)
    done = CliRunner().invoke(app, ["purge", "--json", "--home", str(home.root)])
    said = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (said["lanes"]["unraised"], said["proven"], said["index"]) == (1, True, "followed")
    assert [post.id[0] for post in engine.search(parse("marmalade")).posts] == ["b"]
    again = CliRunner().invoke(app, ["purge", "--home", str(home.root)])
    assert "emptied: 0 posts" in again.stdout
    assert "looked again: nothing is over its time" in again.stdout
