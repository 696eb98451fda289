"""The embeds of Vanilla's rich editor: what they show stands in JSON on an element without text."""

import json
from typing import Any

from spiders.pages.blocks import Marks, own_words
from spiders.pages.document import parse
from spiders.pages.paths import xpath
from spiders.readers.vanilla.marks import CARD, QUOTE

_EMBEDS = xpath("//*[@data-embedjson or @data-json]")
_QUOTES = xpath(f".//*[.{QUOTE}]")


def name(tree: Any) -> None:
    """Tell quotes of posts from previews of pages: each embed of *tree* gets a class name."""
    for embed in _EMBEDS(tree):
        kind = QUOTE if _told(embed).get("body") and _kind(embed) == "quote" else CARD
        known = (embed.get("class") or "").split()
        embed.set("class", " ".join(dict.fromkeys([*known, kind])))


def quoted(post: Any) -> list[str]:
    """What the embeds of *post* quote, as text."""
    bodies = (str(_told(embed)["body"]) for embed in _QUOTES(post))
    return [text for body in bodies if (text := own_words(parse(body), Marks()).text)]


def _kind(embed: Any) -> str:
    told = _told(embed)
    return str(told.get("embedType") or told.get("type") or "")


def _told(embed: Any) -> dict[str, Any]:
    """The JSON of an embed, with its old `attributes` beside its own keys; {} when it is none."""
    try:
        told = json.loads(embed.get("data-embedjson") or embed.get("data-json") or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    more = told.get("attributes")
    return {**told, **more} if isinstance(more, dict) else told
