"""A small board of our own on loopback that misbehaves in every way a crawl must bear."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

HTML = "text/html; charset=utf-8"


@dataclass
class Answer:
    """What one address answers; `fails` first requests get `fail_status` instead."""

    body: bytes = b""
    status: int = 200
    kind: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    fails: int = 0
    fail_status: int = 503
    fail_headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0


def page(inside: str, **data: str) -> bytes:
    """A page of the fixture board."""
    said = "".join(f' data-{key}="{value}"' for key, value in {"board": "plain", **data}.items())
    return f"<!doctype html><html><body{said}>{inside}</body></html>".encode()


def post(text: str, key: str | None = None, author: str = "ana", at: str = "") -> str:
    """One post of the fixture board."""
    named = f' data-key="{key}"' if key else ""
    when = f' data-at="{at}"' if at else ""
    return f'<article{named} data-author="{author}"{when}><p>{text}</p></article>'


def link(kind: str, href: str, last: str = "") -> str:
    """A link of the kind board, thread or next."""
    shown = f' data-last="{last}"' if last else ""
    return f'<a class="{kind}" href="{href}"{shown}>{kind}</a>'


def to(place: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": place})


class Board:
    """The server: `answers` by path with query; `asked` counts requests; both may change live."""

    def __init__(self, answers: Any) -> None:
        self.answers = dict(answers) if isinstance(answers, dict) else answers
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.times: list[float] = []
        self.headers: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def count(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(self.asked)

    def pages(self) -> list[str]:
        """The paths asked for, without robots.txt."""
        return [one for one in self.asked if one != "/robots.txt"]


def _handler(board: Board) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Quiet."""

        def do_GET(self) -> None:
            board.asked.append(self.path)
            board.times.append(time.monotonic())
            board.headers.append({k.lower(): v for k, v in self.headers.items()})
            board.agents.add(self.headers.get("User-Agent", ""))
            found = board.answers.get(self.path, Answer(b"not here", 404))
            answer = found if isinstance(found, Answer) else Answer(found)
            time.sleep(answer.wait)
            tag = answer.headers.get("ETag")
            if tag and self.headers.get("If-None-Match") == tag:
                answer = Answer(b"", 304, headers={"ETag": tag})
            if answer.fails > 0:
                answer.fails -= 1
                answer = Answer(b"busy", answer.fail_status, headers=answer.fail_headers)
            self._send(answer)

        def _send(self, answer: Answer) -> None:
            try:
                self.send_response_only(answer.status)
                for name, value in {"Content-Type": answer.kind, **answer.headers}.items():
                    if value:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    return Handler


def small_board(**more: Answer | bytes) -> dict[str, Answer | bytes]:
    """Two boards, three threads (one of two pages, one sticky in both), every link with a sid."""
    sid = "sid=0123456789abcdef0123456789abcdef"
    text = "We look for two people for the harvest, call us in the evening, number %d."
    return {
        "/": page(link("board", f"/b?b=1&{sid}") + link("board", f"/b?{sid}&b=2")),
        "/b?b=1": page(link("thread", f"/t?t=1&{sid}") + link("thread", "/t?t=3"), name="Work"),
        "/b?b=2": page(link("thread", "/t?t=2") + link("thread", f"/t?t=3&{sid}"), name="Abroad"),
        "/t?t=1": page(
            post(text % 1, "1") + post(text % 2, "2", "bo") + link("next", f"/t?t=1&start=2&{sid}"),
            thread="1",
        ),
        "/t?t=1&start=2": page(post(text % 3, "3"), thread="1"),
        "/t?t=2": page(post(text % 4, "4", at="2026-03-01T10:00:00+00:00"), thread="2"),
        "/t?t=3": page(post(text % 5, "5", "cy"), thread="3"),
        **more,
    }


def as_lines(raw: bytes) -> list[dict[str, Any]]:
    """JSON Lines as dicts."""
    return [json.loads(line) for line in raw.splitlines()]


@contextmanager
def board_site() -> Iterator[str]:
    """The demo's invented board on a free port: its address, for the command as people run it."""
    from dashboards.demo import server, sites

    with server.served([sites.Board()], [0]) as addresses:
        yield addresses[0]
