"""What an offer states and denies, in the words of three languages, with the words that say it."""

import pytest

from crawler.home import make_home
from crawler.items import Contact, Fact, Post, post_id
from dashboards import offers
from dashboards.lookup import lookup
from dashboards.printing import answer
from dashboards.reasons import words
from index.rows import Rows

TEXT = (
    "Packer wanted in Hamburg. 2300 euro netto im Monat. We never take any fees. "
    "Kein Zimmer vorhanden! Ask Ms Lund, +49 30 901820."
)


def fact(said, value, state="stated", **more):
    """A fact stated by the words *said* of TEXT."""
    start = TEXT.index(said)
    return Fact(state=state, value=value, start=start, end=start + len(said), **more)


def offer(**facts):
    """A post that states *facts*."""
    ways = [Contact(kind="phone", value="+4930901820", raw="+49 30 901820", start=TEXT.index("+49"), end=len(TEXT) - 1)]  # fmt: skip
    return Post(id=post_id("b.example", "page", "1"), text=TEXT, contacts=ways, facts=facts)


PAY = fact("2300 euro netto", "2300 EUR/month net", monthly=[2300, 2300])
FEE = fact("fees", "named", "denied")


def said(post, language="en", **more):
    """The facts as text, by name."""
    return {one.name: one.text for one in offers.told(post, language, **more)}


def test_a_fact_is_its_value_and_its_words():
    post = offer(
        fee=FEE, pay=PAY, housing=fact("Zimmer", "provided", "denied"), sector=fact("Packer", "warehouse"),
        place=fact("Hamburg", "Hamburg"), country=fact("Hamburg", "DE"),
    )  # fmt: skip
    assert said(post) == {
        "sector": "Sector: warehouse – “Packer”",
        "place": "Place: “Hamburg”",
        "country": "Country: Germany",
        "pay": "Pay: 2,300 EUR a month net – “2300 euro netto”",
        "housing": "Housing: denied – “Kein Zimmer vorhanden”",
        "fee": "Fee: denied – “We never take any fees”",
    }
    assert said(post, "pl")["pay"] == "Płaca: 2\u00a0300 EUR miesięcznie netto – „2300 euro netto”"
    assert said(post, "pl")["fee"] == "Opłata: nie – „We never take any fees”"
    assert said(post, "uk")["country"] == "Країна: Німеччина"
    assert said(post, "xx") == said(post, "en")


@pytest.mark.parametrize(
    ("kept", "monthly", "english", "ukrainian"),
    [
        ("13.5 EUR/hour gross", [2340, 2340], "13.50 EUR an hour gross, about 2,340 EUR a month", "13,50 EUR за годину до вирахування податків, близько 2\u00a0340 EUR на місяць"),
        ("6000-7200 PLN/month", [1404, 1684], "6,000–7,200 PLN a month, about 1,404–1,684 EUR a month", "6\u00a0000–7\u00a0200 PLN на місяць, близько 1\u00a0404–1\u00a0684 EUR на місяць"),
        ("1.2e+06 KZT/month", [], "1,200,000 KZT a month", "1\u00a0200\u00a0000 KZT на місяць"),
        ("25000", [], "25,000", "25\u00a0000"),
        ("od kilograma", [], "od kilograma", "od kilograma"),
        ("5 XXX/eon odd", [], "5 XXX/eon odd", "5 XXX/eon odd"),
    ],
)  # fmt: skip
def test_sums_are_written_as_people_write_them(kept, monthly, english, ukrainian):
    assert offers.value("pay", kept, "en", monthly) == english
    assert offers.value("pay", kept, "uk", monthly) == ukrainian


def test_a_line_leaves_out_what_says_little():
    post = offer(
        pay=PAY, documents=fact("Ms", "needed"), experience=fact("Ask", "needed", "denied")
    )
    assert offers.line(post) == "Offer: pay: 2,300 EUR a month net; experience: not needed"
    assert offers.line(offer()) == ""


def test_contacts_within_a_fact_are_masked_and_restricted_posts_state_nothing():
    post = offer(employer=fact("Ms Lund, +49 30 901820", "Ms Lund, +49 30 901820"))
    assert "901820" not in said(post, mask=True)["employer"] + offers.line(post, mask=True)
    assert "Ms Lund" in said(post, mask=True)["employer"]
    assert "901820" not in offers.counted(post)["employer"]
    post.restricted = True
    assert (offers.told(post), offers.line(post), offers.counted(post)) == ([], "", {})


def test_a_lookup_counts_what_open_posts_offer_and_says_no_sentence_of_them(tmp_path):
    home = make_home(tmp_path)
    rows = Rows(home.rows)
    employer = fact("Ms Lund, +49 30 901820", "Ms Lund, +49 30 901820")
    for n, lane in enumerate(["queue", "queue", "child"]):
        post = offer(pay=PAY, fee=FEE, employer=employer, hours=fact("Monat", "Monat"))
        post.id, post.lane, post.restricted = str(n) * 32, lane, lane == "child"
        post.contact_values = ["+4930901820"]
        rows.add([post])
    found = lookup(home, rows, "+49 30 901820")
    rows.close()
    shown = answer(found, "pl")
    assert "Płaca: 2 300 EUR miesięcznie netto (2)" in shown
    assert "Opłata: nie (2)" in shown
    assert "Ms Lund" in shown
    assert "Monat" not in shown
    assert "never take any" not in shown
    assert shown.count("901820") == 1  # as it was asked


@pytest.mark.parametrize(
    ("text", "word", "cited"),
    [
        ("Nice team, no fees, start tomorrow at six", "fees", "no fees"),
        ("No deposits, charges or fees, start tomorrow", "fees", "No deposits, charges or fees, start tomorrow"),
        ("Good pay. Opłaty: brak", "Opłaty", "Opłaty"),
        ("x" * 60 + " we do not ask anybody of you to pay fees " + "y" * 60, "fees", "we do not ask anybody of you to pay fees"),
        ("fees", "fees", "fees"),
    ],
)  # fmt: skip
def test_a_denied_fact_is_cited_with_what_denies_it(text, word, cited):
    start = text.index(word)
    denied = Fact(state="denied", value="named", start=start, end=start + len(word))
    (one,) = offers.told(Post(text=text, facts={"fee": denied}))
    assert one.words == f"“{cited}”"


def test_a_country_said_as_a_place_is_said_once():
    post = offer(place=fact("Hamburg", "Germany"), country=fact("Hamburg", "DE"))
    assert said(post, "pl") == {"country": "Kraj: Niemcy – „Hamburg”"}


def test_every_sector_and_value_has_words():
    import tomllib

    from pipelines.facts.terms import TABLE

    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    table.pop("hint")
    sectors = table.pop("sector")
    for language in ("en", "pl", "uk"):
        told = words(language)["facts"]
        assert set(sectors) <= set(told["sectors"])
        named = {f"{name}.{value}" for name, values in table.items() for value in values}
        assert named <= set(told["values"])
        assert set(told["names"]) == set(offers.ORDER)
        assert (
            offers.countries(language)["PL"]
            == {"en": "Poland", "pl": "Polska", "uk": "Польща"}[language]
        )
