"""FluxBB and PunBB: pages of our own, in the markup of their templates."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, fluxbb
from tests.reading_pages import CLOCK, cases, document, expected, shown

PAGES = cases("fluxbb")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_known_without_its_signature_and_wherever_it_stands(page: Path) -> None:
    text = re.sub(r"(?i)powered by|punbb|fluxbb|style/\w+", "", page.read_text())
    moved = Document(url="http://other.example/x/y.html", text=text, fetched_at=CLOCK)
    name, sure = choose(moved)
    assert (name, sure >= 0.6) == ("fluxbb", True)


def test_a_listing_tells_the_same_moment_tomorrow() -> None:
    page = document(next(page for page in PAGES if page.stem == "listing_fr"))
    day = page.text.replace("Aujourd'hui 07:12:45", "Hier 07:12:45")
    later = Document(url=page.url, text=day, fetched_at=CLOCK.replace(day=CLOCK.day + 1))
    told = [[link.last_post for link in fluxbb.read(one).threads] for one in (page, later)]
    assert told[0] == told[1]


def test_a_message_of_the_board_is_no_thread() -> None:
    text = (
        '<div id="punmisc" class="pun"><div id="brdheader" class="block"></div><div id="msg"'
        ' class="block"><h2><span>Info</span></h2><p>You do not have permission.</p></div></div>'
    )
    reading = fluxbb.read(Document(url="http://b.example/", text=text, fetched_at=CLOCK))
    assert (reading.kind, reading.posts, reading.login) == ("other", [], False)


def test_a_login_form_alone_is_a_wall() -> None:
    text = (
        '<div id="punlogin" class="pun"><form id="login" method="post"><input type="text"/>'
        '<input type="password" name="req_password"/></form></div>'
    )
    assert fluxbb.read(Document(url="http://b.example/", text=text, fetched_at=CLOCK)).login


@pytest.mark.parametrize(
    "text", ["", "\0<p>", "<div>" * 50_000, '<div class="incqbox"><h4>' * 5000]
)
def test_a_hostile_page_is_soon_left(text: str) -> None:
    start = perf_counter()
    page = Document(url="http://b.example/", text=text, fetched_at=CLOCK)
    assert fluxbb.recognise(page) < 0.5
    assert not fluxbb.read(page).posts
    assert perf_counter() - start < 2


def test_active_topics_of_the_whole_board_are_a_listing_of_no_board() -> None:
    text = (
        '<div id="punsearch" class="pun"><ul class="crumbs"><li><a href="index.php">Index</a></li><li>'
        '<a href="search.php">Search</a></li><li><strong>Active</strong></li></ul><div id="vf"'
        ' class="blocktable"><table><tbody><tr class="rowodd"><td class="tcl"><div class="tclcon">'
        '<a href="viewtopic.php?id=9">Hay</a></div></td><td class="tc2"><a href="viewforum.php?id=3">'
        'Room 101</a></td><td class="tc3">4</td><td class="tcr"><a href="viewtopic.php?pid=5#p5">'
        "2026-08-01 10:00:00</a></td></tr></tbody></table></div></div>"
    )
    page = Document(url="http://b.example/search.php?action=x", text=text, fetched_at=CLOCK)
    reading = fluxbb.read(page)
    assert (reading.board.name, reading.threads[0].id, reading.threads[0].replies) == (None, "9", 4)
