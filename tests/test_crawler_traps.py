"""Endless pages are known by their address or by showing nothing new; real boards are not."""

import doctest
import time

import pytest

from crawler import traps
from crawler.traps import BARREN, Traps, endless, shape

B = "http://board.example"


def test_the_example_of_a_shape():
    assert doctest.testmod(traps).failed == 0


@pytest.mark.parametrize(
    "address",
    [
        B + "/a/b" * 4,
        B + "/shop" * 5 + "/x",
        B + "/x/y/z" * 9,
        B + "/d" + "/e/f" * 30,
        B + "/?q=" + "x" * 2000,
    ],
)
def test_addresses_that_only_a_trap_has(address):
    assert endless(address)


@pytest.mark.parametrize(
    "address",
    [
        f"{B}/viewtopic.php?f=7&t=12&start=20",
        f"{B}/forum/jobs/abroad/2024/2024/threads/help-help-help.12/page-3",
        f"{B}/a/a/a",
        f"{B}/d/" + "x" * 300,
    ],
)
def test_addresses_of_real_boards(address):
    assert endless(address) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{B}/cal?year=2031&month=5", f"{B}/cal?month=11&year=2090"),
        (f"{B}/(S(abc123))/t/1", f"{B}/(S(zzz999))/t/2"),
        (f"{B}/sid/abcdefabcdefabcdef/t", f"{B}/sid/0123456789abcdef00/t"),
        (f"{B}/session/x1/t", f"{B}/session/yz/t"),
        (f"{B}/0123456789abcdef0123/t", f"{B}/fedcba98765432100000/t"),
        (f"{B}/list?page=2", f"{B}/list?page=9999"),
    ],
)
def test_addresses_of_one_shape(one, other):
    assert shape(one) == shape(other)


def test_a_shape_that_shows_nothing_new_is_left_and_one_that_does_is_not():
    found = Traps()
    for n in range(BARREN - 1):
        found.learn(f"{B}/cal?month={n}", [])
        found.learn(f"{B}/thread/{n}", [f"post{n}", f"post{n + 1}"])
    assert found.allows(f"{B}/cal?month=999")
    found.learn(f"{B}/cal?month=77", ["post1"])
    assert not found.allows(f"{B}/cal?month=999")
    assert "nothing new" in (found.why(f"{B}/cal?month=999") or "")
    assert found.allows(f"{B}/thread/999")


def test_something_new_begins_the_count_anew():
    found = Traps()
    for n in range(3 * BARREN):
        found.learn(f"{B}/board/{n}", [f"thread{n}"] if n % 30 == 0 else [])
    assert found.allows(f"{B}/board/999")


def test_no_address_takes_long():
    before = time.monotonic()
    for address in (
        B + "/a" * 1000,
        B + "/ab" * 600 + "c",
        B + "/" + "(S(" * 600,
        B + "/" + "a1" * 900,
    ):
        endless(address)
        shape(address)
    assert time.monotonic() - before < 0.5
