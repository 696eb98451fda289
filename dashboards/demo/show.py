"""The demo from beginning to end: serve, crawl, mail, print the queue."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.text import Text

from crawler.config import HomeError
from crawler.failure import Failure
from crawler.home import CONFIG, Home, make_home
from dashboards import offers
from dashboards.alerts.deliver import alert
from dashboards.demo.sites import Board, Jobs
from dashboards.reasons import explain
from dashboards.screens import queue
from dashboards.screens.cards import card
from index.rows import Rows

PORTS = (8181, 8182)
NAMES = ("harbour-board", "quayside-jobs")
_MARK = "# Made by `offerwatch demo`."
_SETTINGS = """\
{mark}
[index]
address = "{index}"
name = "demo-offerwatch"

[crawl]
contact = "mailto:demo@watch.example"
delay = 0.0

[[people]]
name = "Demo analyst"
email = "analyst@watch.example"
roles = ["analyst", "operator", "child"]
"""
_SOURCE = """\
start: "{address}"
allow_private: true
delay: 0
"""


@contextmanager
def demo_home(named: Path | None, index: str) -> Iterator[Home]:
    """A home of the demo's own: *named*, or a folder that goes when the demo ends.

    Raises HomeError when *named* is a home the demo did not make.
    """
    if named is not None:
        yield _furnished(named.absolute(), index)
        return
    with tempfile.TemporaryDirectory(prefix="offerwatch-demo-") as folder:
        yield _furnished(Path(folder), index)


def _furnished(root: Path, index: str) -> Home:
    settings = root / CONFIG
    mine = settings.exists() and settings.read_text(encoding="utf-8").startswith(_MARK)
    if settings.exists() and not mine:
        raise HomeError(f"{root}: a home of yours; the demo needs another folder (--home)")
    try:
        root.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS.format(mark=_MARK, index=index), encoding="utf-8")
    except OSError as error:
        raise HomeError(f"{root}: cannot be written: {error.strerror}; choose another") from error
    return make_home(root)


def crawl(home: Home, addresses: list[str]) -> None:
    """Crawl the invented sites side by side, each in a process of its own, as the daemon does."""
    crawls = []
    for name, address in zip(NAMES, addresses, strict=True):
        (home.sources / f"{name}.yml").write_text(_SOURCE.format(address=address))
        command = [sys.executable, "-m", "offerwatch", "crawl", name, "--home", str(home.root)]
        crawls.append((name, _start(command)))
    for name, child in crawls:
        said, trouble = child.communicate()
        if child.returncode:
            raise Failure(f"{name}: the crawl failed:\n{(trouble or said).strip()[-2000:]}")


def _start(command: list[str]) -> subprocess.Popen[str]:
    environ = os.environ | {"COLUMNS": "100"}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environ
    )


def sites() -> list[Board | Jobs]:
    """The invented sites, in the order of NAMES."""
    return [Board(), Jobs()]


def mail(home: Home) -> list[Path]:
    """Mail what is new into a folder of the home; the mails."""
    alert(home, "folder")
    return sorted(home.data.rglob("*.eml"))


def print_queue(home: Home, out: Console, most: int = 8) -> None:
    """The first items of the queue, with the words and the reasons, on a terminal."""
    with closing(Rows(home.rows)) as rows:
        counts, found = queue.counts(rows), queue.read(rows, "queue")
    out.print(f"\n[bold]{found.total} items in the queue[/], {counts['fraud']} in the fraud lane,")
    out.print(f"{counts['restricted']} in restricted lanes (never shown on a screen)\n")
    for n, item in enumerate(found.items[:most], 1):
        _print(out, n, item)
    if found.total > most:
        out.print(f"… and {found.total - most} more on the page\n")


def _print(out: Console, n: int, item: queue.Item) -> None:
    shown, told = card(item.post, item.family), explain(item.post, mask=True)
    alike = f"  ({item.family} posts alike)" if item.family > 1 else ""
    title = item.post.title or item.post.thread.title or "without a title"
    out.print(Text(f"{n}. {title}{alike}", style="bold"))
    out.print(Text(f"   {' · '.join(shown.where)} · {shown.when}", style="dim"))
    for line in told.why[:2]:
        out.print(Text(f"   {line}"))
    for line in told.mitigating:
        out.print(Text(f"   {line}", style="green"))
    if offer := offers.line(item.post, mask=True):
        out.print(Text(f"   {offer}", style="dim"))
    ways = ", ".join(f"{way.kind} {way.masked}" for way in shown.ways)
    out.print(Text(f"   {ways or 'no contact'}\n", style="dim"))
