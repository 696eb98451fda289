"""A reader for the fixture board of tests/server.py, whose markup says plainly what is what."""

from datetime import UTC, datetime
from typing import Any

from crawler.items import Board, Thread
from spiders.pages.addresses import canonical
from spiders.pages.document import Document
from spiders.pages.reading import Reading, ReadPost, ThreadLink


def recognise(page: Document) -> float:
    """1 for the fixture board, whatever its address."""
    return float(bool(page.tree.xpath("//body[@data-board='plain']")))


def read(page: Document) -> Reading:
    """What the page says."""
    posts = [_post(page, one) for one in page.tree.xpath("//article")]
    body = page.tree.xpath("//body")[0]
    return Reading(
        platform="plain",
        kind="thread" if posts else "listing",
        board=Board(name=body.get("data-name")),
        thread=Thread(id=body.get("data-thread"), url=page.url, title=page.tree.findtext(".//h1")),
        posts=posts,
        boards=_links(page, "board"),
        threads=[
            ThreadLink(
                url=str(canonical(page.url, a.get("href"))),
                last_post=a.get("data-last"),
                replies=int(a.get("data-replies")) if a.get("data-replies") else None,
            )
            for a in page.tree.xpath("//a[@class='thread']")
        ],
        next_pages=_links(page, "next"),
        login=bool(page.tree.xpath("//form[@id='login']")),
    )


def _links(page: Document, kind: str) -> list[str]:
    found = (canonical(page.url, one) for one in page.tree.xpath(f"//a[@class='{kind}']/@href"))
    return [one for one in found if one]


def _post(page: Document, one: Any) -> ReadPost:
    shown = one.get("data-at")
    return ReadPost(
        key=one.get("data-key"),
        author=one.get("data-author"),
        text=(one.findtext("p") or "").strip(),
        posted_at=datetime.fromisoformat(shown) if shown else page.clock.astimezone(UTC),
        posted_precision="minute",
        url=f"{page.url}#p{one.get('data-key')}",
    )
