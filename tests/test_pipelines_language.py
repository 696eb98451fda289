"""The language of a post: whole, mixed, short, in capitals, and in another alphabet."""

import json
from pathlib import Path

import pytest

from crawler.items import Page, PageRef, Post
from pipelines.language import LanguagePipeline, detect, read_language

CORPUS = Path(__file__).parents[1] / "corpus"

PLAIN = {
    "en": "We need two people for the bakery, early shifts, the flat is above the shop.",
    "pl": "Potrzebujemy dwóch osób do piekarni, ranne zmiany, mieszkanie nad sklepem.",
    "uk": "Потрібні двоє людей у пекарню, ранкові зміни, квартира над магазином.",
    "ru": "Нужны два человека в пекарню, утренние смены, квартира над магазином.",
    "ro": "Avem nevoie de doi oameni la brutărie, ture de dimineață, locuința e deasupra.",
    "de": "Wir brauchen zwei Leute für die Bäckerei, Frühschicht, Wohnung über dem Laden.",
    "es": "Necesitamos dos personas para la panadería, turnos de mañana, piso encima.",
    "fr": "Il nous faut deux personnes pour la boulangerie, tôt le matin, logement au-dessus.",
}


@pytest.mark.parametrize("language", PLAIN)
def test_each_language_is_read(language):
    post = read_language(Post(text=PLAIN[language]))
    assert post.language == language
    assert post.languages == [language]
    assert 0 < post.language_confidence <= 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "privet vsem, ishchu rabotu na sklade, zhile nuzhno, bez opyta, kto mozhet pomoch"),
        (
            "uk",
            "pryvit, shukayu robotu na skladi, zhytlo potribno, khto mozhe dopomohty, duzhe proshu",
        ),
        ("ru", "Vsem privet, est' vakansiya v Berline, nuzhen povar, zhivem v kvartire, viza est'"),
        (
            "uk",
            "Shukaiemo shvachku u Krakovi, kimnata nasha, stavka vysoka, lyshe bez dosvidu ne treba",
        ),
        ("uk", "Dobryi vechir! Potribni vodii na fermu, zhyttia v budynku, platymo shchotyzhnia"),
        (
            "pl",
            "praca w magazynie we Wroclawiu, zapewniamy nocleg, wyplata co tydzien, Vlad zaprasza",
        ),
        ("ru", "Нет работы"),
        ("uk", "Немає роботи"),
        ("en", "NIGHT PORTER, OWN ROOM, CASH EACH FRIDAY, RING AFTER SIX"),
        ("ro", "caut de munca la ferma in strainatate, am experienta si permis"),
    ],
)
def test_hard_spellings(language, text):
    assert detect(text)[0] == language


def test_a_mixed_post_names_both():
    text = f"{PLAIN['ru']} {PLAIN['ru']}\n{PLAIN['de']} {PLAIN['de']}"
    assert set(read_language(Post(text=text)).languages) == {"ru", "de"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("uk", "pl"),
        ("ru", "en"),
        ("uk", "en"),
        ("ru", "es"),
        ("ro", "de"),
        ("pl", "en"),
        ("fr", "es"),
    ],
)
def test_posts_in_two_languages_are_flagged(first, second):
    text = f"{PLAIN[first]} {PLAIN[first]}\n\n{PLAIN[second]} {PLAIN[second]}"
    assert set(read_language(Post(text=text)).languages) == {first, second}


def test_a_foreign_language_is_not_forced_into_ours():
    text = "Etsimme kahta henkilöä leipomoon, aamuvuoro, asunto kaupan yläpuolella. Tervetuloa."
    assert detect(text)[0] == "fi"


@pytest.mark.parametrize("text", ["", "123 456", "🙂", "https://farm.example/jobs"])
def test_no_words_no_language(text):
    post = read_language(Post(text=text, language="en", languages=["en"]))
    assert (post.language, post.languages) == (None, [])


def test_the_corpus_is_read_and_again_the_same():
    lines = [json.loads(line) for line in (CORPUS / "t2.jsonl").read_text("utf-8").splitlines()]
    posts = [Post(title=line["title"], text=line["text"]) for line in lines]
    page = Page(source="s", ref=PageRef(url="u"), posts=posts)
    first = [post.language for post in LanguagePipeline().process_item(page).posts]
    right = sum(a == line["lang"] for a, line in zip(first, lines, strict=True))
    assert right / len(lines) >= 0.98
    assert [post.language for post in LanguagePipeline().process_item(page).posts] == first
