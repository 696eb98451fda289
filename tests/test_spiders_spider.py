"""What makes a post the same post, and two addresses one request."""

import pytest
from scrapy import Request

from crawler.items import PageRef, Thread, post_id
from spiders.fingerprint import Fingerprinter
from spiders.identity import posts_of, site_of
from spiders.pages.reading import Reading, ReadPost


@pytest.mark.parametrize(
    ("address", "root", "site"),
    [
        ("https://www.board.example/x", "", "board.example"),
        ("http://board.example:80/x", "", "board.example"),
        ("https://board.example:443/", "/", "board.example"),
        ("https://board.example:8443/x", "/forum/", "board.example:8443/forum"),
        ("http://127.0.0.1:8099/x", "", "127.0.0.1:8099"),
    ],
)
def test_a_site_is_host_port_and_root(address, root, site):
    assert site_of(address, root) == site


def reading(*posts, thread="7"):
    return Reading(platform="x", kind="thread", thread=Thread(id=thread), posts=list(posts))


def ids(found, url="https://board.example/t", ordinals=None):
    carried = {} if ordinals is None else ordinals
    return [one.id for one in posts_of(found, PageRef(url), "s", carried)]


def test_the_id_is_of_site_platform_and_number_only():
    one = ReadPost(key="5", text="a", author="ana")
    moved = ReadPost(key="5", text="b", author="bo")
    assert ids(reading(one)) == [post_id("board.example", "x", "5")]
    assert ids(reading(moved, thread="8"), "http://www.board.example/t?page=9") == ids(reading(one))


def test_a_post_without_a_number_is_its_authors_nth_in_the_thread():
    ana, bo = ReadPost(key=None, text="a", author="ana"), ReadPost(key=None, text="b", author="bo")
    whole = ids(reading(ana, bo, ana, bo))
    carried = {}
    parts = ids(reading(ana, bo), ordinals=carried) + ids(reading(ana, bo), ordinals=carried)
    assert whole == parts
    assert len(set(whole)) == 4
    assert ids(reading(ReadPost(key=None, text="edited", author="ana"))) == whole[:1]
    assert ids(reading(ana, thread="8")) != whole[:1]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("https://b.example/t?t=1&sid=0123456789abcdef0123456789abcdef", "https://b.example/t?t=1", True),
        ("https://b.example/t?a=1&b=2", "https://b.example/t?b=2&a=1", True),
        ("https://b.example/t?t=1#p5", "https://b.example/t?t=1", True),
        ("https://b.example/t?t=1", "https://b.example/t?t=2", False),
    ],
)  # fmt: skip
def test_two_addresses_are_one_request(one, other, alike):
    same = Fingerprinter()
    assert (same.fingerprint(Request(one)) == same.fingerprint(Request(other))) is alike
