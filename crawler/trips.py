"""What runs in the process that reads posts: nothing of Scrapy is imported there."""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from crawler.items import Page, PageRef, Post

Step = Callable[[Any], Any]

# Words and a number enough to make every step load what it reads with.
_ANY = "We look for two people for the harvest in Spain, call 0044 7700 900123 or write today."
_trips: list[list[Step]] = []


def begin(trips: list[list[Step]]) -> None:
    """Ctrl-C is for the crawl to take; when the crawl is gone, so are we."""
    _trips[:] = trips
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def travel(trip: int, page: Page) -> Page:
    """*page* after the steps of one trip."""
    for step in _trips[trip]:
        page = step(page)
    return page


def warm_up() -> None:
    """Let every step load its models before the first page is there. What is loaded then stays,
    so the collector need not go through it again and again."""
    for trip in range(len(_trips)):
        travel(trip, Page(source="", ref=PageRef(url=""), posts=[Post(title=_ANY, text=_ANY)]))
    gc.collect()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
