"""The topics and categories a Discourse page lists."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ThreadLink
from spiders.pages.skinned import count, stamp
from spiders.readers.discourse.frame import category
from spiders.readers.discourse.marks import THREAD_ID
from spiders.readers.discourse.state import Json, objects

_ROWS = xpath(
    "//tr[.topic-list-item][.//a[contains(@href, '/t/')]]"
    " | //*[@itemprop='itemListElement'][not(ancestor-or-self::td)][.//a[contains(@href, '/t/')]]"
)
_LINK = xpath(".//a[contains(@href, '/t/')][normalize-space()]")
_REPLIES = xpath(".//td[.posts] | .//td//*[.posts]")
_POSTS = xpath("./span[@title][not(*)]")
_LAST = xpath("self::tr/td[last()]")
_STAMPED = xpath(".//@data-time")
_CATEGORIES = xpath(
    "//table[.category-list]//h3//a"
    " | //*[@itemprop='itemListElement'][not(ancestor::*[.topic-category])]/a[contains(@href, '/c/')]"
    " | //h1/following-sibling::a[contains(@href, '/c/')]"
    " | //*[.subcategories]//a[contains(@href, '/c/')]"
)


def told_threads(page: Document, told: Json, root: str) -> list[ThreadLink]:
    """The topics of the data a list's page carries, pinned ones once."""
    found: dict[str, ThreadLink] = {}
    for one in objects(told.get("topic_list"), "topic_list", "topics"):
        number = one.get("id")
        url = addresses.canonical(page.url, f"{root}/t/{one.get('slug') or '-'}/{number}")
        if number and url:
            found.setdefault(str(number), _told(one, str(number), url))
    return list(found.values())


def _told(one: Json, number: str, url: str) -> ThreadLink:
    posts = one.get("posts_count")
    return ThreadLink(
        url=url,
        id=number,
        title=str(one.get("title") or "") or None,
        replies=posts - 1 if isinstance(posts, int) and posts > 0 else None,
        last_post=one.get("last_posted_at") or one.get("bumped_at") or one.get("created_at"),
    )


def shown_threads(page: Document) -> list[ThreadLink]:
    """The topics of a list as the page shows them to those who run no scripts."""
    found: dict[str, ThreadLink] = {}
    for row in _ROWS(page.tree):
        link = first(_LINK, row)
        href = link.get("href") if link is not None else ""
        address = addresses.canonical(page.base, href) or ""
        if match := THREAD_ID.search(address):
            found.setdefault(match[1], _shown(row, link, match[1], address[: match.end(1)]))
    return list(found.values())


def _shown(row: Any, link: Any, number: str, address: str) -> ThreadLink:
    replies = count(plain(first(_REPLIES, row)))
    posts = count(plain(first(_POSTS, row))) if replies is None else None
    return ThreadLink(
        url=address,
        id=number,
        title=plain(link) or None,
        replies=posts - 1 if posts else replies,
        last_post=_last(first(_LAST, row)) or None,
    )


def _last(cell: Any) -> str:
    """When a list's row last moved: as the application's stamp, else as the row shows it."""
    exact = first(_STAMPED, cell) if cell is not None else None
    return stamp(exact) if exact else plain(cell)


def told_boards(page: Document, told: Json, known: dict[int, Json], root: str) -> list[str]:
    """The categories of a page that lists them, inner ones too."""
    listed = objects(told.get("category_list"), "category_list", "categories")
    numbers = [one.get("id") for one in listed]
    numbers += [inner for one in listed for inner in one.get("subcategory_ids") or []]
    found = [category(page, number, known, root).url for number in numbers]
    return addresses.distinct([url for url in found if url])


def shown_boards(page: Document) -> list[str]:
    """The categories a page shows to those who run no scripts."""
    found = (addresses.canonical(page.base, link.get("href")) for link in _CATEGORIES(page.tree))
    own = addresses.same(page.url)
    return [url for url in addresses.distinct([a for a in found if a]) if url != own]


def told_next(page: Document, told: Json) -> list[str]:
    """The list that follows a list's `.json` answer."""
    listed = told.get("topic_list", {}).get("topic_list")
    more = listed.get("more_topics_url") if isinstance(listed, dict) else None
    address = addresses.canonical(page.url, str(more)) if more else None
    if not address:
        return []
    parts = urlsplit(address)
    ended = parts.path if parts.path.endswith(".json") else f"{parts.path}.json"
    return [urlunsplit(parts._replace(path=ended))]
