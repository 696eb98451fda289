"""`check`, `crawl`, `sources` as a person uses them."""

import json

import pytest

from crawler.home import make_home
from spiders import report
from spiders.report_check import checked
from spiders.source import Source, load_source
from spiders.strict_yaml import read_yaml
from tests.running import crawl, offerwatch
from tests.server import Answer, Board, link, page, post, small_board, to

QUICK = ("--allow-private", "--delay", 0)


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


def test_check_says_which_reader_fits_and_what_is_missing(home):
    inside = post("first words", "1") + post("", None, "") + link("next", "/2")
    with Board({"/": page(inside, thread="1", name="Work")}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", *QUICK, "--json")
    seen = json.loads(ran.out)
    assert seen["reader"] == "plain"
    assert seen["sure"]["plain"] == 1
    assert [one["text"] for one in seen["posts"]] == ["first words", ""]
    assert (seen["next_pages"], seen["board"]) == (1, "Work")
    assert {"author: 1 of 2", "text: 1 of 2", "key: 1 of 2"} <= set(seen["missing"])
    assert board.pages() == ["/"]
    told = checked(seen)
    assert "reader: plain (sure: plain 1.0" in told
    assert "first words" in told
    assert "missing author: 1 of 2" in told


def test_check_saves_a_source_that_crawls(home):
    with Board(small_board()) as board:
        words = ("check", f"{board.url}/t?t=1", *QUICK, "--save", "mine")
        assert offerwatch(home.root, *words).code == 0
        saved = read_yaml(home.sources / "mine.yml")
        assert (saved["reader"], saved["schedule"], saved["allow_private"]) == ("plain", "6h", True)
        assert offerwatch(home.root, "crawl", "mine", "--delay", 0).code == 0
    listed = report.row(home, Source(name="mine", start=f"{board.url}/"))
    assert (listed["state"], listed["next"], listed["counts"]["posts"]) == ("well", "", 3)
    assert "mine  well" in report.table([listed])


def test_check_of_a_front_page_looks_at_one_list_and_one_thread_and_no_more(home):
    with Board(small_board()) as board:
        where = (f"{board.url}/", *QUICK)
        seen = json.loads(offerwatch(home.root, "check", *where, "--json").out)
    assert board.pages() == ["/", "/b?b=1", "/t?t=1"]
    assert [one["text"][-9:] for one in seen["posts"]] == ["number 1.", "number 2."]
    assert [(one["boards"], one["threads"], one["posts"]) for one in seen["pages"]] == [
        (2, 0, 0), (0, 2, 0), (0, 0, 2),
    ]  # fmt: skip
    assert (seen["boards"], seen["board"], seen["wall"]) == (2, None, None)


def test_check_says_what_stands_before_a_site_and_what_to_do(home):
    captcha = b"<html><body><p>Checking your browser before you enter</p></body></html>"
    with Board({"/": captcha, "/x": Answer(captcha, 403)}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", *QUICK, "--save", "mine")
        refused = offerwatch(home.root, "check", f"{board.url}/x", *QUICK, "--json")
    assert (ran.code, refused.code) == (1, 1)
    assert "captcha: the site asks whether we are a machine" in ran.out
    assert "a CAPTCHA is never solved" in ran.out
    assert (json.loads(refused.out)["wall"], json.loads(refused.out)["status"]) == ("captcha", 403)
    assert "# It was not shown to us then: captcha" in (home.sources / "mine.yml").read_text()


def test_check_of_what_cannot_be_had_says_why_and_what_next(home):
    with Board({"/e": Answer(b"", 500, fails=9)}) as board:
        board.answers["/"] = to(f"http://localhost:{board.port}/x")
        moved = offerwatch(home.root, "check", f"{board.url}/", *QUICK)
        broken = offerwatch(home.root, "check", f"{board.url}/e", *QUICK)
    assert (moved.code, broken.code) == (1, 1)
    assert "check that address instead" in moved.err
    assert "answered 50" in broken.err
    assert "Traceback" not in moved.err + broken.err


def test_check_refuses_a_name_that_is_taken_before_anything_is_fetched(home):
    (home.sources / "taken.yml").write_text("start: https://board.example/\n")
    with Board(small_board()) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", *QUICK, "--save", "taken")
    assert (ran.code, ran.err.count("is there already")) == (1, 1)
    assert board.asked == []
    assert (home.sources / "taken.yml").read_text() == "start: https://board.example/\n"


def test_check_of_a_page_nobody_knows_fails_but_says_what_it_saw(home):
    with Board({"/": b"<html><body>hello</body></html>"}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", *QUICK)
    assert ran.code == 1
    assert "no reader knows this page" in ran.out


def test_check_keeps_manners(home):
    with Board({"/": page("")}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/")
    assert (ran.code, board.asked) == (1, [])
    assert "private address" in ran.err.splitlines()[-1]


def test_crawl_sums_up_and_brings_the_index_up(home, tmp_path):
    with Board(small_board()) as board:
        ran = crawl(home.root, board.url)
    assert "pages 7, posts 5, new 5" in ran.out
    assert "5 changes followed" in ran.out


def test_a_source_says_how_it_stands_through_a_wall_a_new_layout_and_better_days(home):
    wall = b"<html><title>Just a moment</title><body><p>Are you a robot?</p></body></html>"
    words = "<p>Nothing of this is where it was, and no reader finds a post in it.</p>" * 8
    gone = {f"/t?t={n}": page(words, thread=str(n)) for n in (1, 2, 3)}
    states = []
    with Board(small_board()) as board:
        (home.sources / "site.yml").write_text(
            f"start: {board.url}/\nallow_private: true\ndelay: 0\nwhole: true\n"
        )
        for change in ({}, {"/": Answer(wall, 403)}, gone):
            board.answers = small_board() | change
            ran = offerwatch(home.root, "crawl", "site")
            states.append((ran.code, report.row(home, load_source(home, "site"))))
    assert [(code, one["state"], one["failing_runs"]) for code, one in states] == [
        (0, "well", 0), (1, "captcha", 1), (0, "layout_changed", 2),
    ]  # fmt: skip
    assert "3 pages of threads were read, with no post on any" in ran.out
    assert "next: offerwatch check site" in ran.out


def test_an_index_somebody_else_follows_is_no_failure(home):
    from crawler.locks import only

    with Board(small_board()) as board, only(home.data / "follow.lock"):
        ran = crawl(home.root, board.url)
    assert ran.code == 0
    assert "another process is following" in ran.out


def test_out_that_cannot_be_written_is_said_before_anything_is_fetched(home, tmp_path):
    with Board(small_board()) as board:
        ran = crawl(home.root, board.url, "--out", tmp_path / "no" / "posts.jsonl")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
    assert board.asked == []


def test_broken_sources_are_told_together_and_hide_no_other(home):
    (home.sources / "a.yml").write_text("start: x\n")
    (home.sources / "b.yml").write_text("start: y\n")
    (home.sources / "good.yml").write_text("start: https://board.example/\n")
    ran = offerwatch(home.root, "sources")
    assert (ran.code, len(ran.err.splitlines())) == (1, 2)
    assert "good  never crawled" in ran.out
