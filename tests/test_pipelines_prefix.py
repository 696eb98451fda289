"""A number is a stranger only where the country is said and nothing explains the number."""

import pytest

from crawler.items import Fact, Post
from pipelines.contacts import find_contacts
from pipelines.language import read_language
from pipelines.prefix import prefix_mismatch, region_of
from pipelines.signs import is_landline


def found(text, country="PL", site="board.example", state="stated"):
    post = find_contacts(read_language(Post(text=text, site=site)))
    assert post.contacts, "the test needs a number that is read"
    if country:
        post.facts["country"] = Fact(state=state, value=country)
    return [(sign, contact.value) for sign, contact in prefix_mismatch(post)]


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("Warehouse job in Poland, hostel included, call +855 12 345 678", "PL", "+85512345678"),
        ("Praca na magazynie w Niemczech, zadzwoń +95 9 250 123 456", "DE", "+959250123456"),
        ("Робота на складі в Чехії, пишіть у WhatsApp +66 81 234 5678", "CZ", "+66812345678"),
        ("Oferim locuri de muncă în Spania, sunați la +971 50 123 4567", "ES", "+971501234567"),
    ],
)
def test_a_number_from_elsewhere_is_seen(text, country, number):
    assert found(text, country) == [("contact.prefix_mismatch", number)]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Warehouse job in Poland, call +48 22 555 01 01", "PL"),
        ("Praca w Holandii przy kwiatach, biuro w Opolu: +48 77 555 01 01", "NL"),
        ("Care work in Germany, we interview in Dublin: +353 1 555 0101", "DE"),
        ("Робота в Німеччині на фермі, дзвоніть: +48 500 000 111, агенція у Вроцлаві", "DE"),
        ("Praca w Polsce dla kobiet z dziećmi, Olena: +380 50 123 45 67", "PL"),
        ("Se buscan camareros en Ibiza, WhatsApp +57 300 123 4567", "ES"),
        ("Au pair in Paris, mother speaks Dutch, our number in Utrecht, Netherlands: +31 6 12345678", "FR"),
        ("Warehouse job in Poland, call 22 555 01 01", "PL"),
    ],
)  # fmt: skip
def test_what_explains_a_number_lets_it_be(text, country):
    assert found(text, country) == []


def test_it_is_silent_without_a_country_and_where_one_number_fits():
    text = "Warehouse job, hostel included, call +855 12 345 678"
    assert found(text, country=None) == []
    assert found(text, state="denied") == []
    assert found("Warehouse job in Poland, +48 500 000 222 or +855 12 345 678") == []
    assert found("Warehouse job in Poland, call +855 12 345 678", site="jobs.com.kh") == []


def test_a_number_nobody_was_given_yet_has_a_country_all_the_same():
    assert region_of("+48500000731") == "PL"
    assert region_of("+80012345678") is None
    assert region_of("nonsense") is None
    assert is_landline("+48225550171")
    assert not is_landline("+48500000731")
