"""Redirects are followed, none for ever and none without a word."""

from collections import defaultdict

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response
from scrapy.settings import BaseSettings

from crawler.manners import Refused

SAME = 10  # addresses that may all lead to one place; boards send whoever may not read to a login


class Redirects(RedirectMiddleware):
    """Scrapy's redirects. It would drop one to a page already met, and tell nobody."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.led: dict[str, set[str]] = defaultdict(set)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request to follow, where the answer is a redirect; raises Refused at a loop."""
        found = super().process_response(request, response)
        if not isinstance(found, Request):
            return found
        before = found.meta["redirect_urls"]
        if found.url in before:
            raise Refused("redirect_loop", f"{before[0]} redirects in a circle")
        self.led[found.url].add(before[0])
        if len(self.led[found.url]) > SAME:
            raise Refused("redirect_same", f"{SAME} addresses lead to {found.url} already")
        found.dont_filter = True
        return found
