"""For sources with `render: true`: a page goes through the browser after it was downloaded."""

import logging
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import HtmlResponse, Response

from crawler.browser import find, launch_options, need_driver
from crawler.browser.dead_end import DeadEnd
from crawler.browser.parts import Parts
from crawler.texts import is_binary

_CONDITIONS = ("If-None-Match", "If-Modified-Since")
_VALIDATORS = ("ETag", "Last-Modified")


class Rendering:
    """A downloader middleware: what the reader gets is what the page's scripts made of it."""

    def __init__(self, crawler: Crawler, path: str) -> None:
        from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler as Driver

        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)
        self.crawler, self.parts, self.dead_end = crawler, Parts(), DeadEnd(crawler)
        self.driver: Any = Driver.from_crawler(crawler)
        self.driver.config.launch_options = launch_options(path, self.dead_end.port)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Rendering":
        """Nothing where the source does not ask for it. Raises NoBrowser."""
        source = getattr(crawler.spidercls, "source", None)
        if source is None or not source.render:
            raise NotConfigured
        need_driver()
        rendering = cls(crawler, find(crawler.settings.get("OFFERWATCH_BROWSER", "")))
        crawler.signals.connect(rendering.dead_end.open, signal=signals.engine_started)
        crawler.signals.connect(rendering.close, signal=signals.engine_stopped)
        return rendering

    async def close(self) -> None:
        """Close the browser and all it started."""
        await self.driver.close()
        await self.dead_end.close()

    def process_request(self, request: Request) -> None:
        """That the bare page is as it was says nothing of what its scripts fetch."""
        for name in _CONDITIONS:
            request.headers.pop(name, None)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The page as shown; robots.txt, parts of pages and what is no page go by as they are."""
        from crawler.browser.visit import Visit

        apart = request.meta.get("dont_obey_robotstxt") or "offerwatch_part" in request.meta
        if apart or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        if is_binary(response.body):
            return response
        shown = await Visit(self.crawler, self.parts, response).shown(self.driver)
        self.crawler.stats.inc_value("offerwatch/rendered")
        return _as_shown(response, shown)


def _as_shown(response: HtmlResponse, shown: Any) -> Response:
    """*response* with the words and the address of *shown*, in UTF-8."""
    headers = response.headers.copy()
    for name in _VALIDATORS:
        headers.pop(name, None)
    headers["Content-Type"] = "text/html; charset=utf-8"
    url = shown.url if shown.url.startswith(("http://", "https://")) else response.url
    body = shown.text.encode("utf-8", "replace")
    return response.replace(url=url, headers=headers, body=body, encoding="utf-8")
