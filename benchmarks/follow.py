"""Follow rate and the screens' queries on both engines, in one run:

python -m benchmarks.follow [--posts 200000] [--elasticsearch http://127.0.0.1:9200]
Without an address only the built-in engine is measured. Start a node with
python -m tests.elasticsearch_node --port 9200.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from benchmarks.load import posts
from index.engines import Engine, open_index
from index.follow import follow
from index.query import parse
from index.rows import Rows

BATCH = 500
QUERIES = {
    "newest of all": ("", "by_date"),
    "queue by priority": ("lane:queue", "by_priority"),
    "one word": ("opiekunka", "by_date"),
    "two words": ("praca AND opiekunka", "by_date"),
    "phrase": ('"no experience"', "by_date"),
    "prefix": ("opiek*", "by_date"),
    "a number": ("+33639980417", "by_date"),
    "language and range": ("language:uk AND posted_at:[2026-01-01 TO *]", "by_date"),
}
FACETS = ("site", "language", "indicators", "lane")


def main() -> None:
    """Fill rows once, bring each engine up, ask each the same questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--elasticsearch")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = filled(Path(folder), asked.posts)
        addresses = {"tantivy": f"tantivy:{folder}/index", "elasticsearch": asked.elasticsearch}
        times = {name: measure(rows, a) for name, a in addresses.items() if a}
        rows.close()
    report(times)


def filled(folder: Path, count: int) -> Rows:
    """Rows with *count* posts; prints the rate they were kept at."""
    rows, made = Rows(f"sqlite:///{folder}/rows.db"), posts(count)
    begun = time.perf_counter()
    while batch := list(islice(made, BATCH)):
        rows.add(batch)
    print(f"rows: {count / (time.perf_counter() - begun):,.0f} posts/s kept")
    return rows


def measure(rows: Rows, address: str) -> dict[str, float]:
    """Milliseconds by question, and the follow rate in posts a second under `follow`."""
    engine = open_index(address)
    engine.clear()
    begun = time.perf_counter()
    done = follow(rows, engine)
    times = {"follow": done / (time.perf_counter() - begun)}
    for name, (text, sort) in QUERIES.items():
        times[name] = median(lambda t=text, s=sort: engine.search(parse(t), sort=s))  # type: ignore[misc]
    times["four facets"] = median(lambda: engine.facets(parse(""), FACETS))
    times["histogram by week"] = median(lambda: engine.histogram(parse(""), "week"))
    times["page 500 of a list"] = median(lambda: deep(engine), 1)
    engine.close()
    return times


def deep(engine: Engine) -> None:
    """Page through 10,000 results, 20 at a time."""
    after = None
    for _ in range(500):
        after = engine.search(parse(""), after=after).after


def median(ask: Callable[[], object], rounds: int = 9) -> float:
    """Median milliseconds of *rounds* calls, after one that is not counted."""
    ask()
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def report(times: dict[str, dict[str, float]]) -> None:
    """A row a question; the ratio is Elasticsearch's time over tantivy's."""
    for name in next(iter(times.values())):
        values = [times[engine][name] for engine in times]
        unit = "posts/s" if name == "follow" else "ms"
        ratio = f"   ratio {values[-1] / values[0]:.2f}" if len(values) > 1 else ""
        print(f"{name:22}" + "".join(f"{value:12,.1f} {unit}" for value in values) + ratio)


if __name__ == "__main__":
    main()
