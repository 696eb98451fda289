"""The clock: what a schedule may say, and what becomes of jobs when sources and time change."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from crawler.schedule import Job, open_clock, sync, trigger

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)  # a Monday
RAN: list[str] = []


def note(word: str) -> None:
    """The job of these tests."""
    RAN.append(word)


def job(when: str = "6h", **changed: object) -> Job:
    """A wanted job that notes its word."""
    return Job("crawl:a", f"{__name__}:note", ("a",), when, **changed)  # type: ignore[arg-type]


@pytest.fixture
def clock(tmp_path):
    """A clock that is started but does nothing by itself."""
    one = open_clock(tmp_path / "jobs.db")
    one.start(paused=True)
    yield one
    one.shutdown()


@pytest.mark.parametrize(
    ("when", "next_run"),
    [
        ("30 6 * * 0", datetime(2026, 3, 8, 6, 30)),  # Sunday, as cron counts
        ("30 6 * * 7", datetime(2026, 3, 8, 6, 30)),
        ("30 6 * * 1-5", datetime(2026, 3, 3, 6, 30)),
        ("0 6 * * 6,0", datetime(2026, 3, 7, 6, 0)),
        ("0 6 * * 0-1", datetime(2026, 3, 8, 6, 0)),
        ("0 6 * * wed", datetime(2026, 3, 4, 6, 0)),
        ("*/15 * * * *", datetime(2026, 3, 2, 10, 15)),
        ("@weekly", datetime(2026, 3, 8)),
        ("0 0 1 * *", datetime(2026, 4, 1)),
    ],
)
def test_cron_means_what_cron_means(when, next_run):
    later = NOW + timedelta(seconds=1)
    assert trigger(when).get_next_fire_time(None, later) == next_run.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "when", ["", "soon", "0m", "6 hours", "99 * * * *", "* * * *", "1 1 1 * mon", "* * * * sonntag"]
)
def test_a_schedule_that_is_none_is_refused_in_words(when):
    with pytest.raises(ValueError, match=r"write it as|fields|is not a schedule|name one of them"):
        trigger(when)


def test_the_same_jobs_again_change_nothing_and_postpone_nothing(clock):
    assert sync(clock, [job()], now=NOW) != []
    due = clock.get_job("crawl:a").next_run_time
    assert due == NOW + timedelta(hours=6)
    assert sync(clock, [job()], now=NOW + timedelta(hours=3)) == []
    assert clock.get_job("crawl:a").next_run_time == due


def test_a_new_source_is_crawled_at_once_and_cron_waits_for_its_hour(clock):
    sync(clock, [job(soon=True)], now=NOW)
    assert clock.get_job("crawl:a").next_run_time == NOW
    sync(clock, [Job("crawl:b", f"{__name__}:note", ("b",), "0 7 * * *", soon=True)], now=NOW)
    assert clock.get_job("crawl:b").next_run_time == datetime(2026, 3, 3, 7, tzinfo=UTC)


def test_a_changed_schedule_changes_its_job(clock):
    sync(clock, [job("1d")], now=NOW)
    said = sync(clock, [job("1h")], now=NOW)
    assert said == ["crawl:a: changed to 1h, next 2026-03-02 11:00:00Z"]
    sync(clock, [job("0 9 * * *")], now=NOW)
    assert clock.get_job("crawl:a").next_run_time == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_changing_an_interval_again_and_again_never_postpones_the_run(clock):
    sync(clock, [job("6h")], now=NOW)
    for hour in range(1, 6):
        sync(clock, [job(f"{6 + hour}h")], now=NOW + timedelta(hours=hour))
    assert clock.get_job("crawl:a").next_run_time == NOW + timedelta(hours=6)


def test_a_run_missed_under_the_old_schedule_is_still_owed_under_the_new(clock):
    sync(clock, [job("0 9 * * *")], now=NOW)
    sync(clock, [job("0 23 * * *")], now=NOW + timedelta(days=1))
    assert clock.get_job("crawl:a").next_run_time == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_a_removed_source_loses_its_job_and_a_broken_one_keeps_it(clock):
    both = [job(), Job("crawl:b", f"{__name__}:note", ("b",), "6h")]
    sync(clock, both, now=NOW)
    assert sync(clock, [], keep={"crawl:a"}, now=NOW) == ["crawl:b: removed"]
    assert [one.id for one in clock.get_jobs()] == ["crawl:a"]


def test_runs_missed_while_nobody_was_there_happen_once(tmp_path):
    RAN.clear()
    long_ago = datetime.now(UTC) - timedelta(days=5)
    first = open_clock(tmp_path / "jobs.db")
    first.start(paused=True)
    sync(first, [job("1h")], now=long_ago)
    first.shutdown()
    second = open_clock(tmp_path / "jobs.db")
    second.start(paused=True)
    sync(second, [job("1h")])
    assert second.get_job("crawl:a").next_run_time == long_ago + timedelta(hours=1)
    second.resume()
    deadline = datetime.now(UTC) + timedelta(seconds=5)
    while not RAN and datetime.now(UTC) < deadline:
        time.sleep(0.02)
    second.shutdown()
    assert RAN == ["a"]
