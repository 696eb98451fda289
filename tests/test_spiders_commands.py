"""`check`, `crawl`, `sources` as a person uses them."""

import json

import pytest

from crawler.home import make_home
from spiders.strict_yaml import read_yaml
from tests.running import crawl, offerwatch
from tests.server import Board, link, page, post, small_board


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


def test_check_says_which_reader_fits_and_what_is_missing(home):
    inside = post("first words", "1") + post("", None, "") + link("next", "/2")
    with Board({"/": page(inside, thread="1", name="Work")}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", "--allow-private", "--json")
        seen = json.loads(ran.out)
        told = offerwatch(home.root, "check", f"{board.url}/", "--allow-private").out
    assert seen["reader"] == "plain"
    assert seen["sure"]["plain"] == 1
    assert [one["text"] for one in seen["posts"]] == ["first words", ""]
    assert (seen["next_pages"], seen["board"]) == (1, "Work")
    assert {"author: 1 of 2", "text: 1 of 2", "key: 1 of 2"} <= set(seen["missing"])
    assert "reader: plain" in told
    assert "first words" in told
    assert board.pages() == ["/", "/"]


def test_check_saves_a_source_that_crawls(home):
    with Board(small_board()) as board:
        words = ("check", f"{board.url}/t?t=1", "--allow-private", "--save", "mine")
        assert offerwatch(home.root, *words).code == 0
        saved = read_yaml(home.sources / "mine.yml")
        assert (saved["reader"], saved["schedule"], saved["allow_private"]) == ("plain", "6h", True)
        again = offerwatch(home.root, *words)
        assert (again.code, again.err.count("is there already")) == (1, 1)
        assert offerwatch(home.root, "crawl", "mine", "--delay", 0).code == 0
        table = offerwatch(home.root, "sources").out
    assert "mine" in table
    assert "well" in table
    bad = offerwatch(home.root, *words[:-1], "../evil")
    assert bad.code == 1


def test_check_of_a_page_nobody_knows_fails_but_says_what_it_saw(home):
    with Board({"/": b"<html><body>hello</body></html>"}) as board:
        ran = offerwatch(home.root, "check", f"{board.url}/", "--allow-private")
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


def test_broken_sources_are_told_together(home):
    (home.sources / "a.yml").write_text("start: x\n")
    (home.sources / "b.yml").write_text("start: y\n")
    ran = offerwatch(home.root, "sources")
    assert (ran.code, len(ran.err.splitlines())) == (1, 2)
