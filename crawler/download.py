"""Scrapy's own HTTP client, with a bound on headers and a way through a source's proxy."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from python_socks import ProxyType
from python_socks.async_.asyncio import Proxy as Socks
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import wrapClientTLS
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.protocol import Factory, Protocol
from twisted.python.failure import Failure
from twisted.web._newclient import BODY
from twisted.web.client import URI, Agent
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.proxy import Proxy, proxy_of
from crawler.resolver import Names, shared_names

LARGEST_HEAD = 256 * 1024  # bytes; Twisted reads headers for as long as they come
_KINDS = {"socks4": ProxyType.SOCKS4, "socks5": ProxyType.SOCKS5, "socks5h": ProxyType.SOCKS5}
_TALKATIVE = (  # they tell of each refusal what is counted and said once at the end
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
)


class HugeHeaders(Exception):
    """The headers of an answer do not end."""


class _Bounded(_LenientHTTP11ClientProtocol):
    head = 0

    def request(self, request: Any) -> Any:
        self.head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:
        if self._parser is not None and self._parser.state != BODY:
            self.head += len(data)
        if self.head > LARGEST_HEAD:
            self._giveUp(Failure(HugeHeaders()))  # type: ignore[no-untyped-call]
        else:
            super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Bounded:
        return _Bounded(self._quiescentCallback)  # type: ignore[no-untyped-call]


class Handler(HTTP11DownloadHandler):
    """Scrapy's DOWNLOAD_HANDLERS entry for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory
        self.proxy = proxy_of(crawler.spidercls)
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.ERROR)

    async def download_request(self, request: Request) -> Response:
        """The answer; where the source has a proxy, nothing goes past it."""
        if self.proxy is None:
            return await super().download_request(request)
        if self.proxy.is_socks:
            return await self._through_socks(request, self.proxy)
        request = request.replace(meta={**request.meta, "proxy": self.proxy.address})
        if self.proxy.credentials:
            request.headers["Proxy-Authorization"] = self.proxy.credentials
        return await super().download_request(request)

    async def _through_socks(self, request: Request, proxy: Proxy) -> Response:
        agent = _SocksAgent(
            contextFactory=self._contextFactory,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        agent.proxy = proxy
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


class _SocksAgent(_ScrapyAgent):
    proxy: Proxy

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        from twisted.internet import reactor

        ways = _Ways(self.proxy, self._contextFactory, timeout)
        return Agent.usingEndpointFactory(reactor, ways, self._pool)  # type: ignore[no-untyped-call, no-any-return]


@implementer(IAgentEndpointFactory)
class _Ways:
    """From an address to a way through the proxy, with TLS inside it for https."""

    def __init__(self, proxy: Proxy, certificates: Any, timeout: float) -> None:
        self.proxy, self.certificates, self.timeout = proxy, certificates, timeout

    def endpointForURI(self, uri: URI) -> Any:
        way = _Way(self.proxy, uri.host.decode("ascii"), uri.port, self.timeout)
        if uri.scheme != b"https":
            return way
        within = self.certificates.creatorForNetloc(uri.host, uri.port)
        return wrapClientTLS(within, way)  # type: ignore[arg-type]


@implementer(IStreamClientEndpoint)
class _Way:
    """One connection through a SOCKS proxy."""

    def __init__(self, proxy: Proxy, host: str, port: int, timeout: float) -> None:
        self.proxy, self.host, self.port, self.timeout = proxy, host, port, timeout

    def connect(self, protocolFactory: Factory) -> "Deferred[Protocol]":
        return Deferred.fromFuture(asyncio.ensure_future(self._connect(protocolFactory)))

    async def _connect(self, factory: Factory) -> Protocol:
        from twisted.internet import reactor

        names = shared_names() or Names()
        known = names.known.get(self.host, ()) if self.proxy.asks_here(self.host) else ()
        proxy = Socks(
            _KINDS[self.proxy.scheme], self.proxy.host, self.proxy.port,
            self.proxy.username or None, self.proxy.password or None, rdns=True,
        )  # fmt: skip
        sock = await proxy.connect(next(iter(known), self.host), self.port, timeout=self.timeout)
        made: list[Protocol] = []
        with sock:
            catching = _Catching(factory, made.append)
            reactor.adoptStreamConnection(sock.fileno(), sock.family, catching)
        return made[0]


class _Catching(Factory):
    """Tells which protocol a factory built."""

    noisy = False

    def __init__(self, factory: Factory, tell: Callable[[Protocol], None]) -> None:
        self.factory, self.tell = factory, tell

    def buildProtocol(self, addr: Any) -> Protocol:
        protocol: Any = self.factory.buildProtocol(addr)
        self.tell(protocol)
        return protocol  # type: ignore[no-any-return]
