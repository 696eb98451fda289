"""What a reader gives back: the posts of a page and where to go from it."""

from dataclasses import dataclass, field
from datetime import datetime

from crawler.items import Board, Precision, Thread


@dataclass(slots=True, kw_only=True)
class ReadPost:
    """A post as the page shows it, before it has an id or a source.

    `key` is the platform's own number of the post or ad, None when the page shows none;
    `posted_at` is aware UTC or None; `text` has no quotes and no signature, NFC, line breaks kept.
    """

    key: str | None
    text: str
    title: str = ""
    author: str | None = None
    url: str | None = None
    position: int | None = None
    posted_at: datetime | None = None
    posted_precision: Precision = "none"
    posted_raw: str | None = None
    edited_at: datetime | None = None
    quotes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class ThreadLink:
    """A thread a listing shows, with what it says of its state (for "only what changed")."""

    url: str
    id: str | None = None
    title: str | None = None
    replies: int | None = None
    last_post: str | None = None


@dataclass(slots=True, kw_only=True)
class Reading:
    """A page, read. `site_root` is the path the board is installed under ("" at the host's root);
    addresses are absolute and canonical (no session ids); `next_pages` are further pages of the
    same listing or thread, `login` says that the page is a login wall."""

    platform: str
    kind: str  # "thread", "listing", "ad", "other"
    site_root: str = ""
    board: Board = field(default_factory=Board)
    thread: Thread = field(default_factory=Thread)
    posts: list[ReadPost] = field(default_factory=list)
    boards: list[str] = field(default_factory=list)
    threads: list[ThreadLink] = field(default_factory=list)
    next_pages: list[str] = field(default_factory=list)
    login: bool = False
