"""The one spider: fetches what the plan wants, has it read, hands on what is new."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure as Broken

from crawler.home import Home
from crawler.items import Page, PageRef
from crawler.manners import count_refusal, reason_of
from index.rows import Rows
from index.visits import Visits
from spiders.answer import document_of, page_of
from spiders.asking import Errand, Want
from spiders.look import Look, Looker
from spiders.pages.addresses import same
from spiders.pages.reading import Reading
from spiders.plan import Plan
from spiders.readings import wall_of
from spiders.source import Source

GONE = (404, 410)


class SourceSpider(Spider):
    """Crawls `source` within `budget` pages; `loader.spider_class` makes a class of it for each.

    What earlier crawls remember of the source decides what is asked for, unless it is read whole.
    """

    source: Source
    home: Home
    budget: int
    handle_httpstatus_list = (304, *GONE)
    trouble = ""
    rows: Rows | None = None
    plan: Plan

    @classmethod
    def from_crawler(cls, crawler: Any, *args: Any, **kwargs: Any) -> "SourceSpider":
        """As Scrapy makes a spider; when all that was asked for has come, there is a rest."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        crawler.signals.connect(spider.broke, signal=signals.spider_error)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The start addresses, then what an earlier crawl left unread, within the budget."""
        self.rows = Rows(self.home.rows)
        known = Visits(self.rows.engine, self.source.name)
        self.visits = None if self.source.whole or known.are_none() else known
        self.count("whole", int(self.visits is None))
        self.looker = Looker(self.source, self.rows, self.visits)
        self.plan = Plan(self.source, self.visits, self.budget, self.count)
        for request in self.requests(self.plan.start()):
            yield request

    def idle(self, **_: Any) -> None:
        """Ask for what is left to look at, once all the rest is done."""
        left = list(self.requests(self.plan.rest())) if self.rows else []
        for request in left:
            self.crawler.engine.crawl(request)
        if left:
            raise DontCloseSpider

    def broke(self, failure: Broken, response: Response, **_: Any) -> None:
        """A page that a reader could not bear; its thread stays unread."""
        request = response.request
        if request is not None and "errand" in request.cb_kwargs:
            self.plan.failed(request.cb_kwargs["errand"])
        error = f"{type(failure.value).__name__}: {failure.value}"
        self.refuse("reader_failed", f"{response.url}: the reader failed ({error}); report it")

    def closed(self, reason: str) -> None:
        """Let go of the rows."""
        if self.rows is not None:
            self.rows.close()

    @property
    def asked(self) -> int:
        """How many pages were asked for until now."""
        return self.plan.asking.asked if self.rows else 0

    def requests(self, wants: Iterable[Want]) -> Iterator[Request]:
        """A request for each of *wants*, answered "not modified" when the page is as it was."""
        for want in wants:
            visit = self.visits.at(same(want.address)) if self.visits else None
            want.errand.visit = visit
            known = (
                {"If-None-Match": visit.etag, "If-Modified-Since": visit.modified} if visit else {}
            )
            yield Request(
                want.address,
                callback=self.parse,
                errback=self.failed,
                priority=want.priority,
                headers={name: value for name, value in known.items() if value},
                cb_kwargs={"errand": want.errand},
            )

    async def parse(self, response: Response, errand: Errand) -> AsyncIterator[Page | Request]:
        """Requests for where a page leads, then its posts as one item: the next page comes while
        these are read."""
        if response.status in GONE:
            for found in self.dead(response, errand):
                yield found
            return
        self.count("pages")
        look = await run_in_thread(self.looker.look, response, errand)
        self.plan.asking.traps.learn(look.page.ref.url, look.shown)
        self.count(f"walls/{look.wall}", int(look.wall is not None))
        read = look.page.ref.status != 304
        self.count("thread_pages", int(errand.thread is not None and read))
        if look.reading is None:
            self.unread(look, errand)
            return
        self.note(look, look.reading)
        wants, page = list(self.plan.follow(look, look.reading, errand)), look.page
        del look, response  # a page's tree is large, and its item may wait for others
        for request in self.requests(wants):
            yield request
        if page.memory is not None:
            yield page

    def unread(self, look: Look, errand: Errand) -> None:
        """Count a page that no reader knows."""
        self.count("unrecognised")
        self.trouble = self.trouble or f"{look.page.ref.url}: no reader knows this page"
        self.plan.failed(errand)

    def dead(self, response: Response, errand: Errand) -> Iterator[Page | Request]:
        """What follows when a page is no more; its posts may have moved to another."""
        self.refuse(f"http_{response.status}", f"{response.url} answered {response.status}")
        ref = PageRef(url=response.url, status=response.status, fetched_at=datetime.now(UTC))
        page = Page(source=self.source.name, ref=ref)
        wants = list(self.plan.dead(response.url, errand, page))
        if page.memory is not None:
            yield page
        yield from self.requests(wants)

    def note(self, look: Look, reading: Reading) -> None:
        """Count what a page brought, for the summary and for what the source is to bring."""
        posts = reading.posts
        self.count("unchanged", int(look.page.ref.status == 304))
        self.count("listings", int(not look.ids))
        self.count("with_posts", int(bool(posts)))
        self.count("login_walls", int(reading.login))
        self.count("posts", len(posts))
        self.count("with_text", sum(bool(one.text.strip()) for one in posts))
        self.count("with_date", sum(one.posted_at is not None for one in posts))
        self.count("undated", sum(one.posted_at is None for one in posts))
        self.count("with_author", sum(bool(one.author) for one in posts))

    def count(self, what: str, by: int = 1) -> None:
        """Add to a count of this crawl under `offerwatch/`."""
        if by:
            self.crawler.stats.inc_value(f"offerwatch/{what}", by)

    def failed(self, failure: Broken) -> None:
        """Count why a request brought nothing; the first such reason is kept in `trouble`."""
        error, request = failure.value, failure.request  # type: ignore[attr-defined]
        self.plan.failed(request.cb_kwargs["errand"])
        if isinstance(error, HttpError):
            reason = f"http_{error.response.status}"
            self.walled(error.response)
            why = f"{error.response.url} answered {error.response.status}"
        else:
            reason, why = reason_of(error)
        self.refuse(reason, why if request.url in why else f"{request.url}: {why}")

    def walled(self, response: Response) -> None:
        """Count the wall that an error's page is: a CAPTCHA comes as 403."""
        if isinstance(response, TextResponse):
            page = page_of(response, self.source)
            found = wall_of(document_of(response, page, self.source), None)
            self.count(f"walls/{found}", int(found not in (None, "soft_block")))

    def refuse(self, reason: str, why: str) -> None:
        """Count a page that was not had, and keep the first reason for the summary."""
        self.trouble = self.trouble or why
        count_refusal(self.crawler, reason, why)
