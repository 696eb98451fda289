"""WoltLab Suite 3 to 6 and Burning Board 3 and 4: our own pages, for no real ones are at hand."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers.woltlab import read, recognise
from tests import saved
from tests.reading_pages import broken, cases, document, expected, shown

NAME = "woltlab"
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)
TEXTS = [path for path in cases(NAME) if not path.stem.startswith(("five_denied", "five_index"))]


def page(text: str, url: str = "https://quay.example/thread/9-x/") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


def post(number: int, body: str) -> str:
    return (
        f'<article class="wbbPost message" data-post-id="{number}"><div class="messageHeader">'
        f'<a class="permalink" href="/thread/9-x/?postID={number}#post{number}">'
        f'<time datetime="2026-01-02T03:04:05+01:00"></time></a></div>{body}</article>'
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
    assert recognise(page(re.sub("(?i)woltlab(?!-core)|burning board", "", text))) >= 0.6


def test_a_page_that_only_speaks_of_it_is_not_its_own() -> None:
    text = (
        '<p>WoltLab Suite and <strong>Burning Board</strong> run at /thread/9-x/</p><time id="x">'
    )
    assert recognise(page(text)) < 0.5


def test_posts_that_are_deleted_or_folded_away_are_no_posts() -> None:
    folded = '<h2 class="messageTitle">Deleted by A (<time datetime="2026-01-03"></time>)</h2>'
    text = post(1, '<div class="messageText">one</div>') + post(2, folded)
    assert [p.key for p in read(page(text)).posts] == ["1"]


def test_a_page_bar_drawn_by_scripts_leads_on_and_never_back() -> None:
    bar = '<woltlab-core-pagination page="{}" count="{}" url="/thread/9-x/"></woltlab-core-pagination>'
    text = post(1, '<div class="messageText">one</div>')
    for here, last, wanted in ((1, 1, []), (1, 2, [2]), (2, 40, [3, 4, 40]), (40, 40, [])):
        reading = read(page(bar.format(here, last) + text))
        pages = [int(link.rpartition("=")[2]) for link in reading.next_pages]
        assert pages == wanted
    assert not read(page(bar.format("x", "many") + text)).next_pages


def test_only_a_first_page_numbers_posts_that_show_no_number() -> None:
    text = post(7, '<div class="messageText">one</div>')
    bar = '<woltlab-core-pagination page="2" count="3" url="/t/"></woltlab-core-pagination>'
    assert read(page(text)).posts[0].position == 1
    assert read(page(bar + text)).posts[0].position is None


def test_a_preview_is_the_address_its_author_wrote() -> None:
    card = '<div class="unfurlUrlCard"><a href="https://a.example/b"><b>Title</b> words</a></div>'
    text = post(1, f'<div class="messageText">see {card}</div>')
    assert read(page(text)).posts[0].text == "see\nhttps://a.example/b"


def test_a_style_of_its_own_lists_threads_under_other_names() -> None:
    row = (
        '<li class="wbbThread row" data-thread-id="{0}" data-is-link="{1}"><dl>'
        '<a href="/thread/{0}-x/" class="topictitle">T{0}</a></dl></li>'
    )
    text = '<body id="tpl_wbb_board">' + row.format(7, 0) + row.format(8, 1)
    assert [(t.id, t.title) for t in read(page(text)).threads] == [("7", "T7")]
    item = (
        '<div class="listView__item" data-object-id="9"><h3><a href="/thread/9-x/">T9</a></h3>'
        '<woltlab-core-date-time date="2026-01-02T03:04:05+01:00">x</woltlab-core-date-time></div>'
    )
    found = read(page(f'<body id="tpl_wbb_board">{item}')).threads[0]
    assert (found.id, found.title, found.last_post) == ("9", "T9", "2026-01-02T02:04:00+00:00")


@pytest.mark.shared
def test_no_other_platforms_page_is_taken_for_it(shared: Path) -> None:
    assert not [one.name for one in saved.pages(shared, recognise)]
    assert not saved.taken(shared, recognise)
