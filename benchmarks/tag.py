"""Posts a second of the whole road on one core, and where the time goes: python -m benchmarks.tag."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.load import corpus
from crawler.items import Post
from pipelines import road


def main() -> None:
    """Read the corpus twice (the first pass fills caches) and print each step's share."""
    texts = corpus()
    size = sum(len(post.title) + len(post.text) for post in texts) / len(texts)
    [road.read(replace(post)) for post in texts[:50]]
    print(f"{len(texts)} posts of {size:.0f} characters")
    for name in ("cold", "warm"):
        print(f"{name}: {len(texts) / seconds(road.read, texts):,.0f} posts/s")
    for step in road.ROAD:
        texts = [step(replace(post)) for post in texts]
        again = seconds(step, texts)
        print(f"  {step.__module__}.{step.__name__}: {again / len(texts) * 1e6:,.0f} µs a post")


def seconds(step: Callable[[Post], Post], texts: Sequence[Post]) -> float:
    """Wall time of *step* over copies of *texts*."""
    copies = [replace(post) for post in texts]
    begun = time.perf_counter()
    for post in copies:
        step(post)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
