"""The doctor: each thing broken for real, and what it says then."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from crawler.home import make_home
from dashboards import doctor
from dashboards.doctor import examine
from index.rows import Rows
from offerwatch import commands


@pytest.fixture
def home(tmp_path):
    """An empty home."""
    return make_home(tmp_path / "home")


def named(home, name):
    """The checks called *name*."""
    return [one for one in examine(home.root) if one.name == name]


def test_a_new_home_is_not_broken_and_says_what_is_missing(home):
    found = examine(home.root)
    assert [one for one in found if one.state == "broken"] == []
    assert {one.name for one in found if one.state == "warning"} >= {"sources", "people"}
    assert all(one.next for one in found if one.state != "ok")


def test_no_home_is_said_with_what_to_do(tmp_path):
    (one,) = [one for one in examine(tmp_path / "none") if one.state == "broken"]
    assert "offerwatch init" in one.says


def test_all_faults_of_all_sources_are_told_at_once(home):
    (home.sources / "a.yml").write_text("start: https://a.example/\nreader: nosuch\ncolour: red\n")
    (home.sources / "b.yml").write_text("start: [\n")
    said = "\n".join(one.says for one in named(home, "source"))
    assert "a.yml: reader" in said
    assert "a.yml: colour" in said
    assert "b.yml" in said


def test_rows_that_are_damaged_are_found(home):
    with closing(Rows(home.rows)) as rows, rows.writing() as connection:
        for n in range(400):
            connection.exec_driver_sql(
                "INSERT INTO journal (at, what, 'by', detail) VALUES ('2026-01-01', 'x', 'y', ?)",
                (f"{n}" * 200,),
            )
    path = home.data / "offerwatch.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as handle:
        handle.seek(path.stat().st_size // 2)
        handle.write(b"\xff" * 20_000)
    (one,) = named(home, "rows")
    assert one.state == "broken"
    assert "restore" in one.next


def test_an_index_that_is_away_and_a_mail_server_that_is_away(home):
    (home.root / "offerwatch.toml").write_text(
        '[index]\naddress = "http://127.0.0.1:9"\n[mail]\nhost = "127.0.0.1"\nport = 9\n'
    )
    assert named(home, "index")[0].state == "broken"
    assert named(home, "mail")[0].state == "broken"
    assert "127.0.0.1:9" in named(home, "mail")[0].says


def test_settings_that_are_wrong_are_told_with_their_key(home):
    (home.root / "offerwatch.toml").write_text('[clock]\nalert = "at seven"\n')
    assert "clock.alert" in named(home, "home")[0].says


def test_little_space_and_a_clock_in_the_past_are_told(home):
    assert doctor._space(home, least=10**18).state == "warning"
    assert doctor._clock(datetime(2001, 1, 1, tzinfo=UTC)).state == "broken"


def test_the_command_ends_with_1_when_something_is_broken(home):
    run = CliRunner().invoke
    fine = run(commands(), ["doctor", "--json", "--home", str(home.root)])
    assert fine.exit_code == 0
    assert {"name", "state", "says", "next"} == set(json.loads(fine.stdout)[0])
    (home.sources / "b.yml").write_text("start: [\n")
    bad = run(commands(), ["doctor", "--home", str(home.root)])
    assert bad.exit_code == 1
    assert "b.yml" in bad.stdout


def test_without_its_extra_doctor_says_that_the_post_reader_is_off(monkeypatch):
    from dashboards import doctor

    monkeypatch.setattr(doctor.importlib.util, "find_spec", lambda name: None)
    (said,) = [one.says for one in doctor._machine() if one.name == "extra embeddings"]
    assert "post reader is off" in said
    assert "pip install 'offerwatch[embeddings]'" in said
