"""Runs the plain steps of the road in a process of their own, so that the crawl's loop stays free
and reading posts has a core to itself."""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from inspect import iscoroutinefunction
from itertools import groupby
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.pipelines import ItemPipelineManager

from crawler.failure import Failure
from crawler.items import Page
from crawler.trips import Step, begin, travel, warm_up


class Steps(ItemPipelineManager):
    """Scrapy's ITEM_PROCESSOR. Neighbouring steps that are plain functions make one trip to the
    worker, in order; a coroutine, or a step that opens or closes something, runs here."""

    def __init__(self, *steps: Any, crawler: Crawler | None = None) -> None:
        super().__init__(*steps, crawler=crawler)
        road: list[Step] = [step for step in self.methods["process_item"] if step is not None]
        self.road = [(away, list(some)) for away, some in groupby(road, _goes_away)]
        trips = [some for away, some in self.road if away]
        spawn = multiprocessing.get_context("spawn")  # a fork would copy locks that threads hold
        self.worker = ProcessPoolExecutor(1, spawn, initializer=begin, initargs=(trips,))
        if crawler is not None:
            crawler.signals.connect(self.answered, signal=signals.response_received)
        self.begun = not trips

    def answered(self) -> None:
        """The site answers: let the worker load its models while the first pages are fetched."""
        if not self.begun:
            self.begun = True
            self.worker.submit(warm_up)

    async def process_item_async(self, item: Any) -> Any:
        """The item after every step; what a step raises is raised here."""
        trip = 0
        for away, steps in self.road:
            if away:
                item, trip = await self._send(item, trip), trip + 1
                continue
            for step in steps:
                item = await step(item) if iscoroutinefunction(step) else step(item)
        return item

    async def _send(self, page: Page, trip: int) -> Page:
        """The page with its posts after a trip; its body stays. Failure when the worker died."""
        if not page.posts:
            return page
        bare = replace(page, body=b"", headers={}, memory=None)
        loop = asyncio.get_running_loop()
        try:
            done = await loop.run_in_executor(self.worker, travel, trip, bare)
        except BrokenProcessPool as error:
            raise Failure(
                "the process that reads posts died (out of memory?); crawl again"
            ) from error
        page.posts, page.signatures, page.words = done.posts, done.signatures, done.words
        return page

    async def close_spider_async(self) -> None:
        """Let the worker go after the last item; it may still be loading for pages that never came."""
        await super().close_spider_async()
        self.worker.shutdown(wait=False)


def _goes_away(step: Step) -> bool:
    owner = getattr(step, "__self__", None)
    stays = iscoroutinefunction(step) or hasattr(owner, "open_spider")
    return not (stays or hasattr(owner, "close_spider"))
