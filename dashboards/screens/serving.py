"""Serves the screens: a socket that says clearly why it cannot be had, and a server in a thread."""

import errno
import signal
import socket
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from threading import Event, Thread
from types import FrameType

import uvicorn

from crawler.failure import Failure
from crawler.home import Home
from dashboards.screens.app import create_app

_WHY = {
    errno.EADDRINUSE: "the port is taken; choose another with --port",
    errno.EACCES: "ports below 1024 need rights; choose another with --port",
    errno.EADDRNOTAVAIL: "this machine has no such address; choose another with --host",
}


def listen(host: str, port: int) -> socket.socket:
    """A listening socket at *host*:*port* (0: any free port); Failure says why there is none."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=128)
    except OSError as error:
        why = _WHY.get(error.errno or 0, error.strerror or str(error))
        raise Failure(f"cannot serve at {host}:{port}: {why}") from error


def address(sock: socket.socket) -> str:
    """The web address of a listening socket."""
    host, port = sock.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def exposed(host: str) -> bool:
    """Whether others than this machine can reach *host*."""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"


def no_login(host: str) -> str:
    """What is said when others than this machine can reach the page."""
    return f"There is no login: whoever reaches {host} reads the queue; see docs/operating.md."


class Screens:
    """The screens of one home, served from a thread until stopped; *ended* is told when they end."""

    def __init__(
        self,
        home: Home,
        sock: socket.socket,
        hosts: Sequence[str] = (),
        by: str | None = None,
        ended: Callable[[], None] = lambda: None,
    ) -> None:
        app = create_app(home, hosts, by)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False,
            timeout_graceful_shutdown=3,
        )  # fmt: skip
        self._server, self._sock, self._ended = uvicorn.Server(config), sock, ended
        self._thread = Thread(target=self._run, name="screens", daemon=True)

    def start(self) -> None:
        """Begin to serve."""
        self._thread.start()

    def stop(self) -> None:
        """Answer what was asked, then end."""
        self._server.should_exit = True
        self._thread.join()
        self._sock.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._sock])
        finally:
            self._ended()


def serve_until_stopped(
    home: Home, sock: socket.socket, hosts: Sequence[str] = (), by: str | None = None
) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = Event()

    def end(_: int, __: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    screens = Screens(home, sock, hosts, by, stop.set)
    screens.start()
    stop.wait()
    screens.stop()
