"""Writes every post met in a crawl as JSON Lines, after it was kept."""

from collections.abc import Iterable
from pathlib import Path
from typing import IO

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.failure import Failure
from crawler.home import open_home
from crawler.items import Page, Post, as_json
from index.rows import Rows


class OutPipeline:
    """One line a post, once a crawl: those of a page that are new or changed, then those that are as
    they were and those found gone, as the rows keep them. Off unless OFFERWATCH_OUT names a file."""

    def __init__(self, path: Path, home: Path) -> None:
        self.path, self.home = path, home
        self.rows: Rows | None = None
        self.file: IO[bytes] | None = None
        self.written: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "OutPipeline":
        """Raises NotConfigured, as Scrapy wants it, when nothing is to be written."""
        if not (path := crawler.settings.get("OFFERWATCH_OUT")):
            raise NotConfigured
        return cls(Path(path), Path(crawler.settings["OFFERWATCH_HOME"]))

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
        self._write(item.posts)
        if left := [one for one in (*item.seen, *item.gone) if one not in self.written]:
            if self.rows is None:
                self.rows = Rows(open_home(self.home).rows)
            self._write(self.rows.many(left))
        return item

    def _write(self, posts: Iterable[Post]) -> None:
        for post in posts:
            if self.file is not None and post.id not in self.written:
                self.written.add(post.id)
                self.file.write(msgspec.json.encode(as_json(post)) + b"\n")

    def close_spider(self) -> None:
        """Finish the file."""
        if self.file is not None:
            self.file.close()
        if self.rows is not None:
            self.rows.close()
