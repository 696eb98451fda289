"""RSS and Atom of every version: feeds of our own, broken and hostile ones, captured ones."""

import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from urllib.parse import urljoin

import pytest

from spiders.pages.document import Document
from spiders.readers import choose, feed
from spiders.readers.feed.places import number, thread_at
from tests.reading_pages import CLOCK, cases, expected, shown

PAGES = cases("feed")
RSS = '<rss version="2.0"><channel><item><title>{}</title><link>{}</link></item></channel></rss>'


def document(text: str, url: str = "http://b.example/rss") -> Document:
    return Document(url=url, text=text, fetched_at=CLOCK)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path) -> None:
    assert shown(page) == expected(page)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body><p>Read our <b>rss</b> feed</p></body></html>",
        '<html><body><rss version="2.0"></rss></body></html>',
        "<feed>of hay</feed>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>',
    ],
)
def test_what_is_no_feed(text: str) -> None:
    assert feed.recognise(document(text)) == 0
    assert feed.read(document(text)).threads == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_feed_quotes_makes_it_no_other_page(page: Path) -> None:
    quoted = '<body id="phpbb" class="page-status-200"><a href="viewtopic.php?t=1">x</a>'
    text = page.read_text().replace("<title", f"<summary><![CDATA[{quoted}]]></summary><title")
    assert choose(document(text))[0] == "feed"


@pytest.mark.parametrize(
    ("link", "thread", "known"),
    [
        ("/viewtopic.php?f=2&t=5&p=12#p12", "/viewtopic.php?f=2&t=5", "5"),
        ("/viewtopic.php?p=12#p12", None, None),
        ("/viewtopic.php?id=7&action=new", "/viewtopic.php?id=7", "7"),
        ("/showthread.php?t=9&goto=newpost", "/showthread.php?t=9", "9"),
        ("/showthread.php?12-hay&p=45#post45", "/showthread.php?12-hay", "12"),
        ("/showthread.php?p=45#post45", None, None),
        ("/thread-12-post-45.html#pid45", "/thread-12.html", "12"),
        ("/index.php?topic=12.msg345#msg345", "/index.php?topic=12.0", "12"),
        ("/index.php?threads/hay.12/post-45", "/index.php?threads/hay.12/", "12"),
        ("/index.php?thread/12-hay/&postID=45#post45", "/index.php?thread/12-hay/", "12"),
        ("/threads/hay.12/post-45", "/threads/hay.12/", "12"),
        ("/threads/hay.12/latest", "/threads/hay.12/", "12"),
        ("/t/hay/12/45", "/t/hay/12", "12"),
        ("/d/12-hay/45", "/d/12-hay", "12"),
        ("/topic/12/hay/45", "/topic/12/hay", "12"),
        ("/topic/12-hay/?do=findComment&comment=45", "/topic/12-hay/", "12"),
        ("/topic/12-hay/page/2/#comment-45", "/topic/12-hay/", "12"),
        ("/discussion/12/hay/p2#Comment_45", "/discussion/12/hay", "12"),
        ("/discussion/comment/45#Comment_45", None, None),
        ("/post/319", None, None),
        ("/thread/12-hay/?postID=45#post45", "/thread/12-hay/", "12"),
        ("/?p=45", None, None),
        ("/2026/08/hay-wanted/?utm_source=rss", "/2026/08/hay-wanted/", None),
    ],
)
def test_a_post_leads_to_its_thread(link: str, thread: str | None, known: str | None) -> None:
    found = thread_at(f"http://b.example{link}")
    assert found == (thread and f"http://b.example{thread}")
    if found:
        assert number(found) == known


def test_a_board_is_no_thread() -> None:
    assert number("http://b.example/viewforum.php?id=3") is None


def test_a_boom_of_entities_and_a_foreign_file_do_no_harm(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 999}"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    text = doctype + RSS.format("&f;" + "&a;" * 9000, "http://b.example/t/hay/5")
    title = feed.read(document(text)).threads[0].title or ""
    assert "secret" not in title.replace("SYSTEM", "")
    assert len(title) < 100_000


@pytest.mark.parametrize(
    "text", ["<!---->" * 1000, "<?x?>" * 1500, "<rss>" * 50_000, "<!--" * 2000]
)
def test_a_feed_that_never_ends_is_soon_left(text: str) -> None:
    start = perf_counter()
    assert feed.recognise(document(text)) in (0, 1)
    assert feed.read(document(text)).threads == []
    assert perf_counter() - start < 2


CAPTURED = [("fluxbb", 50), ("mybb", 12), ("nodebb", 54)]


@pytest.mark.shared
@pytest.mark.parametrize(("site", "feeds"), CAPTURED)
def test_captured_feeds_lead_to_the_threads_there_are(shared: Path, site: str, feeds: int) -> None:
    capture = shared / "forums" / site
    topics = {
        str(topic["topic_id"]): max(post["posted_at"] for post in topic["posts"])
        for topic in json.loads((capture / "truth.json").read_text())["topics"]
    }
    read = 0
    for page in feeds_of(capture):
        assert choose(page) == ("feed", 1.0)
        links = feed.read(page).threads
        ids = [link.id for link in links]
        assert len(ids) == len(set(ids))
        assert set(ids) <= topics.keys() | {"1"}, page.url  # 1: a board's own welcome
        if re.search(r"fid=|/topic/\d+\.rss|tid=", page.url) and site != "mybb":
            assert all(
                moment(link.last_post) == moment(topics.get(link.id or "")) for link in links
            )
        read += 1
    assert read == feeds


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None


def feeds_of(capture: Path) -> list[Document]:
    index = json.loads((capture / "index.json").read_text())
    found = []
    for path, row in index["urls"].items():
        if "xml" in (row["content_type"] or "") and "html" not in row["content_type"]:
            raw = gzip.decompress((capture / row["file"]).read_bytes()).decode()
            found.append(document(raw, urljoin(index["base_url"], path)))
    return found
