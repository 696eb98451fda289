"""The posts of a Flarum discussion: its payload, held against the page for those without scripts."""

from collections import Counter
from typing import Any

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document, parse
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost
from spiders.readers.flarum.marks import written
from spiders.readers.flarum.payload import Json, Payload, attributes, said

_ARTICLES = xpath(
    "//noscript//*[self::article or self::div][./*[.Post-body] or ./h3/following-sibling::div]"
)
_BODY = xpath("./*[.Post-body] | ./h3/following-sibling::div[1]")
_AUTHOR = xpath("./*[.PostUser]//h3 | ./h3")


def told(page: Document, known: Payload, thread: str, by: Reckoning) -> list[ReadPost]:
    """The comments of the page in their order; what the engine notes, or hides, is none."""
    posts = [one for (kind, _), one in known.known.items() if kind == "posts"]
    posts = sorted(filter(_is_comment, posts), key=_number)
    return [_told(one, known, thread, by) for one in _on_the_page(page, posts)]


def _is_comment(one: Json) -> bool:
    about = attributes(one)
    is_there = not about.get("isHidden") and not about.get("hiddenAt") and not about.get("hideTime")
    return about.get("contentType") == "comment" and is_there and "contentHtml" in about


def _number(one: Json) -> int:
    number = attributes(one).get("number")
    return number if isinstance(number, int) else 0


def _on_the_page(page: Document, posts: list[Json]) -> list[Json]:
    """Those of *posts* that stand on the page: a payload also has the first and the last of all."""
    shown = Counter(plain(first(_BODY, one)) for one in _ARTICLES(page.tree))
    found = []
    for one in posts:
        words = plain(parse(said(one, "contentHtml")))
        if shown[words] > 0:
            shown[words] -= 1
            found.append(one)
    return found if found and len(found) >= shown.total() else posts


def _told(one: Json, known: Payload, thread: str, by: Reckoning) -> ReadPost:
    words, number = written(parse(said(one, "contentHtml"))), _number(one)
    when = dates.machine(said(one, "createdAt", "time"), by)
    author = next(iter(known.related(one, "user")), {})
    return ReadPost(
        key=str(one["id"]) if one.get("id") else None,
        text=words.text,
        quotes=words.quotes,
        author=said(author, "displayName", "username") or None,
        url=f"{thread}/{number}" if number else thread,
        position=number or None,
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=dates.machine(said(one, "editedAt", "editTime"), by).at,
    )


def rendered(page: Document, thread: str) -> list[ReadPost]:
    """The posts as they stand for those without scripts: neither number nor date is shown."""
    return [_rendered(one, thread) for one in _ARTICLES(page.tree)]


def _rendered(article: Any, thread: str) -> ReadPost:
    words = written(first(_BODY, article))
    name = plain(first(_AUTHOR, article))
    author = None if not name or (name[0], name[-1]) == ("[", "]") else name  # "[deleted]"
    return ReadPost(key=None, text=words.text, quotes=words.quotes, author=author, url=thread)
