"""Boards nobody has a reader for, then captured sites with the names of their templates erased."""

import hashlib
import json
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers import generic
from spiders.readers.generic import read, recognise
from tests import homemade
from tests.homemade import SAID
from tests.reading_pages import broken, cases
from tests.truth import Scores, compare, documents, expected, fold

SURE = 0.5
SITES = ["phpbb", "mybb", "fluxbb", "fluxbb-t2", "nodebb", "osclass"]
ALL = [homemade.cards, homemade.rows, homemade.one_post, homemade.listing, homemade.ad]


@pytest.mark.parametrize("board", ALL, ids=lambda board: board.__name__)
def test_it_is_sure_but_never_surer_than_a_platforms_reader(board: Any) -> None:
    assert SURE <= recognise(board()) <= 0.6


@pytest.mark.parametrize("board", [homemade.cards, homemade.rows])
def test_posts_are_found_by_what_repeats(board: Any) -> None:
    reading = read(board())
    told = [(one.key, one.author, one.text) for one in reading.posts]
    assert told == [(str(one.number), one.author, one.text) for one in SAID]
    shown = [one.posted_at and one.posted_at.strftime("%Y-%m-%d %H:%M") for one in reading.posts]
    assert shown == [one.at for one in SAID]
    assert reading.thread.id == "88"
    assert reading.thread.title == "Zbiór jabłek"


def test_what_stands_around_the_posts() -> None:
    reading = read(homemade.cards())
    assert (reading.kind, reading.platform, reading.site_root) == ("thread", "page", "")
    assert (reading.board.name, reading.board.url) == (
        "Praca sezonowa",
        "http://sad.example/dzial/5",
    )
    assert reading.next_pages == ["http://sad.example/watek/88?strona=2"]
    assert reading.posts[2].url == "http://sad.example/watek/88?strona=1#w419"
    assert reading.posts[2].quotes == ["Czy nocleg jest"]
    assert [one.position for one in reading.posts] == [1, 2, 3, 4, 5, 6]


def test_a_thread_of_two_posts_and_one_of_one() -> None:
    reading = read(homemade.cards(SAID[:2]))
    assert [(one.key, one.author) for one in reading.posts] == [
        ("412", "Zosia"),
        ("415", "kierowca77"),
    ]
    alone = read(homemade.one_post())
    assert [(one.key, one.author, one.text) for one in alone.posts] == [
        ("412", "Zosia", SAID[0].text)
    ]
    assert (alone.thread.id, alone.board.name) == ("88", "Praca sezonowa")


def test_places_are_those_the_page_counts_by() -> None:
    page = homemade.rows()
    for n, one in enumerate(SAID):
        page.text = page.text.replace(f"Dodano: {one.at}", f"<b>#{n + 21}</b> <i>{one.at}</i>")
    assert [one.position for one in read(page).posts] == [21, 22, 23, 24, 25, 26]


def test_a_listing_leads_to_its_threads() -> None:
    reading = read(homemade.listing())
    assert reading.kind == "listing"
    assert reading.posts == []
    told = [(one.id, one.title, one.replies) for one in reading.threads]
    assert told[0] == ("80", "Zbiór jabłek", 2)
    assert [one.url for one in reading.threads] == [
        f"http://sad.example/watek/{n}" for n in range(80, 84)
    ]
    assert [(one.last_post or "")[:10] for one in reading.threads] == [
        f"2026-11-{day}" for day in (20, 19, 18, 17)
    ]
    assert reading.next_pages == ["http://sad.example/dzial/5?strona=2"]


def test_an_ad_among_similar_ones() -> None:
    reading = read(homemade.ad())
    assert len(reading.posts) == 1
    post = reading.posts[0]
    assert post.text.startswith("Hledáme šest lidí")
    assert post.text.endswith("chmel@example.org.")
    assert (post.author, post.posted_precision) == ("Chmelnice Úštěk", "day")
    assert post.posted_at is not None
    assert post.posted_at.date().isoformat() == "2026-11-02"
    assert (reading.kind, post.key, reading.thread.title) == ("ad", "87", "Česání chmele")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html></html>",
        "<p>Page not found</p>",
        "<h1>About us</h1>" + "<p>We grow apples and press cider since 1911.</p>" * 9,
        "<form><input type='password'></form><p>Please log in to read this board.</p>",
        "<ul>" + "".join(f"<li><a href='/{n}'>Menu {n}</a></li>" for n in "abcdefg") + "</ul>",
    ],
)
def test_what_it_cannot_tell_is_reported_and_not_guessed(text: str) -> None:
    page = Document(url="http://b.example/", text=text, fetched_at=homemade.CLOCK)
    assert recognise(page) < SURE
    assert read(page).posts == []


@pytest.mark.parametrize(
    "text",
    [
        "<div>" * 100_000 + "x",
        "<div class='post quote user'>" * 3000 + "words and words" * 2000,
        "".join(
            f'<p id="p{n}"><a href="#p{n}">2026-11-0{n % 9 + 1} 10:00</a> u{n}</p>'
            for n in range(6_000)
        ),
        "<table>" + "<tr><td>2026-11-01</td></tr>" * 10_000,
    ],
    ids=["deep", "nested", "many", "dates"],
)
def test_a_hostile_page_takes_no_more_than_a_while(text: str) -> None:
    began = time.process_time()
    read(Document(url="http://b.example/t/1", text=text, fetched_at=homemade.CLOCK))
    assert time.process_time() - began < 15


@pytest.mark.parametrize("board", ALL, ids=lambda board: board.__name__)
def test_a_broken_page_is_read_for_what_it_is(board: Any) -> None:
    whole = board()
    for end in range(1, 8):
        read(replace(whole, text=whole.text[: len(whole.text) * end // 8]))
    read(replace(whole, text=re.sub(r"\d+", lambda one: one[0] * 3000, whole.text)))
    read(replace(whole, text=re.sub("href=(['\"]).*?\\1", r"href=\1http://[::1\1", whole.text)))


def test_it_knows_no_class_name_of_one_engine() -> None:
    """Names that other readers go by are not in its source, nor are engines."""
    source = "".join(one.read_text() for one in Path(generic.__file__).parent.glob("*.py"))
    theirs = ["phpbb", "vbulletin", "xenforo", "mybb", "fluxbb", "nodebb", "discourse", "flarum",
              "invision", "woltlab", "vanilla", "smf", "osclass", "postbody", "postmsg", "blockpost",
              "post_body", "postbit", "message--post", "bbwrapper", "cpost", "ipscomment",
              "viewtopic", "showthread", "viewforum", "forumdisplay", "listing-card"]  # fmt: skip
    assert [name for name in theirs if name in source.lower()] == []


def readings(site: Path, change: Any = lambda text: text) -> list[Reading]:
    pages = (replace(one, answered_at=one.fetched_at) for one in documents(site))
    return [read(replace(one, text=change(one.text))) for one in pages]


def scored(read_pages: list[Reading], truth: dict[str, Any]) -> Scores:
    """How well the posts of *read_pages* agree with *truth*; one met on two addresses counts once."""
    shown = {
        post.url: {
            "url": post.url,
            "author": post.author,
            "posted_at": post.posted_at and post.posted_at.isoformat(),
            "board": {"name": page.board.name},
            "thread": {"title": page.thread.title},
            "text": post.text,
        }
        for page in read_pages
        for post in page.posts
    }
    return compare(list(shown.values()), truth)


def f1(scores: Scores) -> float:
    both = scores.precision + scores.recall
    return 2 * scores.precision * scores.recall / both if both else 0.0


@pytest.mark.shared
@pytest.mark.parametrize("name", SITES)
def test_captured_sites(shared: Path, name: str) -> None:
    truth = json.loads((shared / "forums" / name / "truth.json").read_text())
    scores = scored(readings(shared / "forums" / name), truth)
    told = "\n".join(scores.wrong[:20])
    assert f1(scores) >= 0.95, told
    assert (scores.author >= 0.95, scores.posted_at >= 0.90, scores.text >= 0.95) == (True,) * 3, (
        told
    )


_NAMED = re.compile(r"(\b(?:class|id|name|component|rel|role|itemprop|itemtype)=)([\"'])(.*?)\2")
_TAG = re.compile(r"<(?!meta)[^>]*>")  # what a page says of itself for machines stays
_FRAGMENT = re.compile(r"(href=[\"'][^\"'#]*#)([\w-]+)")
_LETTERS = re.compile("[A-Za-z]+")


def erased(text: str) -> str:
    """*text* with every class, id and role called something else, alike wherever it was alike."""

    def other(word: re.Match[str]) -> str:
        return "".join(
            chr(97 + int(one, 16)) for one in hashlib.md5(word[0].encode()).hexdigest()[:5]
        )

    def renamed(found: re.Match[str]) -> str:
        return found[1] + found[2] + _LETTERS.sub(other, found[3]) + found[2]

    named = _TAG.sub(lambda tag: _NAMED.sub(renamed, tag[0]), text)
    return _FRAGMENT.sub(lambda found: found[1] + _LETTERS.sub(other, found[2]), named)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["phpbb", "mybb", "fluxbb", "osclass"])
def test_it_is_structure_that_it_reads(shared: Path, name: str) -> None:
    """Names erased, the posts, their authors and their times are still found."""
    truth = json.loads((shared / "forums" / name / "truth.json").read_text())
    bare = {
        url.partition("#")[0] + "".join(re.findall(r"#\D*(\d+)$", url)): post
        for url, post in expected(truth).items()
    }
    found: dict[str, Any] = {}
    for page in readings(shared / "forums" / name, erased):
        for post in page.posts:
            url = post.url or ""
            found[url.partition("#")[0] + "".join(re.findall(r"#\D*(\d+)$", url))] = post
    both = bare.keys() & found.keys()
    assert 2 * len(both) / (len(bare) + len(found)) >= 0.95
    assert sum(bare[url]["author"] == found[url].author for url in both) >= 0.95 * len(both)
    assert sum(bare[url]["text"] == fold(found[url].text) for url in both) >= 0.6 * len(both)


@pytest.mark.shared
@pytest.mark.parametrize("name", SITES)
def test_every_post_is_met_by_following_its_own_links(shared: Path, name: str) -> None:
    from urllib.parse import unquote

    site = shared / "forums" / name
    truth = json.loads((site / "truth.json").read_text())
    dropped = json.loads((site / "index.json").read_text())["stripped_params"]

    def known(address: str) -> str:
        return unquote(addresses.same(addresses.canonical(address, address, drop=dropped) or ""))

    pages = {known(page.url): page for page in documents(site)}
    todo, met, posts = [next(iter(pages))], set(), set()
    while todo:
        here = todo.pop()
        if here in met or here not in pages:
            met.add(here)
            continue
        met.add(here)
        if recognise(pages[here]) >= SURE:
            reading = read(pages[here])
            posts |= {post.url for post in reading.posts}
            links = [*reading.boards, *reading.next_pages, *(one.url for one in reading.threads)]
            todo += map(known, links)
    assert len(posts & expected(truth).keys()) >= 0.99 * len(expected(truth))
    assert len(met) <= 1.1 * len(pages)


OTHERS = ["xenforo", "vbulletin", "smf", "invision", "woltlab", "mybb", "fluxbb", "nodebb", "phpbb"]


@pytest.mark.parametrize("platform", OTHERS)
def test_pages_written_for_other_readers_do_not_break_it(platform: str) -> None:
    for path in cases(platform):
        told = json.loads(path.with_suffix(".json").read_text())
        text = path.read_text()
        url = told.get("address", "http://board.example/t/1")
        page = Document(url=url, text=text, fetched_at=homemade.CLOCK)
        assert len(read(page).posts) <= 12


def test_broken_pages_of_others_do_not_break_it() -> None:
    path = cases("vbulletin")[0]
    for page in broken(path):
        read(page)


def test_what_a_page_tells_machines_is_read_where_its_looks_tell_nothing() -> None:
    posts = {
        "@type": "DiscussionForumPosting",
        "headline": "Pickers wanted",
        "url": "https://b.example/d/77",
        "author": {"@type": "Person", "name": "Marge"},
        "datePublished": "2026-11-03T09:00:00Z",
        "text": "Six weeks in Kent.",
        "comment": [
            {
                "@type": "Comment",
                "url": "https://b.example/d/77#c12",
                "author": {"name": "Pete"},
                "datePublished": "2026-11-03T10:05:00Z",
                "text": "<p>How many to a caravan?</p>",
            }
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(posts)}</script>'
    for told in (script, '<script type="application/ld+json">{"@type": [</script>' + script):
        text = f"<html><body>{told}<div id='app'></div></body></html>"
        page = Document(url="https://b.example/d/77", text=text, fetched_at=homemade.CLOCK)
        assert recognise(page) >= SURE
        found = read(page)
        assert (found.thread.id, found.thread.title) == ("77", "Pickers wanted")
        assert [(one.author, one.text) for one in found.posts] == [
            ("Marge", "Six weeks in Kent."),
            ("Pete", "How many to a caravan?"),
        ]
        assert found.posts[1].key == "12"


def test_platforms_whose_readers_are_taken_away_are_still_read() -> None:
    """The small pages of traps that other readers are shown: without these, somewhat worse."""
    wanted = met = named = 0
    for path in (path for platform in OTHERS for path in cases(platform)):
        told = json.loads(path.with_suffix(".json").read_text())
        if "address" not in told or told.get("kind") != "thread":
            continue
        page = Document(url=told["address"], text=path.read_text(), fetched_at=homemade.CLOCK)
        found = {one.key: one for one in read(page).posts}
        for post in told["posts"]:
            wanted += 1
            met += post.get("key") in found
            named += post.get("key") in found and found[post["key"]].author == post.get("author")
    assert wanted > 20
    assert met >= 0.75 * wanted
    assert named >= 0.75 * met
