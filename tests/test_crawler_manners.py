"""No crawl reaches an address that is not public, however the address is written or answered."""

import json
import socket
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from crawler import resolver
from crawler.addresses import is_public
from crawler.allowed import Allowed
from crawler.home import make_home
from crawler.patience import SILENT, retry_after
from crawler.redirects import SAME
from crawler.resolver import Names, Private
from crawler.texts import is_binary
from tests.running import crawl, offerwatch
from tests.server import Answer, Board, link, page, post, small_board, to


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "192.0.2.1", "198.18.0.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:7f00:1::", "not an address", "",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111"])
def test_addresses_that_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"]
)
def test_every_spelling_of_loopback_is_private(host):
    with pytest.raises(Private):
        Names().find(host, private=False)
    assert Names().find(host, private=True)


def test_one_private_answer_among_public_ones_is_enough(monkeypatch):
    both = [(0, 0, 0, "", ("1.1.1.1", 0)), (0, 0, 0, "", ("10.0.0.1", 0))]
    monkeypatch.setattr(resolver.socket, "getaddrinfo", lambda *a, **k: both)
    with pytest.raises(Private):
        Names().find("board.example", private=False)


def test_a_name_that_answers_otherwise_the_second_time_is_not_asked_again(monkeypatch):
    answers = iter([[(0, 0, 0, "", ("1.1.1.1", 0))], [(0, 0, 0, "", ("127.0.0.1", 0))]])
    monkeypatch.setattr(resolver.socket, "getaddrinfo", lambda *a, **k: next(answers))
    names = Names()
    assert names.find("board.example", private=False) == ("1.1.1.1",)
    assert names.find("board.example", private=False) == ("1.1.1.1",)


def test_a_name_without_an_address_says_so():
    with pytest.raises(socket.gaierror):
        Names().find("no-such-host.invalid", private=False)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"7", 7.0), (b" 0 ", 0.0), (b"", None), (None, None), (b"soon", None), (b"-3", None),
        (b"Tue, 24 Nov 2026 08:00:30 GMT", 30.0), (b"Tue, 24 Nov 2026 07:00:00 GMT", 0.0),
    ],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(value, seconds):
    assert retry_after(value, datetime(2026, 11, 24, 8, tzinfo=UTC)) == seconds


def test_a_redirect_to_another_spelling_of_loopback_is_not_followed(tmp_path):
    home = make_home(tmp_path / "home").root
    with Board({}) as inside:
        place = f"http://0x7f.0.0.1:{inside.port}/secret"
        with Board(small_board() | {"/t?t=1": to(place)}) as board:
            (home / "sources" / "one.yml").write_text(
                f"start: {board.url}/\nhosts: ['0x7f.0.0.1:{inside.port}']\nallow_private: true\ndelay: 0\n"
            )
            ran = offerwatch(home, "crawl", "one", "--json")
            assert json.loads(ran.out)["counts"]["refused/http_404"] == 1  # it is let through here
        assert inside.asked == ["/robots.txt", "/secret"]
        with Board(small_board() | {"/t?t=1": to(place)}) as board:
            ran = crawl(home, board.url, "--json")
            assert json.loads(ran.out)["counts"]["refused/host"] == 1
    assert inside.asked == ["/robots.txt", "/secret"]


def test_what_leaves_names_us_and_tells_nothing_else(tmp_path):
    home = make_home(tmp_path / "home").root
    (home / "offerwatch.toml").write_text('[crawl]\ncontact = "mailto:watch@ngo.example"\n')
    cookie = Answer(small_board()["/"], headers={"Set-Cookie": "a=b"})
    with Board(small_board() | {"/": cookie}) as board:
        assert crawl(home, board.url).code == 0
    assert board.agents == {"OfferWatch/0.1 (+mailto:watch@ngo.example)"}
    assert not any("cookie" in one or "referer" in one for one in board.headers)


def source(start, *hosts):
    return SimpleNamespace(start=(start,), hosts=hosts)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://board.example:8443/x", None), ("https://board.example/x", None),
        ("http://Board.Example/x", None), ("http://board.example:22/", "port"),
        ("http://board.example:99999/", "port"), ("http://other.example/", "host"),
        ("http://pics.example:8443/", None), ("http://pics.example:81/", "port"),
        ("http://named.example:81/", None), ("http://named.example/", "port"),
        ("http://[fd00::1]:8443/", None), ("http://[fd00::2]:81/", None), ("http://[fd00::3]/", "host"),
    ],
)  # fmt: skip
def test_a_host_is_asked_on_its_own_ports_only(address, reason):
    named = ("pics.example", "named.example:81", "fd00::1", "[fd00::2]:81")
    found = Allowed.of(source("https://board.example:8443/a", *named))
    assert found.reason(urlsplit(address)) == reason


@pytest.mark.parametrize(
    ("body", "is_so"),
    [
        (b"", False), (b"plain words", False), ("żółć".encode("utf-16"), False),
        (b"\0<\0h\0t\0m\0l\0>\0w", False), (b"<html>" + b"\0" * 500, False), (b"among many words one \0 nul" * 9, False),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", True), (bytes(range(256)) * 4, True),
    ],
)  # fmt: skip
def test_what_is_no_text_whatever_it_says(body, is_so):
    assert is_binary(body) is is_so


def test_many_addresses_that_lead_to_one_place_are_asked_so_often_and_no_more(tmp_path):
    home = make_home(tmp_path / "home").root
    moved = {f"/t?t={n}": to("/enter") for n in range(10, 40)}
    front = page("".join(link("board", one) for one in moved) + post("words", "1"))
    with Board({"/": front, "/enter": page("<form id='login'></form>"), **moved}) as board:
        counts = json.loads(crawl(home, board.url, "--json").out)["counts"]
    assert board.count()["/enter"] == SAME
    assert counts["refused/redirect_same"] == 30 - SAME


def test_a_redirect_to_a_page_already_met_is_followed_and_loses_no_thread(tmp_path):
    home = make_home(tmp_path / "home").root
    sid = to("/t?t=1&sid=0123456789abcdef0123456789abcdef")
    with Board(small_board() | {"/t?t=2": to("/t?t=3"), "/t?t=9": sid}) as board:
        counts = json.loads(crawl(home, board.url, "--json").out)["counts"]
    assert counts["posts"] >= 4
    assert board.count()["/t?t=3"] == 2


def test_a_host_that_only_lets_time_run_out_is_left_alone(tmp_path):
    home = make_home(tmp_path / "home").root
    front = page("".join(link("board", f"/slow{n}") for n in range(30)))
    slow = {f"/slow{n}": Answer(b"late", wait=2.0) for n in range(30)}
    launch = Path(__file__).parent / "hostile_launch.py"
    with Board({"/": front, **slow}) as board:
        ran = offerwatch(
            home, "crawl", board.url, "--allow-private", "--delay", 0, "--json", launch=launch,
            SETTINGS=json.dumps({"DOWNLOAD_TIMEOUT": 0.5, "RETRY_TIMES": 1}),
        )  # fmt: skip
    counts = json.loads(ran.out)["counts"]
    assert counts.get("refused/timeout", 0) <= SILENT / 2, (counts, ran.err, board.pages())
    assert counts["refused/unresponsive"] >= 25
    assert len(board.pages()) == 1 + SILENT


def test_crawl_delay_is_kept(tmp_path):
    home = make_home(tmp_path / "home").root
    robots = Answer(b"User-agent: *\nCrawl-delay: 0.4\n", kind="text/plain")
    with Board(small_board() | {"/robots.txt": robots}) as board:
        assert crawl(home, board.url, "--max-pages", 3).code == 0
    gaps = [b - a for a, b in zip(board.times[1:], board.times[2:], strict=False)]
    assert min(gaps) > 0.38
