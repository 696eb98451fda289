"""What the catalogue's terms find as plain keywords, beside the road: python -m benchmarks.keywords

Plain: no inflection, no homoglyphs, no negation, no role, no trained reader; every term in any case
as whole words (`*` any ending, ` .. ` up to four words between). What it finds goes through our own
combination rule into the queue. Both are scored on gold as the gate scores.
"""

import re
from collections.abc import Iterator

from crawler.items import Hit, Post
from pipelines.catalogue import Indicator, load_all
from pipelines.combination import USUAL, combined, counted
from pipelines.judge import standalone
from pipelines.road import read
from tests.gate import ROOT, SETS, score

SHOWN = ("indicators f1", "queue precision", "queue recall", "lane:")


def main() -> None:
    """For each gold set a table: figure, keywords, ours."""
    for name in SETS:
        lines = (ROOT / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")
        keywords, ours = dict(score(lines, Keywords(load_all()))), dict(score(lines, read))
        print(f"{name}: {len(lines)} posts | keywords | ours")
        for figure in (key for key in ours if key.startswith(SHOWN)):
            print(f"  {figure} | {keywords.get(figure, 0.0):.2f} | {ours[figure]:.2f}")


class Keywords:
    """A tagger that knows the terms as strings and nothing else."""

    def __init__(self, indicators: tuple[Indicator, ...]) -> None:
        made = ((one, _terms(one)) for one in indicators if one.detector != "structural")
        self._made = [(one, pattern) for one, pattern in made if pattern]

    def __call__(self, post: Post) -> Post:
        """*post* with a hit for each indicator, and in the queue if the combination rule holds."""
        post.hits = list(self._hits(post))
        if any(combined(counted(post, USUAL), standalone(), USUAL)):
            post.lane = "queue"
        return post

    def _hits(self, post: Post) -> Iterator[Hit]:
        whole = f"{post.title}\n{post.text}"
        for one, pattern in self._made:
            if found := pattern.search(whole):
                yield Hit(
                    id=one.id, version=one.version, by="pattern", strength=one.strength,
                    polarity=one.polarity, dimension=one.dimension, words=found[0],
                )  # fmt: skip


def _terms(indicator: Indicator) -> re.Pattern[str] | None:
    """One alternation of an indicator's terms in all languages."""
    words = [_plain(word) for terms in indicator.terms.values() for word in terms.words]
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) if words else None


def _plain(term: str) -> str:
    """A term as an expression: what it says, letter by letter."""
    parts = (r"\s+".join(map(re.escape, part.split())) for part in term.split(" .. "))
    return r"\W+(?:\w+\W+){0,4}?".join(parts).replace(r"\*", r"\w*")


if __name__ == "__main__":
    main()
