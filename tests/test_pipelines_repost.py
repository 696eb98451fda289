"""A repost joins its family whatever the order; short texts need the same contact."""

import random

from crawler.items import Post
from pipelines.repost import bands, clusters, signature, similar

AD = (
    "We need packers for a cosmetics factory near Venlo, the shift begins at six, a room in a shared "
    "house is ready, pay every week, write to Marek before Friday and bring warm clothes for the hall"
)
OTHER = (
    "Kitchen porter wanted in a small hotel by the sea, four evenings a week, tips are shared, "
    "the staff room is above the bakery and breakfast is free for everyone who works on Sunday"
)


def sign(text, **more):
    return signature(Post(text=text, **more))


def test_the_same_text_has_the_same_signature_of_32_bit_values():
    one = sign(AD)
    assert one == sign(AD) == sign(AD.upper())
    assert len(one) == 128
    assert all(0 <= value < 2**32 for value in one)
    assert len(set(bands(one))) == 32


def test_an_edited_copy_is_alike_and_another_ad_is_not():
    copy = AD.replace("Marek", "Tomek").replace("Friday", "Monday")
    assert similar(sign(AD), sign(copy)) > 0.55
    assert similar(sign(AD), sign(AD + " call now")) >= 0.8
    assert similar(sign(AD), sign(OTHER)) < 0.1
    assert similar(sign(AD), []) == 0.0


def test_families_do_not_depend_on_order():
    texts = {"c": AD, "a": AD + " please call", "b": AD + " please", "z": OTHER}
    order = list(texts)
    for seed in range(5):
        random.Random(seed).shuffle(order)
        found = clusters({one: sign(texts[one]) for one in order})
        assert found == {"a": "a", "b": "a", "c": "a"}


def test_a_chain_is_one_family():
    words = [f"word{n}" for n in range(60)]
    texts = {str(n): " ".join(words[n * 3 : n * 3 + 40]) for n in range(4)}
    found = clusters({one: sign(text) for one, text in texts.items()})
    assert set(found.values()) == {"0"}


def test_short_texts_need_the_same_contact():
    assert sign("Work in Germany, call me") == []
    mine = sign("Work in Germany, call me", contact_values=["+48500100200"])
    same = sign("work in Germany! call me", contact_values=["+48500100200"])
    other = sign("Work in Germany, call me", contact_values=["+48500100999"])
    found = clusters({"a": mine, "b": same, "c": other})
    assert found == {"a": "a", "b": "a"}


def test_nothing_and_one_have_no_family():
    assert clusters({}) == {}
    assert clusters({"a": sign(AD), "b": []}) == {}
