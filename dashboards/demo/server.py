"""Serves the invented sites on loopback, each on a port of its own, until the demo ends."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from dashboards.demo.sites import Site

log = logging.getLogger(__name__)


@contextmanager
def served(sites: Sequence[Site], ports: Sequence[int]) -> Iterator[list[str]]:
    """Serve *sites* on 127.0.0.1; their addresses, in order. A port that is taken gives way to a free one.

    The same ports as last time keep the posts' ids, for a port is part of a site's name.
    """
    with ExitStack() as stack:
        yield [
            stack.enter_context(_one(site, port)) for site, port in zip(sites, ports, strict=True)
        ]


@contextmanager
def _one(site: Site, port: int) -> Iterator[str]:
    handler = type("Answers", (_Answers,), {"site": site})
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answers(BaseHTTPRequestHandler):
    """GET and nothing else."""

    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer from the site's data."""
        answer = self.site.answer(self.path)
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Requests go to the log, not to the terminal."""
        log.debug(format, *args)
