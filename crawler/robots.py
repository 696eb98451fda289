"""robots.txt is kept to; a site that cannot tell its rules right now is not crawled right now."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.manners import Refused


class Robots(RobotsTxtMiddleware):
    """Forbids where robots.txt does, and everywhere while it answers 5xx, 429 or not at all."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self.silent: dict[str, IgnoreRequest | str] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises Refused where the rules forbid, or could not be had."""
        netloc = request.url.split("/")[2]
        if rp is None or netloc in self.silent:
            raise _silent(netloc, self.silent.get(netloc))
        agent = self._robotstxt_useragent or self._default_useragent
        if not rp.allowed(request.url, agent):
            raise Refused("robots", f"robots.txt of {netloc} forbids {request.url}")
        self._slow_down(rp, request, agent)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self.silent[netloc] = f"it answered {response.status}"
        elif response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self.silent[netloc] = exc if isinstance(exc, IgnoreRequest) else "it did not answer"
        super()._robots_error(exc, netloc)

    def _slow_down(self, rp: RobotParser, request: Request, agent: str | bytes) -> None:
        """A Crawl-delay asks for more time between two requests than we would take."""
        rules = getattr(rp, "rp", None)
        name = agent.decode() if isinstance(agent, bytes) else agent
        asked = rules.crawl_delay(name) if rules is not None else None
        if asked:
            request.meta["offerwatch_crawl_delay"] = float(asked)


def _silent(netloc: str, why: IgnoreRequest | str | None) -> Refused:
    if isinstance(why, Refused):
        return why
    return Refused(
        "robots_unknown", f"robots.txt of {netloc} cannot be read ({why}); nothing is fetched"
    )
