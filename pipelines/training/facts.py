"""Trains the tagger of facts: `python -m pipelines.training.facts corpus` (needs scikit-learn)."""

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.facts.reading import Reading
from pipelines.facts.tagger import (
    MAGIC,
    REACH,
    WEIGHTS,
    features_of_marks,
    features_of_word,
    marks_of,
    pairs,
)
from pipelines.lanes import BIAS, key_of, write
from pipelines.training.libraries import need
from pipelines.training.posts import digest_of

LABELS = (
    "pay",
    "place",
    "job",
    "housing",
    "fee",
    "hours",
    "employer",
    "who_pays_travel",
    "licence",
)
ROLES = frozenset({"offer", "reply", "seek"})
RARE, STRENGTH = 2, 1.0
# Log-odds a run of words must reach, and those by which it goes on: chosen by cross-validation.
LIMITS = {
    "pay": (-0.5, -1.0), "place": (-2.0, -2.5), "job": (-1.0, -2.0), "housing": (-0.5, -2.0),
    "fee": (-1.0, -1.5), "hours": (-1.0, -2.0), "employer": (-0.5, -1.0),
    "who_pays_travel": (-1.0, -1.0), "licence": (-0.5, -1.0),
}  # fmt: skip


# The corpus does not label every fact that a post states. A word that the finders take for one, in a
# post without the label, is neither for nor against it.
OPEN = {"place": {"pl", "co"}, "job": {"sector"}, "housing": {"housing"}}


class Labelled(NamedTuple):
    """One text of a post as words with features, the labels of each word, and those it may have."""

    features: list[list[int]]
    labels: list[frozenset[str]]
    unknown: list[frozenset[str]]


def main() -> None:
    """Train on the folder named and write the weights beside the tagger."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus")
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS
    posts = labelled_posts(folder)
    if not posts:
        raise SystemExit(
            f"{folder}: no .jsonl with labelled facts; name the folder of labelled posts"
        )
    train(posts, out)


def labelled_posts(folder: Path) -> list[dict[str, Any]]:
    """The offers, replies and seeks of every file in *folder* in which facts are labelled."""
    posts = []
    for path in sorted(folder.glob("*.jsonl")):
        lines = [json.loads(line) for line in path.open(encoding="utf-8")]
        if any(post.get("facts") for post in lines):
            posts += [post for post in lines if post["role"] in ROLES]
    return posts


def train(posts: Sequence[dict[str, Any]], out: Path) -> None:
    """Fit one regression per fact and keep them at *out*."""
    texts = [text for post in posts for text in prepared(post)]
    counts = Counter(key for text in texts for word in text.features for key in set(word))
    keys = sorted(key for key, count in counts.items() if count >= RARE)
    weights, biases = _fit(texts, {key: place for place, key in enumerate(keys)})
    largest = abs(weights).max(axis=0)
    kept = largest > 0.02 * largest.max()
    unit = float(largest.max()) / 127
    rows = (
        ((weights[:, kept] / unit).round() + BIAS).clip(0, 255).astype("uint8").T.copy().tobytes()
    )
    head = {
        "labels": LABELS,
        "biases": biases,
        "limits": LIMITS,
        "unit": unit,
        "version": digest_of(posts),
    }
    write(out, MAGIC, head, [key for key, keep in zip(keys, kept, strict=True) if keep], rows)


def prepared(post: dict[str, Any]) -> Iterator[Labelled]:
    """Title and text of one labelled post."""
    whole = f"{post['title']}\n{post['text']}"
    spans = [(label, whole.find(said), said) for label, said in post.get("facts", {}).items()]
    base = 0
    for name in ("title", "text"):
        reading = Reading(name, post[name], post["lang"], {post["lang"], "en"})
        labels = [
            frozenset(
                label
                for label, start, said in spans
                if start <= base + word.start and base + word.end <= start + len(said)
            )
            for word in reading.words
        ]
        yield Labelled(word_keys(reading), labels, list(_unknown(reading, post.get("facts", {}))))
        base += len(post[name]) + 1


def _unknown(reading: Reading, facts: Collection[str]) -> Iterator[frozenset[str]]:
    """For each word the labels it may deserve though the post has none."""
    for index in range(len(reading.words)):
        flags = reading.flags.get(index, "").split()
        yield frozenset(
            label
            for label, marks in OPEN.items()
            if label not in facts and marks.intersection(flags)
        )


def word_keys(reading: Reading) -> list[list[int]]:
    """The keys of every word's features, as the tagger adds them up."""
    words, marks, joined = reading.words, list(marks_of(reading)), pairs(reading)
    found = []
    for index in range(len(words)):
        near = range(max(0, index - REACH), min(len(words), index + REACH + 1))
        names = [joined[index]]
        for at in near:
            names += features_of_word(words[at].form, words[at].stem, at - index)
            names += features_of_marks(*marks[at], at - index)
        found.append([key_of(name) for name in names])
    return found


def _fit(texts: Sequence[Labelled], place: dict[int, int]) -> tuple[Any, list[float]]:
    """Weights (label by feature) and biases."""
    numpy, sparse = need("numpy"), need("scipy.sparse")
    regression = need("sklearn.linear_model").LogisticRegression
    words = [word for text in texts for word in text.features]
    labels = [label for text in texts for label in text.labels]
    matrix = sparse.csr_matrix(_entries(words, place), shape=(len(words), len(place)))
    unknown = [one for text in texts for one in text.unknown]
    weights, biases = numpy.zeros((len(LABELS), len(place))), []
    for row, name in enumerate(LABELS):
        model = regression(C=STRENGTH, solver="liblinear", tol=1e-2, random_state=0)
        rows = [at for at, one in enumerate(unknown) if name not in one]
        model.fit(matrix[rows], [name in labels[at] for at in rows])
        weights[row] = model.coef_[0]
        biases.append(float(model.intercept_[0]))
    return weights, biases


def _entries(words: Sequence[list[int]], place: dict[int, int]) -> tuple[Any, Any, Any]:
    """The matrix in compressed rows."""
    values: list[int] = []
    columns: list[int] = []
    ends = [0]
    for word in words:
        found = Counter(place[key] for key in word if key in place)
        columns += sorted(found)
        values += [found[column] for column in sorted(found)]
        ends.append(len(columns))
    return values, columns, ends


if __name__ == "__main__":
    main()
