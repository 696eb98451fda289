"""An HTTP answer as a page: its address, its clock, its digest, its text."""

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response, TextResponse

from crawler.items import Page, PageRef
from spiders.pages.addresses import canonical
from spiders.pages.charset import decode
from spiders.pages.document import Document
from spiders.source import Source


def page_of(response: Response, source: Source) -> Page:
    """The fetched page, without posts; its address has no session ids."""
    headers = headers_of(response)
    ref = PageRef(
        url=canonical(response.url, response.url) or response.url,
        status=response.status,
        fetched_at=datetime.now(UTC),
        sha256=hashlib.sha256(response.body).hexdigest(),
    )
    kind = headers.get("content-type", "text/html")
    return Page(source=source.name, ref=ref, body=response.body, content_type=kind, headers=headers)


def document_of(response: TextResponse, page: Page, source: Source) -> Document:
    """The page as readers see it, decoded as its headers, its markup or its bytes say."""
    return Document(
        url=page.ref.url,
        text=decode(response.body, page.content_type),
        fetched_at=page.ref.fetched_at or datetime.now(UTC),
        answered_at=_date(page.headers.get("date")),
        headers=page.headers,
        language=source.language,
        timezone=source.zone,
    )


def headers_of(response: Response) -> dict[str, str]:
    """The answer's headers, lower-case names, the last value of each."""
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in response.headers.items()
        if values
    }


def _date(value: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
