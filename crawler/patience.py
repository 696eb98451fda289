"""Waits as long as a site asks: Retry-After, growing pauses after errors, Crawl-delay."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

from crawler.manners import Refused

LONGEST = 120.0


class Patience(RetryMiddleware):
    """Scrapy's retries, but the whole host rests before the next request goes to it."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.pause = settings.getfloat("OFFERWATCH_PAUSE")
        self.until: dict[str, float] = {}
        self.last: dict[str, float] = {}
        self.busy: dict[str, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Patience":
        """As Scrapy builds its own retry middleware."""
        patience = cls(crawler.settings)
        patience.crawler = crawler
        return patience

    async def process_request(self, request: Request) -> None:
        """Hold the request while its host rests; Refused when the host asks for too long a rest."""
        host = urlsplit(request.url).netloc
        if host in self.busy:
            raise Refused("busy", f"{host} asks to be left alone for {self.busy[host]:.0f} s")
        if asked := request.meta.get("offerwatch_crawl_delay"):
            self._rest(host, self.last.get(host, -asked) + min(asked, LONGEST) - monotonic())
        while (left := self.until.get(host, 0.0) - monotonic()) > 0:
            await asyncio.sleep(left)
        self.last[host] = monotonic()

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """A busy or broken answer is asked for again, after a rest."""
        if response.status not in self.retry_http_codes:
            return response
        host, tries = urlsplit(request.url).netloc, request.meta.get("retry_times", 0)
        asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if asked is not None and asked > LONGEST:
            self.busy[host] = asked
            return response
        self._rest(host, self.pause * 2**tries if asked is None else asked)
        return super().process_response(request, response)

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        """A connection that failed is tried again, after a rest."""
        again = super().process_exception(request, exception)
        if again is not None:
            tries = request.meta.get("retry_times", 0)
            self._rest(urlsplit(request.url).netloc, self.pause * 2**tries)
        return again

    def _rest(self, host: str, seconds: float) -> None:
        self.until[host] = max(self.until.get(host, 0.0), monotonic() + seconds)


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """The seconds a Retry-After header asks for, from a number or a date; None when it says nothing."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds()) if text else None
    except (TypeError, ValueError):
        return None
