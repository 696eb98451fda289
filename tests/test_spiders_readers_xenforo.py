"""XenForo 2 and 1: our own pages in several styles and languages, then real saved ones."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers.xenforo import read, recognise
from tests import saved
from tests.reading_pages import broken, cases, document, expected, shown

NAME = "xenforo"
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)


def page(text: str, url: str = "https://yard.example/threads/x.9/", **said: object) -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK, **said)  # type: ignore[arg-type]


def post(number: int, body: str, **said: str) -> str:
    extra = " ".join(f'{name}="{value}"' for name, value in said.items())
    return (
        f'<article class="message js-post {said.pop("also", "")}" data-author="Ann"'
        f' data-content="post-{number}" {extra}><div class="message-attribution">'
        f'<ul class="message-attribution-opposite"><li><a href="/threads/x.9/post-{number}">'
        f'#{number}</a></li></ul></div><div class="message-body"><div class="bbWrapper">{body}'
        "</div></div></article>"
    )


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert shown(path) == expected(path)


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_a_broken_page_breaks_nothing(path: Path) -> None:
    for found in broken(path):
        assert 0 <= recognise(found) <= 1
        assert all(len(p.text) <= len(found.text) for p in read(found).posts)


@pytest.mark.parametrize("path", cases(NAME), ids=lambda path: path.stem)
def test_it_is_known_by_its_markup_and_not_by_its_address(path: Path) -> None:
    here = document(path)
    there = page(here.text.replace("XenForo", "").replace('id="XF"', ""), "https://x.example/")
    assert recognise(here) >= 0.8
    assert recognise(there) >= 0.6


def test_a_page_that_only_speaks_of_it_is_not_its_own() -> None:
    text = "<p>Forum software by XenForo, see /threads/x.9/ and page-2</p><div class='message'>"
    assert recognise(page(text)) < 0.5
    cookie = {"set-cookie": "xf_csrf=abc; path=/"}
    assert recognise(page(f"{text}<i name='_xfToken'>", headers=cookie)) >= 0.5


def test_a_solution_shown_twice_is_one_post_at_its_own_place() -> None:
    text = post(2, "answer", also="message--solution") + post(1, "question") + post(2, "answer")
    reading = read(page(f'<html id="XF"><h1 class="p-title-value">Q</h1>{text}'))
    assert sorted((p.key, p.position, p.title) for p in reading.posts) == [
        ("1", 1, "Q"),
        ("2", 2, ""),
    ]


def test_an_article_without_a_byline_is_signed_and_dated_above() -> None:
    text = (
        '<html id="XF"><h1 class="p-title-value">Guide</h1><div class="p-description">'
        '<a class="username">Ann</a><time datetime="2026-01-02T03:04:05+0000">x</time></div>'
        '<article class="message message--article js-post" id="js-post-4">'
        '<div class="message-body"><div class="bbWrapper">Long read</div></div></article>'
    )
    found = read(page(text)).posts[0]
    assert (found.key, found.author, str(found.posted_at)[:16]) == ("4", "Ann", "2026-01-02 03:04")


def test_a_date_told_in_words_only_is_no_date_of_version_two() -> None:
    head = "<header><a href='/threads/x.9/post-1'>Jul 5, 2024 at 5:39 PM</a></header>"
    found = read(page(f'<html id="XF">{post(1, "text").replace("<div", head + "<div", 1)}')).posts
    assert (found[0].posted_at, found[0].posted_precision) == (None, "none")


@pytest.mark.parametrize(
    ("path", "root"),
    [("/threads/x.1/", ""), ("/forums/threads/x.1/page-2", "/forums"), ("/b/forums/x.1/", "/b")],
)
def test_where_it_is_installed_without_its_scripts(path: str, root: str) -> None:
    found = page(f'<html id="XF">{post(1, "a")}', f"https://yard.example{path}")
    assert read(found).site_root == root


def test_a_post_of_nothing_but_a_picture_is_a_post() -> None:
    reading = read(page(f'<html id="XF">{post(1, "<img src=/a.jpg alt=photo>")}'))
    assert [(p.key, p.text) for p in reading.posts] == [("1", "")]


def test_times_of_version_one_are_told_in_the_zone_its_scripts_name() -> None:
    text = (
        '<html id="XenForo"><script>serverTimeInfo: {now: 1427575200, today: 1427518800}</script>'
        '<li class="message" id="post-3" data-author="A"><blockquote class="messageText">x'
        '</blockquote><span class="DateTime" title="27 Mar 2015 at 6:45 PM">x</span></li>'
    )
    assert str(read(page(text)).posts[0].posted_at)[:16] == "2015-03-27 23:45"  # 5 h west


def thread(reading: Reading) -> tuple[int, float, float]:
    n = len(reading.posts)
    signed = sum(bool(p.author) for p in reading.posts)
    dated = sum(p.posted_precision == "minute" for p in reading.posts)
    return n, signed / max(1, n), dated / max(1, n)


@pytest.mark.shared
def test_saved_pages(shared: Path) -> None:
    told = [(one, read(one.document)) for one in saved.pages(shared, recognise)]
    threads = [(one, reading) for one, reading in told if reading.posts]
    assert len(told) >= 36
    assert len(told) - len(threads) <= 1  # an article of an add-on
    for one, reading in threads:
        n, signed, dated = thread(reading)
        assert (n > 0, signed, dated) == (True, 1.0, 1.0), one.name
        assert reading.thread.title, one.name
        assert reading.board.name, one.name
        assert all(p.key and p.url for p in reading.posts), one.name


@pytest.mark.shared
def test_saved_pages_say_what_people_say_they_say(shared: Path) -> None:
    scores = [
        saved.agreement(read(one.document), one.truth)
        for one in saved.pages(shared, recognise)
        if one.truth
    ]
    assert len(scores) >= 28
    assert sum(own for own, _ in scores) / len(scores) >= 0.95
    assert sum(found for _, found in scores) / len(scores) >= 0.93


@pytest.mark.shared
def test_further_pages_are_those_behind_this_one(shared: Path) -> None:
    wanted = {"001": [2, 3, 4, 5, 6, 242], "002": [6, 7, 243], "003": []}
    for one in saved.pages(shared, recognise):
        if one.name.startswith("autopager"):
            pages = [link.rpartition("page-")[2] for link in read(one.document).next_pages]
            assert [int(n) for n in pages] == wanted[one.name[10:13]], one.name


@pytest.mark.shared
def test_no_other_platforms_page_is_taken_for_it(shared: Path) -> None:
    ours = {one.name for one in saved.pages(shared, recognise)}
    named = json.loads((shared / "pages/manifest.json").read_text())["pages"]
    others = {p["file"] for p in named if not p["platform"].startswith(("xenforo", "other"))}
    assert not ours & others
    assert not saved.taken(shared, recognise)
