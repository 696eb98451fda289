"""Every captured site by its own reader and by the generic one; pages a second of each and of rivals.

`python -m benchmarks.generic [--shared FOLDER] [--harvest PYTHON]`; PYTHON is an interpreter with
harvest-webforum installed (`python -m venv V; V/bin/pip install harvest-webforum`).
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median

from spiders.pages.document import Document, parse
from spiders.pages.reading import Reading
from spiders.readers import load, names
from tests.truth import Scores, compare, documents

SITES = ("phpbb", "mybb", "fluxbb", "fluxbb-t2", "nodebb", "osclass")
HARVEST = Path(__file__).with_name("generic_harvest.py")
# What a scraper of the site would be given by hand: the posts, and in each author, time, words.
SELECTORS = {
    "phpbb": ("div.post", ".username", "time", ".content"),
    "mybb": ("div.post", ".author_information a", ".post_date", ".post_body"),
    "fluxbb": ("div.blockpost", "dt strong", "h2 a", ".postmsg"),
    "fluxbb-t2": ("div.blockpost", "dt strong", "h2 a", ".postmsg"),
    "nodebb": ("li[data-pid]", "a[data-username]", "a.timeago", "div.content"),
    "osclass": ("#item-content", "h1", ".item-header", "#description"),
}
ROUNDS = 3


def main() -> None:
    """Print the table of accuracy, then that of speed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    options.add_argument("--harvest", help="an interpreter that has harvest-webforum")
    told = options.parse_args()
    sites = [name for name in SITES if (told.shared / "forums" / name).is_dir()]
    if not sites:
        sys.exit(f"no captured sites at {told.shared}: give --shared FOLDER")
    pages = {name: _pages(told.shared / "forums" / name) for name in sites}
    _accuracy(told.shared / "forums", pages)
    _speed(pages, told.harvest)


def _pages(site: Path) -> list[Document]:
    return [replace(one, answered_at=one.fetched_at) for one in documents(site)]


def _accuracy(forums: Path, pages: dict[str, list[Document]]) -> None:
    columns = ("precision", "recall", "author", "date", "board", "text")
    print(f"{'site':10} {'reader':10} " + " ".join(f"{name:>9}" for name in columns))
    for site, found in pages.items():
        truth = json.loads((forums / site / "truth.json").read_text())
        for reader in (site.partition("-")[0], "generic"):
            if reader not in names():
                print(f"{site:10} {reader:10} there is no such reader")
                continue
            got = _scored([load(reader).read(page) for page in found], truth)
            shown = (got.precision, got.recall, got.author, got.posted_at, got.board, got.text)
            print(f"{site:10} {reader:10} " + " ".join(f"{one:9.3f}" for one in shown))


def _scored(readings: Iterable[Reading], truth: dict[str, object]) -> Scores:
    """The posts against *truth*, one that is met on two addresses once."""
    posts = {
        post.url: {
            "url": post.url,
            "author": post.author,
            "posted_at": post.posted_at and post.posted_at.isoformat(),
            "board": {"name": reading.board.name},
            "thread": {"title": reading.thread.title},
            "text": post.text,
        }
        for reading in readings
        for post in reading.posts
    }
    return compare(list(posts.values()), truth)


def _speed(pages: dict[str, list[Document]], harvest: str | None) -> None:
    """Pages a second, parsing included, median of a few rounds; the generic reader is 1."""
    print(f"\n{'site':10} {'reader':16} {'pages/s':>9} {'generic = 1':>12}")
    for site, found in pages.items():
        own, selectors = site.partition("-")[0], SELECTORS[site]
        rates = {"generic": _rate(found, lambda page: load("generic").read(page))}
        if own in names():
            rates[own] = _rate(found, lambda page, name=own: load(name).read(page))  # type: ignore[misc]
        rates["parse alone"] = _rate(found, lambda page: parse(page.text))
        rates["parsel CSS"] = _rate(found, lambda page, s=selectors: _parsel(page.text, s))  # type: ignore[misc]
        rates["BeautifulSoup"] = _rate(found, lambda page, s=selectors: _soup(page.text, s))  # type: ignore[misc]
        if harvest:
            rates["harvest-webforum"] = _harvest(found, harvest)
        for name, rate in rates.items():
            print(f"{site:10} {name:16} {rate:9.1f} {rate / rates['generic']:12.2f}")
    if not harvest:
        print("harvest-webforum is not measured: give --harvest an interpreter that has it")


def _rate(pages: list[Document], read: Callable[[Document], object]) -> float:
    rates = []
    for _ in range(ROUNDS):
        fresh = [replace(page) for page in pages]  # not parsed yet
        began = time.process_time()
        for page in fresh:
            read(page)
        rates.append(len(pages) / (time.process_time() - began))
    return median(rates)


def _parsel(text: str, selectors: tuple[str, ...]) -> list[list[str]]:
    from parsel import Selector

    first, *parts = selectors
    return [
        [" ".join(post.css(f"{part} ::text").getall()) for part in parts]
        for post in Selector(text=text).css(first)
    ]


def _soup(text: str, selectors: tuple[str, ...]) -> list[list[str]]:
    from bs4 import BeautifulSoup

    first, *parts = selectors
    return [
        [" ".join(one.get_text() for one in post.select(part)) for part in parts]
        for post in BeautifulSoup(text, "lxml").select(first)
    ]


def _harvest(pages: list[Document], python: str) -> float:
    """The rate of harvest-webforum, by its own interpreter, on at most 20 of *pages*."""
    some = pages[:: max(1, len(pages) // 20)]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([[page.url, page.text] for page in some], file)
        file.flush()
        command = [python, str(HARVEST), file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return len(some) / float(done.stdout)


if __name__ == "__main__":
    main()
