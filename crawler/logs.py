"""Scrapy's log, without a traceback where one line says it all."""

from typing import Any

from scrapy import Request, Spider
from scrapy.logformatter import LogFormatter
from twisted.python.failure import Failure as Broken

from crawler.failure import Failure


class OneLine(LogFormatter):
    """Leaves to the command what it will say itself, and to the counts what is counted."""

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """A Failure ends the crawl with its own line; anything else is a bug and logged whole."""
        if isinstance(exception, Failure):
            return None
        return super().item_error(item, exception, response, spider)

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        """Nothing: an item holds a whole page and people's words, which no log needs."""
        return None

    def download_error(
        self, failure: Broken, request: Request, spider: Spider, errmsg: str | None = None
    ) -> Any:
        """Nothing: the spider counts it by its reason and logs the first."""
        return None
