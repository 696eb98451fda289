"""Invision Community 4 and 5 and IP.Board 3: our own pages, then real saved ones."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers.invision import read, recognise
from tests import saved
from tests.reading_pages import broken, cases, document, expected, shown

NAME = "invision"
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)
TEXTS = [path for path in cases(NAME) if "login" not in path.stem]


def page(text: str, url: str = "https://quay.example/topic/9-x/") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


def post(number: int, body: str) -> str:
    return (
        f'<article id="elComment_{number}" class="cPost"><h3 class="cAuthorPane_author">'
        f'<strong>Ann</strong></h3><div class="ipsComment_meta"><time datetime='
        f'"2026-01-02T03:04:05Z"></time></div><div data-role="commentContent">{body}</div></article>'
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
    assert recognise(here) >= 0.8
    assert recognise(page(here.text, "https://x.example/")) == recognise(here)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_style_may_rename_the_body_and_hide_the_maker(path: Path) -> None:
    text = re.sub(r"<body[^>]*>", "<body>", document(path).text)
    assert recognise(page(re.sub("(?i)invision|ip\\.board", "", text))) >= 0.6


def test_a_page_that_only_speaks_of_it_is_not_its_own() -> None:
    text = '<p>Powered by Invision Community</p><a href="/topic/9-x/?do=findComment">x</a>'
    assert recognise(page(text)) < 0.5


def test_a_later_page_numbers_its_posts_by_what_its_bar_says() -> None:
    bar = (
        '<ul class="ipsPagination" data-ipsPagination-perPage="20"><li class="ipsPagination_prev">'
        '<a data-page="2" href="/topic/9-x/page/2/">b</a></li><li class="ipsPagination_page'
        ' ipsPagination_active"><a data-page="{}" href="/topic/9-x/page/3/">3</a></li></ul>'
    )
    first, second = read(page(bar.format("3") + post(70, "a") + post(71, "b"))).posts
    assert (first.position, second.position) == (41, 42)
    assert read(page(bar.format("x") + post(70, "a"))).posts[0].position is None


def test_the_notice_of_an_edit_is_not_the_authors_word() -> None:
    said = 'data-excludequote>Edited <time datetime="2026-01-03T00:00:00Z"></time> by B'
    four = f'<span class="ipsType_reset ipsType_light" {said}</span>'
    for note in (four, f'<p class="ipsEdited" {said}</p>'):
        found = read(page(post(1, f"<p>words</p>{note}"))).posts[0]
        assert (found.text, str(found.edited_at)[:10]) == ("words", "2026-01-03")


def test_an_edit_told_in_words_needs_a_zone_that_the_page_proves() -> None:
    told = (
        '<div class="post_block" id="post_id_{}"><abbr class="published" title="{}">{}</abbr>'
        '<div class="entry-content">x<p class="edit"><strong>Edited by A, 2, 01 May 2011 - 09:30'
        " AM.</strong></p></div></div>"
    )
    sure = told.format(1, "2011-05-01T15:00:00+00:00", "01 May 2011 - 09:00 AM")
    assert str(read(page(sure)).posts[0].edited_at)[:16] == "2011-05-01 15:30"
    unsure = told.format(1, "2011-05-01T15:00:00+00:00", "a while ago")
    assert read(page(unsure)).posts[0].edited_at is None


def test_comments_of_other_applications_have_other_numbers_and_are_no_posts() -> None:
    blog = post(1, "a").replace("<h3", '<i id="comment-1_wrap" data-commentapp="blog"></i><h3')
    assert not read(page(blog)).posts


@pytest.mark.shared
def test_saved_pages(shared: Path) -> None:
    told = [(one, read(one.document)) for one in saved.pages(shared, recognise)]
    assert len(told) >= 9
    for one, reading in told:
        assert reading.posts, one.name
        assert all(p.author and p.key and p.url for p in reading.posts), one.name
        assert all(p.posted_precision == "minute" for p in reading.posts), one.name
        assert reading.thread.id, one.name
        assert reading.thread.title, one.name
        assert reading.board.name, one.name
        assert reading.posts[0].position == 1, one.name


@pytest.mark.shared
def test_saved_pages_say_what_people_say_they_say(shared: Path) -> None:
    """People kept part of some pages only, so what was read is asked of none of them."""
    told = saved.pages(shared, recognise)
    scores = [saved.agreement(read(one.document), one.truth)[1] for one in told if one.truth]
    assert sum(scores) / len(scores) >= 0.93


@pytest.mark.shared
def test_no_other_platforms_page_is_taken_for_it(shared: Path) -> None:
    ours = {one.name for one in saved.pages(shared, recognise)}
    assert all(name.startswith("wcxb/") for name in ours)
    assert not saved.taken(shared, recognise)
