"""Highlights: spans in the original text, from kept tokens alone."""

import pytest

from crawler.words import cut
from index.highlight import highlight
from index.query import parse

TEXT = "😀 Szukam „Opiekunek” do domu w Łodzi; opiekunka, OPIEKUNKĘ. Do   domu!"


def shown(query, text=TEXT, language="pl", field="text"):
    return [text[a:b] for a, b in highlight(parse(query), cut(text, language), field)]


@pytest.mark.parametrize(
    ("query", "spans"),
    [
        ("opiekunka", ["Opiekunek", "opiekunka", "OPIEKUNKĘ"]), ('"opiekunka"', ["opiekunka"]),
        ('"do domu"', ["do domu", "Do   domu"]), ("lodz*", ["Łodzi"]), ("-opiekunka szukam", ["Szukam"]),
        ("NOT (szukam OR domu)", []), ("title:szukam", []), ("text:szukam OR site:x", ["Szukam"]),
        ('"do domu" OR "domu w"', ["do domu w", "Do   domu"]), ("", []), ("kelner", []),
        ('"domu w lodzi opiekunka opiekunke do domu do domu"', []),
    ],
)  # fmt: skip
def test_spans_are_those_of_the_original(query, spans):
    assert shown(query) == spans


def test_only_words_of_the_posts_language_meet():
    assert shown("работы", "работа", "ru") == ["работа"]
    assert shown("працювати", "work", "en") == []
    assert shown("title:job*", "Jobs!", "en", "title") == ["Jobs"]


def test_no_words_no_spans():
    assert highlight(parse("a"), []) == []
