"""One whole crawl without delay, with the lag of its event loop and what it cost:

python -m benchmarks.crawl_whole ADDRESS [--home HOME] [--plain]
The home is a fresh one unless it is named; --plain leaves the trained clause reader out.
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

PULSE = 0.005  # seconds between two looks at the clock
EVERY = 1000


class Lag:
    """A Scrapy extension that notes how late the loop wakes it, and which addresses were asked."""

    late: list[float] = []  # noqa: RUF012
    addresses: list[str] = []  # noqa: RUF012
    points: list[dict[str, float]] = []  # noqa: RUF012

    @classmethod
    def from_crawler(cls, crawler: Any) -> "Lag":
        """Begin with the spider, end with it."""
        from scrapy import signals

        one = cls()
        crawler.signals.connect(one.opened, signal=signals.spider_opened)
        crawler.signals.connect(one.received, signal=signals.response_received)
        return one

    def opened(self) -> None:
        """Begin to look at the clock."""
        self.task = asyncio.ensure_future(self.watch())

    def received(self, response: Any) -> None:
        """Keep the address for the rival; after each EVERY pages, how things stand."""
        if len(self.addresses) % EVERY == 0:
            pages = float(len(self.addresses))
            self.points.append({"pages": pages, "at": time.perf_counter(), "rss_mb": rss_mb()})
        self.addresses.append(response.url)

    async def watch(self) -> None:
        """Sleep, and note by how much the sleep was too long."""
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(PULSE)
            self.late.append(time.perf_counter() - begun - PULSE)


def main() -> None:
    """Crawl the address given; one line of JSON tells how it went."""
    # Here, for the worker imports this module too and needs none of it.
    from crawler.home import make_home
    from spiders.crawl import counted, run_spider, settings_for
    from spiders.loader import spider_class
    from spiders.source import adhoc

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--plain", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = make_home(asked.home or Path(folder))
        source = adhoc(asked.address, allow_private=True, delay=0, max_pages=100_000, whole=True)
        settings = settings_for(home, EXTENSIONS={Lag: 1})
        if asked.plain:
            steps = settings.getdict("ITEM_PIPELINES")
            steps["benchmarks.plain.PlainTagPipeline"] = steps.pop("pipelines.tag.TagPipeline")
            settings.set("ITEM_PIPELINES", steps, priority="cmdline")
        crawler, troubles = run_spider(spider_class(source, home), settings)
    if troubles:
        raise troubles[0]
    for worker in multiprocessing.active_children():
        worker.join()
    stats, counts = crawler.stats.get_stats(), counted(crawler)
    late = sorted(Lag.late)
    said = {
        "pages": stats["response_received_count"], "posts": counts.get("posts", 0),
        "rate": stats["response_received_count"] / stats["elapsed_time_seconds"],
        "lag_p99_ms": late[int(len(late) * 0.99)] * 1000, "lag_most_ms": late[-1] * 1000,
        "cpu_s": cpu_s(resource.RUSAGE_SELF), "worker_cpu_s": cpu_s(resource.RUSAGE_CHILDREN),
        "addresses": Lag.addresses, "points": Lag.points,
    }  # fmt: skip
    print(json.dumps(said))


def cpu_s(who: int) -> float:
    """Seconds a processor worked for this process, or for its children that are gone."""
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def rss_mb() -> float:
    """The memory of this process and its children, in MB; what they share counts for each."""
    me = os.getpid()
    children = Path(f"/proc/{me}/task/{me}/children").read_text().split()
    pages = (Path(f"/proc/{one}/statm").read_text().split()[1] for one in (me, *children))
    return sum(map(int, pages)) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
