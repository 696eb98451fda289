"""Trains every part from corpus/ and writes it beside the code, with its model card.

Takes the weights of roles, of clauses, and of the post reader in turn. Held-out scores come from
FOLDS trainings that keep posts whole; limits come from the same held-out values.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.encoder.packed import Packed, where
from pipelines.post_reader import ARTEFACT, MAKE
from pipelines.training.posts import CORPUS, LANES, Labelled, digest, labelled

FOLDS = 3
# A post's role is itself such a sign, and what many posts show together no single one does.
NOT_READ = ("post.", "network.", "recruit.reply_to_seeker")
LEAST = -1.5  # log-odds below the limit that are still told, for other steps to weigh


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write; prints each part when it is done."""
    wanted = _arguments(arguments)
    posts = labelled(wanted.corpus)
    for folder in wanted.home:
        from pipelines.training.verdicts import verdicts

        posts += verdicts(folder)
    if not wanted.post_reader_only:
        _train_small(posts)
    _train_reader(posts, wanted.folds, wanted.out)


def _arguments(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser("python -m pipelines.training", description=main.__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder of labelled posts")
    parser.add_argument(
        "--home", type=Path, action="append", default=[],
        help="a home whose analysts' verdicts count as labels too; may be given again",
    )  # fmt: skip
    parser.add_argument("--folds", type=int, default=FOLDS, help="for the model card; 0: keep it")
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--post-reader-only", action="store_true")
    return parser.parse_args(arguments)


def _train_small(posts: list[Labelled]) -> None:
    """The parts without the encoder: roles and clauses."""
    from pipelines.training import clauses, cues

    told = [post for post in posts if post.told]
    cues.train_all(told)
    clauses.train_all(told)


def _train_reader(posts: list[Labelled], folds: int, out: Path) -> None:
    from pipelines.training.alike import examples
    from pipelines.training.card import write_card
    from pipelines.training.fit import TRAINED, fit
    from pipelines.training.folds import held_out
    from pipelines.training.keep import keep
    from pipelines.training.states import FROZEN, all_states

    signs = sorted({name for post in posts for name in post.signs if not unread(name)})
    packed = Packed(where())
    made = all_states(posts)
    sys.stderr.write(f"{len(posts)} posts, {len(signs)} signs\n")
    measured = held_out(posts, made, signs, packed, folds) if folds else _measured(out)
    parameters = fit(*made.of(posts, range(len(posts))), signs, packed)
    head = {
        "make": MAKE, "version": digest(posts), "signs": signs, "lanes": list(LANES),
        "frozen": FROZEN, "trained": TRAINED, "least": LEAST, **measured["head"],
    }  # fmt: skip
    head["examples"], directions = examples(parameters, posts, made.written, signs)
    keep(out, head, {**parameters, "directions": directions})
    if folds:
        write_card(out.with_suffix(".md"), posts, head, measured["scores"])


def unread(name: str) -> bool:
    """Is this a sign that the post reader does not learn?"""
    return name.startswith(NOT_READ)


def _measured(out: Path) -> dict[str, Any]:
    """The limits of the last training that measured them."""
    import numpy

    with numpy.load(out) as file:
        head = json.loads(bytes(file["head"]))
    return {"head": {name: head[name] for name in ("limits", "sure")}}
