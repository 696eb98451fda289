"""SMF 1.1, 2.0 and 2.1: our own pages in several styles and languages, then real saved ones."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers.smf import read, recognise
from tests import saved
from tests.reading_pages import cases, document, expected, shown

NAME = "smf"
CLOCK = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
_ABOUT = re.compile(r"(?is)<script.*?</script>|<link[^>]*>|SMF \d[\w. ]*|Powered by|simplemachines")


def page(text: str, url: str = "http://b.example/index.php?topic=9.0") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


def post(number: int, body: str, head: str) -> str:
    return (
        '<div class="windowbg"><div class="post_wrapper"><div class="poster"><h4>Ann</h4></div>'
        f'<h5 id="subject_{number}"><a href="/index.php?topic=9.msg{number}#msg{number}">x</a></h5>'
        f'{head}<div class="post"><div class="inner" id="msg_{number}">{body}</div></div></div></div>'
    )


def line(label: str, when: str) -> str:
    return f'<div class="smalltext">« <strong>{label}</strong> {when} »</div>'


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert shown(path) == expected(path)


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_it_is_known_by_its_markup_and_not_by_its_address(path: Path) -> None:
    here = document(path)
    there = page(_ABOUT.sub("", here.text), "https://x.example/")
    assert recognise(here) >= 0.8
    assert recognise(there) >= 0.6 or "home" in path.stem


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_a_page_cut_short_is_read_as_far_as_it_goes(path: Path) -> None:
    here = document(path)
    for part in range(8):
        told = read(page(here.text[: len(here.text) * part // 8], here.url))
        assert len(told.posts) <= len(read(here).posts)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Powered by hope; see index.php?topic=12.0 and SMF, our saw mill fund</p>",
        '<a href="viewtopic.php?t=4">x</a><div class="post_wrapper navigate_section">x</div>',
        '<script>var elk_scripturl = "x";</script><h5 id="subject_4"></h5><a class="navPages"></a>',
    ],
)
def test_a_page_that_only_resembles_it_is_not_its_own(text: str) -> None:
    assert recognise(page(text)) < 0.5


def test_a_date_in_the_subject_is_not_the_date_of_the_post() -> None:
    info = (
        '<div class="postinfo"><a href="?msg=3" title="Reply #2 - Start 01.03.2025 08:00"'
        ' class="smalltext">November 20, 2026, 10:12:05 AM</a></div>'
    )
    found = read(page(post(3, "x", info))).posts[0]
    assert str(found.posted_at)[:16] == "2026-11-20 10:12"


def test_the_place_of_a_reply_is_one_more_than_its_number() -> None:
    told = (
        line("on:", "November 20, 2026, 10:12:05 AM"),
        line("Reply #1 on:", "Today at 9:00:00 AM"),
    )
    first = read(page(post(3, "x", told[0]) + post(4, "y", told[1]))).posts
    assert [p.position for p in first] == [1, 2]
    later = read(page(post(19, "z", line("Reply #15 on:", "Today at 09:30:00 AM")))).posts
    assert [p.position for p in later] == [16]


def test_a_skin_that_tells_the_date_without_a_label() -> None:
    bare = '<div class="smalltext">January 03, 2026, 10:10:10 PM</div>'
    text = post(7, 'x<a class="message_number" href="#msg7">#21</a>', bare)
    found = read(page(text)).posts[0]
    assert (str(found.posted_at)[:16], found.position) == ("2026-01-03 22:10", 21)


def test_a_post_without_a_date_or_an_author_is_a_post() -> None:
    bare = post(5, "words", "").replace("<h4>Ann</h4>", "<h4></h4>")
    found = read(page(bare)).posts
    assert [(p.key, p.text, p.author, p.posted_at) for p in found] == [("5", "words", None, None)]


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("http://b.example/index.php?topic=9.30", "http://b.example/index.php?topic=9.0"),
        ("http://b.example/index.php?topic=9.msg4;topicseen#new", "http://b.example/index.php?topic=9.0"),
        ("http://b.example/f/index.php/topic,9.15.html", "http://b.example/f/index.php/topic,9.0.html"),
        ("http://b.example/index.php?PHPSESSID=0a1b2c3d&topic=9.0", "http://b.example/index.php?topic=9.0"),
    ],
)  # fmt: skip
def test_a_thread_has_one_address_wherever_it_is_entered(address: str, first: str) -> None:
    found = read(page(post(4, "x", ""), address)).thread
    assert (found.id, found.url) == ("9", first)


def test_a_page_that_asks_to_log_in_says_so_and_a_page_with_a_login_box_does_not() -> None:
    script = '<script>var smf_scripturl = "http://b.example/index.php";</script>'
    box = f'{script}<form id="guest_form"><input type="password" name="passwrd"></form>'
    wall = (
        f'{script}<form name="frmLogin" id="frmLogin"><input type="password" name="passwrd"></form>'
    )
    assert not read(page(box)).login
    assert read(page(box + wall)).login


def test_a_hostile_page_holds_nobody_up() -> None:
    bars = '<strong>1</strong>] <a class="navPages" href="/x">1</a>' * 5_000
    text = post(1, "x", line("on:", "x" + "<b>y</b>" * 5_000)) + bars
    began = time.process_time()
    assert len(read(page(text)).posts) == 1
    assert time.process_time() - began < 4


@pytest.mark.shared
def test_saved_pages(shared: Path) -> None:
    told = [(one, read(one.document)) for one in saved.pages(shared, recognise)]
    assert len(told) >= 3
    for one, reading in told:
        assert reading.kind in ("thread", "listing"), one.name
        assert all(p.key and p.url and p.author and p.posted_at for p in reading.posts), one.name
        assert all(t.id and t.title and t.replies is not None for t in reading.threads), one.name
        if one.truth:
            precision, recall = saved.agreement(reading, one.truth)
            assert (precision >= 0.9, recall >= 0.9) == (True, True), (one.name, precision, recall)


@pytest.mark.shared
def test_no_page_of_another_engine_is_taken(shared: Path) -> None:
    assert saved.taken(shared, recognise) == []
