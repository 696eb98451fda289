"""The bytes of raised pages: whole, once, and gone when they are let go."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.home import make_home
from crawler.items import Page, PageRef, Post
from index import pages
from index.rows import Rows
from index.tables import pages as table
from pipelines.keep import NotKept, keep

BODY = "<p>zażółć</p>".encode() * 1000


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


@pytest.fixture
def rows(home):
    rows = Rows(home.rows)
    yield rows
    rows.close()


def a_page(*posts, body=BODY):
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    ref = PageRef("https://b.example/t", 200, at, sha256(body).hexdigest())
    headers = {"content-type": "text/html; charset=utf-8", "content-encoding": "gzip"}
    return Page(source="s", ref=ref, posts=list(posts), body=body, headers=headers)


def a_post(lane=None, text="x", one="a" * 32):
    return Post(id=one, site="b.example", source="s", platform="x", text=text, lane=lane)


def held(rows):
    with rows.engine.begin() as connection:
        return [row.sha256 for row in connection.execute(table.select())]


def test_a_record_is_one_warc_response_that_reads_back(home):
    path = pages.write(home, a_page())
    with path.open("rb") as handle:
        found = [
            (r.rec_headers.get_header("WARC-Target-URI"), r.http_headers, r.content_stream().read())
            for r in ArchiveIterator(handle)
        ]
    assert [(url, body) for url, _, body in found] == [("https://b.example/t", BODY)]
    assert found[0][1].get_header("content-type") == "text/html; charset=utf-8"
    assert found[0][1].get_header("content-encoding") is None
    assert pages.write(home, a_page()) == path
    assert [p for p in path.parent.iterdir() if p != path] == []


def test_a_page_is_kept_when_and_only_when_a_post_is_raised(home, rows):
    keep(rows, home, a_page(a_post()))
    assert held(rows) == []
    assert not rows.get("a" * 32).page.kept
    keep(rows, home, a_page(a_post("queue", "y")))
    digest = rows.get("a" * 32).page.sha256
    assert rows.get("a" * 32).page.kept
    assert held(rows) == [digest]
    assert pages.path_of(home, digest).exists()


def test_a_page_that_only_shows_another_clock_is_not_kept_again(home, rows):
    keep(rows, home, a_page(a_post("queue")))
    keep(rows, home, a_page(a_post("queue"), body=b"<p>12:01</p>"))
    assert len(held(rows)) == 1
    assert len(list((home.data / "warc").rglob("*.warc.gz"))) == 1


def test_rows_that_fail_leave_no_record(home, rows):
    with rows.writing() as connection:
        connection.exec_driver_sql("DROP TABLE bands")
        connection.exec_driver_sql("ALTER TABLE posts RENAME TO other")
    with pytest.raises(NotKept, match="cannot be written") as caught:
        keep(rows, home, a_page(a_post("queue")))
    assert len(str(caught.value).splitlines()) == 1
    assert list((home.data / "warc").rglob("*.warc.gz")) == []
    assert held(rows) == []


def test_a_disk_that_fails_keeps_no_post(home, rows):
    (home.data / "warc").write_text("")
    with pytest.raises(NotKept, match=r"data: cannot be written"):
        keep(rows, home, a_page(a_post("queue")))
    assert rows.get("a" * 32) is None


def test_what_is_dropped_is_gone(home, rows):
    keep(rows, home, a_page(a_post("queue")))
    digest = held(rows)[0]
    assert pages.drop(home, digest, rows)
    assert not pages.drop(home, digest, rows)
    assert held(rows) == []
