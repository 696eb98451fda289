"""Flarum: payload and text for those without scripts, of several versions and languages."""

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, flarum
from tests.reading_pages import cases, document, expected, shown

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PAYLOAD = '<script id="flarum-json-payload" type="application/json">{}</script>'


@pytest.mark.parametrize("page", cases("flarum"), ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", cases("flarum"), ids=lambda page: page.stem)
def test_flarum_is_surest(page: Path) -> None:
    name, sure = choose(document(page))
    assert name == "flarum"
    assert sure >= 0.8


def test_it_is_known_by_its_cookie_and_scripts() -> None:
    text = "<script>app.bootExtensions(flarum)</script>"
    cookie = {"set-cookie": "flarum_session=abc; Path=/"}
    bare = Document(url="https://a.example/", text=text, fetched_at=NOW)
    told = Document(url="https://a.example/", text=text, fetched_at=NOW, headers=cookie)
    assert flarum.recognise(bare) < 0.5 <= flarum.recognise(told)


ODD = {
    "type": "posts", "id": 1, "relationships": {"user": []},
    "attributes": {"contentType": "comment", "contentHtml": None, "number": "x"},
}  # fmt: skip
BROKEN = [
    "",
    "[]",
    "null",
    "[" * 9000,
    '{"apiDocument": 3}',
    '{"apiDocument": {"data": [1, null]}}',
]


@pytest.mark.parametrize("told", [*BROKEN, json.dumps({"resources": [ODD]})])
def test_a_broken_payload_does_no_harm(told: str) -> None:
    page = Document(url="https://a.example/d/1-a", text=PAYLOAD.format(told), fetched_at=NOW)
    assert not [one for one in flarum.read(page).posts if one.text]


def test_posts_are_those_of_the_page_in_their_own_order() -> None:
    posts = [
        {"type": "posts", "id": str(90 - n), "attributes": {
            "number": n, "contentType": "comment", "contentHtml": f"<p>Nr {n}</p>",
            "createdAt": f"2026-05-0{n}T08:00:00+00:00"}}
        for n in (5, 1, 4, 3)
    ]  # fmt: skip
    told = {"apiDocument": {"data": {"type": "discussions", "id": "1", "attributes": {
        "title": "T", "slug": "t"}}, "included": posts}}  # fmt: skip
    articles = "".join(
        f'<article><div class="Post-body"><p>Nr {n}</p></div></article>' for n in (3, 4)
    )
    text = f'<noscript id="flarum-content">{articles}</noscript>{PAYLOAD.format(json.dumps(told))}'
    page = Document(url="https://a.example/d/1-t?near=3", text=text, fetched_at=NOW)
    assert [(one.key, one.position) for one in flarum.read(page).posts] == [("87", 3), ("86", 4)]
    bare = Document(url=page.url, text=text.partition("</noscript>")[2], fetched_at=NOW)
    assert [one.position for one in flarum.read(bare).posts] == [1, 3, 4, 5]


@pytest.mark.shared
def test_real_page(shared: Path) -> None:
    def words(text: str) -> str:
        return re.sub(r"\W+", "", text).lower()

    met = 0
    for path in sorted((shared / "pages/wcxb").glob("*.html.gz")):
        text = gzip.decompress(path.read_bytes()).decode(errors="replace")
        if "flarum-json-payload" not in text:
            continue
        about = json.loads(path.with_name(path.name[:-8] + ".json").read_text())
        page = Document(url=about["url"], text=text, fetched_at=NOW)
        truth = words(about["ground_truth"]["main_content"])
        read = flarum.read(page)
        met += 1
        assert choose(page)[0] == "flarum"
        assert all(one.author and one.posted_at and one.key for one in read.posts)
        assert len(read.posts) == text.count('<div class="Post-body">')
        assert all(words(one.text)[:60] in truth for one in read.posts)
        assert read.next_pages == [f"{about['url']}?page=2"]
    assert met
