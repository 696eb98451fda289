"""The JSON of a Discourse page: preloaded into the application's page, or the whole answer."""

import json
import re
from typing import Any

from spiders.pages.document import Document
from spiders.pages.paths import first, xpath

Json = dict[str, Any]
_PRELOADED = xpath("//*[@id='data-preloaded']")
_TOPIC = re.compile(r"topic_\d+$")


def state(page: Document) -> Json:
    """What the page carries for its own scripts, by name: `topic`, `topic_list`, `category_list`,
    `site`, `siteSettings`; {} when it carries nothing."""
    if page.text.lstrip().startswith("{"):
        return _answer(_object(page.text))
    return {_name(key): _object(value) for key, value in _stored(page).items()}


def _stored(page: Document) -> Json:
    element = first(_PRELOADED, page.tree)
    if element is None:
        return {}
    return _object(element.get("data-preloaded") or element.text or "")


def _answer(told: Json) -> Json:
    """A `.json` answer under the names the same data has in a page."""
    if "post_stream" in told:
        return {"topic": told}
    return {name: told for name in ("topic_list", "category_list") if name in told}


def _name(key: str) -> str:
    if _TOPIC.match(key):
        return "topic"
    if key.startswith("topic_list"):  # older versions add the list's address
        return "topic_list"
    return "category_list" if key == "categories_list" else key


def _object(value: Any) -> Json:
    """*value* as an object; each value is stored as JSON within JSON."""
    if isinstance(value, dict):
        return value
    try:
        told = json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def objects(told: Any, *names: str) -> list[Json]:
    """The objects of the list found by going through *names*; [] where there is none."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
