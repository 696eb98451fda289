"""One crawl of one source, from the lock to the record of how it ended."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.failure import Failure
from crawler.home import Home
from crawler.locks import Held, only
from crawler.manners import WHY
from crawler.progress import bar
from index import runs
from index.rows import Rows
from spiders.source import Source

PREFIX = "offerwatch/"
SHARES = ("with_text", "with_date", "with_author")


class CrawlFailed(Failure):
    """A crawl brought nothing, or could not keep what it brought; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl ended: `state` is done, short, stopped or failed; counts are by name; `why` holds
    the first refusal of each reason in words."""

    source: str
    state: str
    counts: Mapping[str, int]
    missing: list[str] = field(default_factory=list)
    why: Mapping[str, str] = field(default_factory=dict)


def crawl(home: Home, source: Source, out: Path | None = None) -> Outcome:
    """Crawl *source* now, in this process, which can do so once; *out* gets every post read.

    Raises CrawlFailed, also when another process crawls the source.
    """
    with one_at_a_time(home, source.name):
        rows = Rows(home.rows)
        n = runs.begin(rows, source.name)
        outcome = Outcome(source.name, "failed", {})
        try:
            outcome = _run(home, source, out)
        except CrawlFailed as error:
            outcome = Outcome(source.name, "failed", _counts(error))
            raise
        finally:
            runs.end(rows, n, outcome.state, outcome.counts)
            rows.close()
    return outcome


@contextmanager
def one_at_a_time(home: Home, name: str) -> Iterator[None]:
    """Hold the source's lock; CrawlFailed when another process does."""
    try:
        with only(home.data / "locks" / f"{name}.lock"):
            yield
    except Held as error:
        raise CrawlFailed(
            f"{name}: another process crawls it now; wait until it is done"
        ) from error


def settings_for(home: Home, **said: Any) -> Any:
    """Scrapy's settings for a process that belongs to *home*."""
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict({"OFFERWATCH_HOME": str(home.root), **said}, priority="cmdline")
    return settings


def run_spider(spider: Any, settings: Any) -> tuple[Any, list[BaseException]]:
    """Run one spider to its end: the crawler, and what went wrong in its steps."""
    from scrapy import signals
    from scrapy.crawler import CrawlerProcess

    process = CrawlerProcess(settings)
    crawler = process.create_crawler(spider)
    troubles: list[BaseException] = []

    def stop(failure: Any, **_: Any) -> None:
        if not troubles and crawler.crawling:
            asyncio.ensure_future(crawler.engine.close_spider_async(reason="failed"))  # noqa: RUF006
        troubles.append(failure.value)

    def received(**_: Any) -> None:
        done = crawler.stats.get_value("response_received_count", 0)
        progress(done, max(done, getattr(crawler.spider, "asked", done)))

    crawler.signals.connect(stop, signal=signals.item_error)
    crawler.signals.connect(received, signal=signals.response_received)
    process.crawl(crawler).addErrback(lambda failure: stop(failure))
    with bar("crawling") as progress:
        process.start()
    return crawler, troubles


def _run(home: Home, source: Source, out: Path | None) -> Outcome:
    from spiders.loader import spider_class

    settings = settings_for(home, OFFERWATCH_OUT=str(out) if out else None)
    crawler, troubles = run_spider(spider_class(source, home), settings)
    counts = counted(crawler)
    if troubles:
        raise _failed(_say(troubles[0]), counts) from troubles[0]
    if crawler.stats.get_value("finish_reason") != "finished":
        return Outcome(source.name, "stopped", counts, why=refusals(crawler))
    if not counts.get("pages") or counts["pages"] == counts.get("unrecognised"):
        raise _failed(crawler.spider.trouble or f"{source.start[0]}: nothing was fetched", counts)
    missing = shortfall(source, counts)
    state = "short" if missing else "done"
    return Outcome(source.name, state, counts, missing, refusals(crawler))


def counted(crawler: Any) -> dict[str, int]:
    """The crawl's counts under `offerwatch/`, without that prefix."""
    stats = crawler.stats.get_stats()
    return {
        key.removeprefix(PREFIX): value
        for key, value in sorted(stats.items())
        if key.startswith(PREFIX) and isinstance(value, int)
    }


def refusals(crawler: Any) -> dict[str, str]:
    """Of each reason something was refused for, the first time in words."""
    said = crawler.stats.get_stats().items()
    return {key.removeprefix(f"{WHY}/"): why for key, why in said if key.startswith(f"{WHY}/")}


def shortfall(source: Source, counts: Mapping[str, int]) -> list[str]:
    """What a whole crawl brought less of than the source is to bring, in words."""
    posts, expect = counts.get("posts", 0), source.expect
    missing = []
    if posts < expect.posts:
        missing.append(f"{posts} posts, expected {expect.posts}")
    for name in SHARES:
        share, least = counts.get(name, 0) / max(posts, 1), getattr(expect, name)
        if posts and share < least:
            missing.append(f"{name} {share:.2f}, expected {least:.2f}")
    return missing


def _say(error: BaseException) -> str:
    if isinstance(error, Failure):
        return str(error)
    return f"a step of the road failed, the crawl ended: {type(error).__name__}: {error}"


def _failed(why: str, counts: Mapping[str, int]) -> CrawlFailed:
    error = CrawlFailed(why)
    error.counts = counts  # type: ignore[attr-defined]
    return error


def _counts(error: CrawlFailed) -> Mapping[str, int]:
    return getattr(error, "counts", {})
