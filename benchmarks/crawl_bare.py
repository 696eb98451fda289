"""The rival: Scrapy as it comes, downloading the addresses given on standard input."""

import json
import resource
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess


class Bare(Spider):
    """Asks for every address and does nothing with the answers."""

    name = "bare"
    addresses: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[Request]:
        """One request an address."""
        for address in self.addresses:
            yield Request(address)

    def parse(self, response: Any) -> None:
        """Downloaded, and that is all."""


def main() -> None:
    """Download with Scrapy's own defaults, so many requests at once as the argument says."""
    Bare.addresses, at_once = tuple(sys.stdin.read().split()), int(sys.argv[1])
    settings = {
        "LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": at_once, "DOWNLOAD_DELAY": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
    }  # fmt: skip
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler)
    process.start()
    stats = crawler.stats.get_stats() if crawler.stats else {}
    pages = stats["response_received_count"]
    used = resource.getrusage(resource.RUSAGE_SELF)
    said = {
        "pages": pages, "rate": pages / stats["elapsed_time_seconds"],
        "cpu_s": used.ru_utime + used.ru_stime,
    }  # fmt: skip
    print(json.dumps(said))


if __name__ == "__main__":
    main()
