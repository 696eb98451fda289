"""What every crawl keeps to: allowed hosts, public addresses, text only. Refusals have names."""

import logging
from urllib.parse import urlsplit

from python_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from scrapy import Request, Spider, signals
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    StopDownload,
)
from scrapy.http import Headers, Response
from scrapy.utils.asyncio import run_in_thread

from crawler.allowed import Allowed
from crawler.proxy import Proxy, is_hidden, is_local, numeric, proxy_of
from crawler.resolver import Names, Private, shared_names
from crawler.texts import PART, TEXT, is_binary
from crawler.traps import endless

_UNASKED = (204, 205, 206)
REFUSED = "offerwatch/refused"
WHY = "offerwatch/why"
log = logging.getLogger(__name__)


NO_ANSWER = (  # what a download raises that brings nothing
    CannotResolveHostError, DownloadCancelledError, DownloadConnectionRefusedError,
    DownloadFailedError, DownloadTimeoutError, IgnoreRequest, OSError, ProxyConnectionError,
    ProxyError, ProxyTimeoutError, ResponseDataLossError, StopDownload, TunnelError,
)  # fmt: skip


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
        self.allowed: Allowed | None = None
        self.proxy = proxy_of(crawler.spidercls)
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
        self.allowed = Allowed.of(source) if source else None
        self.names = shared_names() or self.names

    async def process_request(self, request: Request) -> None:
        """Raises Refused when the address may not be asked; the name is looked up on the way."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or not host:
            raise Refused("scheme", f"{request.url} is not http or https")
        if request.method not in ("GET", "HEAD"):
            raise Refused("method", f"{request.url}: nothing is ever sent to a site")
        if parts.username is not None or parts.password is not None:
            raise Refused("credentials", f"an address of {host} carries a name and password")
        if why := endless(request.url):
            raise Refused("endless", f"{request.url[:200]} {why}")
        if self.allowed and (reason := self.allowed.reason(parts)):
            raise Refused(reason, f"{parts.netloc} is not one of the source's {reason}s")
        await self._check_address(host, request.url)

    async def _check_address(self, host: str, url: str) -> None:
        if is_hidden(host):
            if self.proxy is None:
                raise Refused("hidden_service", f"{host} needs a proxy; name one with `proxy:`")
            return
        try:
            if self.proxy is None and host in self.names.known:
                self.names.find(host, private=self.private)
            elif self.proxy is None:
                await run_in_thread(self.names.find, host, private=self.private)
            else:
                await run_in_thread(self._check_for_proxy, host, self.proxy)
        except Private as error:
            raise Refused(
                "private_address",
                f"{url} leads to a private address; use allow_private if it is meant",
            ) from error
        except (OSError, UnicodeError) as error:
            raise Refused("no_such_host", f"{host} has no address; check its spelling") from error

    def _check_for_proxy(self, host: str, proxy: Proxy) -> None:
        """Raises Private when *host* is no name or address to hand to a proxy; blocks."""
        if not self.private and is_local(host):
            raise Private(host)
        if proxy.asks_here(host) or numeric(host):
            try:
                self.names.find(host, private=self.private)
            except OSError:
                if proxy.is_socks:
                    raise

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Refused when the answer is none to what was asked, or no text whatever it says."""
        if response.status == 407 and self.proxy:
            raise Refused(
                "proxy", f"the proxy {self.proxy.address} wants another name and password"
            )
        asked = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        if response.status in _UNASKED or (response.status == 304 and not asked):
            why = f"{request.url} answered {response.status} unasked"
            raise Refused(f"http_{response.status}", why)
        if not request.meta.get("dont_obey_robotstxt") and is_binary(response.body):
            raise Refused("not_text", f"{request.url} says it is text and is not")
        return response

    def headers_received(
        self, headers: Headers, body_length: int, request: Request, spider: Spider
    ) -> None:
        """Stop an answer that is not text before its body comes."""
        said = (headers.get("Content-Type") or b"text/html").decode("latin-1")
        kind = said.partition(";")[0].strip().lower()
        part = "offerwatch_part" in request.meta
        if request.meta.get("dont_obey_robotstxt") or kind in (PART if part else TEXT):
            return
        raise StopDownload(fail=True)


def reason_of(error: BaseException | None) -> tuple[str, str]:
    """The name and words of why a request brought no page."""
    said = str(error)
    if isinstance(error, Refused):
        return error.reason, said
    if isinstance(error, StopDownload):
        return "not_text", "the answer is not text"
    for words, reason, why in _BY_WORDS:
        if words in said:
            return reason, why
    reason = _BY_CLASS.get(type(error).__name__, "failed")
    if reason == "proxy":
        return reason, f"the source's proxy: {said}"
    return reason, _WORDS.get(reason) or said or type(error).__name__


_BY_WORDS = (
    ("redirections", "redirects", "it redirects more than ten times"),
    ("HugeHeaders", "huge_headers", "its headers do not end"),
    ("ParseError", "broken_http", "its answer is no HTTP"),
    ("BadResponseVersion", "broken_http", "its answer is no HTTP"),
    ("_ChunkedTransfer", "broken_http", "its answer is no HTTP"),
)
_WORDS = {
    "too_large": "it is larger than 5 MB",
    "cut_short": "the answer ended before its end",
    "unreachable": "nothing answers there",
}
_BY_CLASS = {
    "DownloadTimeoutError": "timeout",
    "DownloadCancelledError": "too_large",
    "DownloadConnectionRefusedError": "unreachable",
    "CannotResolveHostError": "no_such_host",
    "DownloadFailedError": "unreachable",
    "ResponseDataLossError": "cut_short",
    "ProxyError": "proxy",
    "ProxyConnectionError": "proxy",
    "ProxyTimeoutError": "proxy",
    "TunnelError": "proxy",
}
