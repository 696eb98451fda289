"""The pages that follow, on pages of our own in many languages, then on real saved ones."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.pagination import pager, steps_from

CLOCK = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def page(body: str, url: str = "http://b.example/list.php?f=4") -> Document:
    text = f"<html><body>{body}</body></html>"
    return Document(url=url, text=text, fetched_at=CLOCK)


@pytest.mark.parametrize(
    "label",
    ["Next »", "Weiter", "Nächste Seite", "Suivant", "Siguiente", "Successiva", "Próxima",
     "Następna", "dalej", "Další", "Ďalšia", "Следующая", "След.", "Вперёд", "Наступна", "Далі",
     "Următoarea", "Volgende", "Nästa", "Következő", "Sonraki", "›", ">", "→", "次へ", "下一页",
     "Older posts"],
)  # fmt: skip
def test_a_label_says_next_in_many_languages(label: str) -> None:
    told = page(f'<p><a href="list.php?f=4&amp;page=2">{label.replace(">", "&gt;")}</a></p>')
    assert pager(told).next == ["http://b.example/list.php?f=4&page=2"]


@pytest.mark.parametrize(
    "link",
    [
        '<a href="list.php?f=4&amp;page=1">« Previous</a>',
        '<a href="topic.php?t=88">Next topic »</a>',
        '<a rel="next" href="/2026/11/picking-in-kent-and-sussex">Picking in Kent</a>',
        '<div class="calendar"><a href="list.php?f=4&amp;month=12">Next month »</a></div>',
        '<div class="photo-slider"><a class="next" href="list.php?f=4&amp;photo=2">›</a></div>',
        '<a href="http://elsewhere.example/list.php?f=4&amp;page=2">Next</a>',
        '<a href="#">Next</a><a href="javascript:go(2)">Next</a>',
        '<p>All of it: <a href="list.php?f=4&amp;page=2">read how the next season begins here</a></p>',
    ],
)
def test_what_is_no_next_page(link: str) -> None:
    assert pager(page(link)).further == []


def test_numbers_alone_tell_what_follows_the_page_we_are_on() -> None:
    bar = " ".join(
        f"<b>{n}</b>" if n == 2 else f'<a href="/f12-work{"" if n == 1 else f"-{n}"}.html">{n}</a>'
        for n in range(1, 5)
    )
    found = pager(page(f"<div>{bar}</div>", "http://b.example/f12-work-2.html"))
    assert found.number == 2
    assert found.next == ["http://b.example/f12-work-3.html"]
    assert found.further == [f"http://b.example/f12-work-{n}.html" for n in (3, 4)]
    assert "http://b.example/f12-work.html" in found.others


def test_small_bars_beside_other_threads_are_not_ours() -> None:
    rows = "".join(
        f'<li><a href="topic.php?t={t}">Topic</a> [<a href="topic.php?t={t}&amp;page=1">1</a>, '
        f'<a href="topic.php?t={t}&amp;page=2">2</a>]</li>'
        for t in (31, 32)
    )
    assert pager(page(f"<ul>{rows}</ul>")).further == []


def test_numbers_of_posts_and_of_days_are_no_pages() -> None:
    posts = "".join(f'<p><a href="topic.php?t=3#p{n}">#{n}</a> words</p>' for n in range(11, 15))
    days = "".join(f'<td><a href="/day/2026-11-{n:02}">{n}</a></td>' for n in range(1, 29))
    here = "http://b.example/topic.php?t=3"
    assert pager(page(posts, here)).further == []
    assert pager(page(f"<table><tr>{days}</tr></table>", here)).further == []


def test_sessions_and_a_base_do_not_hide_a_page() -> None:
    told = page(
        '<base href="http://b.example/board/"><div class="pagination"><span class="current">1</span>'
        '<a href="list.php?sid=0123456789abcdef0123456789abcdef&amp;f=4&amp;start=25">2</a></div>',
        "http://b.example/board/list.php?f=4&sid=fedcba9876543210fedcba9876543210",
    )
    assert pager(told).next == ["http://b.example/board/list.php?f=4&start=25"]


@pytest.mark.parametrize(
    ("address", "link", "steps"),
    [
        ("/t?t=4", "/t?t=4&page=2", True),
        ("/t?t=4&page=2", "/t?t=4&page=3", True),
        ("/forum111/", "/forum111/index2.html", True),
        ("/topic/9/work", "/topic/9/work/page/2", True),
        ("/topic/9/work", "/topic/10/rest", False),
        ("/list?f=4", "/topic?t=4", False),
        ("/list?f=4", "/list?f=4&sort=title", False),
    ],
)
def test_steps(address: str, link: str, steps: bool) -> None:
    assert steps_from(f"http://b.example{address}", f"http://b.example{link}") is steps


def _links(tree: Any, base: str, css: str | None) -> set[str]:
    """The addresses of the links *css* finds: on the link, within it, or around it."""
    from cssselect import GenericTranslator

    found = set()
    for one in tree.xpath(GenericTranslator().css_to_xpath(css)) if css else ():
        near = [one, *one.iterdescendants("a"), *one.iterancestors("a")]
        link = next((each.get("href") for each in near if each.tag == "a"), None)
        if link and not link.startswith(("#", "javascript")):
            found.add(addresses.same(addresses.canonical(base, link) or ""))
    return found


@pytest.mark.shared
def test_next_pages_of_real_saved_pages(shared: Path) -> None:
    """As autopager measures: links found against those marked NEXT; one marked PAGE is no error."""
    pages = json.loads((shared / "pages/manifest.json").read_text())["pages"]
    right = wrong = missed = 0
    for one in pages:
        if not one["file"].startswith("autopager/"):
            continue
        raw = gzip.decompress((shared / "pages" / one["file"]).read_bytes())
        text = raw.decode(one["encoding"], "replace")
        found = Document(url=one["url"], text=text, fetched_at=CLOCK)
        marked = one["pagination_css"]
        wanted = _links(found.tree, found.base, marked.get("NEXT"))
        near = _links(found.tree, found.base, marked.get("PAGE"))
        got = set(map(addresses.same, pager(found).next))
        right += len(got & wanted)
        wrong += len(got - wanted - near)
        missed += len(wanted - got)
    assert 2 * right / (2 * right + wrong + missed) >= 0.90
