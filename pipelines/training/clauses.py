"""Trains the clause reader, which needs no encoder: one regression an indicator (scikit-learn)."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.words import cut
from pipelines.catalogue import load_all
from pipelines.clauses import Clause, clauses, features, gaps
from pipelines.lanes import key_of, write
from pipelines.reader import FEWEST, MAGIC, SCALE, WEIGHTS
from pipelines.training.libraries import need
from pipelines.training.posts import Labelled, digest

RARE = 2  # a feature seen less often says nothing
STRENGTH = 10.0  # liblinear's C
# An indicator that is read from contacts, ages or the rows is not learnt from words.
NOT_LEARNT = ("network.", "contact.obscured", "contact.prefix", "contact.only", "minor.")


@dataclass(frozen=True, slots=True)
class Example:
    """One clause as features, and the indicators it shows."""

    features: tuple[str, ...]
    labels: frozenset[str]


def train_all(posts: Sequence[Labelled], path: Path = WEIGHTS) -> None:
    """Fit one regression per indicator to *posts* and the terms, and write the weights at *path*."""
    examples = [example for post in posts for example in post_examples(post)]
    examples += term_examples()
    labels = sorted({label for example in examples for label in example.labels})
    counts = Counter(feature for example in examples for feature in set(example.features))
    keys = sorted({key_of(feature) for feature, count in counts.items() if count >= RARE})
    weights, biases = _fit(examples, labels, {key: place for place, key in enumerate(keys)})
    unit = float(abs(weights).max()) / 127
    rows = ((weights / unit).round() + 128).clip(0, 255).astype("uint8").T.copy().tobytes()
    head = {"labels": labels, "biases": biases, "unit": unit, "version": digest(posts)}
    write(path, MAGIC, head, keys, rows)


def post_examples(post: Labelled) -> Iterator[Example]:
    """The clauses of one labelled post; a clause has a label if it is half made of its evidence."""
    for field, text in (("title", post.title), ("text", post.text)):
        words = cut(text, post.language)
        between = gaps(text, words)
        for clause in clauses(text, words):
            start, end = words[clause.start].start, words[clause.end - 1].end
            labels = frozenset(_labels(post, field, start, end))
            yield Example(tuple(features(between, words, clause)), labels)


def term_examples() -> Iterator[Example]:
    """The catalogue's terms, each a clause that shows its indicator."""
    for indicator in load_all():
        if indicator.id.startswith(NOT_LEARNT) or indicator.detector == "structural":
            continue
        for language, terms in indicator.terms.items():
            for term in terms.words:
                text = term.replace("*", "").replace(" .. ", " ")
                words = cut(text, language)
                found = features(gaps(text, words), words, Clause(0, len(words), True))
                yield Example(tuple(found), frozenset({indicator.id}))


def _labels(post: Labelled, field: str, start: int, end: int) -> Iterator[str]:
    for label, places in post.signs.items():
        if label.startswith(NOT_LEARNT):
            continue
        for where, first, last in places:
            shared = min(end, last) - max(start, first)
            if where == field and shared > 0 and 2 * shared >= min(end - start, last - first):
                yield label


def _fit(
    examples: list[Example], labels: list[str], place: dict[int, int]
) -> tuple[Any, list[float]]:
    """Weights (label by feature) and biases."""
    numpy, sparse = need("numpy"), need("scipy.sparse")
    regression = need("sklearn.linear_model").LogisticRegression
    matrix = sparse.csr_matrix(_entries(examples, place), shape=(len(examples), len(place)))
    weights, biases = numpy.zeros((len(labels), len(place))), []
    for row, label in enumerate(labels):
        truth = [label in example.labels for example in examples]
        model = regression(C=STRENGTH, solver="liblinear", tol=1e-2, random_state=0)
        model.fit(matrix, truth)
        weights[row] = model.coef_[0]
        biases.append(float(model.intercept_[0]))
    return weights, biases


def _entries(examples: list[Example], place: dict[int, int]) -> tuple[Any, Any, Any]:
    """The matrix in compressed rows, scaled as the reader scales."""
    values: list[float] = []
    columns: list[int] = []
    ends = [0]
    for example in examples:
        found = Counter(place[key] for key in map(key_of, example.features) if key in place)
        scale = SCALE / math.sqrt(max(found.total(), FEWEST))
        columns += sorted(found)
        values += [scale * found[column] for column in sorted(found)]
        ends.append(len(columns))
    return values, columns, ends
