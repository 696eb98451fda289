"""An element becomes its author's own words."""

import unicodedata

import pytest

from spiders.pages.blocks import Marks, own_words
from spiders.pages.document import parse

MARKS = Marks(
    quote=frozenset({"quote"}), code=frozenset({"codebox", "code"}), drop=frozenset({"sig"})
)


def words(markup: str) -> tuple[str, list[str]]:
    found = own_words(parse(f"<body>{markup}</body>").find("body"), MARKS)
    return found.text, found.quotes


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br>\n<br>\nb", "a\n\nb"),
        ("a<br><br><br><br>b", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("one\ntwo   three", "one two three"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("x<div class='sig'>never</div> y", "x\ny".replace("\n", " ")),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<div class='codebox'><p>Code: all</p><pre><code>a  b</code></pre></div>", "a  b"),
        ("hi <img class='smilies' alt=':)'><img alt='Image'>", "hi :)"),
        ("<script>x</script>a<!-- b --><textarea>c</textarea>", "a"),
        ("&lt;b&gt;", "<b>"),
        (
            "<a href='http://b.example/jobs/long/1.html'>http://b.example/jobs … 1.html</a>",
            "http://b.example/jobs/long/1.html",
        ),
        (
            "<a href='http://b.example/jobs/long/1.html'>b.example/jobs...</a>",
            "http://b.example/jobs/long/1.html",
        ),
        (
            "<a href='http://b.example/jobs/long/1.html'>http://c.example/jobs … 1.html</a>",
            "http://c.example/jobs … 1.html",
        ),
        ("<a href='http://b.example/'>read on …</a>", "read on …"),
        ("\x01a\x02b", "ab"),
        (unicodedata.normalize("NFD", "práce"), "práce"),
    ],
)
def test_text(markup: str, text: str) -> None:
    assert words(markup) == (text, [])


def test_quotes_are_taken_out_outer_before_inner() -> None:
    inner = "<blockquote><cite>B:</cite>deep</blockquote>"
    assert words(f"<blockquote><cite>A:</cite>{inner}shallow</blockquote>mine") == (
        "mine",
        ["shallow", "deep"],
    )


def test_a_quote_drawn_as_a_table_loses_its_caption() -> None:
    table = "<table><tr><td>A wrote:</td></tr><tr><td class='quote'>theirs</td></tr></table>"
    assert words(f"{table}mine") == ("mine", ["theirs"])


def test_deep_nesting_is_survived() -> None:
    text, quotes = words("before" + "<div>" * 5000 + "core" + "</div>" * 5000)
    assert text.startswith("before")
    assert not quotes
