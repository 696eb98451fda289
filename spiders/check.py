"""Looks at a site, politely: which reader fits, what it reads there, and what stands in the way.

Where the address is a list, one list and one thread are looked at too, so that real posts are seen:
three pages at most.
"""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure as Broken

from crawler.home import Home
from crawler.items import Page
from spiders.answer import document_of, page_of
from spiders.asking import Errand, Want
from spiders.crawl import CrawlFailed, refusals, run_spider, settings_for
from spiders.glance import Glance, look, summary
from spiders.loader import spider_class
from spiders.pages.reading import ThreadLink
from spiders.plan import Plan
from spiders.source import Source
from spiders.spider import SourceSpider

MOST = 3  # pages
_LONG = 20  # replies from which a thread shows enough
_NEXT = {
    "host": "if it is the same site, check that address instead",
    "robots": "begin where it allows it; it is never overridden",
    "not_text": "name a page for people, not a file",
}


class Trial(SourceSpider):
    """Fetches the start address and what leads to a thread, keeps what it saw in `pages`."""

    most = MOST
    pages: list[Glance]

    async def start(self) -> AsyncIterator[Request]:
        """The first start address."""
        self.pages, self.visits = [], None
        self.plan = Plan(self.source, None, self.most, self.count)
        for request in self.requests([Want(self.source.start[0], Errand())]):
            yield request

    async def parse(self, response: Response, errand: Errand) -> AsyncIterator[Page | Request]:
        """No item: this looks and does not keep."""
        if response.status >= 400:
            self.refuse(f"http_{response.status}", f"{response.url} answered {response.status}")
            return
        self.pages.append(await run_in_thread(self.glance, response))
        for request in self.requests(self.onward()):
            yield request

    def failed(self, failure: Broken) -> None:
        """An answer that is an error is looked at too: it may be a wall."""
        super().failed(failure)
        if isinstance(failure.value, HttpError):
            found = self.glance(failure.value.response)
            if found.wall not in (None, "soft_block"):  # an error's page may well be empty
                self.pages.append(found)

    def glance(self, response: Response) -> Glance:
        """What one answer shows."""
        page = page_of(response, self.source)
        if not isinstance(response, TextResponse):
            return Glance(page.ref.url, response.status, {})
        document = document_of(response, page, self.source)
        found = look(document, self.source)
        found.status = response.status
        return found

    def onward(self) -> list[Want]:
        """The page that most likely leads to posts, while none was seen."""
        if len(self.pages) >= self.most or any(
            one.reading and one.reading.posts for one in self.pages
        ):
            return []
        known = {one.url for one in self.pages}
        threads = [link for one in self.pages if one.reading for link in one.reading.threads]
        boards = [link for one in self.pages if one.reading for link in one.reading.boards]
        wanted = [one.url for one in sorted(threads, key=_promise)] or boards
        return [Want(one, Errand()) for one in wanted if one not in known][:1]


def _promise(link: ThreadLink) -> int:
    """Threads with replies first: they show more than one author."""
    return -min(link.replies or 0, _LONG)


def check(home: Home, source: Source, *, most: int = MOST) -> dict[str, Any]:
    """What the first page of *source* shows, and what it leads to, as plain values.

    Raises CrawlFailed when nothing was had.
    """
    whole = spider_class(source, home)
    spider = type("Trial", (Trial,), {**vars(whole), "most": most})
    crawler, troubles = run_spider(spider, settings_for(home, ITEM_PIPELINES={}))
    if troubles:
        raise troubles[0]
    pages = getattr(crawler.spider, "pages", [])
    if not pages:
        why = crawler.spider.trouble or f"{source.start[0]}: nothing was fetched"
        raise CrawlFailed(
            "; ".join([why, *(_NEXT[one] for one in refusals(crawler) if one in _NEXT)])
        )
    return summary(pages, crawler.spider.trouble)
