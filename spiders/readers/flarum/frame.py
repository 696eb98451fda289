"""What stands around the posts of a Flarum page: root, thread, board, lists and further pages."""

import re
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Board, Thread
from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ThreadLink
from spiders.readers.flarum.payload import Json, Payload, attributes, said

_OWN = re.compile(r"/(?:d|t|u|tags|all|following|p|blog)(?:/|$)")
_THREAD = re.compile(r"/d/((\d+)(?:-[^/?#]*)?)")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_NEXT = xpath("//link[@rel='next']/@href")
_PAGES = xpath("//noscript//a[contains(@href, 'page=')]/@href")
_LINKS = xpath("//noscript//li//a[contains(@href, '/d/')]")
_HEADING = xpath("//noscript//*[self::h1 or self::h2]")


def site_root(page: Document, known: Payload) -> str:
    """The path the board is installed under."""
    told = known.forum.get("basePath")
    if isinstance(told, str):
        return told.rstrip("/")
    path = urlsplit(page.url).path
    own = _OWN.search(path)
    return path[: own.start()] if own else path.rstrip("/")


def thread(page: Document, known: Payload, root: str) -> Thread:
    """The discussion a page shows, without the place in it."""
    shown = next((one for one in known.shown if one.get("type") == "discussions"), None)
    if shown is not None and not known.is_list and shown.get("id"):
        return Thread(str(shown["id"]), _address(page, shown, root), said(shown, "title") or None)
    for address in [*map(str, _CANONICAL(page.tree)), page.url]:
        if match := _THREAD.search(address):
            url = addresses.canonical(page.url, f"{root}/d/{match[1]}")
            return Thread(match[2], url, plain(first(_HEADING, page.tree)) or None)
    return Thread()


def _address(page: Document, one: Json, root: str) -> str:
    """The address of a discussion; older slugs are without its number."""
    number, slug = str(one.get("id")), said(one, "slug")
    if slug and slug != number and not slug.startswith(f"{number}-"):
        slug = f"{number}-{slug}"
    path = f"{root}/d/{slug or number}"
    return addresses.canonical(page.url, path) or path


def board(page: Document, known: Payload, root: str) -> Board:
    """The tag a discussion stands in: the inner of its primary ones, else its first."""
    shown = known.shown[0] if known.shown else {}
    tags = known.related(shown, "tags")
    ranked = sorted(tags, key=_rank, reverse=True)
    return _tag(page, ranked[0], root) if ranked else Board()


def _rank(tag: Json) -> tuple[bool, bool]:
    told = attributes(tag)
    is_primary = bool(told.get("isPrimary", told.get("position") is not None))
    return is_primary, bool(told.get("isChild"))


def listed_board(page: Document, known: Payload, root: str) -> Board:
    """The tag whose discussions a page lists, by its address; none for the list of all."""
    slug = urlsplit(page.url).path.removeprefix(root).partition("/t/")[2].strip("/")
    tags = (one for (kind, _), one in known.known.items() if kind == "tags")
    found = next((one for one in tags if slug and said(one, "slug") == slug), None)
    return _tag(page, found, root) if found else Board()


def _tag(page: Document, tag: Json, root: str) -> Board:
    url = addresses.canonical(page.url, f"{root}/t/{said(tag, 'slug')}")
    return Board(said(tag, "name") or None, url)


def boards(page: Document, known: Payload, root: str) -> list[str]:
    """The tags of a page that lists tags."""
    found = [_tag(page, one, root).url for one in known.shown if one.get("type") == "tags"]
    return addresses.distinct([url for url in found if url]) if known.is_list else []


def threads(page: Document, known: Payload, root: str) -> list[ThreadLink]:
    """The discussions of a list, from its payload, else as shown to those without scripts."""
    if known.is_list:
        listed = [one for one in known.shown if one.get("type") == "discussions" and one.get("id")]
        told = {str(one["id"]): _told(page, one, root) for one in listed}
        if told:
            return list(told.values())
    found: dict[str, ThreadLink] = {}
    for link in _LINKS(page.tree):
        if match := _THREAD.search(link.get("href")):
            url = addresses.canonical(page.url, f"{root}/d/{match[1]}") or ""
            found.setdefault(match[2], ThreadLink(url=url, id=match[2], title=plain(link) or None))
    return list(found.values())


def _told(page: Document, one: Json, root: str) -> ThreadLink:
    count = said(one, "commentCount", "commentsCount")
    return ThreadLink(
        url=_address(page, one, root),
        id=str(one["id"]),
        title=said(one, "title") or None,
        replies=int(count) - 1 if count.isdecimal() and int(count) else None,
        last_post=said(one, "lastPostedAt", "lastTime", "createdAt", "startTime") or None,
    )


def next_pages(page: Document, known: Payload) -> list[str]:
    """The page that follows: as its head says, as its foot says, or as its payload promises."""
    if known.is_list and known.links and not known.links.get("next"):
        return []  # older versions lead on behind their last page
    shown = [*map(str, _NEXT(page.tree)), *map(str, _PAGES(page.tree))]
    found = [addresses.canonical(page.url, link) or "" for link in shown]
    later = [link for link in found if _page(link) > _page(page.url)]
    if later:
        return later[:1]
    return [_turned(page.url)] if known.is_list and known.links.get("next") else []


def _page(address: str) -> int:
    shown = addresses.parameter(address, "page") or ""
    return int(shown) if shown.isdecimal() and len(shown) < 9 else 1


def _turned(address: str) -> str:
    bare = addresses.without(address, "page")
    return f"{bare}{'&' if '?' in bare else '?'}page={_page(address) + 1}"


def is_closed(known: Payload) -> bool:
    """Whether the board says that guests may see nothing of it."""
    told: Any = known.forum
    return told.get("canViewForum") is False or told.get("canViewDiscussions") is False
