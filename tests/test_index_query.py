"""Queries: what people type becomes the tree they mean, or one line that says where and why not."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from index.query import (
    All,
    And,
    Exists,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    QueryError,
    Range,
    Starts,
    Term,
    Words,
    parse,
)

JAN = 1_767_225_600_000  # 2026-01-01T00:00Z
DAY = 86_400_000


def contacts(*keys):
    return [Term("contact_keys", key) for key in keys]


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", All()), ("  \n", All()), ("*", All()), ("Praca", Words("praca")),
        ("a b", And((Words("a"), Words("b")))), ("a && b", And((Words("a"), Words("b")))),
        ("a OR -b", Or((Words("a"), Not(Words("b"))))), ("a || !b", Or((Words("a"), Not(Words("b"))))),
        ('"Praca w Łodzi"', Phrase(("praca", "w", "lodzi"))), ("24/7", Phrase(("24", "7"))),
        ("12:30", Phrase(("12", "30"))), ("8:00-16:00", Phrase(("8", "00", "16", "00"))),
        ("opiek*", Prefix("opiek")), ("title:opiek*", Prefix("opiek", ("title",))),
        ("work abroad?", And((Words("work"), Words("abroad")))), ("don't", Words("don't")),
        ("€50 !", Words("50")), ("😀 work", Words("work")), ("2026-01-01", Phrase(("2026", "01", "01"))),
        ("Site:Board.Example", Term("site", "board.example")), ("site:board.*", Starts("site", "board.")),
        ('author:"Ján  K."', Term("author_key", "jan k.")), ("lane:*", Exists("lane")),
        ("indicator:offer.fee", Term("indicators", "offer.fee")), ("restricted:YES", Term("restricted", "true")),
        ("url:https://www.x.example/t/1/", Term("url_key", "x.example/t/1")),
        ("title:(a OR b)", Or((Words("a", ("title",)), Words("b", ("title",))))),
        ("posted_at:2026-01-01", Range("posted_at", JAN, JAN + DAY - 1)),
        ("posted_at:2026-01", Range("posted_at", JAN, JAN + 31 * DAY - 1)),
        ("posted_at:2026", Range("posted_at", JAN, JAN + 365 * DAY - 1)),
        ("posted_at:[2026-01-01 TO *]", Range("posted_at", JAN, None)),
        ("posted_at:{2026-01-01 TO 2026-01-03}", Range("posted_at", JAN + DAY, JAN + 2 * DAY - 1)),
        ("posted_at:>2026-01-01", Range("posted_at", JAN + DAY, None)),
        ("posted_at:<=2026-01-01", Range("posted_at", None, JAN + DAY - 1)),
        ("posted_at:>=2026-01-01T00:01", Range("posted_at", JAN + 60_000, None)),
        ("posted_at:2026-01-01T01:00:00+01:00", Range("posted_at", JAN, JAN + 999)),
        ("posted_at:[2026-01-01T10:00 TO 2026-01-01T10:00]", Range("posted_at", JAN + 36_000_000, JAN + 36_059_999)),
        ("posted_at:[2026-02 TO 2026-01]", Nothing()), ("priority:-5", Range("priority", -5, -5)),
        ("priority:[-5 TO 5}", Range("priority", -5, 4)), ("seq:>7", Range("seq", 8, None)),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_meant(text, node):
    assert parse(text) == node


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("+48 600 100 200", ["+48600100200"]), ("+48600100200", ["+48600100200"]),
        ("+48 (600) 100-200", ["+48600100200"]), ("0048 600.100.200", ["+48600100200"]),
        ("600100200", ["600100200"]), ("600-100-200", ["600100200"]), ("0600 100 200", ["0600100200", "600100200"]),
        ("+44 (0)7700 900416", ["+447700900416"]), ('"+48 600 100 200"', ["+48600100200"]),
        ("Anna@Mail.Example", ["anna@mail.example"]), ("@Anna_Work", ["anna_work"]),
        ("https://t.me/Anna", ["t.me/anna", "anna", "+anna"]), ("wa.me/48600100200", ["wa.me/48600100200", "48600100200", "+48600100200"]),
        ("www.jobs.example/a?b=1", ["jobs.example/a?b=1"]),
    ],
)  # fmt: skip
def test_a_contact_is_looked_up_in_any_spelling(text, keys):
    node = parse(text)
    assert isinstance(node, Or)
    assert [part for part in node.parts if part in contacts(*keys)] == contacts(*keys)
    assert any(isinstance(part, Phrase) for part in node.parts), "and where it stands in the text"
    named = parse(f"contact:{text}")
    assert (list(named.parts) if isinstance(named, Or) else [named]) == contacts(*keys)


def test_contacts_inside_a_longer_query():
    node = parse("praca (tel +48 600 100 200 OR anna@x.example) -48600100200 posted_at:2026-01-01")
    words, group, excluded, date = node.parts
    assert isinstance(words, Words)
    assert "+48600100200" in str(group)
    assert "anna@x.example" in str(group)
    assert isinstance(excluded, Not)
    assert "48600100200" in str(excluded)
    assert isinstance(date, Range)


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("a (b", 4, "missing"), ("a)", 1, "')'"), ('a "b', 2, "not closed"), ("a AND", 5, "ends too early"),
        ("+48 600 100 200 foo:bar", 16, "no field called 'foo'; there is title, text"), ("a~2", 0, "word*"),
        ("/a.*/", 0, "word*"), ("a^2", 0, "word*"), ("wo*k", 0, "only at the end"), ("*work", 0, "only at the end"),
        ("w*", 0, "two letters"), ("posted_at:soon", 10, "2026-01-31"), ("posted_at:2026-13", 10, "month"),
        ("priority:high", 9, "whole number"), ("priority:99999999999999999999", 9, "too large"),
        ("restricted:maybe", 11, "true or false"), ("title:(site:a)", 7, "inside title"), ("[1 TO 2]", 0, "date or number"),
        ("(" * 30 + "a" + ")" * 30, 21, "20 levels"), ("a " * 201, 400, "200 words"), ("-" * 50 + "a", 21, "20 levels"),
        ("a" * 2001, None, "2000 is the most"), ("!!!", None, "no letter"), ("\\", 0, "in quotes"), ("/", 0, "in quotes"),
        ('"', 0, "not closed"), ("Praca: kelner", 0, "quote it if you mean words"), ("posted_at:*7", 10, "only at the end"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(text, place, said):
    with pytest.raises(QueryError) as error:
        parse(text)
    assert said in str(error.value)
    assert error.value.place == place
    assert "\n" not in str(error.value)


def test_any_text_is_read_or_refused_and_never_slowly():
    hostile = [
        "(" * 2000, '"' * 1999, "a:" * 900, "+" * 2000, "0 " * 1000, "1.2-3 " * 300, "@" * 2000,
        "a@" * 1000, "http://" * 250, "[1 TO " * 300, "\\" * 2000, "a*" * 1000, "{" * 2000, "!" * 2000,
        "\x00\ud800", "'" * 2000, "l'" * 1000, "x" * 2000, "NOT " * 500 + "a", "12:30" * 400,
    ]  # fmt: skip
    for text in hostile:
        start = time.perf_counter()
        with suppress(QueryError):
            parse(text)
        assert time.perf_counter() - start < 1, text[:20]


def test_queries_are_read_in_many_threads_at_once():
    texts = ["a OR (b -c)", 'title:"x y"', "posted_at:[2026 TO *]", "+48 600 100 200"] * 100
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(parse, texts)) == [parse(text) for text in texts]
