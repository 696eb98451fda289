"""Looks at one page, politely: which reader fits, and what it reads there."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.home import Home
from crawler.items import Page
from spiders import readers
from spiders.answer import document_of, page_of
from spiders.crawl import CrawlFailed, run_spider, settings_for
from spiders.loader import spider_class
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.source import Source
from spiders.spider import SURE, SourceSpider

_EACH = ("author", "posted_at", "text", "key", "url")


class OnePage(SourceSpider):
    """Fetches the start address, follows nothing, keeps what it saw in `seen`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen: dict[str, Any] = {}

    async def parse(self, response: Response, errand: Any) -> AsyncIterator[Page | Request]:
        """No item and no request: this looks and does not keep."""
        page = page_of(response, self.source)
        self.seen = {"url": page.ref.url, "status": response.status, "reader": None, "sure": {}}
        if isinstance(response, TextResponse):
            self.seen |= look(document_of(response, page, self.source), self.source.reader)
        return
        yield  # an async generator, as Scrapy wants it


def check(home: Home, source: Source) -> dict[str, Any]:
    """What the first page of *source* shows, as plain values. Raises CrawlFailed."""
    whole = spider_class(source, home)
    spider = type("OnePage", (OnePage,), {**vars(whole), "budget": 1})
    crawler, troubles = run_spider(spider, settings_for(home, ITEM_PIPELINES={}))
    if troubles:
        raise troubles[0]
    if not crawler.spider.seen:
        raise CrawlFailed(crawler.spider.trouble or f"{source.start[0]}: nothing was fetched")
    seen: dict[str, Any] = crawler.spider.seen
    return seen


def look(page: Document, named: str = "auto") -> dict[str, Any]:
    """How sure each reader is of *page*, the one that reads it, and what it reads."""
    sure = {name: round(float(readers.load(name).recognise(page)), 2) for name in readers.names()}
    best = max(sure, key=lambda name: sure[name], default="")
    chosen = named if named != "auto" else best if sure.get(best, 0) >= SURE else None
    if not chosen:
        return {"sure": sure, "reader": None}
    return {"sure": sure, "reader": chosen} | _said(readers.load(chosen).read(page))


def _said(reading: Reading) -> dict[str, Any]:
    count = len(reading.posts)
    has = {name: sum(bool(getattr(one, name)) for one in reading.posts) for name in _EACH}
    return {
        "platform": reading.platform,
        "kind": reading.kind,
        "board": reading.board.name,
        "thread": reading.thread.title,
        "posts": [_short(one) for one in reading.posts],
        "boards": len(reading.boards),
        "threads": len(reading.threads),
        "next_pages": len(reading.next_pages),
        "login": reading.login,
        "missing": [f"{name}: {count - n} of {count}" for name, n in has.items() if n < count],
    }


def _short(one: Any) -> dict[str, Any]:
    return {
        "author": one.author,
        "posted_at": one.posted_at.isoformat() if one.posted_at else None,
        "title": one.title,
        "text": one.text[:160],
    }
