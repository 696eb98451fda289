"""Names become addresses once a crawl, and only public ones are ever connected to.

The check sits where the connection is made, so a name that answers differently the second time
(DNS rebinding), a number written as a name (0x7f.1) and a redirect all meet it.
"""

import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.internet.threads import deferToThread
from twisted.python.failure import Failure
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import is_public
from crawler.proxy import proxy_of

if TYPE_CHECKING:
    from twisted.internet.base import ReactorBase


class Private(Exception):
    """The name leads to an address that is not public."""


class Names:
    """The addresses of hosts, each looked up once and then kept for the crawl."""

    def __init__(self) -> None:
        self.known: dict[str, tuple[str, ...]] = {}

    def find(self, host: str, *, private: bool) -> tuple[str, ...]:
        """The numeric addresses of *host*; blocks. Raises Private, and OSError when there is none."""
        if host not in self.known:
            self.known[host] = _look_up(host)
        addresses = self.known[host]
        if not private and not all(is_public(one) for one in addresses):
            raise Private(host)
        return addresses


def _look_up(host: str) -> tuple[str, ...]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


@implementer(IHostResolution)
class _Resolution:
    """A look-up under way, as Twisted wants it."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: the thread ends by itself."""


@implementer(IHostnameResolver)
class CheckedResolver:
    """Scrapy's TWISTED_DNS_RESOLVER: gives the addresses that were checked, and no others."""

    def __init__(self, process: Any, reactor: "ReactorBase") -> None:
        self.process, self.reactor, self.names = process, reactor, Names()

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: "ReactorBase") -> "CheckedResolver":
        """Scrapy hands over its process as *crawler*."""
        return cls(crawler, reactor)

    def install_on_reactor(self) -> None:
        """Every connection of this process asks us from now on."""
        self.reactor.installNameResolver(self)  # type: ignore[arg-type]

    def private(self, host: str) -> bool:
        """Whether this process may connect to *host* at a private address: every crawl of it may,
        or *host* is where a source's proxy is."""
        settings = [one.settings for one in self.process.crawlers] or [self.process.settings]
        proxies = (proxy_of(one.spidercls) for one in self.process.crawlers)
        if any(one.host == host for one in proxies if one):
            return True
        return all(one.getbool("OFFERWATCH_ALLOW_PRIVATE") for one in settings)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,
        transportSemantics: str = "TCP",
    ) -> _Resolution:
        """Tell the receiver each checked address of *hostName*; none when it has none we may use."""
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        found = deferToThread(self.names.find, hostName, private=self.private(hostName))
        found.addErrback(_none).addCallback(_tell, resolutionReceiver, portNumber)
        return resolution


def shared_names() -> Names | None:
    """The memory of names of this process's resolver: what was checked is what is connected to."""
    from twisted.internet import reactor

    resolver = getattr(reactor, "nameResolver", None)
    return resolver.names if isinstance(resolver, CheckedResolver) else None


def _none(failure: Failure) -> tuple[str, ...]:
    failure.trap(OSError, Private, UnicodeError)  # type: ignore[no-untyped-call]
    return ()


def _tell(addresses: tuple[str, ...], receiver: Any, port: int) -> None:
    for one in addresses:
        kind = IPv6Address if ":" in one else IPv4Address
        receiver.addressResolved(kind("TCP", one, port))
    receiver.resolutionComplete()
