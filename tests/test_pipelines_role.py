"""What a post does, told from posts of our own that the model has not seen."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from crawler.items import ROLES, Page, PageRef, Post
from pipelines.contacts import find_contacts
from pipelines.cues import features, load_weights
from pipelines.language import read_language
from pipelines.role import RolePipeline, decide_role
from pipelines.training import cues as trainer
from pipelines.training.posts import labelled

ROOT = Path(__file__).parents[1]


def role(text, title=""):
    return decide_role(find_contacts(read_language(Post(title=title, text=text)))).role


@pytest.mark.parametrize(
    ("expected", "title", "text"),
    [
        ("offer", "Bakers wanted", "We are looking for two bakers, night shifts, 14 an hour, room above the shop. Apply by e-mail."),
        ("offer", "Piekarz", "Szukamy piekarza na nocną zmianę, oferujemy umowę i zakwaterowanie, stawka 30 zł. Zgłoszenia mailem."),
        ("seek", "Szukam pracy w piekarni", "Szukam pracy od zaraz, mam doświadczenie, własny samochód, mogę zacząć w poniedziałek."),
        ("seek", "Busco trabajo", "Busco trabajo de panadero, tengo experiencia y puedo empezar ya, ofrezco referencias."),
        ("ask", "Is this agency legit?", "Has anyone worked for them? They want a deposit first. Is it normal?"),
        ("ask", "Kennt jemand die Firma?", "Hat jemand Erfahrungen mit denen? Ist das seriös? Was meint ihr?"),
        ("warning", "ACHTUNG", "Vorsicht, Finger weg von dieser Agentur! Das sind Betrüger, bitte teilen."),
        ("warning", "Atenție", "Feriți-vă de acest om, e escroc, nu plătiți nimic, dați mai departe!"),
        ("disclosure", "", "I don't know who can I tell. He took my passport and I have not been paid, I am scared, they said police will deport me."),
        ("disclosure", "", "Не знаю куда обратиться. Хозяйка забрала мой паспорт, денег не платят, я боюсь, меня не выпускают."),
        ("reply", "Re: looking for a job in a bakery", "Hi, saw your post. I have something for you, message me, we can take you on Monday."),
    ],
)  # fmt: skip
def test_each_role(expected, title, text):
    assert role(text, title) == expected


def test_chances_and_running_again():
    page = Page(source="s", ref=PageRef(url="u"), posts=[Post(text="We are hiring", language="en")])
    first = RolePipeline().process_item(page).posts[0]
    before = (first.role, first.role_confidence)
    assert 1 / len(ROLES) <= first.role_confidence <= 1
    again = RolePipeline().process_item(page).posts[0]
    assert (again.role, again.role_confidence) == before


@pytest.mark.parametrize("text", ["", "???", "1234", "🙂" * 50])
def test_odd_texts_have_a_role(text):
    assert role(text) in ROLES


def test_words_inside_words_are_no_cues():
    inside = features("", "unavoidable shiring", "en")
    assert not {"cue:warns", "cue:hires"} & inside.keys()


def test_training_is_reproducible(tmp_path, monkeypatch):
    monkeypatch.setattr(trainer, "ROUNDS", 2)
    posts, made = labelled()[::30], []
    for name in ("a.gz", "b.gz"):
        trainer.train_all(posts, tmp_path / name)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert len(json.loads(gzip.decompress(made[0]))) > 100


def test_the_weights_know_all_cues():
    known = {name.removeprefix("cue:") for name in load_weights() if name.startswith("cue:")}
    assert {"hires", "seeks", "asks", "warns", "suffers", "past", "mine", "answers"} <= known


def test_every_role_of_the_corpus_is_learnt():
    right, of = Counter(), Counter()
    for line in (ROOT / "corpus" / "t3.jsonl").read_text("utf-8").splitlines():
        labelled = json.loads(line)
        of[labelled["role"]] += 1
        right[labelled["role"]] += role(labelled["text"], labelled["title"]) == labelled["role"]
    assert all(right[name] / of[name] >= 0.6 for name in of), (right, of)


CHATTER = [
    ("en", "I was so tired that I slept through my own birthday, and nobody noticed."),
    ("en", "My cat ran off on Tuesday, black with a white paw, last seen behind the chip shop."),
    ("pl", "Śniło mi się, że spóźniłam się na własny sen."),
    ("uk", "Мені снилося, що я запізнився на власний сон."),
    ("ru", "Мне приснилось, что я опоздал на собственный сон."),
    ("de", "Der Mond ist ein Löffel, die Nacht ist Suppe, und ich hatte das Brot vergessen."),
    ("es", "Soñé que llegaba tarde a mi propio sueño y nadie me esperaba."),
    ("fr", "La lune est une cuillère, la nuit est une soupe, et j'ai oublié le pain."),
    ("ro", "Am visat că am întârziat la propriul vis și nimeni nu m-a așteptat."),
]


@pytest.mark.parametrize(("language", "text"), CHATTER)
def test_chatter_is_nobodys_disclosure(language, text):
    assert decide_role(Post(text=text, language=language)).role != "disclosure"


def test_the_same_told_of_work_and_papers_is():
    text = (
        "I was so tired that I slept in the van. The boss keeps my passport and I was never paid."
    )
    assert decide_role(Post(text=text, language="en")).role == "disclosure"
