"""Precision, recall and F1 of each fact on the labelled posts: python -m benchmarks.facts [FOLDS].

The posts are read by taggers that have not seen them: trained on the other folds, a post being
whole in one of them. A found span is right if it overlaps the labelled one by half of either.
`strict` counts every find in a post without that label as wrong, though the corpus does not label
every fact it states; `labelled` looks only at posts that have the label.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.items import Fact, Post
from pipelines.facts.choose import NAMES, facts_of
from pipelines.facts.step import readings
from pipelines.facts.tagger import Tagger, open_tagger
from pipelines.training import facts as train

CORPUS = Path(__file__).parents[1] / "corpus"
Counts = Counter[tuple[str, str, str]]


def main() -> None:
    """Cross-validate and print a line for each fact."""
    folds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    posts = train.labelled_posts(CORPUS)
    counts: Counts = Counter()
    for fold in range(folds):
        tagger = _trained([post for at, post in enumerate(posts) if at % folds != fold])
        for post in posts[fold::folds]:
            _count(post, tagger, counts)
    files = sorted({post["id"].partition("-")[0] for post in posts})
    print(
        f"{len(posts)} posts, {folds} folds\n{'fact':16}{'strict P R F1':>18}{'labelled P R F1':>20}  F1 by file, strict"
    )
    for label in train.LABELS:
        print(_line(label, files, counts))


def _trained(posts: Sequence[dict[str, Any]]) -> Tagger:
    with tempfile.TemporaryDirectory() as folder:
        train.train(posts, Path(folder) / "tagger.bin")
        return open_tagger(Path(folder) / "tagger.bin")


def _count(post: dict[str, Any], tagger: Tagger, counts: Counts) -> None:
    made = Post(title=post["title"], text=post["text"], language=post["lang"], role=post["role"])
    facts = facts_of(*readings(made), tagger=tagger)
    whole, name = f"{post['title']}\n{post['text']}", post["id"].partition("-")[0]
    for label in train.LABELS:
        said, found = post["facts"].get(label), facts.get(NAMES.get(label, label))
        for scope in ("all", name):
            counts[label, scope, "labelled"] += bool(said)
            counts[label, scope, "found"] += found is not None
            counts[label, scope, "met"] += bool(said) and found is not None
            counts[label, scope, "right"] += _right(found, said, whole, len(post["title"]) + 1)


def _right(found: Fact | None, said: str | None, whole: str, base: int) -> bool:
    """Do the two overlap by half of either?"""
    if found is None or not said:
        return False
    shift = 0 if found.field == "title" else base
    return any(
        _overlap((found.start + shift, found.end + shift), (start, start + len(said)))
        for start in range(len(whole))
        if whole.startswith(said, start)
    )


def _overlap(one: tuple[int, int], two: tuple[int, int]) -> bool:
    shared = min(one[1], two[1]) - max(one[0], two[0])
    return shared > 0 and shared >= min(one[1] - one[0], two[1] - two[0]) / 2


def _line(label: str, files: Sequence[str], counts: Counts) -> str:
    strict, labelled = (_scores(label, "all", counts, found) for found in ("found", "met"))
    by_file = "  ".join(f"{name} {_scores(label, name, counts, 'found')[2]:.2f}" for name in files)
    return f"{label:16}{_three(strict):>18}{_three(labelled):>20}  {by_file}"


def _scores(label: str, scope: str, counts: Counts, found: str) -> tuple[float, float, float]:
    right = counts[label, scope, "right"]
    precision = right / max(1, counts[label, scope, found])
    recall = right / max(1, counts[label, scope, "labelled"])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _three(scores: tuple[float, float, float]) -> str:
    return " ".join(f"{score:.2f}" for score in scores)


if __name__ == "__main__":
    main()
