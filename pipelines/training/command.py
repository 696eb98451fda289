"""Trains every part from corpus/ and writes it beside the code, with the post reader's model card.

The parts in turn: the weights of roles and of clauses, which need no encoder, and the post reader.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipelines.post_reader import ARTEFACT, MAKE
from pipelines.training.posts import CORPUS, LANES, Labelled, digest, labelled

# A post's role is itself such a sign, and what many posts show together no single one does.
NOT_READ = ("post.", "network.", "recruit.reply_to_seeker")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train all parts, or those that are asked for."""
    wanted = _arguments(arguments)
    posts = labelled(wanted.corpus)
    for folder in wanted.home:
        from pipelines.training.verdicts import verdicts

        posts += verdicts(folder)
    sys.stderr.write(f"{len(posts)} labelled posts\n")
    if not wanted.post_reader_only:
        train_small([post for post in posts if post.told], wanted.corpus)
    train_reader(posts, wanted.parts, wanted.out)


def _arguments(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser("python -m pipelines.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder of labelled posts")
    parser.add_argument(
        "--home", type=Path, action="append", default=[],
        help="a home whose analysts' verdicts count as labels too; may be given again",
    )  # fmt: skip
    parser.add_argument(
        "--parts", type=int, choices=range(1, 9), default=1,
        help="of the eight parts of the corpus, how many are held out in turn; with 1 the training "
        "that did not see it is kept, with more a last one sees all posts",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--post-reader-only", action="store_true")
    return parser.parse_args(arguments)


def train_small(posts: Sequence[Labelled], corpus: Path) -> None:
    """The parts without the encoder: roles by cues, clauses, and the facts labelled in *corpus*."""
    from pipelines.facts.tagger import WEIGHTS
    from pipelines.training import clauses, cues, facts

    cues.train_all(posts)
    clauses.train_all(posts)
    if labelled := facts.labelled_posts(corpus):
        facts.train(labelled, WEIGHTS)


def train_reader(posts: Sequence[Labelled], parts: int, out: Path) -> None:
    """The post reader at *out*, and its card beside it."""
    from pipelines.encoder.packed import Packed, where
    from pipelines.training.alike import examples
    from pipelines.training.card import write_card
    from pipelines.training.fit import TRAINED, fit
    from pipelines.training.folds import held_out, measured
    from pipelines.training.keep import keep
    from pipelines.training.states import FROZEN, all_states

    signs = sorted({name for post in posts for name in post.signs if not unread(name)})
    packed, made = Packed(where()), all_states(posts)
    held = held_out(posts, made, signs, packed, parts)
    found, scores = measured(posts, held, signs)
    whole = made.of(posts, range(len(posts)))
    parameters = held.fitted if parts == 1 else fit(*whole, signs, packed)
    words, directions = examples(parameters, posts, made.written, signs)
    head = {
        "make": MAKE, "version": digest(posts), "signs": signs, "lanes": list(LANES),
        "frozen": FROZEN, "trained": TRAINED, "examples": words, **found,
    }  # fmt: skip
    keep(out, head, {**parameters, "directions": directions})
    write_card(out.with_suffix(".md"), posts, head, scores)


def unread(name: str) -> bool:
    """Is this a sign that the post reader does not learn?"""
    return name.startswith(NOT_READ)
