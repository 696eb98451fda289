"""Where the crawl of a source may go: its hosts, each on its own ports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

_DEFAULT = {"http": 80, "https": 443}
_PLAIN = frozenset(_DEFAULT.values())


@dataclass(frozen=True)
class Allowed:
    """The ports that may be asked, by host in lower case."""

    ports: Mapping[str, frozenset[int]]

    @classmethod
    def of(cls, source: Any) -> "Allowed":
        """What *source* allows: its `start` addresses and its `hosts`, which may name a port."""
        found: dict[str, set[int]] = {}
        starts = [urlsplit(one) for one in source.start]
        for parts in starts:
            found.setdefault((parts.hostname or "").lower(), set(_PLAIN)).add(port_of(parts))
        for parts in map(_host, source.hosts):
            own = {parts.port} if parts.port else _PLAIN | {port_of(one) for one in starts}
            found.setdefault((parts.hostname or "").lower(), set()).update(own)
        return cls({host: frozenset(some) for host, some in found.items()})

    def reason(self, parts: SplitResult) -> str | None:
        """`host` or `port`, whichever forbids the address; None when it may be asked."""
        ports = self.ports.get((parts.hostname or "").lower())
        if ports is None:
            return "host"
        return None if port_of(parts) in ports else "port"


def port_of(parts: SplitResult) -> int:
    """The port of an address; 0, which no source has, when it names none that is one."""
    try:
        return parts.port or _DEFAULT.get(parts.scheme, 0)
    except ValueError:
        return 0


def _host(named: str) -> SplitResult:
    bare = named.count(":") > 1 and not named.startswith("[")
    return urlsplit(f"//[{named}]" if bare else f"//{named}")
