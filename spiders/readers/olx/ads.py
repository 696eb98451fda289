"""An ad as its page's state tells it: words, author, times, address."""

import re
from urllib.parse import urlsplit

from crawler.items import Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, tidy
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document, parse
from spiders.pages.paths import xpath
from spiders.pages.reading import ReadPost, ThreadLink
from spiders.readers.olx.state import Json, part, said

CREATED = ("createdTime", "createdAt", "created_time", "dateCreatedFirst", "dateCreated")
REFRESHED = ("lastRefreshTime", "pushupTime", "last_refresh_time", "pushedUpAt", "modifiedAt")
_LEADING = xpath("//a[contains(@href, $slug)]/@href")
_TAG = re.compile(r"<\s*/?[a-zA-Z][^>]*>|&#?\w+;")
_LINE = re.compile(r"\r?\n")


def post(page: Document, ad: Json, by: Reckoning) -> ReadPost:
    """The ad as a post: what its author wrote, without the fields of the form around it."""
    when = dates.machine(said(ad, *CREATED), by)
    return ReadPost(
        key=said(ad, "id"),
        text=written(said(ad, "description")),
        title=title(ad),
        author=author(ad),
        url=address(page, ad) or page.url,
        position=1,
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=dates.machine(said(ad, "modifiedAt", "updatedAt"), by).at,
    )


def thread(page: Document, ad: Json) -> Thread:
    """The ad as a thread of its own."""
    return Thread(said(ad, "id"), address(page, ad) or page.url, title(ad))


def link(page: Document, ad: Json) -> ThreadLink | None:
    """The ad as a list shows it; when it was bumped tells that it is to be read again."""
    url = address(page, ad)
    if url is None:
        return None
    last = said(ad, *REFRESHED, *CREATED) or None
    return ThreadLink(url=url, id=said(ad, "id"), title=title(ad), last_post=last)


def title(ad: Json) -> str:
    """The ad's title on one line."""
    return " ".join(written(said(ad, "title")).split())


def author(ad: Json) -> str | None:
    """Who placed the ad, as shown."""
    owners = [part(ad, name) for name in ("user", "seller", "owner", "contact", "advertiser")]
    owners += [part(ad, "employer"), part(ad, "agency"), part(ad, "contactDetails")]
    names = (said(owner, "name", "company_name", "companyName") for owner in owners)
    return next((name for name in names if name), None)


def written(text: str) -> str:
    """A description as text: line breaks are markup in some states, and themselves in others."""
    if not _TAG.search(text):
        return tidy(text)
    marked = text if re.search(r"<(?:br|p|div|li)\b", text) else _LINE.sub("<br>", text)
    return own_words(parse(marked), Marks()).text


def address(page: Document, ad: Json) -> str | None:
    """Where the ad stands, without what says how it was come by."""
    shown, path = said(ad, "url", "urlPath", "href"), said(ad, "urlPath")
    if path and urlsplit(shown).path == path:
        shown = path  # on the host it was read from, which may be the one for telephones
    if not shown or shown.startswith("["):  # a pattern the page fills in
        shown = str(next(iter(_LEADING(page.tree, slug=said(ad, "slug") or "\n")), ""))
    found = addresses.canonical(page.url, shown) if shown else None
    return found.partition("?")[0] if found else None
