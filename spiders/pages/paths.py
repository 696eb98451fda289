"""XPath with class names, compiled once."""

import re
from typing import Any

from lxml import etree

_CLASS = re.compile(r"(?<=[\[\s(])\.([a-zA-Z][\w-]*)")


def having(name: str) -> str:
    """The XPath test that an element has the class *name*; the first half is the quick one."""
    exact = f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"
    return f"(contains(@class, '{name}') and {exact})"


def xpath(path: str) -> Any:
    """*path*, compiled; within its brackets `.name` tests for the class *name*."""
    return etree.XPath(_CLASS.sub(lambda match: having(match[1]), path))


def first(path: Any, element: Any) -> Any:
    """The first thing *path* finds in *element*, or None."""
    return next(iter(path(element)), None)
