"""Discussions a page tells machines of (JSON-LD), for where its looks tell nothing."""

import json
from collections.abc import Iterator
from typing import Any

from crawler.items import Thread
from spiders.pages import addresses, blocks, dates
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document, parse
from spiders.pages.reading import ReadPost
from spiders.readers.generic.shapes import places, telling

_KINDS = frozenset({"DiscussionForumPosting", "SocialMediaPosting", "QAPage", "Question"})
_DEEP = 20  # levels of answers to answers
_MOST = 1000  # posts of one page
Thing = dict[str, Any]


def told(page: Document, by: Reckoning) -> tuple[Thread, list[ReadPost]]:
    """The discussion a page tells of: its thread and posts in their order; none: no posts."""
    if "ld+json" not in page.text:
        return Thread(), []
    for thing in _things(page):
        posts = [_post(page, one, by) for one in _said(thing, 0)][:_MOST]
        posts = [post for post in posts if post.text]
        if posts:
            for place, post in enumerate(posts, 1):
                post.position = place
            address = addresses.canonical(page.base, _text(thing.get("url")) or page.url)
            figures = places(address or page.url)
            title = _text(thing.get("headline")) or _text(thing.get("name"))
            return Thread(telling(figures), address, title or None), posts
    return Thread(), []


def _things(page: Document) -> Iterator[Thing]:
    for script in page.tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _found(json.loads(script.text or ""))
            except (ValueError, RecursionError):  # not JSON, or nested beyond sense
                continue


def _found(value: Any) -> Iterator[Thing]:
    """The discussions in a JSON-LD value: itself, of a list, of a graph, or what a page is about."""
    if isinstance(value, list):
        for one in value[:_MOST]:
            yield from _found(one)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if not _KINDS.isdisjoint([kinds] if isinstance(kinds, str) else kinds or ()):
            yield value
        for name in ("@graph", "mainEntity"):
            if isinstance(value.get(name), (list, dict)):
                yield from _found(value[name])


def _said(thing: Thing, depth: int) -> Iterator[Thing]:
    """A posting and the answers to it, theirs after each."""
    yield thing
    for name in ("comment", "acceptedAnswer", "suggestedAnswer"):
        value = thing.get(name)
        answers = value if isinstance(value, list) else [value]
        for one in answers if depth < _DEEP else ():
            if isinstance(one, dict):
                yield from _said(one, depth + 1)


def _post(page: Document, thing: Thing, by: Reckoning) -> ReadPost:
    when = dates.machine(_text(thing.get("datePublished") or thing.get("dateCreated")), by)
    shown = _text(thing.get("url")) or _text(thing.get("@id"))
    url = addresses.canonical(page.base, shown, fragment=True) if shown else None
    when = when if when.at else Moment(raw=when.raw)
    return ReadPost(
        key=telling(places(url.replace("#", "?p="))) if url else None,
        url=url,
        text=_words(_text(thing.get("text")) or _text(thing.get("articleBody"))),
        author=_author(thing.get("author")),
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
    )


def _author(value: Any) -> str | None:
    first = value[0] if isinstance(value, list) and value else value
    name = first.get("name") if isinstance(first, dict) else first
    return _text(name) or None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _words(text: str) -> str:
    """What a posting says, markup it may be written in away."""
    if "<" in text and ">" in text:
        return blocks.own_words(parse(text), blocks.Marks()).text
    return blocks.tidy(text)
