"""What tells a phpBB page, in any skin: the words and class names its templates share."""

import re
from typing import Any

from lxml import etree

from spiders.pages.blocks import Marks

# How sure each trace makes us. One of the last six alone is no proof: other engines have the like.
TRACES = [
    (re.compile(r"""<body[^>]+id=["']phpbb["']"""), 0.9),
    (re.compile(r"""(?i)<meta[^>]+generator[^>]+phpbb"""), 0.9),
    (re.compile(r"phpBB style name|stylesheet to phpBB|<!-- phpBB"), 0.7),
    (re.compile(r"(?i)powered by\s*(?:<[^>]*>\s*)*phpbb"), 0.4),
    (re.compile(r"""href=["'][^"']*viewtopic\.php\?[^"']*\b[tp]=\d"""), 0.3),
    (re.compile(r"""href=["'][^"']*viewforum\.php\?[^"']*\bf=\d"""), 0.3),
    (re.compile(r"""["'/](?:ucp\.php\?mode=|memberlist\.php|profile\.php\?mode=)"""), 0.3),
    (re.compile(r"""class=["'][^"']*\b(?:topictitle|forumtitle|forumlink|maintitle)\b"""), 0.2),
    (re.compile(r"""class=["'][^"']*\bpostprofile\b"""), 0.3),
    (re.compile(r"""class=["'][^"']*\bpostbody\b"""), 0.3),
]
ENOUGH = 0.5

BODY = Marks(
    quote=frozenset({"quote", "quotecontent"}),
    code=frozenset({"code", "codecontent", "codebox"}),
    drop=frozenset(
        {"signature", "notice", "attachbox", "inline-attachment", "attach-image", "file"}
        | {"rules", "quotetitle", "codetitle", "gensmall", "postdetails", "tablebg", "post-buttons"}
        | {"author", "postprofile", "posthead", "back2top", "first", "edited"}
    ),
)


def having(name: str) -> str:
    """The XPath test that an element has the class *name*."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def xpath(path: str) -> Any:
    """*path*, compiled; within its brackets `.name` tests for the class *name*."""
    return etree.XPath(re.sub(r"(?<=[\[\s(])\.([a-zA-Z][\w-]*)", lambda m: having(m[1]), path))


def first(path: Any, element: Any) -> Any:
    """The first thing *path* finds in *element*, or None."""
    return next(iter(path(element)), None)
