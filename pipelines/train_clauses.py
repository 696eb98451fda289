"""Trains the clause reader: `python -m pipelines.train_clauses corpus` (needs scikit-learn)."""

import hashlib
import importlib
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.words import cut
from pipelines.catalogue import load_all
from pipelines.clauses import Clause, clauses, features, gaps
from pipelines.reader import FEWEST, SCALE, WEIGHTS, key_of, write

RARE = 2  # a feature seen less often says nothing
STRENGTH = 10.0  # liblinear's C
# An indicator that is read from contacts, ages or the rows is not learnt from words.
NOT_LEARNT = ("network.", "contact.obscured", "contact.prefix", "contact.only", "minor.")


@dataclass(frozen=True, slots=True)
class Example:
    """One clause as features, and the indicators it shows."""

    features: tuple[str, ...]
    labels: frozenset[str]


def main() -> None:
    """Train on the folder named and write the weights beside the reader."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus")
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS
    if not list(folder.glob("*.jsonl")):
        raise SystemExit(f"{folder}: no .jsonl in it; name the folder of labelled posts")
    train(read_posts(folder), out)


def read_posts(folder: Path) -> list[dict[str, Any]]:
    """The labelled posts of a folder, in the order of file names."""
    lines = (
        line for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    )
    return [json.loads(line) for line in lines]


def train(posts: list[dict[str, Any]], out: Path) -> None:
    """Fit one regression per indicator and keep them at *out*."""
    examples = [example for post in posts for example in post_examples(post)]
    examples += term_examples()
    labels = sorted({label for example in examples for label in example.labels})
    counts = Counter(feature for example in examples for feature in set(example.features))
    keys = sorted({key_of(feature) for feature, count in counts.items() if count >= RARE})
    weights, biases = _fit(examples, labels, {key: place for place, key in enumerate(keys)})
    unit = float(abs(weights).max()) / 127
    rows = ((weights / unit).round() + 128).clip(0, 255).astype("uint8").T.copy().tobytes()
    head = {"labels": labels, "biases": biases, "unit": unit, "version": _digest(posts)}
    write(out, head, keys, rows)


def post_examples(post: dict[str, Any]) -> Iterator[Example]:
    """The clauses of one labelled post; a clause has a label if it is half made of its evidence."""
    whole = f"{post['title']}\n{post['text']}"
    for text, base in ((post["title"], 0), (post["text"], len(post["title"]) + 1)):
        words = cut(text, post["lang"])
        between = gaps(text, words)
        for clause in clauses(text, words):
            place = base + words[clause.start].start, base + words[clause.end - 1].end
            labels = frozenset(_labels(post, whole, place))
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


def _labels(post: dict[str, Any], whole: str, place: tuple[int, int]) -> Iterator[str]:
    start, end = place
    for label, evidence in post["indicators"].items():
        if label.startswith(NOT_LEARNT):
            continue
        for span in [evidence] if isinstance(evidence, str) else evidence:
            first = whole.find(span)
            shared = min(end, first + len(span)) - max(start, first)
            if (
                first >= 0
                and shared > 0
                and (shared >= 0.5 * (end - start) or shared >= 0.6 * len(span))
            ):
                yield label


def _fit(
    examples: list[Example], labels: list[str], place: dict[int, int]
) -> tuple[Any, list[float]]:
    """Weights (label by feature) and biases."""
    numpy, sparse = _need("numpy"), _need("scipy.sparse")
    regression = _need("sklearn.linear_model").LogisticRegression
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


def _digest(posts: list[dict[str, Any]]) -> str:
    plain = json.dumps(posts, sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(plain).hexdigest()[:12]


def _need(name: str) -> Any:
    """A training library, or one line that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SystemExit(f"training needs {name}: pip install 'offerwatch[train]'") from error


if __name__ == "__main__":
    main()
