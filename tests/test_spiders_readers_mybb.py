"""MyBB 1.6 and 1.8: pages of our own, in the markup of their templates."""

import re
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, mybb
from tests.reading_pages import CLOCK, cases, document, expected, shown

PAGES = cases("mybb")
POST = """<script>var my_post_key = "0";</script><div id="post_7"><span class="post_date">{}</span>
<a href="showthread.php?tid=3&amp;pid=7#pid7" title="Job: Cook">#1</a>
<div id="pid_7" class="post_body">Hi</div></div><div id="current_time"><b>Now:</b> {}</div>
<div class="navigation"><a href="forumdisplay.php?fid=2">Work</a><span class="active">{}</span></div>"""


def page_of(date: str, now: str, title: str = "Job: Cook", clock: datetime = CLOCK) -> Document:
    url = "http://b.example/showthread.php?tid=3"
    return Document(url=url, text=POST.format(date, now, title), fetched_at=clock)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_known_without_its_signature_and_wherever_it_stands(page: Path) -> None:
    text = re.sub(r"(?i)powered by|https?://(?:www\.)?mybb\w*\.\w+|mybb", "", page.read_text())
    moved = Document(url="http://other.example/x/y.html", text=text, fetched_at=CLOCK)
    name, sure = choose(moved)
    assert name == "mybb"
    assert sure >= 0.5 if page.stem == "no_permission" else sure >= 0.6


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("08-09-2026, 02:05 AM", datetime(2026, 8, 6, 20, tzinfo=UTC)),  # four hours ahead
        ("09-08-2026, 02:05", datetime(2026, 7, 7, 20, tzinfo=UTC)),  # the day comes first
        ("08-08-2026, 04:50 PM", None),  # no telling which is the day
        ("08-09-2023, 02:05 AM", None),  # an old copy: its clock tells nothing
    ],
)
def test_the_foot_of_the_page_settles_zone_and_figures(now: str, wanted: datetime | None) -> None:
    page = page_of("08-07-2026, 12:00 AM", now, clock=datetime(2026, 8, 8, 22, 5, tzinfo=UTC))
    assert mybb.read(page).posts[0].posted_at == wanted


def test_a_board_behind_utc_with_a_clock_a_little_wrong() -> None:
    page = page_of("2026-08-01, 12:00", "2026-08-08, 16:58", clock=CLOCK.replace(day=8))
    assert mybb.read(page).posts[0].posted_at == datetime(2026, 8, 1, 17, 30, tzinfo=UTC)


def test_a_label_is_no_part_of_the_title_but_a_colon_is() -> None:
    plain = mybb.read(page_of("01-31-2026, 10:00 AM", "")).thread.title
    labelled = mybb.read(page_of("01-31-2026, 10:00 AM", "", "[Filled] Job: Cook")).thread.title
    assert plain == labelled == "Job: Cook"


def test_without_a_foot_the_zone_of_the_source_holds() -> None:
    page = page_of("01-31-2026, 10:00 AM", "")
    page.timezone = ZoneInfo("Europe/Prague")
    assert mybb.read(page).posts[0].posted_at == datetime(2026, 1, 31, 9, tzinfo=UTC)


def test_a_post_found_by_its_number_alone_leads_to_its_thread() -> None:
    page = document(next(page for page in PAGES if page.stem == "default18_de_p2"))
    alone = Document(
        url="http://insel.example/foren/showthread.php?pid=1411", text=page.text, fetched_at=CLOCK
    )
    thread = mybb.read(alone).thread
    assert (thread.id, thread.url) == ("210", "http://insel.example/foren/showthread.php?tid=210")


def test_a_board_is_named_by_the_last_link_of_the_way_down_to_it() -> None:
    way = (
        '<a href="index.php">All</a><span class="nav_bit"><a href="forum-5-page-3.html">Work</a>'
        '</span><div class="pagination pagination_breadcrumb"><a href="forum-5-page-4.html">4</a></div>'
    )
    page = page_of("01-31-2026, 10:00 AM", "")
    page.text = page.text.replace('<a href="forumdisplay.php?fid=2">Work</a>', way)
    board = mybb.read(page).board
    assert (board.name, board.url) == ("Work", "http://b.example/forum-5.html")


def test_a_portal_leads_to_the_boards() -> None:
    text = (
        '<script>var my_post_key = "0";</script><a href="portal.php">News</a>'
        '<a href="archive/index.php">Lite</a><a href="index.php"><img src="logo.png"></a>'
    )
    page = Document(url="http://b.example/f/portal.php", text=text, fetched_at=CLOCK)
    assert mybb.read(page).boards == ["http://b.example/f/index.php"]


@pytest.mark.parametrize("text", ["", "\0<p>", "<div>" * 50_000, '<span title="1' * 20_000])
def test_a_hostile_page_is_soon_left(text: str) -> None:
    start = perf_counter()
    page = Document(url="http://b.example/", text=text, fetched_at=CLOCK)
    assert mybb.recognise(page) < 0.5
    assert not mybb.read(page).posts
    assert perf_counter() - start < 2
