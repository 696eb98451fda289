"""The daemon as a real process: missed runs, changed and broken sources, mails, and a clean end."""

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from crawler.home import Home, make_home
from crawler.schedule import open_clock
from dashboards.daemon import checked, readable, wanted
from dashboards.demo.server import served
from dashboards.demo.sites import Board
from index import runs
from index.rows import Rows

PATIENCE = 60


class Tiny(Board):
    """One board with one thread."""

    @cached_property
    def said(self) -> Any:
        text = (
            "Packing line, June to August. 15 and 16 year olds are taken too, no need for parents"
            " to sign anything. You sleep on site in caravans. Text 07103 900 877"
        )
        return {
            "name": "Tiny", "about": "", "boards": [{"id": 2, "name": "Work", "about": ""}],
            "threads": [
                {"board": 2, "title": "Summer helpers", "posts": [{"by": "g", "ago": "1d", "text": text}]}
            ],
        }  # fmt: skip


@pytest.fixture(scope="module")
def board() -> Iterator[str]:
    """The address of a tiny board."""
    with served([Tiny()], [0]) as addresses:
        yield addresses[0]


@pytest.fixture
def home(tmp_path) -> Home:
    """An empty home."""
    return make_home(tmp_path / "home")


def source(home: Home, name: str, board: str, schedule: str, more: str = "delay: 0") -> Path:
    """Write a source of the tiny board."""
    path = home.sources / f"{name}.yml"
    path.write_text(f"start: {board}\nschedule: {schedule}\nallow_private: true\n{more}\n")
    return path


@contextmanager
def daemon(home: Home) -> Iterator[subprocess.Popen[str]]:
    """A daemon that runs; it is ended hard when a test forgets to."""
    log = (home.root / "log").open("a")
    command = [sys.executable, "-m", "offerwatch", "run", "--no-screens", "--home", str(home.root)]
    child = subprocess.Popen(command, stderr=log, text=True)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
        log.close()


def said(home: Home) -> str:
    """What the daemons of this home have logged."""
    return (home.root / "log").read_text()


def until(true: Callable[[], object], what: str) -> None:
    """Wait for *true*, for a while."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"waited in vain for: {what}"
        time.sleep(0.1)


def crawls(home: Home, name: str) -> list[runs.Run]:
    """The crawls of a source, newest first."""
    with closing(Rows(home.rows)) as rows:
        return runs.last(rows, name, 10)


def states(home: Home, name: str) -> list[str]:
    """How the crawls of a source stand, newest first."""
    return [one.state for one in crawls(home, name)]


def stop(child: subprocess.Popen[str], number: int = signal.SIGTERM) -> int:
    """Signal a daemon; how it ended."""
    child.send_signal(number)
    return child.wait(PATIENCE)


def jobs(home: Home) -> dict[str, Any]:
    """The kept jobs by id, as no daemon runs."""
    clock = open_clock(home.data / "jobs.db")
    clock.start(paused=True)
    found = {job.id: job for job in clock.get_jobs()}
    clock.shutdown()
    return found


def moved(home: Home, job: str, due: datetime) -> None:
    """Let a kept job be due at another time."""
    clock = open_clock(home.data / "jobs.db")
    clock.start(paused=True)
    clock.modify_job(job, next_run_time=due)
    clock.shutdown()


def children(pid: int) -> set[int]:
    """The processes a daemon has started and that still are."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(one) for path in lists for one in path.read_text().split()}


def test_a_run_missed_while_it_was_down_happens_exactly_once(home, board):
    source(home, "a", board, "1h")
    with daemon(home) as first:
        until(lambda: "running in" in said(home), "the start")
        until(lambda: states(home, "a") == ["done"], "the first crawl")
        assert stop(first) == 0
    due = jobs(home)["crawl:a"].next_run_time
    assert timedelta(0) < due - datetime.now(UTC) <= timedelta(hours=1)

    moved(home, "crawl:a", datetime.now(UTC) - timedelta(hours=7, minutes=30))
    with daemon(home) as second:
        until(lambda: states(home, "a") == ["done", "done"], "the missed crawl")
        time.sleep(2)
        assert stop(second, signal.SIGINT) == 0
    assert len(crawls(home, "a")) == 2
    assert jobs(home)["crawl:a"].next_run_time > datetime.now(UTC)

    with daemon(home) as third:
        until(lambda: said(home).count("running in") == 3, "the third start")
        time.sleep(1)
        assert stop(third) == 0
    assert len(crawls(home, "a")) == 2, "a restart crawled again"


def test_changed_broken_and_removed_sources_and_a_second_daemon(home, board):
    later = "0 3 1 1 *"
    first, other = source(home, "a", board, later), source(home, "b", board, later)
    with daemon(home) as one:
        until(lambda: "running in" in said(home), "the start")
        refused = ran(list(one.args))
        assert refused.returncode == 1
        assert f"process {one.pid}" in refused.stderr
        assert refused.stderr.count("\n") == 1

        first.write_text(first.read_text().replace(later, "0 4 1 1 *"))
        other.write_text("start: [")
        one.send_signal(signal.SIGHUP)
        until(lambda: "crawl:a: changed to 0 4 1 1 *" in said(home), "the change")
        assert "b.yml" in said(home)
        assert "crawl:b: removed" not in said(home)

        first.unlink()
        one.send_signal(signal.SIGHUP)
        until(lambda: "crawl:a: removed" in said(home), "the removal")
        one.send_signal(signal.SIGHUP)
        time.sleep(0.5)
        assert said(home).count("WARNING b.yml") == 1, "a fault is said once, not every minute"
        assert stop(one) == 0
    assert set(jobs(home)) == {"crawl:b", "alert", "purge", "follow"}
    assert states(home, "a") == []


def test_a_job_whose_source_is_gone_at_the_start_does_not_run_once_more(home, board):
    path = source(home, "a", board, "0 3 1 1 *")
    with daemon(home) as one:
        until(lambda: "running in" in said(home), "the start")
        stop(one)
    moved(home, "crawl:a", datetime.now(UTC) - timedelta(days=1))
    path.unlink()
    with daemon(home) as two:
        until(lambda: said(home).count("running in") == 2, "the second start")
        time.sleep(1)
        assert stop(two) == 0
    assert states(home, "a") == []


class Wide(Tiny):
    """A board with many threads."""

    @cached_property
    def said(self) -> Any:
        few = super().said
        return {**few, "threads": few["threads"] * 60}


def test_sigterm_in_the_middle_of_a_crawl_keeps_what_was_read(home):
    with served([Wide()], [0]) as addresses, daemon(home) as one:
        source(home, "wide", addresses[0], "1h", more="delay: 0.3")
        until(lambda: "running in" in said(home), "the start")
        one.send_signal(signal.SIGHUP)
        until(lambda: kept(home), "the first posts")
        crawling = children(one.pid)
        assert stop(one) == 0
    assert crawling
    assert not any(Path(f"/proc/{pid}").exists() for pid in crawling)
    assert states(home, "wide") == ["stopped"]
    assert 0 < kept(home) < 60


def kept(home: Home) -> int:
    """How many posts the rows hold."""
    with closing(Rows(home.rows)) as rows:
        return len(rows.ids())


def test_a_crawl_that_waits_long_is_stopped_all_the_same_and_leaves_no_orphan(home, board):
    source(home, "slow", board, "1h", more="delay: 600")
    with daemon(home) as one:
        until(lambda: states(home, "slow") == ["running"], "the crawl")
        crawling = children(one.pid)
        assert len(crawling) == 1
        time.sleep(2)
        assert stop(one) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in crawling)
    assert states(home, "slow") in (["stopped"], ["failed"]), "how it ended is not written down"
    assert "Traceback" not in said(home)


class Inbox:
    """Takes every mail."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.mails.append(envelope.content)
        return "250 taken"


def test_a_post_that_may_concern_a_child_is_told_at_once_after_the_crawl(home, board):
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    (home.root / "offerwatch.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        '[[people]]\nname = "C"\nemail = "c@ngo.example"\nroles = ["child"]\n'
    )
    source(home, "a", board, "1h")
    try:
        with daemon(home) as one:
            until(lambda: inbox.mails, "the mail")
            assert stop(one) == 0
    finally:
        server.stop()
    assert b"year olds" not in inbox.mails[0]


def ran(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A command, run to its end."""
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=PATIENCE)


def free_port() -> int:
    """A port that is free just now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def test_the_page_is_served_too_and_a_taken_port_is_one_line(home):
    command = [sys.executable, "-m", "offerwatch", "run", "--home", str(home.root)]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = ran([*command, "--port", port])
    assert done.returncode == 1
    assert re.fullmatch(r"cannot serve at 127.0.0.1:\d+: the port is taken.*\n", done.stderr)


def test_faults_are_named_with_file_and_key(home):
    source(home, "good", "https://board.example/", "6h")
    source(home, "odd", "https://board.example/", "0m")
    (home.sources / "bad.yml").write_text("start: https://board.example/\nreader: nosuch\n")
    good, wrong = readable(home)
    assert [one.name for one in good] == ["good"]
    assert "odd.yml" in wrong["odd"]
    assert "schedule" in wrong["odd"]
    assert "reader" in wrong["bad"]
    assert [job.id for job in wanted(home, good)] == ["crawl:good", "alert", "purge", "follow"]


def test_a_clock_that_cannot_be_read_is_refused_with_its_key(tmp_path):
    (tmp_path / "offerwatch.toml").write_text('[clock]\nalert = "at seven"\npurge = "99 * * * *"\n')
    with pytest.raises(Exception, match=r"clock\.alert: .*\n.*clock\.purge: "):
        checked(make_home(tmp_path))
