"""Pages a second of a whole crawl, against a bare Scrapy spider that downloads the same pages.

usage: python -m benchmarks.crawl http://127.0.0.1:8101/   (a board on loopback; no delay is kept)
"""

import json
import subprocess
import sys
from typing import Any


def apart(module: str, *words: str, given: str = "") -> dict[str, Any]:
    """What *module* prints, run in a process of its own: a reactor runs once."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *words]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return said


def main() -> None:
    """Measure both and print the ratio and how late the loop ran."""
    whole = apart("crawl_whole", sys.argv[1])
    bare = apart("crawl_bare", given="\n".join(whole["addresses"]))
    print(f"whole: {whole['rate']:.1f} pages/s over {whole['pages']} pages, {whole['posts']} posts")
    print(f"bare:  {bare['rate']:.1f} pages/s")
    print(f"ratio: {whole['rate'] / bare['rate']:.2f}")
    print(f"loop late: p99 {whole['lag_p99_ms']:.0f} ms, most {whole['lag_most_ms']:.0f} ms")


if __name__ == "__main__":
    main()
