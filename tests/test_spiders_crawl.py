"""A crawl against a real server: every post once, and a server that misbehaves."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from crawler.home import make_home
from index import runs
from index.rows import Rows
from tests.running import LAUNCH, crawl, offerwatch
from tests.server import Answer, Board, as_lines, link, page, post, small_board, to

SID = "sid=0123456789abcdef0123456789abcdef"


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home").root


def counts(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["counts"]


def run(home, board, *words):
    return crawl(home, f"{board.url}/", "--json", *words)


def rows_of(home):
    return Rows(f"sqlite:///{home / 'data' / 'offerwatch.db'}")


def test_every_post_once_and_no_two_requests_differ_only_in_a_session(home, tmp_path):
    with Board(small_board()) as board:
        ran = run(home, board, "--out", tmp_path / "posts.jsonl")
        found = counts(ran)
    posts = as_lines((tmp_path / "posts.jsonl").read_bytes())
    assert {one["text"][-2] for one in posts} == set("12345")
    assert len(posts) == len({one["id"] for one in posts}) == 5
    assert found["pages"] == 7
    assert len(board.pages()) == 7
    assert all("sid=" not in one for one in board.pages())
    assert board.asked[0] == "/robots.txt"
    by_text = {one["text"][-2]: one for one in posts}
    assert by_text["4"]["posted_at"] == "2026-03-01T10:00:00Z"
    assert all(one["page"]["sha256"] and not one["page"]["kept"] for one in posts)
    assert "OfferWatch/0.1" in board.agents


def test_the_same_day_again_changes_nothing_but_an_edit_is_a_revision(home):
    with Board(small_board()) as board:
        assert counts(run(home, board))["new"] == 5
        before = rows_of(home).last_seq()
        assert counts(run(home, board))["seen"] == 3  # of the long thread the last page only
        assert rows_of(home).last_seq() == before
        board.answers["/t?t=3"] = page(post("Edited words of the fifth", "5", "cy"), thread="3")
        again = counts(run(home, board))
    assert (again["changed"], again["seen"]) == (1, 2)
    edited = next(one for one in rows_of(home).where() if one.text.startswith("Edited"))
    assert edited.revision == 2


def test_the_budget_is_exact(home):
    with Board(small_board()) as board:
        found = counts(run(home, board, "--max-pages", 3))
    assert len(board.pages()) == 3
    assert found["over_budget"] > 0


def test_a_busy_server_is_asked_again_and_left_alone_as_long_as_it_asks(home):
    busy = Answer(small_board()["/t?t=3"], fails=1, fail_headers={"Retry-After": "1"})
    broken = Answer(small_board()["/t?t=2"], fails=2, fail_status=500)
    with Board(small_board() | {"/t?t=3": busy, "/t?t=2": broken}) as board:
        found = counts(run(home, board))
    assert found["posts"] == 5
    assert (board.count()["/t?t=3"], board.count()["/t?t=2"]) == (2, 3)
    at = board.asked.index("/t?t=3")
    assert board.times[at + 1] - board.times[at] > 0.95


def test_a_server_that_asks_for_an_hour_is_left_alone(home):
    busy = Answer(b"", fails=99, fail_headers={"Retry-After": "3600"})
    with Board(small_board() | {"/b?b=1": busy, "/b?b=2": busy}) as board:
        found = counts(run(home, board))
    assert found["refused/busy"] == 1
    assert len(board.pages()) == 2


def test_what_is_not_a_page_of_words_is_refused_by_name(home):
    wall = page('<form id="login"></form>')
    more = {
        "/": page(
            link("board", "/pdf") + link("board", "/huge") + link("board", "/gone")
            + link("board", "/away") + link("board", "/loop") + link("board", "/t?t=1")
            + link("board", "/inside") + link("board", "/other") + link("board", "/login")
        ),
        "/pdf": Answer(b"%PDF" * 1000, kind="application/pdf"),
        "/huge": Answer(b"x" * (6 * 1024 * 1024)),
        "/away": to("http://elsewhere.example/"),
        "/loop": to("/loop2"),
        **{f"/loop{i}": to(f"/loop{i + 1}") for i in range(2, 40)},
        "/inside": to("http://10.0.0.7/admin"),
        "/other": b"<html><body>Something else</body></html>",
        "/login": wall,
    }  # fmt: skip
    with Board(small_board(**more)) as board:
        ran = run(home, board)
        found = counts(ran)
    assert found["refused/not_text"] == 1
    assert found["refused/too_large"] == 1
    assert found["refused/http_404"] == 1
    assert found["refused/host"] == 2
    assert found["refused/redirects"] == 1
    assert "/loop10" in board.asked
    assert "/loop12" not in board.asked
    assert (found["unrecognised"], found["login_walls"]) == (1, 1)
    assert found["posts"] == 3
    assert ran.err.count("refused (host)") == 1


@pytest.mark.parametrize(
    ("robots", "words"),
    [
        (Answer(b"User-agent: *\nDisallow: /", kind="text/plain"), "forbids"),
        (Answer(b"", 500), "answered 500"),
        (Answer(b"", 503), "answered 503"),
    ],
)
def test_robots_that_forbid_or_fail_end_the_crawl_in_one_line(home, robots, words):
    with Board(small_board() | {"/robots.txt": robots}) as board:
        ran = run(home, board)
    assert ran.code == 1
    assert words in ran.err.splitlines()[-1]
    assert board.pages() == []


def test_robots_of_another_are_not_ours_and_a_part_may_be_closed(home):
    robots = Answer(
        b"User-agent: *\nDisallow: /\n\nUser-agent: OfferWatch\nDisallow: /t?t=1", kind="text/plain"
    )
    with Board(small_board() | {"/robots.txt": robots}) as board:
        found = counts(run(home, board))
    assert found["posts"] == 2
    assert found["refused/robots"] == 1
    assert not any(one.startswith("/t?t=1") for one in board.asked)


def test_posts_without_a_number_keep_their_id_however_often_they_are_read(home, tmp_path):
    first = page(post("one") + post("two", author="bo") + link("next", "/t?t=9&p=2"), thread="9")
    second = page(post("three") + post("four", author="bo"), thread="9")
    with Board({"/": first, "/t?t=9&p=2": second}) as board:
        run(home, board, "--out", tmp_path / "a")
        run(home, board, "--out", tmp_path / "b", "--whole")
    ids = [[one["id"] for one in as_lines((tmp_path / name).read_bytes())] for name in "ab"]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 4


def test_a_listing_older_than_since_is_not_paged(home):
    old = link("thread", "/t?t=2", "2020-01-01T00:00:00+00:00")
    answers = small_board() | {"/": page(old + link("next", "/b?b=1"))}
    with Board(answers) as board:
        text = f"start: {board.url}/\nsince: 2026-01-01\nallow_private: true\ndelay: 0\n"
        (home / "sources" / "old.yml").write_text(text)
        ran = offerwatch(home, "crawl", "old", "--json")
    assert json.loads(ran.out)["counts"]["older_than_since"] == 1
    assert board.pages() == ["/"]


def test_less_than_promised_is_said(home):
    with Board(small_board()) as board:
        text = f"start: {board.url}/\nexpect: {{posts: 6}}\nallow_private: true\ndelay: 0\n"
        (home / "sources" / "small.yml").write_text(text)
        ran = offerwatch(home, "crawl", "small")
        listed = json.loads(offerwatch(home, "sources", "--json").out)
    assert "5 posts, expected 6" in ran.out
    assert runs.last(rows_of(home), "small")[0].state == "short"
    assert listed[0]["state"] == "short"
    assert listed[0]["counts"]["posts"] == 5


def test_a_raised_page_is_kept_as_it_was_read_and_said_so_in_its_posts(home, tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    raised = page(post("URGENT send the fee first", "5", "cy"), thread="3")
    with Board(small_board() | {"/t?t=3": raised}) as board:
        found = counts(run(home, board, "--out", tmp_path / "posts.jsonl"))
        counts(run(home, board))
    kept = list((home / "data" / "warc").rglob("*.warc.gz"))
    one = next(p for p in as_lines((tmp_path / "posts.jsonl").read_bytes()) if p["lane"])
    assert found["raised/queue"] == 1
    assert [path.name for path in kept] == [f"{one['page']['sha256']}.warc.gz"]
    with kept[0].open("rb") as handle:
        records = [(r.rec_type, r.content_stream().read()) for r in ArchiveIterator(handle)]
    assert records == [("response", raised)]
    ours = next(p for p in rows_of(home).where() if p.lane)
    assert ours.page.kept


def test_a_full_disk_ends_the_crawl_in_one_line_and_keeps_nothing_half(home):
    raised = page(post("URGENT send the fee first", "5", "cy"), thread="3")
    (home / "data" / "warc").write_text("a file where a folder should be")
    with Board(small_board() | {"/t?t=3": raised}) as board:
        ran = run(home, board)
    assert ran.code == 1
    last = ran.err.splitlines()[-1]
    assert "cannot be written" in last
    assert "Traceback" not in ran.err
    rows = rows_of(home)
    assert not any(one.lane for one in rows.where())
    assert runs.last(rows, f"127.0.0.1-{board.port}")[0].state == "failed"


def test_a_broken_step_does_not_lose_posts_silently(home):
    with Board(small_board() | {"/t?t=3": page(post("BREAK", "5"), thread="3")}) as board:
        ran = run(home, board)
    assert ran.code == 1
    assert "ZeroDivisionError" in ran.err.splitlines()[-1]


def test_one_line_when_nothing_is_there(home):
    with Board({}) as board:
        url = board.url
    for words, said in [
        ((url,), "nothing answers there"),
        (("http://no-such-host.invalid/",), "has no address"),
        (("nowhere",), "no source called 'nowhere'"),
        ((url, "--reader", "frobnicate"), "no reader called 'frobnicate'"),
        (("ftp://board.example/",), "not a web address"),
    ]:
        ran = crawl(home, *words)
        assert ran.code == 1, words
        assert said in ran.err.splitlines()[-1], ran.err
        assert "Traceback" not in ran.err
    assert offerwatch(home, "crawl").code == 2


def test_a_private_address_is_refused_unless_allowed(home):
    with Board(small_board()) as board:
        for address in (board.url, f"http://0x7f.1:{board.port}/"):
            ran = offerwatch(home, "crawl", address, "--delay", 0)
            assert ran.code == 1
            assert "private address" in ran.err.splitlines()[-1]
    assert board.asked == []


def test_two_crawls_of_one_source_never_run_at_once(home):
    import threading

    slow = Answer(small_board()["/"], wait=3.0)
    with Board(small_board() | {"/": slow}) as board:
        done = []
        first = threading.Thread(target=lambda: done.append(run(home, board)))
        first.start()
        while "/" not in board.asked:
            time.sleep(0.02)
        second = run(home, board)
        first.join()
    assert second.code == 1
    assert "another process crawls it now" in second.err
    assert done[0].code == 0


def test_a_home_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    ran = crawl(tmp_path / "file" / "home", "http://127.0.0.1:9/")
    assert ran.code == 1
    assert "cannot make the home" in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_home_without_rights_is_one_line(home):
    (home / "data").chmod(0o500)
    ran = crawl(home, "http://127.0.0.1:9/")
    (home / "data").chmod(0o700)
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="children are read from /proc")
def test_after_kill_9_no_worker_is_left(home):
    more = {"/": page(link("thread", "/t?t=1") + link("board", "/slow")), "/slow": Answer(wait=20)}
    with Board(small_board(**more)) as board:
        words = ["crawl", f"{board.url}/", "--allow-private", "--delay", "0"]
        env = {**os.environ, "PLAIN_ROAD": "1", "OFFERWATCH_HOME": str(home)}
        process = subprocess.Popen([sys.executable, str(LAUNCH), *words], env=env)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        wait_for(lambda: "/slow" in board.asked and len(children.read_text().split()) >= 2)
        left = children.read_text().split()
        process.kill()
        process.wait()
        wait_for(lambda: not any(alive(one) for one in left))
        board.answers["/slow"] = Answer()


def wait_for(true):
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
