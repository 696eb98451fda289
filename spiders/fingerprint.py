"""Two requests are the same when only a session id parts them."""

import hashlib

from scrapy import Request

from spiders.pages.addresses import canonical, same


class Fingerprinter:
    """Scrapy's REQUEST_FINGERPRINTER_CLASS; redirects pass it too."""

    def fingerprint(self, request: Request) -> bytes:
        """A digest of the method and the canonical address."""
        address = same(canonical(request.url, request.url) or request.url)
        return hashlib.sha1(f"{request.method} {address}".encode()).digest()
