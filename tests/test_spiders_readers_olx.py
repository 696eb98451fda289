"""Ads of the OLX kind: from a state in a script, from Next.js, from the page alone."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, olx
from tests.reading_pages import cases, document, expected, shown
from tests.truth import fold

NOW = datetime(2026, 2, 8, 12, 0, tzinfo=UTC)
STATE = "<script>window.__PRERENDERED_STATE__ = {};</script>"
AD = {
    "id": 51, "title": "Helfer", "description": "Zwei<br />\nZeilen",
    "url": "https://a.example/d/helfer-ID5.html", "urlPath": "/d/helfer-ID5.html",
    "createdTime": "2026-02-01T08:00:00+01:00", "lastRefreshTime": "2026-02-02T08:00:00+01:00",
}  # fmt: skip


def page(told: object, *, twice: bool = True, url: str = AD["url"]) -> Document:
    state = json.dumps(json.dumps(told)) if twice else json.dumps(told)
    return Document(url=url, text=STATE.format(state), fetched_at=NOW)


@pytest.mark.parametrize("path", cases("olx"), ids=lambda path: path.stem)
def test_page(path: Path) -> None:
    assert shown(path) == expected(path)


@pytest.mark.parametrize("path", cases("olx"), ids=lambda path: path.stem)
def test_olx_is_surest(path: Path) -> None:
    name, sure = choose(document(path))
    assert name == "olx"
    assert sure >= 0.6


@pytest.mark.parametrize("twice", [True, False])
def test_the_state_is_a_string_or_an_object(twice: bool) -> None:
    read = olx.read(page({"ad": {"ad": AD}}, twice=twice))
    assert [(one.key, one.text) for one in read.posts] == [("51", "Zwei\nZeilen")]
    assert olx.recognise(page({"ad": {"ad": AD}}, twice=twice)) >= 0.5


def test_the_state_may_be_parsed_from_a_string() -> None:
    told = page({"ad": {"ad": AD}})
    told.text = told.text.replace("= ", "= JSON.parse(").replace(";</", ");</")
    assert [one.key for one in olx.read(told).posts] == ["51"]


def test_a_bumped_ad_keeps_its_id_and_is_asked_for_again() -> None:
    bumped = {**AD, "lastRefreshTime": "2026-02-07T08:00:00+01:00"}
    old, new = (
        olx.read(page({"listing": {"listing": {"ads": [ad, {**ad, "id": 52}]}}}, url="https://a.example/l/"))
        for ad in (AD, bumped)
    )  # fmt: skip
    assert [one.id for one in old.threads] == [one.id for one in new.threads] == ["51", "52"]
    assert old.threads[0].last_post != new.threads[0].last_post
    first, second = (olx.read(page({"ad": {"ad": ad}})).posts[0] for ad in (AD, bumped))
    assert (first.key, first.posted_at) == (second.key, second.posted_at)


@pytest.mark.parametrize(
    "description", ["Eins\nzwei", "Eins<br>zwei", "Eins<br />\nzwei", "<p>Eins<br>zwei</p>"]
)
def test_line_breaks_are_kept_however_they_are_written(description: str) -> None:
    read = olx.read(page({"ad": {"ad": {**AD, "description": description}}}))
    assert read.posts[0].text == "Eins\nzwei"


@pytest.mark.parametrize(
    "state",
    ["", '"', '"{"', '"[1,2]"', "null", '"null"', "[" * 9000, '"{\\"ad\\":{\\"ad\\":null}}"'],
)
def test_a_broken_state_does_no_harm(state: str) -> None:
    told = Document(url="https://a.example/", text=STATE.format(state), fetched_at=NOW)
    assert not olx.read(told).posts


def test_deep_and_wide_states_end() -> None:
    deep: object = AD
    for _ in range(200):
        deep = {"x": deep}
    assert not olx.read(page(deep)).posts
    wide = {"x": [[{"n": n} for n in range(500)] for _ in range(500)]}
    assert not olx.read(page(wide)).threads


def test_a_page_of_next_js_alone_is_not_of_this_kind() -> None:
    text = '<script id="__NEXT_DATA__" type="application/json">{"props": {}}</script>'
    told = Document(url="https://www.olx.pl/", text=text, fetched_at=NOW)
    assert olx.recognise(told) < 0.5


def real(shared: Path, name: str, url: str = "") -> tuple[Document, list[dict]]:
    folder = shared / "pages/olx"
    truth = json.loads((folder / f"{name}.truth.json").read_text())
    text = gzip.decompress((folder / f"{name}.html.gz").read_bytes()).decode()
    return Document(url=url or truth[0]["url"], text=text, fetched_at=NOW), truth


@pytest.mark.shared
@pytest.mark.parametrize("bare", [False, True])
def test_a_real_ad(shared: Path, bare: bool) -> None:
    told, [truth] = real(shared, "olx_offer")
    if bare:  # as if the state were not there
        told.text = told.text.replace("__PRERENDERED_STATE__", "__ELSEWHERE__")
    read = olx.read(told)
    [post] = read.posts
    assert read.kind == "ad"
    assert (post.key, post.title, post.url) == (str(truth["id"]), truth["title"], truth["url"])
    assert fold(post.text) == fold(truth["description"].replace("<br />", " "))
    assert post.author
    if not bare:
        assert post.posted_at == datetime.fromisoformat(truth["createdTime"])


@pytest.mark.shared
def test_a_real_list(shared: Path) -> None:
    told, truth = real(shared, "olx_search")
    told.url = told.tree.xpath("//link[@rel='canonical']/@href")[0]
    read = olx.read(told)
    assert {one.id: one.url for one in read.threads} == {str(ad["id"]): ad["url"] for ad in truth}
    told_last = {one.id: one.last_post for one in read.threads}
    assert told_last == {str(ad["id"]): ad["lastRefreshTime"] for ad in truth}
    assert f"{told.url}?page=2" in read.next_pages
