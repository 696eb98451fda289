"""The readers against captured sites, page by page, without a network."""

import gzip
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers import choose, load, names
from tests.truth import compare, documents, expected, fold

pytestmark = pytest.mark.shared


def readings(capture: Path, platform: str) -> list[Reading]:
    found = []
    for page in documents(capture):
        assert load(platform).recognise(page) >= 0.6, page.url
        found.append(load(platform).read(page))
    return found


def as_json(read: list[Reading]) -> list[dict[str, Any]]:
    return [
        {
            "url": post.url,
            "author": post.author,
            "posted_at": post.posted_at and post.posted_at.isoformat(),
            "board": {"name": reading.board.name},
            "thread": {"title": reading.thread.title},
            "text": post.text,
            "quotes": post.quotes,
        }
        for reading in read
        for post in reading.posts
    ]


def walked(capture: Path, platform: str) -> tuple[set[str], list[Reading]]:
    """What a crawl by the readers' own links meets, from the first page of the capture on."""
    pages = {addresses.same(addresses.canonical(p.url, p.url)): p for p in documents(capture)}
    todo, met, read = [next(iter(pages))], set(), []
    while todo:
        here = todo.pop()
        if here in met:
            continue
        met.add(here)
        if here in pages:
            read.append(load(platform).read(pages[here]))
            links = [*read[-1].boards, *read[-1].next_pages, *(t.url for t in read[-1].threads)]
            todo += map(addresses.same, links)
    return met, read


def test_phpbb(shared: Path) -> None:
    truth = json.loads((shared / "forums/phpbb/truth.json").read_text())
    posts = as_json(readings(shared / "forums/phpbb", "phpbb"))
    scores = compare(posts, truth)
    told = "\n".join(scores.wrong[:20])
    assert min(scores.precision, scores.recall) >= 0.99, told
    assert min(scores.author, scores.posted_at, scores.board, scores.text) >= 0.98, told
    wanted = expected(truth)
    for post in posts:  # the truth names outer quotes only
        ours = set(map(fold, post["quotes"]))
        assert ours.issuperset(wanted.get(post["url"], {}).get("quotes", [])), post["url"]


def test_osclass(shared: Path) -> None:
    truth = json.loads((shared / "forums/osclass/truth.json").read_text())
    scores = compare(as_json(readings(shared / "forums/osclass", "osclass")), truth)
    told = "\n".join(scores.wrong[:20])
    assert (scores.found, scores.precision) == (122, 1.0), told
    assert min(scores.author, scores.posted_at, scores.board, scores.text, scores.title) == 1, told


@pytest.mark.parametrize(("name", "posts"), [("phpbb", 331), ("osclass", 122)])
def test_every_post_is_met_by_following_links(shared: Path, name: str, posts: int) -> None:
    truth = json.loads((shared / "forums" / name / "truth.json").read_text())
    _, read = walked(shared / "forums" / name, name)
    met = {post.url for reading in read for post in reading.posts}
    assert len(met & expected(truth).keys()) == posts


def test_positions_count_from_the_opening_post(shared: Path) -> None:
    truth = json.loads((shared / "forums/phpbb/truth.json").read_text())
    places = {post["url"]: post["position"] for t in truth["topics"] for post in t["posts"]}
    read = readings(shared / "forums/phpbb", "phpbb")
    shown = {post.url: post.position for reading in read for post in reading.posts}
    assert {url: shown[url] for url in places} == places


def test_sessions_never_show(shared: Path) -> None:
    truth = json.loads((shared / "forums/phpbb/truth.json").read_text())
    met, read = walked(shared / "forums/phpbb-nocookie-sample", "phpbb")
    links = [post.url for reading in read for post in reading.posts]
    links += [link for r in read for link in (r.board.url or "", r.thread.url or "")]
    assert not [link for link in [*met, *links] if "sid" in link]
    posts = {post["url"]: post for post in as_json(read)}
    topics = [t for t in truth["topics"] if t["topic_id"] in (12, 16, 24, 41)]
    here = {"topics": topics}
    scores = compare([posts[url] for url in expected(here)], here)
    assert not scores.wrong


BOARDS = [
    ("phpbb", "phpbb"),
    ("fluxbb", "fluxbb"),
    ("fluxbb-t2", "fluxbb"),
    ("mybb", "mybb"),
    ("nodebb", "nodebb"),
]


@pytest.mark.parametrize(("name", "platform"), BOARDS[1:])
def test_board(shared: Path, name: str, platform: str) -> None:
    truth = json.loads((shared / "forums" / name / "truth.json").read_text())
    _, read = walked(shared / "forums" / name, platform)
    posts = as_json(read)
    scores = compare(list({post["url"]: post for post in posts}.values()), truth)
    told = "\n".join(scores.wrong[:20])
    assert {reading.platform for reading in read} == {platform}
    assert min(scores.precision, scores.recall) >= 0.99, told
    fields = (scores.author, scores.posted_at, scores.board, scores.text, scores.title)
    assert min(fields) >= 0.98, told
    wanted = expected(truth)
    for post in posts:  # the truth names outer quotes only
        ours = set(map(fold, post["quotes"]))
        assert ours.issuperset(wanted.get(post["url"], {}).get("quotes", [])), post["url"]


def alone(pages: Iterable[Document], platform: str) -> None:
    """Each of *pages* is its own platform's, and no other reader takes it."""
    for page in pages:
        sure = {one: load(one).recognise(page) for one in names() if one != "generic"}
        assert sure.pop(platform) >= 0.8, page.url
        assert max(sure.values()) < 0.5, (page.url, sure)
        assert choose(page)[0] == platform


@pytest.mark.parametrize(("name", "platform"), BOARDS)
def test_pages_are_known_as_their_own_platform(shared: Path, name: str, platform: str) -> None:
    alone(islice(documents(shared / "forums" / name), 0, None, 9), platform)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "platform"), BOARDS)
def test_every_page_is_known_as_its_own_platform(shared: Path, name: str, platform: str) -> None:
    alone(documents(shared / "forums" / name), platform)


OURS = ("fluxbb", "mybb", "nodebb")


def test_other_engines_are_not_taken_for_ours(shared: Path) -> None:
    told = json.loads((shared / "pages/manifest.json").read_text())["pages"]
    known = {shared / "pages" / one["file"]: one.get("platform", "") for one in told}
    for file in sorted((shared / "pages").rglob("*.html.gz")):
        text = gzip.decompress(file.read_bytes()).decode("utf-8", "replace")
        page = Document(url="http://page.example/", text=text, fetched_at=datetime.now(UTC))
        name = next((one for one in OURS if load(one).recognise(page) >= 0.5), None)
        assert name is None or known.get(file, name) == name, (file, name)
