"""Reasons are sentences in each language, cite the words, and never those of a restricted post."""

from dataclasses import replace

import pytest
import yaml

from crawler.items import Contact, Hit, Post, Reason
from dashboards.masking import masked, masked_text
from dashboards.reasons import FOLDER, explain, languages, title, words

CODES = (
    "two_strong", "strong_and_other", "three_medium", "two_medium_and_weak", "standalone",
    "two_dimensions", "alike", "disclosure", "minor", "task_scam",
)  # fmt: skip


def post_with(code, **more):
    """A post whose one reason is *code* with two hits."""
    text = "deposit first, passport to the boss"
    hits = [
        Hit(id=name, version="1", by="pattern", strength=strength, polarity=polarity,
            dimension="coercive_recruitment", start=start, end=start + len(said), words=said)
        for name, strength, polarity, said, start in (
            ("offer.fee.recruitment", "strong", "risk", "deposit first", 0),
            ("documents.retention", "strong", "risk", "passport to the boss", 15),
            ("mitigating.no_fee_statement", "weak", "mitigating", "first", 8),
        )
    ]  # fmt: skip
    return Post(text=text, hits=hits, reasons=[Reason(code, [0, 1])], lane="queue", **more)


def keys_of(value, name=""):
    """Every key of a nested mapping, and the length of lists."""
    if isinstance(value, dict):
        return {key for k, v in value.items() for key in keys_of(v, f"{name}.{k}")}
    return {f"{name}[{len(value)}]"} if isinstance(value, list) else {name}


def fields_of(value):
    """The names each sentence is filled with."""
    import string

    if isinstance(value, dict):
        return {k: fields_of(v) for k, v in value.items()}
    if isinstance(value, list):
        return len(value)
    return {field for _, field, _, _ in string.Formatter().parse(str(value)) if field}


@pytest.mark.parametrize("language", ["pl", "uk"])
def test_every_language_says_the_same_things(language):
    english, other = words("en"), words(language)
    assert keys_of({**english, "titles": 0}) == keys_of({**other, "titles": 0})
    assert fields_of({**english, "titles": 0}) == fields_of({**other, "titles": 0})


def test_every_indicator_has_a_title_in_every_language():
    from pipelines.catalogue import load_all

    wanted = {one.id for one in load_all()}
    assert wanted, "the catalogue is empty"
    for language in ("pl", "uk"):
        assert wanted - set(words(language)["titles"]) == set()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", CODES)
def test_each_code_is_one_sentence_without_a_hole(code, language):
    told = explain(post_with(code), language)
    assert len(told.why) == 1
    assert told.why[0].endswith(".")
    assert "{" not in told.why[0]
    assert code not in told.why[0]
    if code != "disclosure":
        assert "deposit first" in told.why[0]
        assert "passport to the boss" in told.why[0]
    assert told.note == words(language)["note"]


def test_signs_and_what_speaks_for_the_offer_are_apart():
    told = explain(post_with("two_strong"))
    assert told.signs[0].startswith("Strong sign: ")
    assert len(told.signs) == 2
    assert len(told.mitigating) == 1
    assert "first" in told.mitigating[0]


def test_words_are_cited_once_however_many_reasons_hold():
    post = post_with("two_strong")
    post.reasons.append(Reason("two_dimensions", [0, 1]))
    post.reasons.append(Reason("mitigating", [2]))
    why = explain(post).why
    assert len(why) == 2
    assert sum(line.count("deposit first") for line in why) == 1


def test_a_list_shows_the_rules_briefly_and_only_the_signs_they_rest_on():
    post = post_with("standalone")
    post.reasons = [Reason("standalone", [1]), Reason("mitigating", [2])]
    told = explain(post, "pl")
    assert told.brief == ["Sygnał, który sam wystarcza."]
    assert len(told.grounds) == 1
    assert "passport to the boss" in told.grounds[0]


@pytest.mark.parametrize("lane", ["child", "disclosure"])
def test_words_of_a_restricted_post_are_never_cited(lane):
    post = replace(post_with("minor"), lane=lane, restricted=True)
    post.hits[0].like = "a labelled example"
    told = explain(post)
    for line in (*told.why, *told.signs, *told.mitigating, *told.brief, *told.grounds):
        assert "deposit" not in line
        assert "passport to" not in line


def test_an_unknown_code_a_wrong_number_and_an_unknown_language_still_say_something():
    post = post_with("brand_new_rule")
    post.reasons[0].hits = [0, 99, -1]
    told = explain(post, "xx")
    assert "brand_new_rule" in told.why[0]
    assert told.note == words("en")["note"]


def test_structural_hits_count_posts_and_model_hits_say_what_they_resemble():
    across = Hit(id="network.contact_many_names", version="1", by="structure", strength="strong",
                 polarity="risk", dimension="own.network_pattern", evidence=["a", "b", "c"])  # fmt: skip
    model = replace(post_with("x").hits[0], by="model", confidence=0.82, like="you pay us before")
    told = explain(Post(text="deposit first", hits=[across, model], reasons=[Reason("two_strong", [0, 1])]))  # fmt: skip
    across_said, model_said = told.signs
    assert across_said == "Strong sign: One contact, many names or employers (seen across 3 posts)."
    assert model_said == (
        "Strong sign: Worker pays for the job (“deposit first” – likely, 82%). It reads most like"
        " “you pay us before”, an example invented for training, not a real post."
    )
    assert "(“deposit first” – likely, 82%)" in told.why[0]
    assert "you pay us" not in told.why[0]


@pytest.mark.parametrize(
    ("confidence", "english", "polish", "ukrainian"),
    [
        (0.999, "very likely, 99%", "bardzo prawdopodobne, 99%", "дуже ймовірно, 99 %"),
        (0.7, "likely, 70%", "prawdopodobne, 70%", "імовірно, 70 %"),
        (0.51, "rather likely, 51%", "dość prawdopodobne, 51%", "досить імовірно, 51 %"),
        (0.3, "possible, 30%", "możliwe, 30%", "можливо, 30 %"),
        (0.001, "possible, 1%", "możliwe, 1%", "можливо, 1 %"),
    ],
)
def test_only_a_trained_hit_says_how_sure_it_is(confidence, english, polish, ukrainian):
    post = post_with("two_strong")
    post.hits[0] = replace(post.hits[0], by="model", confidence=confidence)
    post.hits[1].confidence = confidence
    for language, said in (("en", english), ("pl", polish), ("uk", ukrainian)):
        signs = explain(post, language).signs
        assert f"– {said})" in signs[0]
        assert "%" not in signs[1]


def test_one_post_alone_is_no_pattern_across_posts_and_a_restricted_one_has_no_example():
    one = Hit(id="contact.prefix_mismatch", version="1", by="structure", strength="weak",
              polarity="risk", dimension="own.contact_and_identity", evidence=["a"])  # fmt: skip
    model = replace(post_with("x").hits[0], by="model", confidence=0.9, like="you pay us before")
    told = explain(Post(text="deposit first", hits=[one, model], lane="child", restricted=True))
    assert told.signs == [
        "Strong sign: Worker pays for the job (very likely, 90%).",
        "Weak sign: Phone country does not fit the offer.",
    ]


def test_long_words_are_cut_and_braces_are_only_braces():
    text = "{signs} {0} " + "pay " * 200
    one = Hit(id="offer.fee.recruitment", version="1", by="pattern", strength="strong",
              polarity="risk", dimension="x", start=0, end=len(text), words=text)  # fmt: skip
    why = explain(Post(text=text, hits=[one], reasons=[Reason("standalone", [0])])).why[0]
    assert "{signs} {0} pay" in why
    assert len(why) < 400


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+48511111111", "+48 511 ••• •11"),
        ("whatsapp", "+380501112233", "+380 50 1•• ••33"),
        ("email", "job.star@mail.example", "j•••@mail.example"),
        ("telegram", "@eu_match_77x", "@eu_•••7x"),
        ("phone", "+99912345678", None),
        ("iban", "PL61109010140000071219812874", "PL61•••74"),
    ],
)
def test_masks_show_enough_to_recognise_and_too_little_to_use(kind, value, shown):
    said = masked(kind, value)
    if shown:
        assert said == shown
    hidden = sum(sign == "•" for sign in said)
    assert hidden >= 3
    assert value not in said
    assert value[4:-2] not in said


def test_contacts_in_words_are_masked_found_or_not():
    text = "call 511 111 111 now or 600-100-200, mail me@x.example, 12 hours, 2000 eur"
    post = Post(text=text, contacts=[
        Contact(kind="phone", value="+48511111111", raw="511 111 111", start=5, end=16)])  # fmt: skip
    said = masked_text(post, "text", 0, len(text))
    assert (
        said == "call +48 511 ••• •11 now or 60•-•••-•00, mail m•••@x.example, 12 hours, 2000 eur"
    )


def test_a_title_falls_back_to_the_catalogue_and_then_to_the_id():
    assert title("no.such_thing", words("uk")) == "no.such_thing"
    assert title("offer.fee.recruitment", words("en")) == "Worker pays for the job"


def test_the_files_are_plain_yaml():
    for path in FOLDER.glob("*.yml"):
        assert isinstance(yaml.safe_load(path.read_text(encoding="utf-8"))["titles"], dict)
