"""Scrapy's log, without a traceback where one line says it all."""

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.logformatter import LogFormatter
from twisted.python.failure import Failure as Broken

from crawler.failure import Failure


class OneLine(LogFormatter):
    """Leaves to the command what it will say itself, and to the counts what is counted."""

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Spider) -> Any:
        """A Failure ends the crawl with its own line; anything else is a bug and logged whole,
        but never with the item, which holds people's words."""
        level = logging.DEBUG if isinstance(exception, Failure) else logging.ERROR
        return {"level": level, "msg": "a page could not go its road", "args": {}}

    def scraped(self, item: Any, response: Any, spider: Spider) -> Any:
        """Nothing: an item holds a whole page."""
        return None

    def download_error(
        self, failure: Broken, request: Request, spider: Spider, errmsg: str | None = None
    ) -> Any:
        """Nothing that is shown: the spider counts it by its reason and logs the first."""
        return {"level": logging.DEBUG, "msg": "no answer", "args": {}}
