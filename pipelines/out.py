"""Writes every post read in a crawl as JSON Lines, after it was kept."""

from pathlib import Path
from typing import IO

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.failure import Failure
from crawler.items import Page, as_json


class OutPipeline:
    """One line a post, once a crawl, in the order read; off unless OFFERWATCH_OUT names a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: IO[bytes] | None = None
        self.written: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OutPipeline":
        """Raises NotConfigured, as Scrapy wants it, when nothing is to be written."""
        if not (path := crawler.settings.get("OFFERWATCH_OUT")):
            raise NotConfigured
        return cls(Path(path))

    def open_spider(self) -> None:
        """Begin the file anew; Failure when it cannot be written."""
        try:
            self.file = self.path.open("wb")
        except OSError as error:
            raise Failure(
                f"--out {self.path}: cannot be written: {error.strerror}; choose another file"
            ) from error

    def process_item(self, item: Page) -> Page:
        """Write the posts of *item* that this crawl has not written yet."""
        for post in item.posts:
            if self.file is not None and post.id not in self.written:
                self.written.add(post.id)
                self.file.write(msgspec.json.encode(as_json(post)) + b"\n")
        return item

    def close_spider(self) -> None:
        """Finish the file."""
        if self.file is not None:
            self.file.close()
