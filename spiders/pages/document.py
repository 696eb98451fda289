"""A fetched page as a reader sees it: parsed once, with the clocks it may be read by."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from lxml import html


@dataclass(kw_only=True)
class Document:
    """One HTML page. Relative dates count from the page's own clock, else `answered_at`,
    the answer's Date header, else `fetched_at`; all three are aware."""

    url: str
    text: str
    fetched_at: datetime
    answered_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    timezone: ZoneInfo | None = None

    @cached_property
    def tree(self) -> Any:
        """The lxml root element; an empty page gives an empty <html>."""
        parser = html.HTMLParser(huge_tree=False, remove_comments=True)
        return html.document_fromstring(self.text.replace("\0", "") or "<html></html>", parser)

    @property
    def clock(self) -> datetime:
        """The moment relative dates count from when the page shows no clock of its own."""
        return self.answered_at or self.fetched_at
