"""An operator's selectors win over what a reader finds."""

from datetime import UTC, datetime

import pytest

from spiders.pages import selecting
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost
from spiders.source import adhoc

PAGE = """<html><body><div class="way"><a href="/c/2">Work</a></div><h4 id="t">Harvest help</h4>
<section><i>ana</i><span title="2026-03-01 10:05">a while ago</span><a class="at" href="/m/7">#</a>
 <p class="said">Two people for the harvest.<em class="ad">BUY NOW</em> Call in the evening.</p></section>
<section><i>bo</i><span title="2026-03-01 11:05">a while ago</span><a class="at" href="/m/8">#</a>
 <p class="said">Is it still free?</p></section>
<a class="on" href="/t/1/2">more</a></body></html>"""
SELECTORS = {
    "post": "section", "text": "p.said", "author": "i", "date": "span::attr(title)",
    "number": "a.at::attr(href)", "link": "a.at::attr(href)", "title": "#t", "board": ".way a",
    "next": "//a[@class='on']/@href", "drop": "em.ad",
}  # fmt: skip


@pytest.fixture
def page():
    clock = datetime(2026, 3, 2, tzinfo=UTC)
    return Document(url="https://board.example/t/1", text=PAGE, fetched_at=clock)


def read(page, said, reading=None):
    paths = selecting.checked(said)
    selecting.prepare(page, paths)
    return selecting.override(page, reading or Reading(platform="page", kind="other"), paths)


def test_every_field_of_an_odd_board_can_be_selected(page):
    found = read(page, SELECTORS)
    first = found.posts[0]
    assert (found.kind, found.board.name, found.thread.title) == ("thread", "Work", "Harvest help")
    assert found.board.url == "https://board.example/c/2"
    assert found.next_pages == ["https://board.example/t/1/2"]
    assert (first.key, first.author, first.url) == ("7", "ana", "https://board.example/m/7")
    assert first.posted_at == datetime(2026, 3, 1, 10, 5, tzinfo=UTC)
    assert first.text == "Two people for the harvest. Call in the evening."
    assert [one.author for one in found.posts] == ["ana", "bo"]


def test_what_is_not_selected_stays_as_it_was_read(page):
    posts = [ReadPost(key=key, text="wrong", author=key, url=f"u{key}") for key in "12"]
    was = Reading(platform="x", kind="thread", posts=posts, next_pages=["kept"])
    found = read(page, {"post": "section", "text": "p.said"}, was)
    assert [(one.key, one.author, one.url) for one in found.posts] == [
        ("1", "1", "u1"),
        ("2", "2", "u2"),
    ]
    assert found.posts[1].text == "Is it still free?"
    assert found.next_pages == ["kept"]


def test_threads_and_boards_of_a_list(page):
    found = read(page, {"threads": "a.at", "boards": ".way a"})
    assert [one.url for one in found.threads] == [
        "https://board.example/m/7",
        "https://board.example/m/8",
    ]
    assert (found.kind, found.boards) == ("listing", ["https://board.example/c/2"])


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"body": "p"}, "there is post, text"),
        ({"text": "p"}, "say `post` too"),
        ({"next": "a[["}, "neither CSS nor XPath"),
        ({"next": "//a[@"}, "neither CSS nor XPath"),
    ],
)
def test_a_wrong_selector_is_an_error_that_says_so(said, says):
    with pytest.raises(Exception, match=says):
        adhoc("https://board.example/", selectors=said)
