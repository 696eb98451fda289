"""Watches find what they ask for, for people who are named, and nothing restricted."""

import json
from datetime import UTC, datetime

import pytest
from typer import Typer
from typer.testing import CliRunner

from crawler.failure import Failure
from crawler.items import Post
from dashboards import desk_commands
from index.desk import Desk, Watch
from index.rows import Rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SETTINGS = """
[mail]
host = "127.0.0.1"
[[people]]
name = "Anna"
email = "anna@watch.example"
[[people]]
name = "Olena"
email = "olena@watch.example"
language = "uk"
roles = []
"""


@pytest.fixture
def run(tmp_path):
    """Run a verb in a home with two people and four posts; (exit code, output, error)."""
    (tmp_path / "data").mkdir()
    (tmp_path / "offerwatch.toml").write_text(SETTINGS)
    rows = Rows(f"sqlite:///{tmp_path / 'data' / 'offerwatch.db'}")
    rows.add([
        made("a", "picking apples", lane="queue", priority=5),
        made("b", "apples and pears"),
        made("c", "apples for a child", lane="child", restricted=True),
        made("d", "plums"),
    ], now=NOW)  # fmt: skip
    rows.close()
    app = Typer()
    desk_commands.mount(app)

    def go(*words):
        done = CliRunner().invoke(app, [*words, "--home", str(tmp_path)])
        if isinstance(done.exception, Failure):
            return 1, done.stdout, str(done.exception)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout, done.stderr

    return go


def made(one, text, **more):
    """A post as the road hands it on."""
    return Post(
        id=one * 32, site="b.example", source="b", text=text, language="en", role="offer", **more
    )


def test_a_watch_is_added_listed_tried_and_removed(run):
    code, out, _ = run("watch", "add", "fruit", "apple", "--person", "Olena")
    assert code == 0
    assert "watch test" in out
    assert json.loads(run("watch", "list", "--json")[1]) == [
        {"name": "fruit", "person": "Olena", "query": "apple"}
    ]
    said = json.loads(run("watch", "test", "fruit", "--json")[1])
    assert said["finds"] == 2
    assert sorted(said["untold"]) == ["a" * 32, "b" * 32]
    assert "c" * 32 not in run("watch", "test", "fruit")[1]
    assert run("watch", "remove", "fruit")[0] == 0
    assert "no watch yet" in run("watch", "list")[1]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("add", "x", "apple", "--person", "Nobody"), 1, "there is Anna, Olena"),
        (("add", "x", "(apple", "--person", "Anna"), 2, "query: "),
        (("add", "x", "nofield:1", "--person", "Anna"), 2, "no field called 'nofield'"),
        (("add", " ", "apple", "--person", "Anna"), 2, "needs a name"),
        (("test", "x"), 1, "no watch called 'x'"),
        (("remove", "x"), 1, "no watch called 'x'"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_what_to_do(run, words, code, said):
    got, _, error = run("watch", *words)
    assert got == code
    assert said in error
    assert error.strip().count("\n") == 0


def test_a_name_is_taken_once(run):
    assert run("watch", "add", "x", "apple", "--person", "Anna")[0] == 0
    code, _, error = run("watch", "add", "x", "pear", "--person", "Olena")
    assert code == 1
    assert "remove it first" in error


def test_the_digest_of_a_watch_holds_what_it_finds_in_its_owners_language(run, tmp_path):
    run("watch", "add", "fruit", "apples -lane:queue", "--person", "Olena")
    code, out, _ = run("alert", "--channel", "folder", "--json")
    assert code == 0
    assert [(one["person"], one["posts"]) for one in json.loads(out)] == [("Anna", 1), ("Olena", 1)]
    texts = [path.read_bytes() for path in (tmp_path / "data" / "mail").iterdir()]
    assert len(texts) == 2
    assert run("watch", "test", "fruit")[1].startswith("fruit: finds 1 posts; 0 families")


def test_one_post_of_two_watches_is_shown_once(run):
    run("watch", "add", "one", "apples", "--person", "Anna")
    run("watch", "add", "two", "pears OR plums", "--person", "Anna")
    out = json.loads(run("alert", "--channel", "folder", "--json")[1])
    assert out[0]["posts"] == 3


def test_a_dismissed_post_is_in_no_digest(run, tmp_path):
    rows = Rows(f"sqlite:///{tmp_path / 'data' / 'offerwatch.db'}")
    Desk(rows).decide("b" * 32, "dismissed", "ordinary", "Anna")
    Desk(rows).add_watch(Watch("fruit", "Anna", "pears"))
    rows.close()
    assert json.loads(run("alert", "--channel", "folder", "--json")[1])[0]["posts"] == 1
    (mail,) = (tmp_path / "data" / "mail").iterdir()
    assert b"fruit" not in mail.read_bytes()


def test_a_narrow_watch_never_costs_an_analyst_the_queue(run):
    run("watch", "add", "plums", "plums", "--person", "Anna")
    assert json.loads(run("alert", "--channel", "folder", "--json")[1])[0]["posts"] == 2


def test_a_watch_of_somebody_who_left_is_shown_as_such_and_stops_nobody(run, tmp_path):
    rows = Rows(f"sqlite:///{tmp_path / 'data' / 'offerwatch.db'}")
    Desk(rows).add_watch(Watch("old", "Gone", "apples"))
    rows.close()
    assert "nobody in offerwatch.toml" in run("watch", "list")[1]
    assert run("alert", "--channel", "folder")[0] == 0


def test_nobody_listening_is_exit_1_and_one_line_a_person(run):
    run("watch", "add", "fruit", "plums", "--person", "Olena")
    code, out, error = run("alert")
    assert code == 1
    assert out == ""
    assert [line.partition(" <")[0] for line in error.splitlines()] == ["Anna", "Olena"]


def test_an_unknown_channel_lists_those_there_are(run):
    code, _, error = run("alert", "--channel", "pigeon")
    assert (code, error) == (1, "no channel called 'pigeon'; there is folder, smtp")
