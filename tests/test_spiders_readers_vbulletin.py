"""vBulletin 3, 4 and 5: our own pages in several styles and languages, then real saved ones."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers.vbulletin import read, recognise
from tests import saved
from tests.reading_pages import cases, document, expected, shown

NAME = "vbulletin"
CLOCK = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_ABOUT = re.compile(
    r"(?is)<meta[^>]*generator[^>]*>|<script.*?</script>|<link[^>]*>|<style.*?</style>"
)


def page(text: str, url: str = "http://b.example/showthread.php?t=9") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


def old(number: int, body: str, when: str) -> str:
    return (
        f'<table id="post{number}"><tr><td class="thead"><a name="post{number}"></a>{when}</td>'
        f'</tr><tr><td id="td_post_{number}"><div id="postmenu_{number}">Ann</div>'
        f'<div id="post_message_{number}">{body}</div></td></tr></table>'
    )


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert shown(path) == expected(path)


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_it_is_known_by_its_markup_and_not_by_its_address(path: Path) -> None:
    here = document(path)
    there = page(_ABOUT.sub("", here.text), "https://x.example/")
    assert recognise(here) >= 0.8
    assert recognise(there) >= 0.6 or "login" in path.stem


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_a_page_cut_short_is_read_as_far_as_it_goes(path: Path) -> None:
    here = document(path)
    for part in range(8):
        told = read(page(here.text[: len(here.text) * part // 8], here.url))
        assert len(told.posts) <= len(read(here).posts)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Moved here from vBulletin 3.8: see showthread.php?t=12 and post_message_12</p>",
        '<a href="showthread.php?tid=4#pid9">x</a><div id="pid_9" class="post_body">x</div>',
        '<html id="XF"><article class="message js-post"><div class="bbWrapper">x</div></article>',
    ],
)
def test_a_page_that_only_resembles_it_is_not_its_own(text: str) -> None:
    assert recognise(page(text)) < 0.5


def test_reading_twice_or_by_another_reader_first_makes_no_difference() -> None:
    found = document(next(path for path in cases(NAME) if path.stem == "vb3_topic_pl"))
    assert read(found) == read(found)


def test_which_figure_is_the_day_is_told_by_the_course_of_the_thread_or_not_at_all() -> None:
    told = old(1, "a", "04-05-2026, 09:00 AM") + old(2, "b", "03-06-2026, 09:00 AM")
    assert [str(p.posted_at)[:10] for p in read(page(told)).posts] == ["2026-05-04", "2026-06-03"]
    alone = read(page(old(1, "a", "04-05-2026, 09:00 AM"))).posts[0]
    assert (alone.posted_at, alone.posted_precision) == (None, "none")
    assert alone.posted_raw == "04-05-2026, 09:00 AM"


def test_code_is_the_authors_own_and_no_quote() -> None:
    body = (
        '<div><div class="smallfont">PHP Code:</div><div class="alt2"><code>a();<br />b();</code>'
        '</div></div><div><div class="smallfont">Quote:</div><table><tr><td class="alt2">'
        "said</td></tr></table></div>mine"
    )
    found = read(page(old(1, body, "13-05-2026, 09:00"))).posts[0]
    assert (found.text, found.quotes) == ("a();\nb();\nmine", ["said"])


def test_a_quote_in_a_skin_without_the_names_of_the_default_is_one() -> None:
    body = (
        'Hello<div style="margin:1rem"><div><label>Quote:</label></div><div class="panel alt2"><div>'
        "Originally Posted by <strong>Bo</strong></div><div>first<br />second</div></div></div>yes"
    )
    found = read(page(old(1, body, "13-05-2026, 09:00"))).posts[0]
    assert (found.text, found.quotes) == ("Hello\nyes", ["first\nsecond"])


def test_a_post_that_is_only_a_picture_is_a_post_and_one_without_author_or_date_too() -> None:
    bare = (
        '<li class="postcontainer" id="post_3"><div id="post_message_3"><img src="a.gif" /></div>'
    )
    found = read(page(bare)).posts
    assert [(p.key, p.text, p.author, p.posted_at) for p in found] == [("3", "", None, None)]


def test_a_thread_asked_for_by_a_post_is_known_by_its_own_number() -> None:
    text = old(7, "x", "13-05-2026, 09:00") + '<input name="searchthreadid" value="481" />'
    found = read(page(text, "http://b.example/f/showthread.php?p=7"))
    assert (found.thread.id, found.thread.url) == ("481", "http://b.example/f/showthread.php?t=481")


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("http://b.example/showthread.php?t=12&page=3", "12"),
        ("http://b.example/showthread.php?12-Any-Title/page3", "12"),
        ("http://b.example/showthread.php/12-Any-Title-2026", "12"),
        ("http://b.example/threads/12-Any-Title", "12"),
        ("http://b.example/f5/any-title-12/", "12"),
        ("http://b.example/f5/t12-any-title.html", "12"),
        ("http://b.example/jobs/12-any-title-2026-3.html", "12"),
        ("http://b.example/thread12-3.html", "12"),
        ("http://b.example/jobs/any-title-12.html", "12"),
    ],
)
def test_the_number_in_many_kinds_of_address(address: str, number: str) -> None:
    found = read(page(old(1, "x", "13-05-2026, 09:00"), address))
    assert found.thread.id == number


def test_two_threads_whose_slugs_hold_the_same_figure_are_two() -> None:
    rows = (
        f'<tr><td id="td_threadtitle_{n}"><a id="thread_title_{n}" href="/f/{slug}/">x</a></td></tr>'
        for n, slug in (
            (31, "best-t-1000-shirts"),
            (32, "a-t-1000-model"),
            (31, "best-t-1000-shirts"),
        )
    )
    found = read(page(f'<table id="threadslist">{"".join(rows)}</table>', "http://b.example/f/"))
    assert [thread.id for thread in found.threads] == ["31", "32"]


def test_a_hostile_page_holds_nobody_up() -> None:
    anchors = '<a name="post1"></a> x ' * 20_000
    frames = '<div class="alt2"><div><b>x</b></div><i>y</i></div>' * 5_000
    text = old(1, frames, "13-05-2026, 09:00") + anchors
    began = time.process_time()
    assert len(read(page(text)).posts) == 1
    assert time.process_time() - began < 4


@pytest.mark.shared
def test_saved_pages(shared: Path) -> None:
    told = [(one, read(one.document)) for one in saved.pages(shared, recognise)]
    threads = [(one, reading) for one, reading in told if reading.posts]
    assert (len(told) >= 14, len(threads) >= 5) == (True, True)
    for one, reading in told:
        assert reading.kind in ("thread", "listing"), one.name
        assert not re.search(r"[?&]s=\w", repr(reading)), one.name
    for one, reading in threads:
        assert all(p.key and p.url and p.author and p.posted_raw for p in reading.posts), one.name
        assert all((reading.thread.id, reading.thread.title, reading.board.name)), one.name
        solar = [p for p in reading.posts if p.posted_at is None]
        assert not solar or all((p.posted_raw or "")[:2] == "13" for p in solar), one.name


@pytest.mark.shared
def test_saved_pages_say_what_people_say_they_say(shared: Path) -> None:
    for one in saved.pages(shared, recognise):
        if one.truth:
            precision, recall = saved.agreement(read(one.document), one.truth)
            assert (precision >= 0.9, recall >= 0.9) == (True, True), (one.name, precision, recall)


@pytest.mark.shared
def test_no_page_of_another_engine_is_taken(shared: Path) -> None:
    assert saved.taken(shared, recognise) == []
