"""The proxy a source is reached through, and which names may be handed to it."""

import ipaddress
import socket
import unicodedata
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

SCHEMES = ("socks5", "socks5h", "socks4", "http")
HIDDEN = (".onion", ".i2p")  # networks of their own: DNS must not be asked for their names
_LOCAL = (
    ".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".home", ".home.arpa",
    ".corp", ".private", ".arpa",
)  # fmt: skip


@dataclass(frozen=True)
class Proxy:
    """A proxy's address; what it is told to let us in is never shown."""

    scheme: str
    host: str
    port: int
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def is_socks(self) -> bool:
        """Whether it speaks SOCKS rather than HTTP."""
        return self.scheme.startswith("socks")

    @property
    def address(self) -> str:
        """Where it is, without credentials."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def credentials(self) -> str:
        """The value of a Proxy-Authorization header, or "" when there is none to send."""
        if not self.username:
            return ""
        return "Basic " + b64encode(f"{self.username}:{self.password}".encode()).decode()

    def asks_here(self, host: str) -> bool:
        """Whether the name *host* is looked up on this side before it is handed over."""
        return self.scheme != "socks5h" and not is_hidden(host)


def read_proxy(text: str) -> Proxy:
    """The proxy *text* describes; ValueError, which never repeats it, when it describes none."""
    try:
        parts = urlsplit(text.strip())
        port = parts.port
    except ValueError:
        port = None
    if port is None or parts.scheme not in SCHEMES or not parts.hostname or parts.path.strip("/"):
        known = ", ".join(f"{one}://" for one in SCHEMES)
        raise ValueError(f"is no proxy; write it as socks5://127.0.0.1:9050, with one of {known}")
    said = (unquote(one or "") for one in (parts.username, parts.password))
    return Proxy(parts.scheme, parts.hostname, port, *said)


def proxy_of(spider: Any) -> Proxy | None:
    """The proxy of a spider's source (or of the class of one); None when it goes by itself."""
    return getattr(getattr(spider, "source", None), "via", None)


def is_hidden(host: str) -> bool:
    """Whether *host* is a name of a hidden service."""
    return _plain(host).endswith(HIDDEN)


def is_local(host: str) -> bool:
    """Whether the name *host* means something only inside a network, whatever DNS says of it."""
    name = _plain(host)
    return numeric(name) is None and ("." not in name or name.endswith(_LOCAL))


def numeric(host: str) -> str | None:
    """The address that *host* spells in any form a resolver takes (127.1, 0x7f000001); else None."""
    name = _plain(host)
    try:
        return str(ipaddress.ip_address(name.partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(name)) if name[:1].isdigit() else None
    except OSError:
        return None


def _plain(host: str) -> str:
    return unicodedata.normalize("NFKC", host).replace("。", ".").rstrip(".").lower()
