"""The combination rule, role before risk, lanes in their order, and what moves priority."""

import pytest

from crawler.items import Hit, Post
from pipelines import judge as module
from pipelines.judge import judge
from pipelines.look import Look
from pipelines.post_reader import Reading

STRONG, MEDIUM, WEAK = "strong", "medium", "weak"


@pytest.fixture(autouse=True)
def unread(monkeypatch):
    """Posts as no post reader has read them; `read_as` says what it thinks."""
    read_as(monkeypatch, None)


class Trained:
    """A post reader whose training found how sure a sign that raises alone must be."""

    def __init__(self, alone):
        self.head = {"alone": alone}


def read_as(monkeypatch, lanes, alone=0.0):
    """Let the post reader give the post these chances of lanes."""
    reading = Reading({"offer": 1.0}, lanes, {}) if lanes else None
    monkeypatch.setattr(module, "look", lambda post: Look({"offer": 1.0}, reading, risky=True))
    monkeypatch.setattr(module, "post_reader", lambda: Trained(alone) if lanes else None)


def hit(name, strength, dimension="coercion", *, confidence=1.0, by="pattern", polarity="risk"):
    return Hit(
        id=name, version="1", by=by, strength=strength, polarity=polarity, dimension=dimension,
        confidence=confidence, start=0, end=1, words="x",
    )  # fmt: skip


def care(name="mitigating.named_employer"):
    return hit(name, MEDIUM, "own.mitigating", polarity="mitigating")


def judged(*hits, role="offer", text="some offer"):
    return judge(Post(text=text, role=role, hits=list(hits)))


def codes(post):
    return [reason.code for reason in post.reasons]


@pytest.mark.parametrize(
    ("strengths", "code"),
    [
        ([STRONG, STRONG], "two_strong"),
        ([STRONG, WEAK], "strong_and_other"),
        ([STRONG, MEDIUM], "strong_and_other"),
        ([MEDIUM] * 3, "three_medium"),
        ([MEDIUM, MEDIUM, WEAK], "two_medium_and_weak"),
        ([STRONG], None),
        ([MEDIUM, MEDIUM], None),
        ([MEDIUM, WEAK, WEAK, WEAK], None),
        ([WEAK] * 9, None),
    ],
)
def test_the_rule_within_one_dimension(strengths, code):
    post = judged(*[hit(f"a.{n}", s) for n, s in enumerate(strengths)])
    assert (post.lane, codes(post)) == (("queue", [code]) if code else (None, []))


def test_one_indicator_found_thrice_counts_once():
    assert judged(*[hit("a.b", MEDIUM)] * 3).lane is None
    assert judged(*[hit("a.b", STRONG)] * 2).lane is None


def test_two_dimensions_with_a_medium_each():
    post = judged(hit("a.a", MEDIUM, "one"), hit("a.b", MEDIUM, "two"))
    assert codes(post) == ["two_dimensions"]
    assert post.reasons[0].hits == [0, 1]
    assert judged(hit("a.a", MEDIUM, "one"), hit("a.b", WEAK, "two")).lane is None
    assert judged(hit("a.a", MEDIUM, "one"), hit("a.b", MEDIUM, "own.post_type")).lane is None


def test_an_indicator_that_stands_alone():
    assert codes(judged(hit("documents.retention", STRONG))) == ["standalone"]
    assert judged(hit("documents.retention", STRONG, by="model", confidence=0.55)).lane is None


@pytest.mark.parametrize("role", ["seek", "ask", "warning", "other"])
def test_ten_red_flags_in_another_role_are_not_queued(role):
    hits = [hit(f"a.{n}", STRONG, f"d{n}") for n in range(10)]
    assert judged(*hits, role=role).lane is None
    assert judged(*hits, role="reply").lane == "queue"


def test_a_disclosure_goes_to_its_lane_whatever_else_is_in_it():
    post = judged(
        hit("post.victim_disclosure", STRONG), *[hit(f"a.{n}", STRONG) for n in range(4)],
        role="disclosure",
    )  # fmt: skip
    assert (post.lane, post.restricted, codes(post)) == ("disclosure", True, ["disclosure"])


def test_a_minor_comes_first():
    sign = hit("minor.language", STRONG, "own.child_safeguarding")
    post = judged(sign, hit("fraud.task_scam", WEAK), hit("documents.retention", STRONG))
    assert (post.lane, post.restricted, codes(post)) == ("child", True, ["minor"])


def test_a_task_scam_is_fraud_unless_something_grave_is_with_it():
    scam = hit("fraud.task_scam", WEAK, "own.forced_criminality")
    assert judged(scam).lane == "fraud"
    assert (
        judged(scam, hit("contact.obscured_phone", STRONG, "own.contact_and_identity")).lane
        == "fraud"
    )
    assert judged(scam, hit("documents.retention", STRONG)).lane == "queue"


def test_a_fee_for_work_from_home_is_fraud_and_for_other_work_is_not():
    fee = hit("offer.fee.recruitment", STRONG)
    assert judged(fee, text="Packing pens, work from home").lane == "fraud"
    assert judged(fee, text="Praca zdalna").lane == "fraud"
    assert judged(fee, text="Packing pens in Hamburg").lane is None


def test_signs_of_care_ask_for_surer_hits():
    unsure = [hit(f"a.{n}", STRONG, by="model", confidence=0.6) for n in range(2)]
    assert judged(*unsure).lane == "queue"
    kind = [care(f"mitigating.{n}") for n in range(3)]
    assert judged(*unsure, *kind).lane is None
    post = judged(hit("a.a", STRONG), hit("a.b", STRONG), care())
    assert codes(post) == ["two_strong", "mitigating"]
    assert post.reasons[-1].hits == [2]


def test_an_unsure_model_hit_is_shown_but_raises_nothing():
    post = judged(*[hit(f"a.{n}", STRONG, by="model", confidence=0.4) for n in range(5)])
    assert post.lane is None
    assert len(post.hits) == 5


def test_priority():
    two = judged(hit("a.a", STRONG), hit("a.b", STRONG))
    more = judged(hit("a.a", STRONG), hit("a.b", STRONG), hit("a.c", MEDIUM, "other"))
    kinder = judged(hit("a.a", STRONG), hit("a.b", STRONG), care())
    none = judged(hit("a.a", WEAK))
    assert none.priority == 0 < kinder.priority < two.priority < more.priority
    many = judged(*[hit(f"a.{n}", STRONG, f"d{n}") for n in range(30)])
    assert many.priority == 10_000
    assert judged(role="disclosure").priority >= 5000


def test_of_two_posts_with_the_same_signs_the_one_that_reads_worse_comes_first(monkeypatch):
    signs = hit("a.a", STRONG), hit("a.b", STRONG)
    unread = judged(*signs).priority
    read_as(monkeypatch, {"queue": 0.1, "fraud": 0.1, None: 0.8})
    doubtful = judged(*signs).priority
    read_as(monkeypatch, {"queue": 0.7, "fraud": 0.2, None: 0.1})
    assert unread < doubtful < judged(*signs).priority == 2000 + 1800


def test_the_surest_hit_of_a_sign_moves_it_and_a_sure_medium_more_than_a_doubtful_strong():
    pair = hit("a.a", STRONG), hit("a.b", STRONG)
    again = judged(*pair, hit("a.b", STRONG, by="model", confidence=0.5))
    assert again.priority == judged(*pair).priority
    sure = judged(*pair, hit("a.c", MEDIUM))
    assert sure.priority > judged(*pair, hit("a.c", STRONG, by="model", confidence=0.5)).priority


def test_judging_again_changes_nothing():
    post = judged(hit("a.a", STRONG), hit("a.b", STRONG), care())
    before = (post.lane, list(post.reasons), post.priority)
    assert (judge(post).lane, post.reasons, post.priority) == before


@pytest.mark.parametrize(
    ("text", "role", "lane"),
    [
        ("Girls aged 15-17 for a summer show abroad, parents need not know", "offer", "child"),
        ("Od 16 lat, bez zgody rodziców", "offer", "child"),
        ("Holiday job at 16, written parental consent required", "offer", None),
        ("Nanny for a boy of 12 years, experience needed", "offer", None),
        ("Driver with 15 years experience", "offer", None),
        ("Shifts from 14 to 22", "offer", None),
        ("My daughter is 15 and they want her passport, what can I do?", "ask", "child"),
        ("My daughter is 25 and they want her passport", "ask", None),
    ],
)
def test_minors(text, role, lane):
    from pipelines.tag import tag

    post = judge(tag(Post(text=text, language="en", languages=["en", "pl"], role=role)))
    assert (post.lane == "child") == (lane == "child")


def test_a_post_like_those_of_the_queue_needs_less_sure_signs(monkeypatch):
    signs = [
        hit("a.a", STRONG, by="model", confidence=0.4),
        hit("a.b", WEAK, by="model", confidence=0.4),
    ]
    assert judged(*signs).lane is None
    read_as(monkeypatch, {"queue": 0.8, None: 0.2})
    assert codes(judged(*signs)) == ["strong_and_other"]
    read_as(monkeypatch, {"queue": 0.02, None: 0.98})
    assert judged(*(hit(f"a.{n}", STRONG, by="model") for n in range(2))).lane is None
    assert judged(hit("a.a", STRONG), hit("a.b", WEAK)).lane == "queue"


def test_a_sign_raises_alone_only_as_sure_as_the_training_asks(monkeypatch):
    kept = hit("documents.retention", STRONG, by="model", confidence=0.6)
    read_as(monkeypatch, {"queue": 0.8, None: 0.2})
    assert codes(judged(kept)) == ["standalone"]
    read_as(monkeypatch, {"queue": 0.8, None: 0.2}, alone=0.75)
    assert judged(kept).lane is None
    assert judged(hit("documents.retention", STRONG)).lane == "queue"
    monkeypatch.setattr(module, "ALONE_AS_MEASURED", False)
    assert codes(judged(kept)) == ["standalone"]


def test_two_signs_raise_a_post_that_reads_much_like_those_of_the_queue(monkeypatch):
    signs = hit("a.a", MEDIUM, by="model", confidence=0.9), hit("a.b", WEAK)
    read_as(monkeypatch, {"queue": 0.85, None: 0.15})
    assert judged(*signs).lane is None
    read_as(monkeypatch, {"queue": 0.95, None: 0.05})
    assert codes(judged(*signs)) == ["alike"]
    assert judged(signs[0]).lane is None
    assert judged(signs[1], hit("a.c", WEAK)).lane is None


def test_the_model_may_see_a_child_or_money_fraud_that_no_word_names(monkeypatch):
    read_as(monkeypatch, {"child": 0.8, "queue": 0.2})
    assert judged().lane == "child"
    assert judged(role="warning").lane is None
    read_as(monkeypatch, {"fraud": 0.8, "queue": 0.2})
    assert judged(hit("a.a", MEDIUM)).lane == "fraud"
    assert judged(hit("a.a", WEAK)).lane is None
    assert judged(hit("documents.retention", STRONG)).lane == "queue"
