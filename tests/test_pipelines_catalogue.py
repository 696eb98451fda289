"""The catalogue is whole, and a broken file is named with its key, all of them at once."""

import json
from pathlib import Path

import pytest

from crawler.items import ROLES, Post
from pipelines.catalogue import (
    FOLDER,
    LANGUAGES,
    IndicatorError,
    catalogue,
    load_all,
    own_titles,
    read,
    rules,
)
from pipelines.contacts import find_contacts
from pipelines.tag import BY_ROLE, tag

GOOD = """\
title: Asks for money first
why: An employer does not charge.
polarity: risk
dimension: coercive_recruitment
strength: strong
sources: [ILO2019]
version: '1'
terms:
  pl: {confidence: high, words: [wpłata za rezerwację]}
"""
EXAMPLES = [
    (indicator, language, kind, sentence)
    for indicator in load_all()
    for language, examples in indicator.examples.items()
    for kind in ("match", "ignore")
    for sentence in getattr(examples, kind)
]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_there_are_eighty_and_each_says_where_it_comes_from():
    found = load_all()
    assert len(found) == 80
    assert all(indicator.sources and indicator.evidence for indicator in found)
    assert {indicator.id for indicator in found} == {path.stem for path in FOLDER.glob("*.yml")}


def test_every_language_has_terms():
    for language in LANGUAGES:
        assert sum(language in indicator.terms for indicator in load_all()) > 60


@pytest.mark.parametrize("kind", ["match", "ignore"])
@pytest.mark.parametrize("name", [indicator.id for indicator in load_all()])
def test_examples(name, kind):
    wrong = [
        (language, sentence)
        for indicator, language, one, sentence in EXAMPLES
        if indicator.id == name and one == kind
        if fires(indicator, sentence, language, kind) != (kind == "match")
    ]
    assert not wrong


def fires(indicator, sentence, language, kind):
    role = "offer" if "offer" in indicator.roles else min(indicator.roles)
    if kind == "ignore" and indicator.id in BY_ROLE.values():
        role = "other"
    post = Post(text=sentence, language=language, languages=[language], role=role)
    hits = tag(find_contacts(post)).hits
    # A trained reader's false alarms are counted on whole posts, by the gate.
    return indicator.id in {h.id for h in hits if kind == "match" or h.by != "model"}


def test_examples_are_not_made_of_terms():
    terms = {t.lower() for i in load_all() for ts in i.terms.values() for t in ts.words}
    assert not [sentence for _, _, _, sentence in EXAMPLES if sentence.lower() in terms]


def test_the_language_no_must_be_quoted(tmp_path):
    path = write(tmp_path, "a.b.yml", GOOD + "  no: {words: [betal først]}\n")
    with pytest.raises(IndicatorError, match=r"a\.b\.yml: terms\.False: read as False.*quotes"):
        read(path)
    quoted = write(tmp_path, "a.c.yml", GOOD + '  "no": {words: [betal først]}\n')
    assert "no" in read(quoted).terms


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("title:", "titel:"), "titel: unknown key"),
        (("why: An employer does not charge.\n", ""), "why: missing"),
        (("strength: strong", "strength: huge"), "strength: 'huge' is none of"),
        (("version: '1'", "version: 1"), "version: 1 is not text"),
        (("[wpłata za rezerwację]", "[wpła*ta]"), r"has `\*` elsewhere"),
        (("[wpłata za rezerwację]", "[wpłata .. ]"), "gap without words"),
        (("[wpłata za rezerwację]", "['.. x']"), "without words"),
        (("[wpłata za rezerwację]", "[yes]"), "not a list of words"),
        (("confidence: high", "confidence: sure"), "choose one of high"),
        (("title: Asks", "title: A\ntitle: Asks"), "'title' is there twice"),
        (("terms:", "roles: [boss]\nterms:"), "'boss' is no role"),
        (("polarity: risk", "polarity: yes"), "polarity: True is none of"),
    ],
)
def test_a_fault_is_named_with_its_key(tmp_path, change, said):
    path = write(tmp_path, "one.two.yml", GOOD.replace(*change))
    with pytest.raises(IndicatorError, match=said) as caught:
        read(path)
    assert all(line.startswith("one.two.yml: ") for line in str(caught.value).splitlines())


def test_broken_files_of_a_home_are_named_and_the_rest_counts(tmp_path):
    write(tmp_path, "one.bad.yml", GOOD.replace("strong", "huge"))
    write(tmp_path, "two.bad.yml", "[]")
    write(tmp_path, "good.one.yml", GOOD)
    (tmp_path / "nowhere.at.yml").symlink_to(tmp_path / "gone")
    found = catalogue(tmp_path)
    assert "one.bad.yml: strength" in found.said
    assert "two.bad.yml: not a table" in found.said
    assert "nowhere.at.yml: cannot be read" in found.said
    assert "good.one" not in found.said
    assert "good.one" in found.indicators
    assert len(found.indicators) == len(load_all()) + 1
    post = Post(text="Potrzebna wpłata za rezerwację.", language="pl", role="offer")
    assert "good.one" in tag(post, tmp_path).indicators


def test_a_broken_replacement_leaves_ours_in_place(tmp_path):
    write(tmp_path, "offer.fee.recruitment.yml", GOOD.replace("strong", "huge"))
    found = catalogue(tmp_path)
    assert found.indicators["offer.fee.recruitment"] in load_all()
    assert rules(tmp_path) == rules()


@pytest.mark.parametrize("text", ["enabled: false\n", GOOD + "enabled: false\n"])
def test_a_home_switches_an_indicator_off(tmp_path, text):
    said = "Potrzebna opłata rekrutacyjna i opłata za wizę, telefon podamy potem."
    post = find_contacts(Post(text=said, language="pl", role="offer"))
    assert "offer.fee.recruitment" in tag(post).indicators
    write(tmp_path, "offer.fee.recruitment.yml", text)
    assert "offer.fee.recruitment" not in tag(post, tmp_path).indicators
    assert catalogue(tmp_path).indicators["offer.fee.recruitment"].off
    assert len(load_all(tmp_path)) == 80
    assert rules(tmp_path) != rules()


@pytest.mark.parametrize(
    "name", sorted({*BY_ROLE.values(), "contact.obscured_phone", "minor.language"})
)
def test_whatever_is_switched_off_the_road_goes_on(tmp_path, name):
    write(tmp_path, f"{name}.yml", "enabled: false\n")
    text = "I was held in a flat near the port, they kept my passport; call 6oo one two three 4 5 6, I am 15."
    for role in ROLES:
        post = find_contacts(Post(text=text, language="en", role=role))
        assert name not in {hit.id for hit in tag(post, tmp_path).hits}


def test_what_is_not_there_cannot_be_switched_off(tmp_path):
    write(tmp_path, "offer.fee.recruitement.yml", "enabled: false\n")
    assert "offer.fee.recruitement.yml: enabled: there is no" in catalogue(tmp_path).said


def test_off_is_no_word_in_yaml_and_the_way_is_said(tmp_path):
    write(tmp_path, "offer.fee.recruitment.yml", "off: true\n")
    assert "to switch an indicator off write `enabled: false`" in catalogue(tmp_path).said


def test_a_changed_file_is_noticed_in_the_same_process(tmp_path):
    path = write(tmp_path, "home.made.yml", GOOD)
    assert own_titles(tmp_path) == {"home.made": "Asks for money first"}
    write(
        tmp_path, "home.made.yml", GOOD.replace("Asks for money first", "Wants a deposit up front")
    )
    assert own_titles(tmp_path) == {"home.made": "Wants a deposit up front"}
    path.unlink()
    assert own_titles(tmp_path) == {}


def test_a_home_adds_an_indicator_that_counts(tmp_path):
    write(tmp_path, "home.made.yml", GOOD)
    post = Post(text="Potrzebna wpłata za rezerwację.", language="pl", role="offer")
    assert "home.made" in tag(post, tmp_path).indicators
    assert "home.made" not in tag(post).indicators
    assert rules(tmp_path) != rules()


def test_roles_are_known():
    assert all(indicator.roles <= set(ROLES) for indicator in load_all())


def test_examples_come_from_labelled_posts():
    corpus = Path(__file__).parent.parent / "corpus"
    files = [path.read_text(encoding="utf-8") for path in corpus.glob("*.jsonl")]
    lines = [json.loads(line) for file in files for line in file.strip().split("\n")]
    texts = [f"{post['title']}\n{post['text']}" for post in lines]
    own = [s for i, language, _, s in EXAMPLES if language != "en"]
    assert sum(any(sentence in text for text in texts) for sentence in own) == len(own)
