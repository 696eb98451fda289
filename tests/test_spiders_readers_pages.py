"""A page goes in, the JSON beside it comes out."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, load
from tests.reading_pages import cases

FIRST = ("phpbb", "osclass", "schema_org")  # the other platforms have tests of their own
PAGES = [page for name in FIRST for page in cases(name)]
WHERE = {
    "subsilver_topic": "http://kuchnia.example/forum/viewtopic.php?t=81",
    "subsilver_listing": "http://harbour.example/viewforum.php?f=9",
    "subsilver2_topic": "http://orchard.example/b/viewtopic.php?f=2&t=31&start=15",
    "prosilver_cs": "https://ulipy.example/forum/viewtopic.php?p=911",
    "dark_uk": "https://prychal.example/dok/viewtopic.php?t=208",
    "other_theme_pl": "https://targ.example/ogl/praca/pomoc-kuchenna_i73",
    "job_de": "https://arbeit.example/stelle/4711",
}
CLOCK = datetime(2026, 8, 24, 22, 30, tzinfo=UTC)  # already the 25th in Prague


def document(page: Path) -> Document:
    url = WHERE.get(page.stem, f"http://board.example/{page.stem}.php")
    return Document(url=url, text=page.read_bytes().decode(), fetched_at=CLOCK)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: plain(each) for key, each in value.items() if each not in (None, [], "", "none")
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, datetime) else value


def shown(page: Path) -> dict[str, Any]:
    found = document(page)
    reader, _ = choose(found)
    return plain(asdict(load(reader or page.parent.name).read(found)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_page(page: Path) -> None:
    assert shown(page) == json.loads(page.with_suffix(".json").read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_the_right_reader_is_surest(page: Path) -> None:
    name, sure = choose(document(page))
    assert (name, sure > 0) == (page.parent.name, True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "<html></html>",
        "<p>phpBB is a board; see viewtopic.php?t=1 and Osclass</p>",
        '<a href="viewtopic.php?id=7">FluxBB</a><div class="postbody">x</div>',
        '<div itemscope itemtype="https://schema.org/BreadcrumbList"></div>',
    ],
)
def test_a_page_nobody_knows(text: str) -> None:
    page = Document(url="http://board.example/viewtopic.php?t=5", text=text, fetched_at=CLOCK)
    assert choose(page) == ("", 0.0)
    for name in ("phpbb", "osclass", "schema_org"):
        assert not load(name).read(page).posts


def test_a_boards_own_skin_is_told_from_its_markup_not_its_address() -> None:
    page = document(next(page for page in PAGES if page.stem == "dark_uk"))
    moved = Document(url="https://other.example/", text=page.text, fetched_at=CLOCK)
    assert choose(moved) == choose(page)


def test_a_neighbour_settles_which_figure_is_the_day() -> None:
    post = (
        '<div id="p{0}"><p class="author"><strong>A</strong> &raquo; {1}</p>'
        '<div class="content">x</div></div>'
    )
    for last, wanted in (("13-07-2024 9:00", "2024-07-06"), ("07-13-2024 9:00", "2024-06-07")):
        text = post.format(1, "06-07-2024 9:00") + post.format(2, last)
        page = Document(url="http://b.example/", text=f'<body id="phpbb">{text}', fetched_at=CLOCK)
        first = load("phpbb").read(page).posts[0]
        assert str(first.posted_at)[:10] == wanted


def test_broken_and_hostile_descriptions_do_no_harm() -> None:
    head = '<script type="application/ld+json">{}</script>'
    for body in ('{"@type":"JobPosting",', "[" * 5000, '{"@type":"JobPosting","description":[1]}'):
        page = Document(
            url="http://b.example/", text=head.format(body) + "schema.org", fetched_at=CLOCK
        )
        assert not [post for post in load("schema_org").read(page).posts if not post.text]
