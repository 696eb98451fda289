"""robots.txt is kept to; a site that cannot tell its rules right now is not crawled right now."""

from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.manners import NO_ANSWER, Refused, reason_of

LONGEST = 500 * 1024  # RFC 9309: at least this much is read


class Robots:
    """Forbids where robots.txt does, and everywhere while it answers 5xx, 429 or not at all."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.rules: dict[str, Protego | Refused] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Robots":
        """One for each crawl; each host's robots.txt is read once in it."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises Refused where the rules forbid, or could not be had."""
        if request.meta.get("dont_obey_robotstxt"):
            return
        parts = urlsplit(request.url)
        place = f"{parts.scheme}://{parts.netloc}/robots.txt"
        if place not in self.rules:
            self.rules[place] = await self._ask(place)
        self._obey(self.rules[place], place, request)

    def _obey(self, rules: Protego | Refused, place: str, request: Request) -> None:
        if isinstance(rules, Refused):
            raise rules
        agent = self.crawler.settings["USER_AGENT"]
        if not rules.can_fetch(request.url, agent):
            raise Refused("robots", f"{place} forbids {request.url}")
        if delay := rules.crawl_delay(agent):
            request.meta["offerwatch_crawl_delay"] = float(delay)

    async def _ask(self, place: str) -> Protego | Refused:
        meta = {"dont_obey_robotstxt": True, "download_timeout": 20}
        request = Request(place, callback=NO_CALLBACK, meta=meta)
        try:
            return _read(place, await self.crawler.engine.download_async(request))
        except Refused as error:
            return error
        except NO_ANSWER as error:
            reason, why = reason_of(error)
            return Refused(reason, f"{place}: {why}; nothing is fetched without it")


def _read(place: str, answer: Response) -> Protego | Refused:
    """The rules; where there are none (4xx), all is allowed (RFC 9309)."""
    if answer.status >= 500 or answer.status == 429:
        why = f"{place} answered {answer.status}; nothing is fetched until it can be read"
        return Refused("robots_unknown", why)
    text = answer.body[:LONGEST].decode("utf-8", "replace") if answer.status < 400 else ""
    return Protego.parse(text)
