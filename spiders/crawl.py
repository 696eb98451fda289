"""One crawl of one source, from the lock to the record of how it ended."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.failure import Failure
from crawler.home import Home
from crawler.locks import Held, only
from crawler.manners import WHY
from crawler.progress import bar
from index import runs
from index.rows import Rows
from spiders.health.judging import HISTORY, Ended, Past, Verdict, judge
from spiders.health.states import of_run
from spiders.pages.walls import WALLS
from spiders.source import Source

PREFIX = "offerwatch/"


class CrawlFailed(Failure):
    """A crawl brought nothing, or could not keep what it brought; the message says why."""

    def __init__(self, why: str, outcome: "Outcome | None" = None) -> None:
        super().__init__(why)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a crawl ended: `state` is `done` or one of spiders/health/states.py, `said` why in one
    sentence; counts are by name; `why` holds the first refusal of each reason in words."""

    source: str
    state: str
    counts: Mapping[str, int]
    missing: list[str] = field(default_factory=list)
    why: Mapping[str, str] = field(default_factory=dict)
    said: str = ""


def crawl(home: Home, source: Source, out: Path | None = None) -> Outcome:
    """Crawl *source* now, in this process, which can do so once; *out* gets every post read.

    Raises CrawlFailed, also when another process crawls the source.
    """
    with one_at_a_time(home, source.name):
        rows = Rows(home.rows)
        past = Past(runs.last(rows, source.name, HISTORY), runs.news(rows, source.name))
        n = runs.begin(rows, source.name)
        outcome = Outcome(source.name, "failed", {})
        try:
            outcome = _run(home, source, out, past)
        except CrawlFailed as error:
            outcome = error.outcome or Outcome(source.name, "failed", {}, said=str(error))
            raise
        except (KeyboardInterrupt, SystemExit):
            outcome = Outcome(source.name, runs.STOPPED, {})
            raise
        finally:
            runs.end(rows, n, outcome.state, outcome.counts, outcome.said)
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


def _run(home: Home, source: Source, out: Path | None, past: Past) -> Outcome:
    from spiders.loader import spider_class

    settings = settings_for(home, OFFERWATCH_OUT=str(out) if out else None)
    crawler, troubles = run_spider(spider_class(source, home), settings)
    verdict, why = _verdict(source, crawler, troubles, past), refusals(crawler)
    counts = counted(crawler)
    outcome = Outcome(source.name, verdict.state, counts, verdict.missing, why, verdict.why)
    if troubles:
        raise CrawlFailed(verdict.why, outcome) from troubles[0]
    if runs.is_failing(outcome.state) and not _brought(outcome.state, counts):
        todo = of_run(outcome.state).next.replace("NAME", source.name)
        raise CrawlFailed(f"{source.name}: {outcome.state}: {outcome.said}; next: {todo}", outcome)
    return outcome


def _brought(state: str, counts: Mapping[str, int]) -> bool:
    """Whether a page of the board was had; one that is a wall is none."""
    if state in WALLS:
        return any(counts.get(name) for name in ("posts", "threads_seen", "unchanged"))
    return counts.get("pages", 0) > counts.get("unrecognised", 0)


def _verdict(source: Source, crawler: Any, troubles: list[BaseException], past: Past) -> Verdict:
    if troubles:
        return Verdict("failed", _say(troubles[0]))
    finished = crawler.stats.get_value("finish_reason") == "finished"
    ended = Ended(counted(crawler), finished, crawler.spider.trouble, refusals(crawler))
    return judge(source, ended, past, datetime.now(UTC))


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


def _say(error: BaseException) -> str:
    if isinstance(error, Failure):
        return str(error)
    return f"a step of the road failed, the crawl ended: {type(error).__name__}: {error}"
