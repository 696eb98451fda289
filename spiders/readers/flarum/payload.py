"""The JSON payload of a Flarum page: what its own application starts from, in any version."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from spiders.pages.document import Document
from spiders.pages.paths import first, xpath

Json = dict[str, Any]
_SCRIPT = xpath("//script[@id='flarum-json-payload']")
_BEGIN = re.compile(r"""\{\s*"(?:resources|data)"\s*:\s*\[\s*\{\s*"type"\s*:\s*"forums?\"""")


@dataclass(slots=True)
class Payload:
    """What a page tells its application: `shown` is what it is about, one resource or a list, and
    `links` where that goes on; the rest of the resources stand by type and number."""

    shown: list[Json] = field(default_factory=list)
    is_list: bool = False
    links: Json = field(default_factory=dict)
    known: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def forum(self) -> Json:
        """The attributes of the board as a whole."""
        found = (one for (kind, _), one in self.known.items() if kind in ("forums", "forum"))
        return attributes(next(found, {}))

    def related(self, one: Json, *names: str) -> list[Json]:
        """The resources *one* is related to under the first of *names* it has."""
        for name in names:
            linked = _part(_part(one, "relationships"), name).get("data")
            listed = linked if isinstance(linked, list) else [linked]
            found = [self.known.get(_key(each)) for each in listed if isinstance(each, dict)]
            if known := [each for each in found if each]:
                return known
        return []


def payload(page: Document) -> Payload:
    """What *page* carries; an empty one where it carries nothing that can be read."""
    told = _told(page)
    about = _part(told, "apiDocument") or _part(told, "document")
    data = about.get("data")
    listed = data if isinstance(data, list) else [data]
    every = [told.get("resources"), told.get("data"), about.get("included"), listed]
    known = {_key(one): one for some in every for one in _objects(some)}
    return Payload(_objects(listed), isinstance(data, list), _part(about, "links"), known)


def _told(page: Document) -> Json:
    element = first(_SCRIPT, page.tree)
    begin = _BEGIN.search(page.text) if element is None else None
    text = page.text[begin.start() :] if begin else getattr(element, "text", None) or ""
    try:
        told, _ = json.JSONDecoder().raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _objects(some: Any) -> list[Json]:
    return [one for one in some if isinstance(one, dict)] if isinstance(some, list) else []


def _part(one: Json, name: str) -> Json:
    found = one.get(name)
    return found if isinstance(found, dict) else {}


def _key(one: Json) -> tuple[str, str]:
    return str(one.get("type")), str(one.get("id"))


def attributes(one: Json) -> Json:
    """The attributes of a resource."""
    return _part(one, "attributes")


def said(one: Json, *names: str) -> str:
    """The first of the attributes *names* that *one* has, as text: names changed with versions."""
    told = attributes(one)
    return next((str(told[name]) for name in names if told.get(name) not in (None, "")), "")
