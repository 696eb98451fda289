"""Hits show the very words; what is denied or paid by others is none; nothing hangs."""

import json
import time
from pathlib import Path

import pytest

from crawler.items import Post, field_text
from pipelines.contacts import find_contacts
from pipelines.match import PatternError, parse
from pipelines.tag import BY_ROLE, tag, tagger

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("gold/*.jsonl"), *ROOT.glob("corpus/*.jsonl")])
HOSTILE = [
    "a" * 100_000, "pay " * 25_000, " " * 100_000, "\n" * 100_000, "no " * 30_000, "1" * 100_000,
    "16 " * 30_000, "passport " * 12_000, "мы " * 30_000, "a\u0301" * 50_000, "@" * 100_000,
    "(" * 100_000, "first fly to " * 8_000, "my my my my " * 8_000, "от " * 30_000,
    "\U0001f600" * 50_000, "\u200d" * 100_000, "1-1-1-" * 16_000, ", " * 50_000,
]  # fmt: skip


def post(text, language="en", role="offer", **more):
    return Post(text=text, language=language, languages=[language], role=role, **more)


def ids(text, language="en", role="offer", by=None):
    return {hit.id for hit in tag(post(text, language, role)).hits if by in (None, hit.by)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_words_stand_where_the_hit_says(path):
    count = 0
    lines = path.read_text(encoding="utf-8").strip().split("\n")
    for line in lines[:: 1 + len(lines) // 60]:
        plain = json.loads(line)
        one = post(plain["text"], plain["lang"], plain["role"], title=plain["title"])
        for hit in tag(find_contacts(one)).hits:
            count += 1
            assert field_text(one, hit.field)[hit.start : hit.end] == hit.words
            assert hit.words
    assert count > 20 or path.stem in ("ordinary", "roles")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Oddasz paszport kierowcy przy wyjeździe.", "pl"),
        ("ODDASZ PASZPORT kierowcy", "pl"),
        ("oddasz\npaszport", "pl"),
        ("Hand over your DOCUMENTS to the driver", "en"),
        ("You must hand over your document", "en"),
        ("Паспорт в залог оставляете", "ru"),
    ],
)
def test_terms_are_found_in_other_forms(text, language):
    assert "documents.retention" in ids(text, language, by="pattern")


def test_words_in_another_sentence_are_not_a_term():
    assert "documents.retention" not in ids("We hand over. Your documents stay home.", by="pattern")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("There is no registration fee.", "en"),
        ("We never charge a registration fee", "en"),
        ("Registration fee: not required", "en"),
        ("Nie ma opłaty rekrutacyjnej", "pl"),
        ("Opłata rekrutacyjna: brak", "pl"),
        ("Keine Vermittlungsgebühr", "de"),
        ("The employer pays the registration fee", "en"),
    ],
)
def test_denied_or_paid_by_the_employer_is_no_fee(text, language):
    assert "offer.fee.recruitment" not in ids(text, language, by="pattern")


def test_a_fee_in_the_next_sentence_is_not_denied():
    assert "offer.fee.recruitment" in ids("We have no office. Registration fee 200 euro.")


@pytest.mark.parametrize("role", ["warning", "seek", "other", "ask"])
def test_other_roles_show_no_sign_of_an_offer(role):
    text = "Hand over your documents, registration fee 300 euro, no phones allowed."
    assert ids(text, role=role) <= set(BY_ROLE.values())
    assert "documents.retention" in ids(text, role="offer")
    assert "documents.retention" in ids(text, role="reply")


def test_foreign_terms_do_not_count_but_english_does():
    assert "documents.retention" not in ids("oddasz paszport", "de", by="pattern")
    assert "documents.retention" in ids("we keep your passport", "de", by="pattern")


def test_a_role_that_is_a_sign_shows_its_words():
    one = tag(post("They took my papers and locked us in. Please help me.", role="disclosure"))
    assert [hit.id for hit in one.hits] == ["post.victim_disclosure"]
    assert one.hits[0].words in one.text


def test_a_disguised_number_is_a_sign():
    one = post("Dzwoń: siedem osiem osiem zero zero zero jeden jeden jeden", "pl")
    hits = tag(find_contacts(one)).hits
    if one.contacts:
        assert "contact.obscured_phone" in {hit.id for hit in hits}


def test_reading_again_changes_nothing():
    one = tag(post("Hand over your documents, registration fee 300 euro."))
    before = list(one.hits), list(one.indicators)
    assert (tag(one).hits, one.indicators) == before
    assert one.rules == tagger().rules


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_nothing_hangs(text):
    tagger()
    begun = time.process_time()
    tag(post(text))
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("text", ["", "🙂", "\ud800 abc def ghi", "\u202eabc\u202c", "."])
def test_odd_texts_are_read(text):
    assert tag(post(text)).hits == []


def test_gaps_span_up_to_four_words():
    text = "first fly to {}then transfer by boat"
    assert "offer.location_changed" in ids(text.format("a b c d "), by="pattern")
    assert "offer.location_changed" not in ids(text.format("a b c d e "), by="pattern")


@pytest.mark.parametrize("term", ["*", "a*b", "wpła*ta za", " .. x", "", "ab"])
def test_bad_terms_are_refused(term):
    with pytest.raises(PatternError):
        parse(term, "en")
