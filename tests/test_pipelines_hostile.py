"""Hostile text passes the whole road, its offsets hold, and what is searched grows with it evenly."""

import time

import pytest

from crawler.items import Post, as_json, field_text
from crawler.words import Word, cut
from pipelines import road
from pipelines.catalogue import load_all
from pipelines.clauses import breaking, gaps
from pipelines.match import Matcher, parse
from pipelines.tag import tag

BAIT = "We offer work in Leeds. Registration fee 200 euro. You hand over your documents to the driver. "
HOSTILE = {
    "nothing": "",
    "white space": " \n\t\u00a0\u3000" * 200,
    "one word": "a" * 100_000,
    "one word of a term": "passport" * 12_500,
    "half pairs": "\ud800 work \udfff in \udc00\ud800 Leeds, passport\udfff kept " * 20,
    "right to left": "\u202e\u200fWe hand over\u202c your \u2067passport\u2069 \u200e" * 40,
    "joiners": "p\u200da\u200ds\u200ds\u200dp\u200do\u200dr\u200dt fee\u200b\u2060 " * 200,
    "only emoji": "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467\u2764\ufe0f" * 400,
    "marks without end": "a" + "\u0301" * 20_000,
    "nulls": "fee\x00 pass\x00port\x7f\x1b[31m " * 200,
    "brackets": "([{<" * 5_000,
    "at signs": "a@" * 5_000,
    "private and last": "\ue000\U0010ffff\ufffe work " * 500,
}
UNITS = {
    "a term": "registration fee ",
    "a term a line": "Registration fee here.\n",
    "a term a comma": "hand over your documents, ",
    "negators": "no not never keine brak nie ",
    "ages": "16 years, ",
    "people of an age": "my daughter is 16, school girl ",
    "brackets": "([{ ",
    "at signs": "a@ ",
    "sums": "12 euro per hour ",
}


@pytest.fixture(scope="module")
def terms():
    return [
        (language, term)
        for indicator in load_all()
        for language, terms in indicator.terms.items()
        for term in terms.words
    ]


def holds(post, title, text):
    assert (post.title, post.text) == (title, text)
    for hit in post.hits:
        assert field_text(post, hit.field)[hit.start : hit.end] == hit.words != ""
    for contact in post.contacts:
        assert field_text(post, contact.field)[contact.start : contact.end] == contact.raw
    for fact in post.facts.values():
        assert 0 <= fact.start < fact.end <= len(field_text(post, fact.field))
    for reason in post.reasons:
        assert all(0 <= number < len(post.hits) for number in reason.hits)
    assert as_json(post)


@pytest.mark.parametrize("name", HOSTILE)
def test_the_road_reads_it(name):
    text = HOSTILE[name]
    holds(road.read(Post(title=text[:2000], text=text)), text[:2000], text)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_stands_after_it_is_found(name):
    text = f"{HOSTILE[name]}\n\n{BAIT}"
    post = tag(Post(text=text, language="en", languages=["en"], role="offer"))
    holds(post, "", text)
    assert "documents.retention" in post.indicators


def test_a_megabyte_is_read_to_its_end():
    plain = "The kitchen opens at seven and we share the cleaning. Nothing else to tell today.\n"
    text = plain * (1_000_000 // len(plain)) + BAIT
    post = road.read(Post(title="Work in Leeds", text=text))
    holds(post, "Work in Leeds", text)
    late = tag(Post(text=text, language="en", languages=["en"], role="offer"))
    assert any(hit.id == "documents.retention" and hit.start > 990_000 for hit in late.hits)


@pytest.mark.parametrize("language", ["de", "uk", "zz", "", None])
def test_a_wrong_hint_is_put_right_by_the_road(language):
    text = (
        "Szukamy kucharza do pracy w Berlinie, umowa przed wyjazdem, zadzwoń po południu do biura."
    )
    post = road.read(Post(text=text, language=language, languages=[language] if language else []))
    holds(post, "", text)
    assert (post.language, post.languages) == ("pl", ["pl"])


@pytest.mark.parametrize("language", ["de", "uk", "zz", "", None])
def test_steps_bear_a_language_that_is_not_the_texts(language):
    for text in (BAIT, HOSTILE["half pairs"], HOSTILE["only emoji"]):
        post = Post(text=text, language=language)
        for step in road.ROAD:
            post = post if step.__name__ == "read_language" else step(post)
        holds(post, "", text)


class Counted(str):
    """A word that counts how often it is held against another."""

    times = 0
    __hash__ = str.__hash__

    def __eq__(self, other):
        Counted.times += 1
        return str.__eq__(self, other)

    def __ne__(self, other):
        Counted.times += 1
        return str.__ne__(self, other)

    def startswith(self, *given):
        Counted.times += 1
        return str.startswith(self, *given)


def work(matcher, text, language):
    """Comparisons of words that the search of *text* makes."""
    words = [
        Word(start, end, Counted(form), Counted(stem))
        for start, end, form, stem in cut(text, language)
    ]
    breaks = [breaking(gap) for gap in gaps(text, words)]
    Counted.times = 0
    for _ in matcher.find(words, breaks, {language, "en"}):
        pass
    return Counted.times


def near(term):
    """The words of *term* but the last, so that every place nearly matches."""
    forms = term.replace("*", "").replace(" .. ", " ").split()
    return " ".join(forms[:-1] or [forms[0] + "q"]) + " "


def test_each_pattern_grows_evenly_on_its_own_near_matches(terms):
    for language, term in terms:
        matcher, part = Matcher([(0, parse(term, language))]), near(term)
        short = work(matcher, part * 40, language)
        assert work(matcher, part * 80, language) <= 2.2 * short + 100, term


@pytest.mark.parametrize("language", ["en", "pl", "uk", "ru", "ro", "de", "es", "fr"])
def test_all_patterns_grow_evenly_on_all_near_matches(terms, language):
    matcher = Matcher([(n, parse(term, name)) for n, (name, term) in enumerate(terms)])
    part = "".join(near(term) for name, term in terms if name == language)
    short, long = (part * (size // len(part) + 1) for size in (50_000, 100_000))
    few, many = work(matcher, short[:50_000], language), work(matcher, long[:100_000], language)
    assert 0 < few < many <= 2.4 * few


@pytest.mark.parametrize("name", UNITS)
def test_reading_grows_evenly(name):
    """Four times the text may take nine times the processor's time; what grows with its square takes 16."""

    def used(size):
        text = (UNITS[name] * (size // len(UNITS[name]) + 1))[:size]
        began = time.process_time()
        tag(Post(text=text, language="en", languages=["en"], role="offer"))
        return time.process_time() - began

    used(1_000)
    short = min(used(25_000 + n) for n in range(3))  # lengths differ, so nothing is remembered
    assert min(used(100_000 + n) for n in range(2)) < 9 * short + 0.05
