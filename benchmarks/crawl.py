"""Pages a second of a whole crawl against a bare Scrapy spider that only downloads the same pages:

python -m benchmarks.crawl CAPTURE [--rounds 3] [--at-once 8]
CAPTURE is a folder with a captured site (index.json, pages); it is served again on loopback. Each
run is a process of its own, for a reactor runs once; the time is Scrapy's own, from the spider's
opening to its end. Our crawl asks for one page at a time, as it always does; the bare one for
--at-once.
"""

import argparse
import json
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.served import served


def main() -> None:
    """Rounds in pairs: the whole crawl, then the bare one over the pages it asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("capture", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=8)
    asked = parser.parse_args()
    with served(asked.capture) as address:
        pairs = [pair(address, asked.at_once) for _ in range(asked.rounds)]
    for whole, bare in pairs:
        print(
            f"whole {whole['rate']:.0f} pages/s, bare {bare['rate']:.0f}: ratio "
            f"{whole['rate'] / bare['rate']:.2f}; loop lag p99 {whole['lag_p99_ms']:.1f} ms, "
            f"most {whole['lag_most_ms']:.1f}; {whole['pages']} pages, {whole['posts']} posts"
        )
    ratio = statistics.median(whole["rate"] / bare["rate"] for whole, bare in pairs)
    print(f"median ratio {ratio:.2f}, lag p99 {max(w['lag_p99_ms'] for w, _ in pairs):.1f} ms")


def pair(address: str, at_once: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """One whole crawl, and the bare one of the same addresses."""
    whole = run("crawl_whole", address)
    return whole, run("crawl_bare", str(at_once), "\n".join(whole["addresses"]))


def run(module: str, word: str, given: str = "") -> dict[str, Any]:
    """What *module* says of its crawl, as JSON on its last line, from a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", word]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


if __name__ == "__main__":
    main()
