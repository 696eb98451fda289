"""Are the first thirty of a day the thirty worth reading? python -m benchmarks.priority ../shared

A day: all gold posts (with --corpus, the eighth of corpus/ that the post reader is not trained on;
the clause reader is, so that day is a little kind) and every N-th ordinary advert of ../shared/data,
read with everything on and ordered by priority. Worth reading: what gold puts into a lane; an ordinary
advert never. "Nearly raised" are offers with some sign that no lane took.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.material import ROOT, lines
from crawler.items import OFFERS, RESTRICTED, Post
from pipelines.look import look
from pipelines.priority import priority
from pipelines.road import read

FIRST, EVERY = 30, 20


class Ranked(NamedTuple):
    """A read post, its points, and whether it is worth reading."""

    post: Post
    points: int
    worth: bool


def main() -> None:
    """The queue alone, then all that was raised or nearly raised in the open lanes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--every", type=int, default=EVERY, help="of the ordinary adverts")
    parser.add_argument("--corpus", action="store_true", help="held-out posts in place of gold")
    told = parser.parse_args()
    labelled = _held_out() if told.corpus else _gold()
    day = [_ranked(*one) for one in (*labelled, *_ordinary(told.shared, told.every))]
    shown = [one for one in day if one.post.role in OFFERS and one.post.lane not in RESTRICTED]
    near = [one for one in shown if one.post.hits]
    print(f"{len(day)} posts")
    print(_line("queue", [one for one in day if one.post.lane == "queue"]))
    print(_line("raised and nearly raised", near))


def average_precision(worth: Sequence[bool]) -> float:
    """The mean, over the posts worth reading, of the precision down to each; 1 when they come first."""
    ranks = [rank for rank, good in enumerate(worth, 1) if good]
    return sum(n / rank for n, rank in enumerate(ranks, 1)) / max(1, len(ranks))


def _line(name: str, posts: Sequence[Ranked]) -> str:
    """Ties are taken at their worst."""
    worth = [one.worth for one in sorted(posts, key=lambda one: (-one.points, one.worth))]
    first = worth[:FIRST]
    return (
        f"{name}: {len(worth)} posts, {sum(worth)} worth reading; of the first {len(first)} "
        f"{sum(first)} ({sum(first) / max(1, len(first)):.2f}); average precision {average_precision(worth):.3f}"
    )


def _ranked(post: Post, worth: bool) -> Ranked:
    made = read(post)
    return Ranked(made, priority(made, look(made).reading), worth)


def _gold() -> Iterator[tuple[Post, bool]]:
    for path in sorted(ROOT.glob("gold/*.jsonl")):
        for one in lines(path):
            worth = one["queue"] or one.get("lane") is not None
            yield Post(title=one["title"], text=one["text"]), worth


def _held_out() -> Iterator[tuple[Post, bool]]:
    from pipelines.training.folds import part
    from pipelines.training.posts import labelled

    for one in labelled():
        if part(one) == 0:
            yield Post(title=one.title, text=one.text), one.lane is not None


def _ordinary(shared: Path, every: int) -> Iterator[tuple[Post, bool]]:
    adverts = (one for path in sorted((shared / "data").glob("*.gz")) for one in lines(path))
    for number, one in enumerate(adverts):
        if number % every == 0:
            yield Post(title=one.get("title") or "", text=one["text"]), False


if __name__ == "__main__":
    main()
