"""What every crawl keeps to: allowed hosts, public addresses, text only. Refusals have names."""

import logging
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Headers
from scrapy.utils.asyncio import run_in_thread

from crawler.resolver import CheckedResolver, Names, Private

TEXT = ("text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml")
REFUSED = "offerwatch/refused"
WHY = "offerwatch/why"
log = logging.getLogger(__name__)


class Refused(IgnoreRequest):
    """A request or answer that manners forbid; `reason` is what it is counted by."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


def count_refusal(crawler: Crawler, reason: str, why: str) -> None:
    """Count a refusal by its *reason*; of the first of a kind it is kept why, for the summary."""
    crawler.stats.inc_value(f"{REFUSED}/{reason}")
    if crawler.stats.get_value(f"{WHY}/{reason}") is None:
        crawler.stats.set_value(f"{WHY}/{reason}", why)
        log.info("refused (%s): %s", reason, why)


class Manners:
    """Checks each request before it leaves, redirected ones too, and each answer's headers."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.private = crawler.settings.getbool("OFFERWATCH_ALLOW_PRIVATE")
        self.hosts: frozenset[str] | None = None
        self.names = Names()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Manners":
        """Listen for the answers' headers of this crawl."""
        manners = cls(crawler)
        crawler.signals.connect(manners.opened, signal=signals.spider_opened)
        crawler.signals.connect(manners.headers_received, signal=signals.headers_received)
        return manners

    def opened(self, spider: Spider) -> None:
        """Take the spider's allow-list; a spider without one (`scrapy shell`) may go anywhere."""
        source = getattr(spider, "source", None)
        self.hosts = source.allowed if source else None
        self.names = _shared_names() or self.names

    async def process_request(self, request: Request) -> None:
        """Raises Refused when the address may not be asked; the name is looked up on the way."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise Refused("scheme", f"{request.url} is not http or https")
        if self.hosts is not None and host not in self.hosts:
            raise Refused("host", f"{host} is not one of the source's hosts")
        await self._check_address(host, request.url)

    async def _check_address(self, host: str, url: str) -> None:
        try:
            await run_in_thread(self.names.find, host, private=self.private)
        except Private as error:
            raise Refused(
                "private_address",
                f"{url} leads to a private address; use allow_private if it is meant",
            ) from error
        except (OSError, UnicodeError) as error:
            raise Refused("no_such_host", f"{host} has no address; check its spelling") from error

    def headers_received(
        self, headers: Headers, body_length: int, request: Request, spider: Spider
    ) -> None:
        """Stop an answer that is not text before its body comes."""
        kind = (headers.get("Content-Type") or b"text/html").partition(b";")[0].strip().lower()
        if not request.meta.get("dont_obey_robotstxt") and kind.decode("latin-1") not in TEXT:
            raise StopDownload(fail=True)


def _shared_names() -> Names | None:
    """The resolver's own memory of names, so that what was checked is what is connected to."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.names if isinstance(resolver, CheckedResolver) else None


def reason_of(error: BaseException | None) -> tuple[str, str]:
    """The name and words of why a request brought no page."""
    if isinstance(error, Refused):
        return error.reason, str(error)
    if isinstance(error, StopDownload):
        return "not_text", "the answer is not text"
    if "redirections" in str(error):
        return "redirects", "it redirects more than ten times"
    return _by_class(error), str(error) or type(error).__name__


def _by_class(error: BaseException | None) -> str:
    known: dict[str, str] = {
        "DownloadTimeoutError": "timeout",
        "DownloadCancelledError": "too_large",
        "DownloadConnectionRefusedError": "unreachable",
        "CannotResolveHostError": "no_such_host",
        "DownloadFailedError": "unreachable",
        "ResponseDataLossError": "cut_short",
    }
    return known.get(type(error).__name__, "failed")
