"""One page, one address."""

import pytest

from spiders.pages import addresses

BASE = "https://Board.example:443/forum/viewforum.php?f=2"
HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        (f"./viewtopic.php?t=2&sid={HASH}&start=10", "/forum/viewtopic.php?t=2&start=10"),
        (f"viewtopic.php?sid={HASH}", "/forum/viewtopic.php"),
        (f"/a;jsessionid={HASH}?x=1&PHPSESSID=ab1", "/a?x=1"),
        (f"?s={HASH}&p=1", "/forum/viewforum.php?p=1"),
        ("/search?s=cook&sid=7", "/search?s=cook&sid=7"),
        ("/x#top", "/x"),
        ("/práce", "/pr%C3%A1ce"),
        ("/pr%C3%A1ce?q=dům a", "/pr%C3%A1ce?q=d%C5%AFm%20a"),
        ("https://board.example", "/"),
    ],
)
def test_canonical(link: str, wanted: str) -> None:
    assert addresses.canonical(BASE, link) == f"https://board.example{wanted}"


@pytest.mark.parametrize("link", ["javascript:x()", "mailto:a@b.example", "http://[bad", "http://"])
def test_what_is_no_page(link: str) -> None:
    assert addresses.canonical("about:blank", link) is None


def test_a_permalink_keeps_its_place() -> None:
    link = f"./viewtopic.php?p=9&sid={HASH}#p9"
    assert addresses.canonical(BASE, link, fragment=True) == (
        "https://board.example/forum/viewtopic.php?p=9#p9"
    )


def test_the_order_of_parameters_makes_no_new_page() -> None:
    links = ["https://b.example/?a=1&b=2", "https://b.example/?b=2&a=1#c", "https://b.example/?a=1"]
    assert addresses.distinct(links) == [links[0], links[2]]
