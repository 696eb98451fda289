"""The mapping: what of a post is indexed, and the packed numbers that order it."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Contact, Post, post_id
from crawler.words import cut
from index import mapping
from index.change import Change
from index.contacts import asked, keys
from index.fields import FIELDS, Field
from index.shapes.elasticsearch import properties, source

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def flat(**how):
    post = Post(**{"id": post_id("a", "b", "c"), "first_seen": NOON} | how)
    words = cut(post.text, post.language)
    return mapping.flat(Change(id=post.id, seq=9, post=post, text_words=words))


def test_every_field_of_a_query_is_held_by_both_engines():
    for name, field in FIELDS.items():
        assert isinstance(field, Field)
        wanted = [f"{name}_stems", f"{name}_forms"] if field.kind == "words" else [field.held_in]
        assert set(wanted) <= set(mapping.FIELDS)
        kind = {"date": "date", "number": "number", "flag": "flag"}.get(field.kind)
        assert not kind or mapping.FIELDS[field.held_in] == kind


def test_elasticsearch_maps_all_a_post_can_hold():
    contact = Contact(kind="phone", value="+48600100200", raw="x")
    post = Post(
        id="a", first_seen=NOON, text="a", contacts=[contact], contact_values=["+48600100200"]
    )
    change = Change(id="a", seq=1, post=post, title_words=cut("a", "en"), text_words=cut("a", "en"))
    assert set(source(change)) <= set(properties()), "dynamic: strict would refuse it"


def test_tokens_are_kept_in_order_with_their_language():
    found = flat(text="Praca, praca opiekunek", language="pl")
    assert found["text_stems"] == "pl:prac pl:prac pl:opiekunk"
    assert found["text_forms"] == "praca praca opiekunek"
    assert "title_stems" not in found


def test_the_timestamp_is_never_nothing():
    assert flat(posted_at=NOON + timedelta(days=1))["timestamp"] == flat()["timestamp"] + 86_400_000
    assert "posted_at" not in flat()
    assert mapping.timestamp(Post()).year == 1970


def test_what_is_there_is_said():
    assert set(flat(author="A", contact_values=["+48600100200"])["has"]) >= {
        "author",
        "contacts",
        "first_seen",
    }
    assert not {"lane", "author", "posted_at", "title"} & set(flat()["has"])


def test_a_packed_number_orders_by_value_then_id():
    chance = random.Random(3)
    rows = [(chance.randrange(-3, 3), post_id("a", "b", str(n))) for n in range(2000)]
    assert sorted(rows) == sorted(rows, key=lambda row: (mapping.packed(*row), row[1]))
    for value in (-(10**12), 10**12, -(2**34), 2**34):
        assert -(2**63) <= mapping.packed(value, "f" * 32) < 2**63


@pytest.mark.parametrize(
    ("value", "spellings"),
    [
        ("+48600100200", ["+48600100200", "48600100200", "600100200", "0600100200", "0048600100200",
                          "600 100 200", "(600) 100-200", "tel:+48600100200", "+48 (0)600 100 200"]),
        ("+447700900416", ["07700 900416", "7700900416", "+44 7700 900 416"]),
        ("@Anna_W", ["@anna_w", "https://t.me/anna_w", "t.me/Anna_W/"]),
        ("anna@mail.example", ["ANNA@mail.example", "mailto:anna@mail.example"]),
        ("https://www.jobs.example/a/", ["http://jobs.example/a", "www.jobs.example/a#x"]),
    ],
)  # fmt: skip
def test_a_contact_is_met_by_each_spelling(value, spellings):
    for spelling in spellings:
        assert set(asked(spelling)) & set(keys(value)), spelling


@pytest.mark.parametrize("other", ["600100201", "+49600100200", "100200", "00200", "@anna_w2"])
def test_another_contact_is_not_met(other):
    assert not set(asked(other)) & {*keys("+48600100200"), *keys("@anna_w")}


@pytest.mark.parametrize(
    "text", ["praca", "12", "2026", "a@b", "@", "zl/h", "e.g.", "", "1234567890123456789"]
)
def test_what_is_no_contact(text):
    assert asked(text) == []
