"""The JSON a page of the OLX kind is made from: a string in a script, or the data of Next.js."""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any

from spiders.pages.document import Document
from spiders.pages.paths import first, xpath

Json = dict[str, Any]
_PRERENDERED = re.compile(r"__PRERENDERED_STATE__\s*=\s*(?:JSON\.parse\(\s*)?")
_NEXT = xpath("//script[@id='__NEXT_DATA__']")
_LINKED = xpath("//script[contains(@type, 'ld+json')]")
_ASIDE = frozenset(
    {"categories", "filters", "translations", "pageTranslations", "friendlyLinks", "featureFlags"}
)
_ADDRESSES = ("url", "urlPath", "href", "slug")
_TIMES = ("createdTime", "createdAt", "created_time", "dateCreated", "dateCreatedFirst")
_DEEP, _WIDE = 14, 100_000


def states(page: Document) -> list[Json]:
    """What the page tells its scripts, the fullest first; [] where it tells nothing."""
    found = [_prerendered(page), _decoded(_text(first(_NEXT, page.tree)))]
    return [one for one in found if isinstance(one, dict) and one]


def linked(page: Document) -> list[Json]:
    """What the page says of itself in the words of schema.org (JSON-LD)."""
    told = [_decoded(_text(one)) for one in _LINKED(page.tree)]
    return [one for some in told for one in (some if isinstance(some, list) else [some]) if one]


def _text(element: Any) -> str:
    return (element.text or "") if element is not None else ""


def _prerendered(page: Document) -> Any:
    """The state in its script, where it stands as an object or as a string that holds one."""
    begin = _PRERENDERED.search(page.text)
    told = _decoded(page.text[begin.end() :]) if begin else None
    return _decoded(told) if isinstance(told, str) else told


def _decoded(text: str) -> Any:
    """The JSON value *text* begins with, None when it begins with none."""
    try:
        return json.JSONDecoder().raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        return None


def ads_in(told: Json) -> tuple[Json | None, list[Json]]:
    """The ad a page is about, the outermost that stands alone with its description, or None; and
    the ads of the longest list of ads, [] where there is none."""
    alone: Json | None = None
    lists: dict[int, list[Json]] = {}
    for one, inside in _objects(told):
        if not _is_ad(one):
            continue
        if inside:
            lists.setdefault(inside, []).append(one)
        elif alone is None and _is_text(one.get("description")):
            alone = one
    return alone, max(lists.values(), key=len, default=[])


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_ad(one: Json) -> bool:
    is_named = _is_text(one.get("title")) and str(one.get("id") or "").isalnum()
    return is_named and any(_is_text(one.get(name)) for name in (*_ADDRESSES, *_TIMES))


def _objects(told: Json) -> Iterator[tuple[Json, int]]:
    """Every object in *told*, outer ones first, with a mark of the list it stands in (0: none);
    JSON within strings is opened."""
    todo: deque[tuple[Any, int, int]] = deque([(told, 0, 0)])
    for _ in range(_WIDE):
        if not todo:
            return
        value, inside, depth = todo.popleft()
        if isinstance(value, str) and value[:1] == "{" and '"title"' in value:
            value = _decoded(value)
        if depth > _DEEP:
            continue
        if isinstance(value, dict):
            yield value, inside
            todo.extend(
                (each, inside, depth + 1) for name, each in value.items() if name not in _ASIDE
            )
        elif isinstance(value, list):
            todo.extend((each, id(value), depth + 1) for each in value)


def part(told: Any, *names: str) -> Json:
    """The object found by going through *names*, {} where there is none."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, dict) else {}


def said(one: Json, *names: str) -> str:
    """The first of the values called *names* that is a text or a number, as text."""
    found = (one.get(name) for name in names)
    return next((str(each).strip() for each in found if _is_scalar(each)), "")


def _is_scalar(value: Any) -> bool:
    return _is_text(value) or (isinstance(value, int) and not isinstance(value, bool))
