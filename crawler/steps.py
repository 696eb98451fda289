"""Runs the plain steps of the road in one worker thread, so that no step holds the event loop."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import Any

from scrapy.pipelines import ItemPipelineManager
from scrapy.utils.defer import ensure_awaitable

Step = Callable[[Any], Any]


class Steps(ItemPipelineManager):
    """Scrapy's ITEM_PROCESSOR: neighbouring plain steps make one trip to the worker, in order;
    a step that is a coroutine function runs on the loop."""

    def __init__(self, *steps: Any, crawler: Any = None) -> None:
        super().__init__(*steps, crawler=crawler)
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="steps")

    async def process_item_async(self, item: Any) -> Any:
        """The item after every step; what a step raises is raised here."""
        loop = asyncio.get_running_loop()
        road: list[Step] = [step for step in self.methods["process_item"] if step is not None]
        for slow, steps in groupby(road, inspect.iscoroutinefunction):
            if slow:
                for step in steps:
                    item = await ensure_awaitable(step(item))
            else:
                item = await loop.run_in_executor(self.worker, _chain, tuple(steps), item)
        return item

    async def close_spider_async(self) -> None:
        """Let the worker go after the last item."""
        await super().close_spider_async()
        self.worker.shutdown()


def _chain(steps: tuple[Step, ...], item: Any) -> Any:
    for step in steps:
        item = step(item)
    return item
