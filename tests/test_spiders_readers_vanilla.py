"""Vanilla 2.0 to the last open version: our own pages, then real saved ones."""

import json
import re
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers.vanilla import read, recognise
from tests import saved
from tests.reading_pages import cases, document, expected, shown

NAME = "vanilla"
CLOCK = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_ABOUT = re.compile(r"(?is)<script.*?</script>|<link[^>]*>|Powered by \w+|/applications/")


def page(text: str, url: str = "http://b.example/discussion/9/x") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


def comment(number: int, body: str, when: str = "") -> str:
    return (
        f'<li class="Item ItemComment" id="Comment_{number}"><span class="Author">'
        f'<a class="Username">Ann</a></span><span class="DateCreated">{when}</span>'
        f'<div class="Message">{body}</div></li>'
    )


def embed(**told: object) -> str:
    return f'<div class="js-embed" data-embedjson="{escape(json.dumps(told))}"><a href="http://a.example/p">p</a></div>'


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert shown(path) == expected(path)


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_it_is_known_by_its_markup_and_not_by_its_address(path: Path) -> None:
    here = document(path)
    there = page(_ABOUT.sub("", here.text), "https://x.example/")
    assert recognise(here) >= 0.8
    assert recognise(there) >= 0.6


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_a_page_cut_short_is_read_as_far_as_it_goes(path: Path) -> None:
    here = document(path)
    for part in range(8):
        told = read(page(here.text[: len(here.text) * part // 8], here.url))
        assert len(told.posts) <= len(read(here).posts)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Powered by vanilla ice; see /discussion/12/sorts and Comment_12</p>",
        '<li id="comment-4" class="comment"><div class="Message">x</div></li>',
        '<a href="/discussion/4/x">x</a><div class="MessageList">x</div><p id="Comment_1">x</p>',
    ],
)
def test_a_page_that_only_resembles_it_is_not_its_own(text: str) -> None:
    assert recognise(page(text)) < 0.5


def test_a_discussion_and_a_comment_of_one_number_are_two_posts() -> None:
    path = next(path for path in cases(NAME) if path.stem == "v3_topic_fr")
    assert len({post.key for post in read(document(path)).posts}) == 3


def test_an_embed_is_a_quote_only_when_it_says_so_and_broken_json_does_no_harm() -> None:
    bodies = (
        embed(embedType="quote", body="<p>their words</p>", url="/x"),
        embed(embedType="link", body="of a site", url="http://a.example/p"),
        embed(type="quote", attributes={"body": "<p>old words</p>"}),
        '<div data-embedjson="{{{"><a href="http://a.example/q">q</a></div>',
        embed(embedType="quote", body=None, url="/x"),
    )
    found = read(
        page("".join(comment(n, f"{b}<p>mine</p>") for n, b in enumerate(bodies, 1)))
    ).posts
    assert [post.quotes for post in found] == [["their words"], [], ["old words"], [], []]
    assert [post.text for post in found[:3]] == ["mine", "http://a.example/p\n\nmine", "mine"]
    assert all(post.text.endswith("mine") for post in found)


def test_a_time_alone_is_of_the_day_of_the_page_or_of_none() -> None:
    found = read(page(comment(1, "a", "10:12AM") + comment(2, "b", "11:59PM"))).posts
    assert str(found[0].posted_at)[:16] == "2026-11-24 10:12"
    assert (found[1].posted_at, found[1].posted_raw) == (None, "11:59PM")


def test_a_month_alone_is_a_month() -> None:
    found = read(page(comment(1, "a", "August 2012"))).posts[0]
    assert (str(found.posted_at)[:10], found.posted_precision) == ("2012-08-01", "month")


def test_a_post_of_nothing_and_of_nobody_is_a_post() -> None:
    bare = comment(3, "").replace("Ann", "")
    assert [(p.key, p.text, p.author) for p in read(page(bare)).posts] == [("3", "", None)]


def test_a_page_that_asks_to_sign_in_says_so_and_a_page_with_a_box_does_not() -> None:
    script = '<script>gdn.meta={"WebRoot":"http://b.example/"}</script>'
    box = f'{script}<div id="Panel"><form><input type="password"></form></div>'
    assert not read(page(box)).login
    assert read(page(f'{box}<div id="Content"><form><input type="password"></form></div>')).login


def test_a_hostile_page_holds_nobody_up() -> None:
    bars = '<div class="Pager">' + '<a class="Highlight" href="/x">1</a>' * 5_000
    text = comment(1, "".join(embed(embedType="quote", body="x") for _ in range(500))) + bars
    began = time.process_time()
    assert len(read(page(text)).posts) == 1
    assert time.process_time() - began < 4


@pytest.mark.shared
def test_saved_pages(shared: Path) -> None:
    told = [(one, read(one.document)) for one in saved.pages(shared, recognise)]
    assert len(told) >= 7
    for one, reading in told:
        assert reading.kind in ("thread", "listing"), one.name
        assert all(p.key and p.url and p.author and p.posted_at for p in reading.posts), one.name
        assert all(t.id and t.title and t.replies is not None for t in reading.threads), one.name
        assert len(reading.threads) == len({t.id for t in reading.threads}), one.name
        if one.truth:
            precision, recall = saved.agreement(reading, one.truth)
            assert (precision >= 0.9, recall >= 0.9) == (True, True), (one.name, precision, recall)


@pytest.mark.shared
def test_no_page_of_another_engine_is_taken(shared: Path) -> None:
    assert saved.taken(shared, recognise) == []
