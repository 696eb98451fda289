"""A server of our own that is not polite: every answer here is made to break, trap or use a crawl.

It listens at several addresses of this machine, which stand for the hosts of a network, and keeps a
log of all that was asked of each: what is not in the log was never reached.
"""

import gzip
import itertools
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

import brotli
from scrapy.utils import _compression

Say = Callable[[socket.socket], None]
MB = 1024 * 1024


@dataclass
class Asked:
    """One request: where and when it came in, and its head and body."""

    at: str
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    when: float


class Hostile:
    """The server on *hosts* (one port for all): `answers` by path; by "*" what is not there."""

    def __init__(self, answers: dict[str, Any], hosts: tuple[str, ...] = ("127.0.0.1",)) -> None:
        self.answers, self.log = answers, list[Asked]()
        first = _listener(self, hosts[0], 0)
        self.port = first.server_address[1]
        self.servers = [first, *(_listener(self, host, self.port) for host in hosts[1:])]
        self.threads = [
            threading.Thread(target=one.serve_forever, args=(0.02,)) for one in self.servers
        ]

    def __enter__(self) -> Self:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server, thread in zip(self.servers, self.threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()

    def paths(self, at: str = "127.0.0.1") -> list[str]:
        """The paths asked of one address, without robots.txt."""
        return [one.path for one in self.log if one.at == at and one.path != "/robots.txt"]


def _listener(hostile: Hostile, host: str, port: int) -> socketserver.ThreadingTCPServer:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.connection.settimeout(60)
            try:
                while (asked := _read(self.rfile, host)) is not None:
                    hostile.log.append(asked)
                    say = hostile.answers.get(asked.path, hostile.answers.get("*"))
                    if say is None:
                        say = http(b"nothing here", status="404 Not Found")
                    if callable(say) and getattr(say, "wants_request", False):
                        say = say(asked)
                    if isinstance(say, bytes):
                        say = http(say)
                    say(self.connection)
                    if getattr(say, "ends", True):
                        return
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        request_queue_size = 64

    return Server((host, port), Handler)


def _read(stream: Any, at: str) -> Asked | None:
    first = stream.readline(65536).split()
    if len(first) < 2:
        return None
    headers = {}
    while (line := stream.readline(65536)) not in (b"\r\n", b"\n", b""):
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Asked(
        at, first[0].decode("latin-1"), first[1].decode("latin-1"), headers, body, time.monotonic()
    )


def http(
    body: bytes,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    headers: tuple[str, ...] = (),
) -> Say:
    """A whole answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    head += [f"Content-Length: {len(body)}", "Connection: close"]
    return raw("\r\n".join(head).encode() + b"\r\n\r\n" + body)


def raw(data: bytes) -> Say:
    """Exactly these bytes, then the end."""

    def say(connection: socket.socket) -> None:
        connection.sendall(data)

    return say


def to(place: str, status: str = "302 Found") -> Say:
    """A redirect."""
    return http(b"", status=status, headers=(f"Location: {place}",))


def encoded(body: bytes, encoding: str, **said: Any) -> Say:
    """An answer whose body is already encoded as it says."""
    return http(body, headers=(f"Content-Encoding: {encoding}",), **said)


def flood(head: str, piece: bytes, times: int) -> Say:
    """A head, then *piece* over and over: a body larger than anyone wants."""

    def say(connection: socket.socket) -> None:
        connection.sendall(head.replace("\n", "\r\n").encode())
        for _ in range(times):
            connection.sendall(piece)

    return say


def drip(head: bytes, piece: bytes, pause: float = 0.5, times: int = 200) -> Say:
    """A few bytes now and then, for ever."""

    def say(connection: socket.socket) -> None:
        connection.sendall(head)
        for _ in range(times):
            connection.sendall(piece)
            time.sleep(pause)

    return say


def bombs(size: int = 40 * MB) -> dict[str, Say]:
    """A small body in every encoding that unfolds to *size*."""
    zeros = b"<p>" * (size // 3)
    deflated = zlib.compress(zeros, 9)
    found = {
        "gzip": gzip.compress(zeros, 9),
        "deflate": deflated,
        "br": brotli.compress(zeros, quality=3),
        "zstd": _compression.zstd.compress(zeros),
    }
    told = {name: encoded(body, name) for name, body in found.items()}
    twice = gzip.compress(found["gzip"])
    return told | {"gzip, gzip": encoded(twice, "gzip, gzip")}


def growing(make: Callable[[int], bytes]) -> Callable[[Asked], Say]:
    """Another page each time it is asked for: a site without end."""
    numbers = itertools.count(1)

    def answer(_: Asked) -> Say:
        return http(make(next(numbers)))

    answer.wants_request = True  # type: ignore[attr-defined]
    return answer
