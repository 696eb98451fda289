"""NodeBB of three generations of themes: pages of our own, in the markup of their templates."""

import re
from pathlib import Path
from time import perf_counter

import pytest

from crawler.items import Board
from spiders.pages.document import Document
from spiders.pages.reading import ReadPost
from spiders.readers import choose, nodebb
from tests.reading_pages import CLOCK, cases, document, expected, shown

PAGES = cases("nodebb")
POST = """<script>var RELATIVE_PATH = "/f";</script><span component="topic/title">Hay</span>
<ul component="topic"><li component="post" data-pid="{0}" data-index="4" data-timestamp="1787400000000"
data-username="bo"><div component="post/content">{1}</div></li></ul>"""


def post_of(body: str, pid: str = "9") -> ReadPost:
    page = Document(
        url="http://b.example/f/topic/3/hay", text=POST.format(pid, body), fetched_at=CLOCK
    )
    return nodebb.read(page).posts[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_is_known_without_its_name_and_wherever_it_stands(page: Path) -> None:
    text = re.sub(r"(?i)nodebb", "", page.read_text())
    moved = Document(url="http://other.example/x/y.html", text=text, fetched_at=CLOCK)
    name, sure = choose(moved)
    assert (name, sure >= 0.6) == ("nodebb", True)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ('@bo dijo en <a href="/f/post/3">Hay</a>:', False),
        ('<a href="/f/user/bo">@bo</a> a dit\uff1a', False),
        ("@bo, you wrote in March that you would pay:", True),
        ("Look what the agency wrote:", True),
    ],
)
def test_only_the_boards_own_line_above_a_quote_goes(line: str, kept: bool) -> None:
    post = post_of(f"<p>{line}</p><blockquote><p>Come</p></blockquote><p>No.</p>")
    assert (post.text != "No.", post.quotes) == (kept, ["Come"])


def test_a_post_from_another_server_keeps_its_whole_number() -> None:
    post = post_of("<p>Hi</p>", "https://far.example/note/7")
    assert post.key == "https://far.example/note/7"
    assert post.url == "http://b.example/f/post/https%3A%2F%2Ffar.example%2Fnote%2F7"
    assert post.position == 5


def test_the_server_names_itself_in_a_header() -> None:
    headers = {"x-powered-by": "NodeBB"}
    page = Document(url="http://b.example/", text="<p>x", fetched_at=CLOCK, headers=headers)
    assert choose(page)[0] == "nodebb"


def test_reading_leaves_the_page_as_it_was() -> None:
    page = document(next(page for page in PAGES if page.stem == "harmony_de_p2"))
    assert nodebb.read(page) == nodebb.read(page)


@pytest.mark.parametrize(
    "told",
    [
        '<a component="topic/category" href="/f/category/5/farm">Farm</a>',
        '<meta property="article:section" content="Farm"><link rel="up" href="/f/category/5/farm">',
    ],
)
def test_a_theme_without_a_way_down_tells_its_category_all_the_same(told: str) -> None:
    text = told + POST.format(9, "<p>Hi</p>")
    reading = nodebb.read(Document(url="http://b.example/f/topic/3", text=text, fetched_at=CLOCK))
    assert reading.board == Board("Farm", "http://b.example/f/category/5/farm")


def test_a_home_page_of_its_own_leads_to_the_categories() -> None:
    text = '<script>var RELATIVE_PATH = "/f";</script><a href="/f/categories?x">a</a><a href="/f/categories">b</a>'
    page = Document(url="http://b.example/f/", text=text, fetched_at=CLOCK)
    assert nodebb.read(page).boards == ["http://b.example/f/categories"]


@pytest.mark.parametrize("text", ["", "\0<p>", "<div>" * 50_000, '"relative_path":' * 20_000])
def test_a_hostile_page_is_soon_left(text: str) -> None:
    start = perf_counter()
    page = Document(url="http://b.example/", text=text, fetched_at=CLOCK)
    assert nodebb.recognise(page) < 0.5
    assert not nodebb.read(page).posts
    assert perf_counter() - start < 2
