"""Addresses as a template makes them: which are of one kind, and which figure tells them apart."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

from spiders.pages import addresses
from spiders.readers.generic import words

_FIGURES = re.compile(r"\d+")
_THREAD = re.compile(r"(?i)^t(?:id)?$|topic|thread|discuss")
_CALLED_BOARD = re.compile(
    r"(?i)forum|board|categor|section|rubri|sekc|kateg|(?:^|[/=?])f\d*\b|[?&][fbc]="
)
_CALLED_THREAD = re.compile(
    r"(?i)thread|topic|discussion|tema|thema|message|item|post|\bads?\b|offer|anzeige"
)
_LONG = 20  # characters; a longer step of a path is a title


@lru_cache(maxsize=4096)
def absolute(base: str, link: str, *, fragment: bool = False) -> str | None:
    """`addresses.canonical`, for the links a page has many times."""
    return addresses.canonical(base, link, fragment=fragment)


def shape(address: str) -> str:
    """The kind of page *address* leads to: its host, its fixed steps, the names it passes on."""
    parts = urlsplit(address)
    steps = "/".join(map(_step, unquote(parts.path).split("/")))
    passed = parse_qsl(parts.query, keep_blank_values=True)
    return f"{parts.netloc}{steps}?" + "&".join(sorted(f"{k}={_value(v)}" for k, v in passed))


def _step(step: str) -> str:
    if step.isdecimal():
        return "0"
    if "." in step and not _FIGURES.search(step):
        return step  # a script's name
    parted = "-" in step or "_" in step or len(step) > _LONG
    return "*0" if _FIGURES.search(step) else "*" if parted else step


def _value(value: str) -> str:
    return "0" if _FIGURES.search(value) else value if len(value) <= _LONG else "*"


def is_board(kind: str) -> bool:
    """Whether a kind of address (`shape`) is called a board or a section, and not a thread."""
    return bool(_CALLED_BOARD.search(kind.partition("/")[2])) and not is_thread(kind)


def is_thread(kind: str) -> bool:
    """Whether a kind of address is called a thread, a message, an ad."""
    return bool(_CALLED_THREAD.search(kind.partition("/")[2]))


def places(address: str) -> dict[str, str]:
    """The figures of *address* by where they stand: a parameter's name, or a step of the path."""
    parts = urlsplit(address)
    bare = "/".join(part for part in parts.query.split("&") if "=" not in part)
    found: dict[str, str] = {}
    for place, step in enumerate(f"{parts.path}/{bare}".split("/")):  # "?topic/12-a-title" too
        step = unquote(step)
        figures = _FIGURES.findall(step)
        if figures:
            found[f"{'' if step.isdecimal() else '~'}{place}"] = figures[0 if _leads(step) else -1]
    for name, value in parse_qsl(parts.query):
        figures = _FIGURES.findall(value)
        if figures:
            found[f"={name}"] = figures[0]
    return found


def _leads(step: str) -> bool:
    """Whether a step begins with its number ("12-a-title")."""
    return step[:1].isdecimal()


def telling(figures: dict[str, str]) -> str | None:
    """The figure that most likely names a thread: behind a parameter called so, a step that is
    nothing else, the last."""
    named = [value for place, value in figures.items() if _THREAD.search(place[1:])]
    passed = [value for place, value in figures.items() if place[0] == "="]
    pure = [value for place, value in figures.items() if place[0] not in "=~"]
    return next((found[-1] for found in (named, passed, pure) if found), None) or next(
        iter(reversed(figures.values())), None
    )


@lru_cache(maxsize=4096)
def leads_away(address: str) -> bool:
    """Whether *address* is called what is no content: people, forms, feeds, another order."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    if parts.scheme and parts.scheme not in ("http", "https"):
        return True
    steps = [step.rpartition(".") for step in unquote(parts.path).split("/")]
    if any(
        words.AWAY.search(stem) if stem else words.AWAY.fullmatch(step) for stem, _, step in steps
    ):
        return True
    passed = parse_qsl(parts.query, keep_blank_values=True)
    return any(
        words.SORTED.match(name) or (value.isalpha() and words.AWAY.search(value))
        for name, value in passed
    )
