"""The one spider: fetches a source's pages, has them read, follows what leads to more posts."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.asyncio import run_in_thread
from twisted.python.failure import Failure as Broken

from crawler.items import Page, Post
from crawler.manners import count_refusal, reason_of
from spiders import readers
from spiders.answer import document_of, page_of
from spiders.identity import Ordinals, posts_of
from spiders.pages.addresses import canonical, same
from spiders.pages.reading import Reading, ThreadLink
from spiders.source import Source

SURE = 0.5  # a reader less sure than this of a page does not read it


class SourceSpider(Spider):
    """Crawls `source` within `budget` pages; `loader.spider_class` makes a class of it for each."""

    source: Source
    budget: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.met = 0, set[str]()
        self.reader = "" if self.source.reader == "auto" else self.source.reader
        self.trouble = ""

    async def start(self) -> AsyncIterator[Request]:
        """The start addresses, within the budget."""
        for request in self.ask(self.source.start):
            yield request

    def ask(
        self, addresses: Iterable[str], ordinals: Ordinals | None = None, priority: int = 0
    ) -> Iterator[Request]:
        """Requests for those *addresses* not asked for yet, as far as the budget goes."""
        for address in addresses:
            found = canonical(address, address)
            if found is None or same(found) in self.met:
                continue
            if self.asked >= self.budget:
                self.count("over_budget")
                continue
            self.asked += 1
            self.met.add(same(found))
            yield Request(
                found,
                callback=self.parse,
                errback=self.failed,
                priority=priority,
                cb_kwargs={"ordinals": ordinals or {}},
            )

    async def parse(self, response: Response, ordinals: Ordinals) -> AsyncIterator[Page | Request]:
        """The page's posts as one item, and requests for where it leads."""
        self.count("pages")
        page = page_of(response, self.source)
        self.met.add(same(page.ref.url))
        reading = await self._reading(response, page)
        if reading is None:
            self.count("unrecognised")
            self.trouble = self.trouble or f"{page.ref.url}: no reader knows this page"
            return
        page.posts = posts_of(reading, page.ref, self.source.name, ordinals)
        self.note(reading, page.posts)
        if page.posts:
            yield page
        for request in self.follow_up(reading, ordinals):
            yield request

    async def _reading(self, response: Response, page: Page) -> Reading | None:
        if not isinstance(response, TextResponse):
            return None
        return await run_in_thread(self.read, response, page)

    def read(self, response: TextResponse, page: Page) -> Reading | None:
        """What a reader makes of the page; None when none knows it. Runs in a worker thread."""
        document = document_of(response, page, self.source)
        if not self.reader:
            name, sure = readers.choose(document)
            self.reader = name if sure >= SURE else ""
        if not self.reader:
            return None
        reader = readers.load(self.reader)
        if self.source.reader == "auto" and float(reader.recognise(document)) < SURE:
            return None
        found: Reading = reader.read(document)
        return found

    def follow_up(self, reading: Reading, ordinals: Ordinals) -> Iterator[Request]:
        """Threads before further pages before boards: what is begun is read to its end."""
        carried = ordinals if _keyless(reading) else None
        yield from self.ask(reading.boards)
        yield from self.ask(self._further(reading), carried, priority=1)
        yield from self.ask((one.url for one in reading.threads if self.recent(one)), priority=2)

    def _further(self, reading: Reading) -> list[str]:
        """Pages a keyless thread goes on with are taken one by one, for its posts are counted."""
        threads = reading.threads
        if threads and not any(map(self.recent, threads)):
            self.count("older_than_since")
            return []
        if _keyless(reading):
            return [one for one in reading.next_pages if same(one) not in self.met][:1]
        return reading.next_pages

    def recent(self, thread: ThreadLink) -> bool:
        """Whether a listing leaves it open that the thread has posts since `since`."""
        last = _moment(thread.last_post)
        return self.source.oldest is None or last is None or last >= self.source.oldest

    def note(self, reading: Reading, posts: list[Post]) -> None:
        """Count what a page brought, for the summary and for what the source is to bring."""
        self.count("login_walls", int(reading.login))
        self.count("posts", len(posts))
        self.count("with_text", sum(bool(one.text.strip()) for one in posts))
        self.count("with_date", sum(one.posted_at is not None for one in posts))
        self.count("with_author", sum(bool(one.author) for one in posts))

    def count(self, what: str, by: int = 1) -> None:
        """Add to a count of this crawl under `offerwatch/`."""
        if by:
            self.crawler.stats.inc_value(f"offerwatch/{what}", by)

    def failed(self, failure: Broken) -> None:
        """Count why a request brought nothing; the first such reason is kept in `trouble`."""
        error, url = failure.value, failure.request.url  # type: ignore[attr-defined]
        if isinstance(error, HttpError):
            reason = f"http_{error.response.status}"
            why = f"{error.response.url} answered {error.response.status}"
        else:
            reason, why = reason_of(error)
        why = why if url in why else f"{url}: {why}"
        self.trouble = self.trouble or why
        count_refusal(self.crawler, reason, why)


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _keyless(reading: Reading) -> bool:
    return any(one.key is None for one in reading.posts)
