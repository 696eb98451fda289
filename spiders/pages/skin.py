"""A platform's templates as a table: where each thing stands on its pages.

Paths are XPath; `.name` in brackets tests for a class (`.//*[.author]`). Of several paths for one
thing, the first that finds something counts, so that one table serves many skins and versions.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from spiders.pages.blocks import Marks
from spiders.pages.paths import xpath

Paths = tuple[str, ...]
_compiled = cache(xpath)
_NONE = Marks()


@dataclass(frozen=True, kw_only=True)
class Skin:
    """Where a platform's pages show what. Paths in a post or row start with `.`.

    `posts` finds one element a post; `key` its number (the last digits of what it finds, or all
    when `key_form` says so); `time` an element (its datetime, data-time or title, else its text)
    or a string; `number` the place in the thread ("#12"). `threads` finds the rows of a listing.
    `prefix` names the classes of labels within a title ("Solved"), which are no part of it.
    `views` are parameters that only change how a page is shown; `root` ends with the first script
    or folder below the board's own path.
    """

    platform: str
    posts: Paths = ()
    key: Paths = ("./@id",)
    key_form: re.Pattern[str] = re.compile(r"(\d+)\D*$")
    body: Paths = ()
    author: Paths = ()
    time: Paths = (".//time",)
    edited: Paths = ()
    permalink: Paths = ()
    subject: Paths = ()
    number: Paths = ()
    marks: Marks = _NONE
    title: Paths = ("//h1",)
    address: Paths = ("//link[@rel='canonical']/@href",)
    crumbs: Paths = ()
    next: Paths = ("//*[@rel='next']/@href",)
    previous: Paths = ("//*[@rel='prev']/@href",)
    boards: Paths = ()
    threads: Paths = ()
    link: Paths = (".//a[@href]",)
    replies: Paths = ()
    last: Paths = ()
    zone: Paths = ()
    login: Paths = ("//input[@type='password']",)
    listing: Paths = ()
    prefix: frozenset[str] = frozenset()
    thread_id: re.Pattern[str] = re.compile(r"(\d+)\D*$")
    views: tuple[str, ...] = ()
    root: re.Pattern[str] | None = None


def every(paths: Paths, element: Any) -> list[Any]:
    """What the first of *paths* that finds anything finds in *element*."""
    return next((found for path in paths if (found := _compiled(path)(element))), [])


def one(paths: Paths, element: Any) -> Any:
    """The first thing *paths* find in *element*, or None."""
    return next(iter(every(paths, element)), None)
