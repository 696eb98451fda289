"""Pages of the OLX kind in the look they had until about 2021: no state, tables and named boxes."""

import re
from typing import Any

from crawler.items import Board, Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.dates import Moment, Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost, ThreadLink

_BODY = xpath("//*[@id='textContent']")
_TITLE = xpath("//*[.offer-titlebox]//h1")
_NUMBER = xpath("//*[.offer-titlebox__details]//small | //li[.offer-bottombar__item]/strong")
_POSTED = xpath("//li[.offer-bottombar__item]/em | //*[.offer-titlebox__details]/em")
_AUTHOR = xpath("(//*[.offer-user__actions] | //*[.offer-user__details])//h4")
_CRUMBS = xpath("//*[@id='breadcrumbTop']//li//a[@href]")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_ROWS = xpath("//table[@data-id]")
_LINK = xpath(".//a[.detailsLink or .detailsLinkPromoted][normalize-space()]")
_LAST = xpath("(.//td[.bottom-cell]//*[.breadcrumb])[last()]")
_DIGITS = re.compile(r"\d{5,}")


def ad(page: Document, by: Reckoning) -> tuple[ReadPost, Thread] | None:
    """The ad of the page, or None."""
    body, shown = first(_BODY, page.tree), map(plain, _NUMBER(page.tree))
    number = next((found[0] for text in shown if (found := _DIGITS.search(text))), None)
    if body is None or number is None:
        return None
    when, title = _posted(page, by), plain(first(_TITLE, page.tree))
    url = addresses.canonical(page.url, str(first(_CANONICAL, page.tree) or page.url)) or page.url
    read = ReadPost(
        key=number, text=own_words(body, Marks()).text, title=title,
        author=plain(first(_AUTHOR, page.tree)) or None, url=url, position=1,
        posted_at=when.at, posted_precision=when.precision, posted_raw=when.raw,
    )  # fmt: skip
    return read, Thread(number, url, title or None)


def _posted(page: Document, by: Reckoning) -> Moment:
    """When the ad was placed; its number may stand behind, in the same line."""
    for element in _POSTED(page.tree):
        said = " ".join(map(str, element.xpath("text() | strong/text()")))
        if said.strip(" ,\n\t"):
            return dates.read(said.strip(" ,\n\t"), by)
    return Moment()


def board(page: Document) -> Board:
    """The innermost category an ad's page names."""
    links: list[Any] = _CRUMBS(page.tree)
    if not links:
        return Board()
    return Board(plain(links[-1]) or None, addresses.canonical(page.url, links[-1].get("href")))


def threads(page: Document) -> list[ThreadLink]:
    """The ads of a list, promoted ones once."""
    found: dict[str, ThreadLink] = {}
    for row in _ROWS(page.tree):
        link, number = first(_LINK, row), row.get("data-id")
        url = addresses.canonical(page.url, link.get("href")) if link is not None else None
        if url:
            last = plain(first(_LAST, row)) or None
            found.setdefault(
                number, ThreadLink(url=url, id=number, title=plain(link), last_post=last)
            )
    return list(found.values())
