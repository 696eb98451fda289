"""A page made to break its reader is read like any other, and its other posts are not lost."""

import time
from datetime import UTC, datetime

import pytest

from spiders.pages.blocks import Marks, own_words
from spiders.pages.document import Document, parse

TAGS = ("div", "blockquote", "b", "table", "span", "li", "font", "ul", "a")


def deep(tag, many=100_000):
    return f"<body>{f'<{tag}>' * many}deep{f'</{tag}>' * many}<article>after</article></body>"


@pytest.mark.parametrize("tag", TAGS)
def test_a_hundred_thousand_nested_tags_cost_nothing_that_stands_after_them(tag):
    before = time.monotonic()
    tree = parse(deep(tag))
    words = own_words(tree.find("body"), Marks())
    assert time.monotonic() - before < 3
    assert tree.xpath("count(//article)") == 1
    assert "deep" in words.text + "".join(words.quotes)
    assert "after" in words.text


@pytest.mark.parametrize(
    "text",
    ["<b>" * 300 + "<a b" * 900_000, "<b>" * 300 + "<" * 4_000_000, "<i " * 900_000 + "<b>" * 300],
)
def test_no_broken_markup_takes_long(text):
    before = time.monotonic()
    parse(text)
    assert time.monotonic() - before < 3


def test_ordinary_depth_is_not_touched():
    text = "<div>" * 140 + "<p id=x>word</p>" + "</div>" * 140
    assert parse(text).xpath("count(//p[@id='x']/ancestor::div)") == 140


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\0\0<p>\0a\0b</p>", "\ud800<p>x", "<!-- -->", "<?x?>"]
)
def test_nothing_and_control_characters(text):
    assert parse(text).tag == "html"
    assert "\0" not in "".join(parse(text).itertext())


def test_a_page_of_nuls_still_has_its_words():
    page = Document(url="http://b.example/", text="<p>wo\0rds</p>", fetched_at=datetime.now(UTC))
    assert page.tree.xpath("string(//p)") == "words"
