"""Posts a second on one core, memory and start-up:

python -m benchmarks.stream [--shared ../shared] [--sample N] [--plain] [--only PART]
Parts: talk (posts that are no offers through language, contacts and role), mixed (every post of
shared/data and gold through the whole road) and start (`offerwatch tag` on one post). --sample N
takes every N-th post, --plain leaves the trained post reader out.
"""

import benchmarks.one_core  # isort: skip  # noqa: F401 - before anything that loads numpy

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.material import Text, labelled, not_offers, whole
from crawler.items import Post
from pipelines import look, road
from pipelines.contacts import find_contacts
from pipelines.language import read_language
from pipelines.role import decide_role

Step = Callable[[Post], Post]
TALK: tuple[Step, ...] = (read_language, find_contacts, decide_role)
PARTS = ("talk", "mixed", "start")
WARM = 100  # posts of the corpus read before the clock of the mixed stream starts
STARTS = 5
OFFER = (
    '{"text": "Kitchen help wanted in Dublin, 13.50 euro an hour, contract before you travel."}\n'
)
COMMAND = "import offerwatch; offerwatch.main()"
PLAIN = f"import pipelines.look; pipelines.look.post_reader = lambda: None; {COMMAND}"


def main() -> None:
    """Measure the parts asked for, a paragraph each, and the memory it all took."""
    asked = _asked()
    if asked.plain:
        look.post_reader = lambda: None  # type: ignore[assignment,attr-defined]
    reader = look.post_reader() is not None  # type: ignore[attr-defined]
    print(f"one core, post reader {'on' if reader else 'off'}")
    if asked.only in (None, "talk"):
        talk(list(not_offers(asked.shared))[:: asked.sample])
    if asked.only in (None, "mixed"):
        mixed(whole(asked.shared, asked.sample))
    print(f"most memory: {peak_mb():,.0f} MB (goal 500)")
    if asked.only in (None, "start"):
        start(PLAIN if asked.plain else COMMAND)


def talk(texts: Sequence[Text]) -> None:
    """No offers through three steps: one half of the posts warms what words need, the other counts."""
    with _watched(TALK, Counter()):
        _read(road.read, texts[1::2])
    counted = texts[::2]
    print(f"no offers: {len(counted)} posts of {_size(counted):.0f} characters")
    _measure(TALK, counted, 2000)


def mixed(texts: Iterable[Text]) -> None:
    """The whole stream through the whole road, offers included; the corpus warms it."""
    _read(road.read, islice(labelled("corpus"), WARM))
    print("mixed stream")
    _measure(road.ROAD, texts, 150)


def _measure(steps: Sequence[Step], texts: Iterable[Text], goal: int) -> None:
    """Read *texts*, in the order given, by `road.read` with *steps*; print rates and shares."""
    spent: Counter[str] = Counter()
    with _watched(steps, spent):
        seen, closer, took, used = _read(road.read, texts)
    count = sum(seen.values())
    rates = f"{count / took:,.0f} posts/s ({count / used:,.0f} of processor time)"
    parts = ", ".join(f"{name} {closer[name]} of {seen[name]}" for name in seen)
    print(f"  {rates}, goal {goal:,}\n  read closer {sum(closer.values())} of {count}: {parts}")
    for name, seconds in spent.most_common():
        print(f"  {name}: {seconds / used:.0%}, {seconds / count * 1e6:,.0f} µs a post")


def _read(read: Step, texts: Iterable[Text]) -> tuple[Counter[str], Counter[str], float, float]:
    """By source, the posts read and those the post reader read; wall and processor seconds."""
    seen: Counter[str] = Counter()
    closer: Counter[str] = Counter()
    took = used = 0.0
    for text in texts:
        begun, processor = time.perf_counter(), time.process_time()
        post = read(replace(text.post))
        took, used = took + time.perf_counter() - begun, used + time.process_time() - processor
        seen[text.source] += 1
        closer[text.source] += look.look(post).reading is not None  # remembered
    return seen, closer, took, used


@contextmanager
def _watched(steps: Sequence[Step], spent: Counter[str]) -> Iterator[None]:
    """The road is *steps*, each timed; the post reader, which some step calls, beside them."""
    whole_road, reader = road.ROAD, look.post_reader()  # type: ignore[attr-defined]
    road.ROAD = tuple(_timed(step, f"{step.__module__}.{step.__name__}", spent) for step in steps)  # type: ignore[assignment]
    if reader is not None:
        reader.read = _timed(reader.read, "post reader (within a step)", spent)  # type: ignore[method-assign]
    yield
    road.ROAD = whole_road
    if reader is not None:
        del reader.read


def _timed(step: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    """*step*, its seconds of processor time added to *spent*."""

    def run(*given: Any) -> Any:
        begun = time.process_time()
        made = step(*given)
        spent[name] += time.process_time() - begun  # type: ignore[assignment]
        return made

    return run


def start(command: str) -> None:
    """Seconds of `offerwatch tag` on one post, a fresh process each time."""
    took = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", command, "tag"],
            input=OFFER, text=True, check=True, capture_output=True,
        )  # fmt: skip
        took.append(time.perf_counter() - begun)
    print(f"start: {statistics.median(took):.2f} s, most {max(took):.2f} s, goal 3")


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--only", choices=PARTS)
    return parser.parse_args()


def _size(texts: Sequence[Text]) -> float:
    return sum(len(text.post.title) + len(text.post.text) for text in texts) / len(texts)


if __name__ == "__main__":
    main()
