"""Tells Scrapy of the home's sources: `scrapy list`, `scrapy crawl NAME`."""

import builtins
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.config import HomeError
from crawler.home import Home, open_home
from spiders.source import Source, load_source, read_source
from spiders.spider import SourceSpider


def spider_class(source: Source, home: Home) -> type[SourceSpider]:
    """A spider of its own for *source*, with the manners that home and source set."""
    crawl = home.config.crawl
    delay = crawl.delay if source.delay is None else source.delay
    settings: dict[str, Any] = {
        "USER_AGENT": agent(crawl.contact),
        "DOWNLOAD_DELAY": delay,
        "AUTOTHROTTLE_ENABLED": delay > 0,
        "AUTOTHROTTLE_START_DELAY": delay,
        "OFFERWATCH_ALLOW_PRIVATE": source.allow_private,
        "OFFERWATCH_BROWSER": home.browser,
        "OFFERWATCH_HOME": str(home.root),
    }
    said = {
        "name": source.name, "source": source, "home": home, "custom_settings": settings,
        "budget": source.max_pages or crawl.max_pages,
    }  # fmt: skip
    return type("SourceSpider", (SourceSpider,), said)


def agent(contact: str) -> str:
    """The user agent: who we are, and the operator's contact where the home names one."""
    return f"OfferWatch/0.1 (+{contact})" if contact else "OfferWatch/0.1"


class Sources:
    """Scrapy's SPIDER_LOADER_CLASS. A broken source is left out with a warning; so is a home."""

    def __init__(self, root: Path) -> None:
        self.home, self.names = _home(root), []
        for path in sorted(self.home.sources.glob("*.yml")) if self.home else ():
            try:
                self.names.append(read_source(path).name)
            except HomeError as error:
                warnings.warn(str(error), stacklevel=2)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> "Sources":
        """The sources of the home the settings name."""
        return cls(Path(settings["OFFERWATCH_HOME"]))

    def load(self, spider_name: str) -> type[SourceSpider]:
        """The spider of a source; KeyError, as Scrapy wants it, when there is none."""
        if self.home is None:
            raise KeyError(f"no home, so no source called {spider_name!r}")
        try:
            return spider_class(load_source(self.home, spider_name), self.home)
        except HomeError as error:
            raise KeyError(str(error)) from error

    def list(self) -> list[str]:
        """The names of all sources that can be read."""
        return self.names

    def find_by_request(self, request: Request) -> "builtins.list[str]":
        """The sources that allow the request's host."""
        return [one for one in self.names if _host(request) in self.load(one).source.allowed]


def _home(root: Path) -> Home | None:
    if not root.is_dir():
        return None
    try:
        return open_home(root)
    except HomeError as error:
        warnings.warn(str(error), stacklevel=2)
        return None


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
