"""Waits as long as a site asks: Retry-After, growing pauses after errors, Crawl-delay.

One request is under way at a time (CONCURRENT_REQUESTS = 1), so a wait here is a rest for the site.
"""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from crawler.manners import Refused

LONGEST = 120.0
SILENT = 6  # requests in a row that took longer than DOWNLOAD_TIMEOUT


class Patience(RetryMiddleware):
    """Scrapy's retries, but the site rests before anything more is asked of it."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.pause = settings.getfloat("OFFERWATCH_PAUSE")
        self.last: dict[str, float] = {}
        self.busy: dict[str, float] = {}
        self.silent: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        """As Scrapy builds its own retry middleware."""
        patience = cls(crawler.settings)
        patience.crawler = crawler
        return patience

    async def process_request(self, request: Request) -> None:
        """Keep the Crawl-delay of robots.txt; Refused when the host wants too long a rest."""
        host = urlsplit(request.url).netloc
        if host in self.busy:
            raise Refused("busy", f"{host} asks to be left alone for {self.busy[host]:.0f} s")
        if self.silent[host] >= SILENT:
            raise Refused("unresponsive", f"{host} let {SILENT} requests in a row run out of time")
        if asked := request.meta.get("offerwatch_crawl_delay"):
            since = monotonic() - self.last.get(host, -asked)
            await asyncio.sleep(min(asked, LONGEST) - since)
        self.last[host] = monotonic()

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """A busy or broken answer is asked for again, after a rest."""
        self.silent.pop(urlsplit(request.url).netloc, None)
        if response.status not in self.retry_http_codes:
            return response
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and asked > LONGEST:
            self.busy[urlsplit(request.url).netloc] = asked
            return response
        again = super().process_response(request, response)
        await asyncio.sleep(self._grown(request) if asked is None else asked)
        return again

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        """A connection that failed is tried again, after a rest."""
        self.silent[urlsplit(request.url).netloc] += isinstance(exception, DownloadTimeoutError)
        again = super().process_exception(request, exception)
        if again is not None:
            await asyncio.sleep(self._grown(request))
        return again

    def _grown(self, request: Request) -> float:
        return float(self.pause * 2 ** request.meta.get("retry_times", 0))


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, from a number or a date; None when it says nothing."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds()) if text else None
    except (TypeError, ValueError):
        return None
