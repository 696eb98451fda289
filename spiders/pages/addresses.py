"""Addresses as they are kept: absolute, without session ids, the same however they were linked."""

import re
from collections.abc import Collection, Sequence
from urllib.parse import parse_qsl, quote, urljoin, urlsplit, urlunsplit

_SESSION = re.compile(
    r"(?i)^(?:phpsessid|jsessionid|aspsessionid\w*|oscsid|zenid)=|^(?:sid|s|session_?id)=(?:(?:\w:)?[0-9a-f]{16,})?$"
)
_PATH_SESSION = re.compile(r"(?i);(?:jsessionid|phpsessid)=[^/?;]*")
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_PORTS = {"http": ":80", "https": ":443"}


def canonical(
    base: str, link: str, *, fragment: bool = False, drop: Collection[str] = ()
) -> str | None:
    """*link* as an absolute http(s) address seen from *base*, or None when it is none.

    Session ids go, and the parameters named in *drop*; the order of the others stays; what is
    not ASCII is encoded; the fragment stays only when asked for, as in a permalink.
    """
    try:
        parts = urlsplit(urljoin(base, link.strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    host = name + (f":{port}" if port else "")
    path = _encoded(_PATH_SESSION.sub("", parts.path) or "/")
    query = _encoded(_query(parts.query, drop))
    end = parts.fragment if fragment else ""
    return urlunsplit((parts.scheme, host.removesuffix(_PORTS[parts.scheme]), path, query, end))


def _encoded(part: str) -> str:
    """*part* as it goes over the wire: `/práce` and `/pr%C3%A1ce` are one page."""
    return part if part.isascii() and " " not in part else quote(part, safe=_SAFE)


def _query(query: str, drop: Collection[str]) -> str:
    """The parameters that name the page; `&` and `;` both part them, as PHP boards write it."""
    kept = (
        part
        for part in re.split("[&;]", query.replace("&amp;", "&"))
        if part and not _SESSION.match(part) and part.partition("=")[0] not in drop
    )
    return "&".join(kept)


def same(address: str) -> str:
    """What two addresses of one page share: parameters sorted, no fragment."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query="&".join(sorted(parts.query.split("&"))), fragment=""))


def parameter(address: str, name: str) -> str | None:
    """The first value of the query parameter *name* in *address*, or None."""
    query = urlsplit(address).query.replace("&amp;", "&")
    return next((value for key, value in parse_qsl(query) if key == name), None)


def without(address: str, *names: str) -> str:
    """*address* less the query parameters called *names*."""
    return canonical(address, address, drop=names) or address


def distinct(addresses: Sequence[str]) -> list[str]:
    """*addresses* in their order, each page once."""
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(same(address), address)
    return list(found.values())
