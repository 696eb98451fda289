"""Serves a captured site (a folder with index.json and its pages) from memory, as fast as Python can.

Each answer leaves in one write, so that no delayed acknowledgement is measured in place of the crawl.
"""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Process, Queue
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SESSION = {"sid", "PHPSESSID", "lang"}


@contextmanager
def served(capture: Path) -> Iterator[str]:
    """The address the capture answers on, in a process of its own."""
    told: Queue[str] = Queue()
    process = Process(target=_serve, args=(capture, told), daemon=True)
    process.start()
    try:
        yield told.get(timeout=30)
    finally:
        process.terminate()
        process.join()


def _serve(capture: Path, told: "Queue[str]") -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    address = f"127.0.0.1:{server.server_port}"
    _Answers.pages = _pages(capture, address)
    told.put(f"http://{address}/")
    server.serve_forever()


def _pages(capture: Path, address: str) -> dict[str, bytes]:
    """Whole answers, head and all, by address without session ids."""
    index = json.loads((capture / "index.json").read_text())
    old = urlsplit(index["base_url"]).netloc
    return {
        _key(url): _answer(page, _body(capture, page), old, address)
        for url, page in index["urls"].items()
    }


def _body(capture: Path, page: dict[str, Any]) -> bytes:
    path = capture / page["file"] if page.get("file") else None
    if path is None:
        return b""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _answer(page: dict[str, Any], body: bytes, old: str, new: str) -> bytes:
    body = body.replace(old.encode(), new.encode())
    place = f"Location: {page['location'].replace(old, new)}\r\n" if page.get("location") else ""
    kind = page["content_type"] or "text/html"
    head = (
        f"HTTP/1.1 {page['status']} OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    )
    return f"{head}{place}\r\n".encode() + body


def _key(url: str) -> str:
    parts = urlsplit(url)
    pairs = (pair for pair in re.split("[&;]", parts.query) if pair)
    return (
        unquote(parts.path or "/")
        + "?"
        + unquote("&".join(sorted(pair for pair in pairs if pair.split("=")[0] not in SESSION)))
    )


class _Answers(BaseHTTPRequestHandler):
    pages: dict[str, bytes] = {}  # noqa: RUF012
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        missing = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n"
        self.wfile.write(self.pages.get(_key(self.path), missing))

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
