"""What stands around the posts of an Invision page: its root, its further pages, its board."""

from urllib.parse import urlsplit

from crawler.items import Board
from spiders.pages import addresses
from spiders.pages.blocks import Marks, own_words
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.skin import one
from spiders.readers.invision.board import BOARD
from spiders.readers.invision.community import COMMUNITY
from spiders.readers.invision.marks import BASES, LABELS, PAGE, SORTS, VIEWS

_SELF = xpath("//link[@rel='canonical']/@href")


def site_root(page: Document, guessed: str) -> str:
    """The path the board is installed under, as its scripts say; else *guessed*."""
    told = next((found for base in BASES if (found := base.search(page.text))), None)
    address = addresses.canonical(page.url, told[1].replace("\\/", "/")) if told else None
    return urlsplit(address).path.rstrip("/") if address else guessed


def unsorted(pages: list[str]) -> list[str]:
    """*pages*, each once however it is sorted."""
    return addresses.distinct([addresses.without(link, *SORTS) for link in pages])


def listed(page: Document, above: Board) -> Board:
    """The board whose threads a page lists; *above* is the last its breadcrumbs name."""
    title = one((*COMMUNITY.title[:2], *BOARD.title), page.tree)
    if title is None:
        return above
    name = " ".join(own_words(title, Marks(drop=LABELS)).text.split())
    address = addresses.canonical(page.base, first(_SELF, page.tree) or page.url, drop=VIEWS)
    return Board(name, PAGE.sub("", address or page.url))
