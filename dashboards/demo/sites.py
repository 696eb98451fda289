"""The invented board and job site as pages: data in, HTML out; nothing here is anybody's own text."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import yaml
from jinja2 import Environment, FileSystemLoader, select_autoescape

from crawler.config import duration

HERE = Path(__file__).parent
A_PAGE = 5
ROBOTS = "User-agent: *\nDisallow: /posting.php\n"


@dataclass(frozen=True)
class Answer:
    """What a site answers: a status, a media type, a body."""

    status: int
    kind: str
    body: str


class Site:
    """One invented site; `answer` is pure, so any server can serve it."""

    data = ""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = (now or datetime.now(UTC)).replace(second=0, microsecond=0)
        folder = FileSystemLoader(HERE / "templates")
        self._pages = Environment(loader=folder, autoescape=select_autoescape())

    @cached_property
    def said(self) -> Any:
        """What the data file says."""
        return yaml.safe_load((HERE / "data" / self.data).read_text(encoding="utf-8"))

    def answer(self, target: str) -> Answer:
        """The answer to a GET of *target*, a path with its query."""
        parts = urlsplit(target)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/robots.txt":
            return Answer(200, "text/plain", ROBOTS)
        for path, page in self.routes().items():
            if parts.path == path and (body := page(asked)) is not None:
                return Answer(200, "text/html", body)
        return Answer(404, "text/html", self.render("missing.html"))

    def routes(self) -> dict[str, Callable[[dict[str, str]], str | None]]:
        """The pages by path; a page that is not there is None."""
        raise NotImplementedError

    def render(self, name: str, **said: Any) -> str:
        """A template, filled."""
        return self._pages.get_template(name).render(site=self.said, **said)

    def since(self, ago: str) -> datetime:
        """A moment *ago* (`3h`, `2d`) before this site's own now."""
        moment: datetime = self.now - duration(ago)
        return moment


class Board(Site):
    """A board in the markup of phpBB 3."""

    data = "board.yml"

    def routes(self) -> dict[str, Callable[[dict[str, str]], str | None]]:
        """Index, boards and threads."""
        return {
            "/": self._index, "/index.php": self._index,
            "/viewforum.php": self._forum, "/viewtopic.php": self._topic,
        }  # fmt: skip

    @cached_property
    def threads(self) -> list[dict[str, Any]]:
        """Threads and posts, numbered in the order of the data file."""
        number, threads = 0, []
        for t, thread in enumerate(self.said["threads"], 1):
            posts = []
            for post in thread["posts"]:
                number += 1
                posts.append({"quote": None, **post, "id": number, "at": self.since(post["ago"])})
            threads.append({**thread, "id": t, "posts": posts, "last": posts[-1]})
        return threads

    def _index(self, _: dict[str, str]) -> str:
        return self.render("board_index.html", boards=self.said["boards"])

    def _forum(self, asked: dict[str, str]) -> str | None:
        board = self._board(asked.get("f", ""))
        if board is None:
            return None
        threads = [one for one in self.threads if one["board"] == board["id"]]
        threads.sort(key=lambda one: one["last"]["at"], reverse=True)
        return self.render("board_forum.html", board=board, threads=threads)

    def _topic(self, asked: dict[str, str]) -> str | None:
        thread, start = self._found(asked)
        if thread is None or start >= len(thread["posts"]):
            return None
        return self.render(
            "board_topic.html", thread=thread, board=self._board(str(thread["board"])),
            posts=thread["posts"][start : start + A_PAGE], start=start, size=A_PAGE,
        )  # fmt: skip

    def _found(self, asked: dict[str, str]) -> tuple[dict[str, Any] | None, int]:
        """The thread and the place its page begins: by thread and start, or by post."""
        if post := asked.get("p"):
            for thread in self.threads:
                for at, one in enumerate(thread["posts"]):
                    if str(one["id"]) == post:
                        return thread, at - at % A_PAGE
        start = int(asked["start"]) if asked.get("start", "").isdecimal() else 0
        return next((one for one in self.threads if str(one["id"]) == asked.get("t")), None), start

    def _board(self, number: str) -> dict[str, Any] | None:
        return next((one for one in self.said["boards"] if str(one["id"]) == number), None)


class Jobs(Site):
    """A job site whose ads carry schema.org JobPosting."""

    data = "jobs.yml"

    def routes(self) -> dict[str, Callable[[dict[str, str]], str | None]]:
        """The list and the ads."""
        ads = {f"/job/{n}": self._ad(n) for n in range(1, len(self.said["ads"]) + 1)}
        return {"/": self._list, **ads}

    def _list(self, _: dict[str, str]) -> str:
        ads = list(enumerate(self.said["ads"], 1))
        items = [{"@type": "ListItem", "position": n, "url": f"/job/{n}"} for n, _ in ads]
        listed = {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}
        return self.render("jobs_list.html", ads=ads, linked=json.dumps(listed))

    def _ad(self, n: int) -> Callable[[dict[str, str]], str | None]:
        ad = self.said["ads"][n - 1]
        return lambda _: self.render("jobs_ad.html", ad=ad, n=n, linked=json.dumps(self.posting(n)))

    def posting(self, n: int) -> dict[str, Any]:
        """Ad *n* as schema.org JobPosting."""
        ad = self.said["ads"][n - 1]
        amount, currency, unit = ad["pay"]
        worth = {"@type": "QuantitativeValue", "value": amount, "unitText": unit}
        place = {"addressLocality": ad["place"], "addressCountry": ad["country"]}
        return {
            "@context": "https://schema.org",
            "@type": "JobPosting",
            "identifier": {"@type": "PropertyValue", "name": self.said["name"], "value": str(n)},
            "title": ad["title"],
            "description": f"<p>{ad['text']}</p>",
            "datePosted": f"{self.since(ad['ago']):%Y-%m-%dT%H:%M:%SZ}",
            "hiringOrganization": {"@type": "Organization", "name": ad["company"]},
            "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", **place}},
            "baseSalary": {"@type": "MonetaryAmount", "currency": currency, "value": worth},
        }
