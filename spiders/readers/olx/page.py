"""What a page of the OLX kind shows where it carries no state: marked by data attributes."""

import re
from typing import Any

from crawler.items import Board, Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost, ThreadLink
from spiders.readers.olx.ads import written
from spiders.readers.olx.state import Json, linked, part, said

_BODY = xpath(
    "//*[@data-cy='ad_description' or @data-testid='ad_description' or @data-cy='adPageAdDescription'"
    " or @data-testid='content-description-section']/div"
)
_TITLE = xpath(
    "//*[@data-cy='offer_title' or @data-cy='ad_title' or @data-testid='offer_title' or"
    " @data-testid='ad_title' or @data-cy='adPageAdTitle']"
)
_AUTHOR = xpath(
    "//*[@data-testid='user-profile-user-name' or @data-cy='user-profile-user-name'"
    " or @data-testid='trader-title']"
)
_POSTED = xpath("//*[@data-cy='ad-posted-at' or @data-testid='ad-posted-at']")
_FOOT = xpath("//*[@data-cy='ad-footer-bar-section' or @data-testid='ad-footer-bar-section']")
_CANONICAL = xpath("//link[@rel='canonical']/@href")
_CRUMBS = xpath(
    "//*[@data-testid='breadcrumb-item']//a | //*[@data-cy='categories-breadcrumbs']//a"
)
_CARDS = xpath("//*[@data-cy='l-card' or @data-testid='l-card'][@id]")
_NAME = xpath(".//*[self::h4 or self::h5 or self::h6] | .//img/@alt")
_PLACED = xpath(".//*[@data-testid='location-date']")
_PAGES = xpath("//a[contains(@href, 'page=')]/@href | //link[@rel='next']/@href")
_NUMBER = re.compile(r"\d{5,}")
_ADS = ("Product", "JobPosting", "Offer", "Service", "Vehicle", "Apartment", "House")


def ad(page: Document, by: Reckoning) -> tuple[ReadPost, Thread] | None:
    """The ad as the page shows it and describes it in JSON-LD; None where there is none."""
    about = next((one for one in linked(page) if _is_ad(one)), {})
    body = first(_BODY, page.tree)
    shown = own_words(body, Marks()).text if body is not None else ""
    text = shown or written(said(about, "description"))
    number = _own_number(page, about)
    if not text or not number:
        return None
    when = _posted(page, about, by)
    url = addresses.canonical(page.url, str(first(_CANONICAL, page.tree) or page.url)) or page.url
    name = said(about, "name", "title") or plain(first(_TITLE, page.tree))
    author = plain(first(_AUTHOR, page.tree)) or _owner(about)
    read = ReadPost(
        key=number, text=text, title=name, author=author or None, url=url, position=1,
        posted_at=when.at, posted_precision=when.precision, posted_raw=when.raw,
    )  # fmt: skip
    return read, Thread(number, url, name or None)


def _is_ad(one: Any) -> bool:
    is_list = isinstance(one, dict) and part(one, "offers").get("@type") == "AggregateOffer"
    return isinstance(one, dict) and one.get("@type") in _ADS and not is_list


def _own_number(page: Document, about: Json) -> str:
    told = said(about, "sku", "productID", "identifier") or said(part(about, "identifier"), "value")
    shown = _NUMBER.search(plain(first(_FOOT, page.tree)))
    return told or (shown[0] if shown else "")


def _posted(page: Document, about: Json, by: Reckoning) -> dates.Moment:
    told = dates.machine(said(about, "datePosted", "datePublished"), by)
    return told if told.at else dates.read(plain(first(_POSTED, page.tree)), by)


def _owner(about: Json) -> str:
    return said(part(about, "hiringOrganization"), "name") or said(
        part(about, "offers", "seller"), "name"
    )


def crumbs(page: Document) -> list[Board]:
    """The categories the page stands in, outer ones first."""
    links = [(plain(one), one.get("href") or "") for one in _CRUMBS(page.tree)]
    found = [Board(name, addresses.canonical(page.url, href)) for name, href in links if name]
    return [one for one in found[1:] if one.url and "?" not in one.url]


def threads(page: Document) -> list[ThreadLink]:
    """The ads of a list by their cards."""
    found: dict[str, ThreadLink] = {}
    for card in _CARDS(page.tree):
        link = next(iter(card.xpath(".//a[@href]")), None)
        url = addresses.canonical(page.url, link.get("href")) if link is not None else None
        if url:
            found.setdefault(card.get("id"), _card(card, url.partition("?")[0]))
    return list(found.values())


def _card(card: Any, url: str) -> ThreadLink:
    name = first(_NAME, card)
    shown = plain(name) if hasattr(name, "itertext") else str(name or "")
    _, dash, last = plain(first(_PLACED, card)).rpartition(" - ")
    return ThreadLink(
        url=url, id=card.get("id"), title=shown or None, last_post=last if dash else None
    )


def next_pages(page: Document) -> list[str]:
    """The pages of the list behind this one that its foot shows."""
    links = [addresses.canonical(page.url, str(one)) or "" for one in _PAGES(page.tree)]
    own = addresses.same(addresses.without(page.url, "page"))
    same = [one for one in links if addresses.same(addresses.without(one, "page")) == own]
    later = {number(one): one for one in same if number(one) > number(page.url)}
    return [later[place] for place in sorted(later)]


def number(address: str) -> int:
    """Which page of its list an address names."""
    shown = addresses.parameter(address, "page") or ""
    return int(shown) if shown.isdecimal() and len(shown) < 7 else 1
