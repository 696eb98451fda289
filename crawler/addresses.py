"""Which network addresses a crawl may talk to: public ones."""

import ipaddress

_TRANSLATED = (
    ipaddress.IPv6Network("64:ff9b::/96"),
    ipaddress.IPv6Network("64:ff9b:1::/48"),
)


def is_public(address: str) -> bool:
    """Whether the numeric *address* (IPv4 or IPv6) is one of the open internet.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is as public as both.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        return _open(found) and all(_open(one) for one in _carried(found))
    return _open(found)


def _open(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None
    return mapped or (found.is_global and not found.is_multicast)


def _carried(found: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    inside = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if any(found in network for network in _TRANSLATED):
        inside.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    if int(found) >> 32 == 0:
        inside.append(ipaddress.IPv4Address(int(found)))
    return [one for one in inside if one is not None]
