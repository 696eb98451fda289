"""The record of crawls: what is told of a streak, whatever ran, was stopped or was killed between."""

from datetime import UTC, datetime, timedelta

import pytest

from index import runs
from index.rows import Rows


@pytest.fixture
def rows(tmp_path):
    """Rows in a fresh SQLite file."""
    kept = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    yield kept
    kept.close()


def ended(rows, *states, source="board"):
    """Write down runs that ended so; their numbers."""
    numbers = []
    for state in states:
        numbers.append(runs.begin(rows, source))
        runs.end(rows, numbers[-1], state, {"posts": 3}, f"why {state}")
    return numbers


def test_a_run_keeps_its_counts_and_why_it_ended_so(rows):
    (n,) = ended(rows, "captcha")
    (run,) = runs.last(rows, "board")
    assert (run.n, run.state, run.counts, run.why) == (n, "captcha", {"posts": 3}, "why captcha")
    assert run.started_at <= run.ended_at <= datetime.now(UTC) + timedelta(seconds=1)
    assert run.failing


def test_a_run_that_was_killed_is_stopped_once_the_next_begins(rows):
    ended(rows, "failed")
    runs.begin(rows, "board")
    other = runs.begin(rows, "other")
    runs.end(rows, runs.begin(rows, "board"), "failed", {})
    assert [run.state for run in runs.last(rows, "board", 9)] == ["failed", "stopped", "failed"]
    assert runs.last(rows, "board", 2)[1].why == runs.KILLED
    assert (runs.last(rows, "other")[0].n, runs.last(rows, "other")[0].state) == (other, "running")


@pytest.mark.parametrize(
    ("states", "length", "over", "since"),
    [
        ("f f", 0, False, 0),
        ("d f f f", 3, False, 0),
        ("f f s r f f", 4, False, 0),
        ("f f d f f", 0, False, 0),
        ("f f f d", 3, True, 1),
        ("f f f s d s d f", 3, True, 3),
        ("f f f d f f f f", 4, False, 0),
        ("d s s s s", 0, False, 0),
    ],
)
def test_a_streak_is_of_failing_runs_that_count(rows, states, length, over, since):
    names = {"f": "captcha", "d": "done", "s": "stopped", "r": "stopped"}
    numbers = ended(rows, *(names[one] for one in states.split()))
    ended(rows, "done", "captcha", source="another")
    found = runs.streaks(rows)
    assert [one.length for one in found] == ([length] if length else [])
    for one in found:
        assert (one.over is not None, one.since) == (over, since)
        assert one.first.n in numbers
        assert one.first.n <= one.last.n
        assert one.last.why == "why captcha"


def test_a_streak_that_ends_keeps_its_beginning(rows):
    first, *_ = ended(rows, "short", "short", "short")
    assert runs.streaks(rows)[0].first.n == first
    ended(rows, "stopped", "silent")
    assert runs.streaks(rows)[0].first.n == first
    ended(rows, "done")
    assert runs.streaks(rows)[0].first.n == first


def test_runs_of_an_older_home_have_no_words_and_are_read_all_the_same(rows):
    (n,) = ended(rows, "failed")
    with rows.writing() as connection:
        connection.execute(runs.words.delete())
    assert (runs.last(rows, "board")[0].n, runs.last(rows, "board")[0].why) == (n, "")


def test_runs_with_news_are_found_however_many_came_after(rows):
    def one(counts):
        n = runs.begin(rows, "board")
        runs.end(rows, n, "done", counts)
        return n

    first, brought = one({"pages": 1}), [one({"new": 3}), one({"new": 1, "posts": 9})]
    for _ in range(80):
        one({"pages": 4, "newest": 7})
    runs.end(rows, runs.begin(rows, "other"), "done", {"new": 9})
    assert [run.n for run in runs.news(rows, "board")] == [*brought[::-1], first]
    assert [run.n for run in runs.news(rows, "board", limit=1)] == [brought[1], first]
    assert [run.n for run in runs.news(rows, "other")] == [runs.last(rows, "other")[0].n]
    assert runs.news(rows, "none") == []
