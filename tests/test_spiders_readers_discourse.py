"""Discourse: the crawlers' page, the application's page and the `.json` answer say the same."""

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, discourse
from tests.reading_pages import cases, document, expected, plain, shown

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("page", cases("discourse"), ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize("page", cases("discourse"), ids=lambda page: page.stem)
def test_discourse_is_surest(page: Path) -> None:
    name, sure = choose(document(page))
    assert name == "discourse"
    assert sure >= 0.6


@pytest.mark.parametrize("stem", ["crawler_topic_de", "app_topic_ru", "latest_cs", "answer_list"])
def test_it_is_known_without_its_generator(stem: str) -> None:
    page = next(page for page in cases("discourse") if page.stem == stem)
    text = re.sub(r"<meta name=.generator[^>]*>", "", page.read_text())
    there = Document(url="https://a.example/x", text=text, fetched_at=NOW)
    assert discourse.recognise(there) >= 0.6


def test_the_route_header_alone_tells() -> None:
    told = Document(
        url="https://a.example/", text="<p>", fetched_at=NOW, headers={"x-discourse-route": "x"}
    )
    assert discourse.recognise(told) == 1.0


@pytest.mark.parametrize(
    "data", ["{", "[]", "null", '{"topic_1": "{"}', '{"topic_1": "[1]"}', "[" * 9000]
)
def test_broken_data_leaves_the_page_to_be_read(data: str) -> None:
    page = next(page for page in cases("discourse") if page.stem == "crawler_topic_de")
    told = json.loads(page.with_suffix(".json").read_text())
    broken = f"""<div id="data-preloaded" data-preloaded='{data}'></div></body>"""
    text = page.read_text().replace("</body>", broken)
    read = plain(discourse.read(Document(url=told["address"], text=text, fetched_at=NOW)))
    assert read == expected(page)


def test_a_post_has_one_key_however_its_topic_is_shown() -> None:
    told = {
        "id": 9, "slug": "a-b", "title": "A b",
        "post_stream": {"posts": [{"id": 77, "post_number": 3, "cooked": "<p>Hi</p>"}]},
    }  # fmt: skip
    answer = Document(url="https://a.example/t/9.json", text=json.dumps(told), fetched_at=NOW)
    html = (
        "<h1><a href='/t/a-b/9'>A b</a></h1><div class='topic-body crawler-post'>"
        "<div class='crawler-post-meta'><span itemprop='position'>3</span></div>"
        "<div class='post' itemprop='text'><p>Hi</p></div></div>"
    )
    page = Document(url="https://a.example/t/a-b/9/3", text=html, fetched_at=NOW)
    first, second = discourse.read(answer), discourse.read(page)
    assert [one.key for one in first.posts] == [one.key for one in second.posts] == ["9/3"]
    assert first.posts[0].url == second.posts[0].url


FULL = re.compile(r"""data-preloaded="[^"]*\"""")


def saved(shared: Path) -> list[Document]:
    """The real Discourse pages of the shared folder that have posts in them."""
    found = []
    for path in sorted((shared / "pages/wcxb").glob("*.html.gz")):
        text = gzip.decompress(path.read_bytes()).decode(errors="replace")
        if "crawler-post" in text:
            about = json.loads(path.with_name(path.name[:-8] + ".json").read_text())
            page = Document(url=about["url"], text=text, fetched_at=NOW)
            page.headers = {"truth": about["ground_truth"]["main_content"]}
            found.append(page)
    return found


def words(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


@pytest.mark.shared
def test_real_pages(shared: Path) -> None:
    within = total = 0
    for page in saved(shared):
        truth = words(page.headers.pop("truth"))
        assert discourse.recognise(page) >= 0.8
        posts = discourse.read(page).posts
        assert all(one.author and one.posted_at for one in posts), page.url
        within += sum(words(one.text)[:40] in truth for one in posts)
        total += len(posts)
    assert total > 150
    assert within / total >= 0.9


@pytest.mark.shared
def test_real_pages_say_the_same_with_and_without_their_data(shared: Path) -> None:
    for page in saved(shared):
        bare = Document(url=page.url, text=FULL.sub("", page.text), fetched_at=NOW)
        told, read = discourse.read(page), discourse.read(bare)
        by_key = {one.key: one for one in read.posts}
        assert told.next_pages == read.next_pages
        for one in told.posts:
            same = by_key[one.key]
            assert (one.text, one.quotes, one.author) == (same.text, same.quotes, same.author)
            assert one.posted_at.replace(microsecond=0) == same.posted_at
