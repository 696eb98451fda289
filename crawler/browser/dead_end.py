"""Where the browser's own traffic ends: a proxy that refuses all it is asked, and counts it."""

import asyncio
import re
import socket

from scrapy.crawler import Crawler

from crawler.manners import count_refusal

_OWN = re.compile(rb"\w+ (?:http://)?[\w.-]+\.(?:googleapis|google|gvt1)\.com[:/]")  # its updates


class DeadEnd:
    """A port of this machine that answers every request with 403."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.server: asyncio.Server | None = None

    async def open(self) -> None:
        """Begin to refuse."""
        self.server = await asyncio.start_server(self._refuse, sock=self.socket, limit=8192)

    async def close(self) -> None:
        """Let go of the port."""
        if self.server:
            self.server.close()
        self.socket.close()

    async def _refuse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            line = await asyncio.wait_for(reader.readline(), 5)
            if line and not _OWN.match(line):
                count_refusal(self.crawler, "browser", f"a page tried by itself: {_asked(line)}")
            writer.write(
                b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            )
            await writer.drain()
        except (TimeoutError, OSError, ValueError):
            pass
        finally:
            writer.close()


def _asked(line: bytes) -> str:
    return " ".join(line.decode("latin-1").split()[:2])[:200]
