"""What held-out posts say of raising: a limit for signs that raise alone, counts for the model card."""

import numpy
import pytest

from pipelines.training.measure import least_alone
from pipelines.training.posts import LANES, Labelled
from pipelines.training.raising import is_honest, raising

SIGNS = ["documents.retention", "offer.vague.employer", "mitigating.named_employer"]
HEAD = {"limits": [0.0, 0.0, 0.0], "sure": (1.0, 0.0), "alone": 0.8}


def post(name, text, *signs, role="offer", lane=None):
    places = {sign: [("text", 0, 4)] for sign in signs}
    return Labelled(name, "en", "", text, role, lane, places)


def value(*odds, queue=0.0):
    lanes = [0.0 if lane is None else queue if lane == "queue" else -9.0 for lane in LANES]
    return numpy.array(odds), numpy.zeros(7), numpy.array(lanes)


def test_the_limit_is_the_least_chance_from_which_hits_are_right():
    chance = numpy.array([0.4] * 40 + [0.62] * 40 + [0.9] * 40)
    above = numpy.log(chance / (1 - chance)) + 1
    truth = numpy.array([True, False] * 20 + [True] * 39 + [False] + [True] * 40)
    assert least_alone(above[:, None], truth[:, None], (1.0, -1.0)) == pytest.approx(0.45)
    assert least_alone(above[:, None], ~truth[:, None], (1.0, -1.0)) == 1.0
    assert least_alone(above[:, None], truth[:, None] | True, (1.0, -1.0)) == 0.35


def test_what_is_not_above_its_own_limit_is_no_hit():
    above, truth = numpy.array([[-0.1], [3.0]]), numpy.array([[False], [True]])
    assert least_alone(above, truth, (1.0, 1.0)) == 0.35


def test_honest_offers_show_care_or_nothing():
    assert is_honest(post("a", "Bakery Ash needs hands", "mitigating.named_employer"))
    assert is_honest(post("b", "Bakers wanted"))
    assert not is_honest(post("c", "A firm needs hands", "offer.vague.employer"))
    assert not is_honest(post("d", "I was a baker", role="seek"))
    assert not is_honest(post("e", "Bakers wanted", lane="queue"))


def test_right_and_wrong_signs_and_honest_offers_are_counted():
    posts = [
        post("a", "Your papers lie in our safe", "documents.retention", lane="queue"),
        post("b", "Leave a copy of your card", "offer.vague.employer", lane="queue"),
        post("c", "Bakers wanted at Ash and Son", "mitigating.named_employer"),
        post("d", "Bakers wanted, bring your card"),
        post("e", "Do they keep your papers?", role="ask"),
    ]
    values = [
        value(4.0, -1, -1, queue=5), value(0.5, 1, -1, queue=5), value(-1, -1, 2), value(3.0, -1, -1), value(9, 9, 9),
    ]  # fmt: skip
    shown, sure, strong, raised = raising(posts, values, HEAD, SIGNS).values()
    assert shown == (1, 3)
    assert sure == (1, 2)  # 0.5 is no more than 62 %
    assert strong == (1, 2)
    assert raised == (1, 2)


def test_the_card_says_how_often_it_is_right(tmp_path):
    from pipelines.training.card import write_card

    posts = [post("a", "Bakers wanted")]
    head = {
        **HEAD, "frozen": 8, "trained": 2, "version": "v", "held": 1,
        "raising": raising(posts, [value(-1, -1, -1)], HEAD, SIGNS),
    }  # fmt: skip
    write_card(tmp_path / "posts.md", posts, head, {})
    said = (tmp_path / "posts.md").read_text()
    assert "| honest offers that are raised | 0 | 1 | 0.000 |" in said
    assert "from a chance of 0.8" in said
