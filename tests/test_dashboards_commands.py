"""The verbs as people type them: exit 0 done, 1 failed, 2 wrong use, one line for what is wrong."""

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner

from crawler.failure import Failure
from crawler.items import Contact, Post
from dashboards import desk_commands, exporting_commands, finding_commands
from index.desk import Desk
from index.rows import Rows

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    """A home with three posts, one of them restricted."""
    (tmp_path / "data").mkdir()
    rows = Rows(f"sqlite:///{tmp_path / 'data' / 'offerwatch.db'}")
    phone = {"contacts": [Contact(kind="phone", value="+48511111111", raw="511 111 111")],
             "contact_values": ["+48511111111"]}  # fmt: skip
    rows.add([
        made("a", "picking apples", lane="queue", priority=5, author="Zofia_88", **phone),
        made("b", "apples \x1b[2J and pears", author="=cmd"),
        made("c", "apples SECRET", lane="child", restricted=True, **phone),
    ], now=NOW)  # fmt: skip
    rows.close()
    return tmp_path


@pytest.fixture
def run(home):
    """Run a verb in that home; (exit code, output, error)."""
    app = Typer()
    for module in (finding_commands, exporting_commands, desk_commands):
        module.mount(app)

    def go(*words):
        done = CliRunner().invoke(app, [*words, "--home", str(home)])
        if isinstance(done.exception, Failure):
            return 1, done.stdout, str(done.exception)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.stdout, done.stderr

    return go


def made(one, text, **more):
    """A post as the road hands it on."""
    return Post(id=one * 32, site="b.example", source="b", text=text, language="en", role="offer",
                url=f"https://b.example/{one}", posted_at=NOW, **more)  # fmt: skip


def test_search_prints_what_was_found_and_hides_what_is_restricted(run):
    code, out, _ = run("search", "apple", "--sort", "priority")
    assert code == 0
    assert out.startswith("2 found, 2 shown")
    assert "picking »apples«" in out
    assert "SECRET" not in out
    assert "\x1b" not in out
    assert out.index("a" * 32) < out.index("b" * 32)
    assert "SECRET" in run("search", "apple", "--restricted")[1]


def test_search_as_json_gives_posts_whole_with_offsets(run):
    said = json.loads(run("search", "apple", "--json", "--limit", "1", "--sort", "priority")[1])
    assert said["total"] == 2
    (post,) = said["posts"]
    ((start, end),) = post["highlights"]["text"]
    assert post["text"][start:end] == "apples"


@pytest.mark.parametrize("query", ["(apple", 'apple "', "nofield:x", "apple AND"])
def test_a_bad_query_is_one_line_with_its_place_and_exit_2(run, query):
    for verb in (("search", query), ("export", "csv", query)):
        code, out, error = run(*verb)
        assert (code, out) == (2, "")
        assert error.count("\n") == 1
        assert error.startswith("query: ")


def test_lookup_as_words_and_as_json(run):
    code, out, _ = run("lookup", "0048", "511", "11", "11", "11")
    assert code == 0
    assert "+48511111111: seen. Posts kept now: 2." in out
    assert "In a restricted lane: 1" in out
    said = json.loads(run("lookup", "511111111", "--json")[1])
    assert (said["seen"], said["sightings"][0]["restricted"]) == (True, 1)
    assert said["advice"]
    assert "SECRET" not in out + json.dumps(said)
    assert "What they are: offer (1)." in out
    assert "Co poradzić" in run("lookup", "511111111", "--language", "pl")[1]
    unseen = run("lookup", "+48 600 100 200")
    assert unseen[0] == 0
    assert "not seen. That does not mean it is safe" in unseen[1]


def test_lookup_of_nothing_is_wrong_use(run):
    assert run("lookup", " ")[0] == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_export_of_a_query_writes_a_file(run, home, kind):
    out = home / f"out.{kind}"
    assert run("export", kind, "picking", "--out", str(out))[0] == 0
    content = out.read_bytes()
    assert content
    assert b"Zofia_88" not in content
    if kind == "csv":
        assert len(list(csv.DictReader(content.decode().splitlines()))) == 1


def test_a_raw_export_wants_a_purpose_and_is_logged(run, home):
    assert run("export", "csv", "--raw")[0] == 2
    assert run("export", "csv", "--purpose", "x")[0] == 2
    code, out, _ = run("export", "csv", "--raw", "--purpose", "request 12/2026")
    assert code == 0
    assert "Zofia_88" in out
    assert "'=cmd" in out
    assert "SECRET" not in out
    rows = Rows(f"sqlite:///{home / 'data' / 'offerwatch.db'}")
    (note,) = Desk(rows).notes()
    rows.close()
    assert "request 12/2026" in note["detail"]


def test_export_says_which_formats_there_are_and_where_it_cannot_write(run, home):
    assert "csv, jsonl, parquet" in run("export", "xml")[2]
    assert "is a folder" in run("export", "csv", "--out", str(home))[2]
    assert "No such file" in run("export", "csv", "--out", str(home / "no" / "x.csv"))[2]


def test_erase_by_contact_forgets_open_and_restricted_posts_and_the_index(run, home):
    run("search", "apple")
    code, out, _ = run("erase", "511 111 111", "--reason", "asked by phone")
    assert (code, out.startswith("erased: 2 posts")) == (0, True)
    assert "picking" not in run("search", "apple", "--restricted")[1]
    assert "not seen" in run("lookup", "511111111")[1]
    content = b"".join(p.read_bytes() for p in (home / "data").glob("offerwatch.db*"))
    assert b"picking" not in content
    assert b"511111111" not in content


def test_erase_wants_a_reason_and_something_it_understands(run):
    assert run("erase", "a" * 32, "--reason", " ")[0] == 2
    code, _, error = run("erase", "!!", "--reason", "x")
    assert code == 1
    assert "nothing was erased" in error


def test_a_number_that_may_be_two_is_not_erased(run, home):
    rows = Rows(f"sqlite:///{home / 'data' / 'offerwatch.db'}")
    other = Contact(kind="phone", value="+34511111111", raw="511111111")
    from dashboards.lookup import contacts_in

    assert len(contacts_in("511111111")[0][1]) > 1
    second = contacts_in("511111111")[0][1][1]
    other.value = second
    rows.add([made("d", "plums", contacts=[other], contact_values=[second])], now=NOW)
    rows.close()
    code, _, error = run("erase", "511111111", "--reason", "x")
    assert code == 1
    assert second in error
    assert "write the one that is meant" in error


@pytest.mark.parametrize("verb", [("search", "x"), ("lookup", "x"), ("export", "csv"), ("alert",)])
def test_without_a_home_each_verb_says_how_to_make_one(tmp_path, verb):
    """A real process, as people run it."""
    root = Path(__file__).parent.parent
    done = subprocess.run(
        [sys.executable, "offerwatch.py", *verb, "--home", str(tmp_path / "none")],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "offerwatch init" in done.stderr
