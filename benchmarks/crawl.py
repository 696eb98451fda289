"""Pages a second of a whole crawl against a bare Scrapy spider that only downloads the same pages:

python -m benchmarks.crawl CAPTURE [--rounds 3] [--at-once 8] [--plain]
CAPTURE is a folder with a captured site (index.json, pages); it is served again on loopback. Each
run is a process of its own, for a reactor runs once; the time is Scrapy's own, from the spider's
opening to its end. Our crawl asks for one page at a time, as it always does; the bare one for
--at-once. Each crawl is made twice in one home: the second reads every page again and finds every
post as it was. --plain leaves the trained clause reader out.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.served import served


def main() -> None:
    """Rounds in pairs: the whole crawl, then the bare one over the pages it asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("capture", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    with served(asked.capture) as address:
        rounds = [trio(address, asked.at_once, asked.plain) for _ in range(asked.rounds)]
    for crawls in rounds:
        for name, crawl in zip(("whole", "again"), crawls, strict=False):
            print(told(name, crawl, crawls[2]))
    for name, at in (("whole", 0), ("again", 1)):
        ratio = statistics.median(crawls[at]["rate"] / crawls[2]["rate"] for crawls in rounds)
        lag = max(crawls[at]["lag_p99_ms"] for crawls in rounds)
        print(f"{name}: median ratio {ratio:.2f}, lag p99 {lag:.1f} ms")


def trio(address: str, at_once: int, plain: bool) -> list[dict[str, Any]]:
    """A whole crawl, the same once more, and the bare one of the same addresses."""
    words = ["--plain"] if plain else []
    with tempfile.TemporaryDirectory() as home:
        whole, again = (run("crawl_whole", address, "--home", home, *words) for _ in range(2))
    return [whole, again, run("crawl_bare", str(at_once), given="\n".join(whole["addresses"]))]


def told(name: str, crawl: dict[str, Any], bare: dict[str, Any]) -> str:
    """One line of a crawl: its rate beside the bare one's, its lag and its processor time."""
    return (
        f"{name} {crawl['rate']:.0f} pages/s, bare {bare['rate']:.0f}: ratio "
        f"{crawl['rate'] / bare['rate']:.2f}; loop lag p99 {crawl['lag_p99_ms']:.1f} ms, most "
        f"{crawl['lag_most_ms']:.1f}; processor {crawl['cpu_s']:.1f} s and worker "
        f"{crawl['worker_cpu_s']:.1f}, bare {bare['cpu_s']:.1f}; {crawl['pages']} pages, "
        f"{crawl['posts']} posts"
    )


def run(module: str, *words: str, given: str = "") -> dict[str, Any]:
    """What *module* says of its crawl, as JSON on its last line, from a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *words]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


if __name__ == "__main__":
    main()
