"""Compressed answers, of which none grows beyond what a page may be."""

import zlib

import brotli  # type: ignore[import-untyped]
from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils import _compression

from crawler.manners import Refused

_ZSTD = _compression.zstd.ZstdError  # type: ignore[attr-defined]
_BROKEN = (zlib.error, brotli.error, _ZSTD, EOFError, OSError, ValueError)


class Decompression(HttpCompressionMiddleware):
    """Scrapy's, with a name for what it refuses."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The answer decompressed; raises Refused when it is a bomb, or broken."""
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            why = f"{request.url} is larger than a page may be once decompressed"
            raise Refused("compressed_bomb", why) from error
        except _BROKEN as error:
            why = f"{request.url} says it is compressed and is not"
            raise Refused("broken_encoding", why) from error
