"""What tells an Osclass page and its parts, in the themes that share the engine's hooks."""

import re
from typing import Any

from spiders.pages.paths import first, xpath

TRACES = [
    (re.compile(r"""(?i)<meta[^>]+generator[^>]+osclass"""), 0.9),
    (re.compile(r"oc-content/(?:themes|plugins|uploads)/"), 0.6),
    (re.compile(r"oc-includes/osclass/"), 0.6),
    (re.compile(r"""(?i)href=["']https?://(?:www\.)?osclass(?:point)?\.(?:org|com)"""), 0.3),
    (re.compile(r"""[?&;]page=(?:item|search)\b"""), 0.3),
]
ITEM = re.compile(
    r"[?&;]page=item&(?:amp;)?id=(\d+)(?!.*action=)|[_-]i(\d+)(?:\.html)?/?(?:[?#]|$)|/item/(\d+)"
)
FORM_ID = "form_id"
PATHS: dict[str, Any] = {
    name: xpath(path)
    for name, path in {
        "form_id": "//form[.//input[@name='page'][@value='item']]//input[@name='id']/@value",
        "body": "//*[self::div or self::section or self::article or self::p]"
        "[@id='description' or @itemprop='description' or .item-description or .description"
        " or .desc][not(ancestor-or-self::*[@id='header' or @id='footer' or .similar_ads"
        " or .related or .listing-card or .comments])]",
        "boxes": ".//*[@id='custom_fields' or @id='useful_info' or @id='comments'"
        " or @id='contact' or .plugin-hooks]",
        "heading": "//h1[not(ancestor::*[@id='header'])][normalize-space()]",
        "named": "./*[@itemprop='name'] | ./strong",
        "price": ".//*[.price]",
        "places": "//*[@id='item_location' or .item-location or .location"
        " or @itemprop='address'][not(ancestor::*[.similar_ads or .related or .listing-card])]",
        "crumbs": "//*[.breadcrumb or .breadcrumbs]//a",
        "crumb_ends": "//*[.breadcrumb or .breadcrumbs]//li[last()]"
        "//*[@itemprop='title' or @itemprop='name'][not(self::a)]",
        "author": "//*[@id='contact' or @id='seller' or .seller or .seller-name or .publisher]"
        "//*[.name or @itemprop='name'] | //*[@itemprop='seller']//*[@itemprop='name']",
        "published": "//*[.publish or .published or .pub-date or .date or @itemprop='datePosted']"
        "[not(self::li or self::a)][not(ancestor::*[.similar_ads or .related or .listing-card])]",
        "updated": "//*[.update or .updated or .modified or .mod-date][not(self::a)]"
        "[not(ancestor::*[.similar_ads or .related or .listing-card])]",
        "canonical": "//link[@rel='canonical']/@href",
        "links": "//a[@href][not(ancestor::*[@id='header' or @id='footer'])]",
        "pages": "//a[.searchPaginationNext or .searchPaginationNonSelected or @rel='next'][@href]"
        "[@rel='next' or preceding::*[.searchPaginationSelected]]",
        "categories": "//a[.category or .cat or contains(@href, 'sCategory=')"
        " or ancestor::*[.r-list or .categories or .category or .see_more_link]][@href]"
        "[not(contains(@href, 'item_add') or contains(@href, 'sFeed') or .title)]"
        "[not(ancestor::*[@id='header' or @id='footer' or .breadcrumb or .listing-card])]",
        "results": "//body[.search] | //*[.searchPaginationSelected or .counter-search]"
        " | //a[contains(@href, 'iOrderType')]",
        "password": "//input[@type='password']",
        "assets": "//link/@href | //script/@src",
    }.items()
}


def first_of(name: str, element: Any) -> Any:
    """The first thing the path *name* finds in *element*, or None."""
    return first(PATHS[name], element)
