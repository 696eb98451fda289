"""No crawl reaches an address that is not public, however the address is written or answered."""

import json
import socket
from datetime import UTC, datetime

import pytest

from crawler import resolver
from crawler.addresses import is_public
from crawler.home import make_home
from crawler.patience import retry_after
from crawler.resolver import Names, Private
from tests.running import crawl, offerwatch
from tests.server import Answer, Board, small_board, to


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


def test_crawl_delay_is_kept(tmp_path):
    home = make_home(tmp_path / "home").root
    robots = Answer(b"User-agent: *\nCrawl-delay: 0.4\n", kind="text/plain")
    with Board(small_board() | {"/robots.txt": robots}) as board:
        assert crawl(home, board.url, "--max-pages", 3).code == 0
    gaps = [b - a for a, b in zip(board.times[1:], board.times[2:], strict=False)]
    assert min(gaps) > 0.38
