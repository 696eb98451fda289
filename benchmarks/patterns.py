"""The pattern step against two rivals on the same texts: python -m benchmarks.patterns

  ours        every term of the catalogue in words that are cut already, and with the cutting
  hyperscan   byte mode: the terms' beginnings, then each candidate held against our own pattern
              (optional: pip install hyperscan)
  re          one alternation per indicator and language, of the beginnings, unverified
MB of UTF-8 text per second of processor time, one core, warm; `found`: terms found, after verifying. --sample N takes every N-th
text of shared/data, gold and the corpus; --hostile times each pattern alone on 100 kB made of its
own words.
"""

import benchmarks.one_core  # isort: skip  # noqa: F401 - before anything that loads numpy

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.material import labelled, whole
from benchmarks.rivals import Alternations, Scanner
from crawler.words import cut
from pipelines.catalogue import load_all
from pipelines.clauses import breaking, gaps
from pipelines.match import Found, Matcher, Pattern, parse

HOSTILE, LIMIT = 100_000, 0.050  # code points, seconds: issue 5, the gate
ROUNDS = 3


class Cut(NamedTuple):
    """A text as the pattern step of the road has it."""

    text: str
    language: str | None
    words: Sequence[Any]
    breaks: Sequence[int]
    spoken: frozenset[str | None]


def main() -> None:
    """Print a line for each rival, or the slowest patterns."""
    asked = _asked()
    if asked.hostile:
        hostile(asked.sample)
        return
    texts = [
        (f"{text.post.title}\n{text.post.text}", text.lang)
        for text in chain(whole(asked.shared), labelled("corpus"))
    ][:: asked.sample]
    size = sum(len(text.encode()) for text, _ in texts) / 1e6
    print(f"{len(patterns())} terms; {len(texts)} texts, {size:.1f} MB")
    race(texts, size)


def race(texts: Sequence[tuple[str, str | None]], size: float) -> None:
    """Ours, hyperscan and `re` over *texts* of *size* MB."""
    matcher = Matcher(patterns())
    ready = [prepared(*text) for text in texts]
    _say("ours, words cut before", size, lambda: sum(_count(matcher, one) for one in ready))
    _say("ours, cutting too", size, lambda: sum(_count(matcher, prepared(*one)) for one in texts))
    begun = time.perf_counter()
    scanner = Scanner.made(patterns())
    if isinstance(scanner, str):
        print(f"  hyperscan: left out, {scanner}")
    else:
        print(f"  hyperscan: {time.perf_counter() - begun:.1f} s to build")
        _say("hyperscan alone", size, lambda: sum(scanner.candidates(one[0]) for one in texts))
        _say("hyperscan, then ours", size, lambda: sum(scanner.find(prepared, *one) for one in texts))  # fmt: skip
    few = texts[::50]
    part = sum(len(text.encode()) for text, _ in few) / 1e6
    rival = Alternations(patterns())
    _say(f"re, an alternation each ({part:.2f} MB)", part, lambda: sum(rival.find(*one) for one in few), 1)  # fmt: skip


def hostile(sample: int) -> None:
    """Each pattern alone on text of its own words without the last; the slowest ones by name."""
    took = []
    for _, pattern in patterns()[::sample]:
        text = _near(pattern)
        ready = prepared(text, pattern.language)
        matcher = Matcher([(0, pattern)])
        begun = time.process_time()
        _count(matcher, ready)
        took.append((time.process_time() - begun, pattern))
    took.sort(key=lambda one: -one[0])
    over = sum(seconds > LIMIT for seconds, _ in took)
    print(
        f"{len(took)} patterns on {HOSTILE:,} code points: {over} over {LIMIT * 1e3:.0f} ms; slowest"
    )
    for seconds, pattern in took[:5]:
        print(f"  {seconds * 1e3:.1f} ms {pattern.language} {pattern.term!r}")


def prepared(text: str, language: str | None) -> Cut:
    """*text* cut, with what stands between its words, as `pipelines.field` does."""
    words = cut(text, language)
    breaks = [0 if gap == "\n" else breaking(gap) for gap in gaps(text, words)]
    return Cut(text, language, words, breaks, frozenset({language, "en"}))


@cache
def patterns() -> list[tuple[int, Pattern]]:
    """Every term of the catalogue with the number of its indicator, as the tagger has them."""
    return [
        (number, parse(term, language))
        for number, indicator in enumerate(load_all())
        if indicator.detector != "structural"
        for language, terms in indicator.terms.items()
        for term in terms.words
    ]


def _count(matcher: Matcher, one: Cut) -> int:
    found: Iterable[Found] = matcher.find(one.words, one.breaks, one.spoken)
    return sum(1 for _ in found)


def _say(name: str, size: float, run: Callable[[], int], rounds: int = ROUNDS) -> None:
    """The best of some rounds: the first one warms."""
    best, found = float("inf"), 0
    for _ in range(rounds):
        begun = time.process_time()
        found = run()
        best = min(best, time.process_time() - begun)
    print(f"  {name}: {size / best:.2f} MB/s, found {found:,}")


def _near(pattern: Pattern) -> str:
    """The words of *pattern* over and over, all but the last one: every place nearly matches."""
    forms = [slot.form for part in pattern.parts for slot in part]
    part = " ".join(forms[:-1] or [f"{forms[0]}q"]) + " "
    return (part * (HOSTILE // len(part) + 1))[:HOSTILE]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--hostile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
