"""Keeps a page's posts in the rows, in one transaction, and the bytes of a page that was raised."""

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from scrapy.crawler import Crawler
from scrapy.utils.asyncio import run_in_thread
from sqlalchemy.exc import SQLAlchemyError

from crawler.failure import Failure
from crawler.home import Home, open_home
from crawler.items import COMPUTED, Page
from index import pages
from index.rows import Kept, Rows
from pipelines.catalogue import catalogue
from pipelines.structure_rows import settle

log = logging.getLogger(__name__)


class NotKept(Failure):
    """A page could not be kept; nothing of it was, and the crawl ends."""


def keep(rows: Rows, home: Home, page: Page) -> Kept:
    """Keep *page*: its record first when a post is raised, then its posts; then look at what they
    show together with posts kept before. Raises NotKept."""
    raised = [post.id for post in page.posts if post.lane]
    digest = page.ref.sha256 or ""
    fresh = bool(raised) and not pages.path_of(home, digest).exists()
    kept = False
    try:
        if fresh:
            pages.note(rows, page)
            pages.write(home, page)
        done = _add(rows, home, page)
        written = {*done.new, *done.changed}  # these were written with this very page
        kept = not fresh or not written.isdisjoint(raised) or _wanted(rows, raised, digest)
        _settle(rows, home, page)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise NotKept(f"{_place(home)}: the rows cannot be written: {why}; {NEXT}") from error
    except OSError as error:
        raise NotKept(f"{home.data}: cannot be written: {error.strerror}; {NEXT}") from error
    finally:
        if fresh and not kept:
            _let_go(rows, home, digest)
    return done


NEXT = "make room or mend its rights, then crawl again; what was kept stays"


def _add(rows: Rows, home: Home, page: Page) -> Kept:
    held = pages.path_of(home, page.ref.sha256 or "").exists()
    return rows.keep(replace(page, ref=replace(page.ref, kept=held)))


def _settle(rows: Rows, home: Home, page: Page) -> None:
    """Let posts of *page* show what they show together with others; keep its record if that raised
    one. Others that changed are on pages whose bytes are gone."""
    changed = set(settle(rows, home.indicators))
    mine = {post.id: post for post in page.posts if post.id in changed}
    late = []
    for post in rows.many(list(mine)):
        late += [post.id] if post.lane and not mine[post.id].lane else []
        for name in (*COMPUTED, "status", "seq"):
            setattr(mine[post.id], name, getattr(post, name))
    if late and page.ref.sha256 and not pages.path_of(home, page.ref.sha256).exists():
        pages.note(rows, page)
        pages.write(home, page)
        rows.hold(late, page.ref.sha256)


def _wanted(rows: Rows, raised: list[str], digest: str) -> bool:
    """Whether a kept post points to the record: one seen again the same day points to the old."""
    return any(one.page and one.page.sha256 == digest for one in rows.many(raised))


def _let_go(rows: Rows, home: Home, digest: str) -> None:
    """Take a record back that no post points to; where rows fail, purge finds it by its row."""
    with suppress(SQLAlchemyError, OSError):
        pages.drop(home, digest, rows)


def _place(home: Home) -> str:
    """The rows' address without a password, should it hold one."""
    from sqlalchemy import make_url

    return make_url(home.rows).render_as_string(hide_password=True)


class KeepPipeline:
    """Keeps each page in a worker thread and counts what was new, changed, seen and raised."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.home: Home | None = None
        self.rows: Rows | None = None
        self.turn = asyncio.Lock()  # writers that meet at SQLite's lock wait in long naps

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "KeepPipeline":
        """The rows are opened with the first page, so that `scrapy shell` needs no home."""
        return cls(crawler)

    async def process_item(self, item: Page) -> Page:
        """The same page, kept; NotKept ends the crawl."""
        async with self.turn:
            kept = await run_in_thread(self._keep, item)
        for what in ("new", "changed", "seen", "refused", "gone"):
            self._count(what, len(getattr(kept, what)))
        for lane, posts in Counter(one.lane for one in item.posts if one.lane).items():
            self._count(f"raised/{lane}", posts)
        return item

    def _keep(self, item: Page) -> Kept:
        if self.rows is None or self.home is None:
            self.home = open_home(Path(self.crawler.settings["OFFERWATCH_HOME"]))
            self.rows = _open(self.home)
            if said := catalogue(self.home.indicators).said:
                log.warning("%s", said)
        return keep(self.rows, self.home, item)

    def _count(self, what: str, by: int) -> None:
        if by:
            self.crawler.stats.inc_value(f"offerwatch/{what}", by)

    def close_spider(self) -> None:
        """Let go of the rows."""
        if self.rows is not None:
            self.rows.close()


def _open(home: Home) -> Rows:
    try:
        return Rows(home.rows)
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        raise NotKept(f"{_place(home)}: the rows cannot be opened: {why}; {NEXT}") from error
