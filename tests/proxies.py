"""A SOCKS5 and an HTTP proxy of our own on loopback; each logs what it was asked to reach."""

import base64
import contextlib
import ipaddress
import selectors
import socket
import socketserver
import threading
from typing import Any, Self
from urllib.parse import urlsplit


class Proxy:
    """A proxy on a free port. `knows` are the names it can reach, with their addresses and ports;
    `asked` is what it was handed, as it was handed."""

    scheme = ""

    def __init__(self, knows: dict[str, tuple[str, int]], login: str = "") -> None:
        self.knows, self.login = knows, login
        self.asked: list[tuple[str, int]] = []
        self.refused = 0
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    proxy.serve(self.connection, self.rfile)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def serve(self, client: socket.socket, stream: Any) -> None:
        """One connection."""
        raise NotImplementedError

    def reach(self, host: str, port: int) -> socket.socket | None:
        """A connection to where *host* is; None when it is not known here."""
        self.asked.append((host, port))
        place = self.knows.get(host)
        return socket.create_connection(place, timeout=20) if place else None


class Socks5(Proxy):
    """RFC 1928 and 1929, CONNECT only."""

    def serve(self, client: socket.socket, stream: Any) -> None:
        _, methods = stream.read(2)
        offered = stream.read(methods)
        wanted = 2 if self.login else 0
        if wanted not in offered:
            client.sendall(b"\x05\xff")
            return
        client.sendall(bytes((5, wanted)))
        if self.login and not self._let_in(client, stream):
            return
        stream.read(3)
        there = self.reach(*_target(stream))
        client.sendall(bytes((5, 0 if there else 4, 0, 1, 0, 0, 0, 0, 0, 0)))
        if there:
            pump(client, there)

    def _let_in(self, client: socket.socket, stream: Any) -> bool:
        stream.read(1)
        said = ":".join(stream.read(stream.read(1)[0]).decode() for _ in range(2))
        self.refused += said != self.login
        client.sendall(b"\x01\x00" if said == self.login else b"\x01\x01")
        return said == self.login


def _target(stream: Any) -> tuple[str, int]:
    kind = stream.read(1)[0]
    if kind == 3:
        host = stream.read(stream.read(1)[0]).decode()
    else:
        host = str(ipaddress.ip_address(stream.read(4 if kind == 1 else 16)))
    return host, int.from_bytes(stream.read(2), "big")


class Http(Proxy):
    """Absolute addresses for http, CONNECT for https."""

    def serve(self, client: socket.socket, stream: Any) -> None:
        head = []
        while (line := stream.readline()).strip():
            head.append(line)
        expected = b"Basic " + base64.b64encode(self.login.encode())
        if self.login and not any(expected in line for line in head):
            self.refused += 1
            client.sendall(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
            )
            return
        method, target, _ = head[0].split()
        parts = urlsplit(b"//" + target if method == b"CONNECT" else target)
        there = self.reach((parts.hostname or b"").decode(), parts.port or 80)
        if there is None:
            client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        if method == b"CONNECT":
            client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            dropped = (b"proxy-", b"connection:")
            kept = [line for line in head[1:] if not line.lower().startswith(dropped)]
            kept.append(b"Connection: close\r\n")
            path = parts.path + (b"?" + parts.query if parts.query else b"")
            there.sendall(b"".join([b"GET " + path + b" HTTP/1.1\r\n", *kept, b"\r\n"]))
        pump(client, there)


def pump(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until a side is done."""
    with other, selectors.DefaultSelector() as ready:
        ready.register(one, selectors.EVENT_READ, other)
        ready.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in ready.select(timeout=30):
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
