"""The vocabulary: a post, what was read from it, and the page that carried it."""

import dataclasses
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import msgspec

Role = Literal["offer", "seek", "reply", "ask", "warning", "disclosure", "other"]
Lane = Literal["queue", "fraud", "disclosure", "child"]
Strength = Literal["strong", "medium", "weak"]
Status = Literal["new", "watch", "dismissed", "referred"]
Precision = Literal["minute", "day", "month", "none"]
ContactKind = Literal[
    "phone", "email", "telegram", "whatsapp", "viber", "signal", "url",
    "instagram", "facebook", "crypto", "iban",
]  # fmt: skip

ROLES: tuple[Role, ...] = ("offer", "seek", "reply", "ask", "warning", "disclosure", "other")
LANES: tuple[Lane, ...] = ("child", "disclosure", "fraud", "queue")
COMPUTED = (
    "language", "language_confidence", "languages", "role", "role_confidence", "hits", "indicators",
    "mitigating", "contacts", "contact_values", "facts", "lane", "restricted", "priority", "reasons",
    "rules",
)  # fmt: skip
"""What the road works out from a post's words; all the rest is as it was found."""
RESTRICTED: frozenset[str] = frozenset({"disclosure", "child"})
OFFERS: frozenset[str] = frozenset({"offer", "reply"})  # roles that may offer work


@dataclass(slots=True)
class Board:
    """The board, forum section or ad category a post stands in."""

    name: str | None = None
    url: str | None = None


@dataclass(slots=True)
class Thread:
    """The discussion or ad; `id` is the platform's own, unique within the site."""

    id: str | None = None
    url: str | None = None
    title: str | None = None


@dataclass(slots=True)
class PageRef:
    """The page a post was last read from; `kept`: its bytes are held as a WARC record."""

    url: str
    status: int = 200
    fetched_at: datetime | None = None
    sha256: str | None = None
    kept: bool = False


@dataclass(slots=True, kw_only=True)
class Hit:
    """One indicator found in one post, with the place of the words that show it.

    `words == (title|text)[start:end]` in code points for pattern and model hits;
    structural hits carry post ids in `evidence` instead.
    """

    id: str
    version: str
    by: Literal["pattern", "model", "structure"]
    strength: Strength
    polarity: Literal["risk", "mitigating"]
    dimension: str
    confidence: float = 1.0
    field: Literal["title", "text"] = "text"
    start: int | None = None
    end: int | None = None
    words: str | None = None
    evidence: list[str] = dataclasses.field(default_factory=list)
    like: str | None = None


@dataclass(slots=True, kw_only=True)
class Contact:
    """One way to reach the author. `value` is normal form (E.164, lower-case mail, @handle)."""

    kind: ContactKind
    value: str
    raw: str
    field: Literal["title", "text"] = "text"
    start: int = 0
    end: int = 0
    disguised: bool = False


@dataclass(slots=True, kw_only=True)
class Fact:
    """One fact of the offer, stated or denied, with the words that say it.

    `monthly`: of pay, both ends in euros a month, where the period is said (docs/facts.md).
    """

    state: Literal["stated", "denied"]
    value: str
    field: Literal["title", "text"] = "text"
    start: int = 0
    end: int = 0
    monthly: list[int] = dataclasses.field(default_factory=list)


@dataclass(slots=True)
class Reason:
    """Why a post stands in its lane: a code put into words where it is read; `hits` index hits."""

    code: str
    hits: list[int] = dataclasses.field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Post:
    """One post or ad, whole, as every part of OfferWatch passes it on (docs/contract.md)."""

    id: str = ""
    site: str = ""
    source: str = ""
    platform: str = ""
    board: Board = dataclasses.field(default_factory=Board)
    thread: Thread = dataclasses.field(default_factory=Thread)
    position: int | None = None
    url: str | None = None
    page: PageRef | None = None
    author: str | None = None
    posted_at: datetime | None = None
    posted_precision: Precision = "none"
    posted_raw: str | None = None
    edited_at: datetime | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    gone_at: datetime | None = None
    title: str = ""
    text: str = ""
    quotes: list[str] = dataclasses.field(default_factory=list)
    revision: int = 1
    language: str | None = None
    language_confidence: float = 0.0
    languages: list[str] = dataclasses.field(default_factory=list)
    role: Role = "other"
    role_confidence: float = 0.0
    hits: list[Hit] = dataclasses.field(default_factory=list)
    indicators: list[str] = dataclasses.field(default_factory=list)
    mitigating: list[str] = dataclasses.field(default_factory=list)
    contacts: list[Contact] = dataclasses.field(default_factory=list)
    contact_values: list[str] = dataclasses.field(default_factory=list)
    facts: dict[str, Fact] = dataclasses.field(default_factory=dict)
    lane: Lane | None = None
    restricted: bool = False
    priority: int = 0
    reasons: list[Reason] = dataclasses.field(default_factory=list)
    cluster: str | None = None
    status: Status = "new"
    rules: str | None = None
    seq: int = 0


@dataclass(slots=True, kw_only=True)
class Visit:
    """What is remembered of a fetched page, so that a later crawl asks only for what changed.

    `address` names the page however it was linked; `thread` is the key of its thread, None for a
    listing; `first` orders the pages of a thread; `posts` are the ids it showed and `newest` the
    time of the newest; `links` is where it led, as JSON; `ordinals` count its authors' keyless
    posts on the pages before it; `met_at` and `visited_at` are its first and last visit.
    """

    address: str
    url: str
    thread: str | None = None
    first: float = 0.0
    etag: str | None = None
    modified: str | None = None
    posts: list[str] = dataclasses.field(default_factory=list)
    newest: datetime | None = None
    links: str = "{}"
    ordinals: dict[str, int] = dataclasses.field(default_factory=dict)
    met_at: datetime | None = None
    visited_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class ThreadState:
    """What a listing last said of a thread; `done` when the thread was then read to its end.

    `board` is the address of the listing's first page, `last` the moment of the last post (aware
    UTC) and `words` how that was shown.
    """

    key: str
    url: str
    board: str | None = None
    replies: int | None = None
    last: datetime | None = None
    words: str | None = None
    done: bool = False
    gone_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Memory:
    """What a page teaches a source about itself: pages and threads to remember, pages to forget."""

    visits: list[Visit] = dataclasses.field(default_factory=list)
    threads: list[ThreadState] = dataclasses.field(default_factory=list)
    forget: list[str] = dataclasses.field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Page:
    """The Scrapy item: one fetched page with the posts read from it that are new or have other
    words; `seen` are the ids of those that are as they were, `gone` of those no longer shown;
    `signatures` are the MinHash values by which reposts are known and `words` the words as rows
    keep them, by post id; rows cut what is not there."""

    source: str
    ref: PageRef
    posts: list[Post] = dataclasses.field(default_factory=list)
    seen: list[str] = dataclasses.field(default_factory=list)
    gone: list[str] = dataclasses.field(default_factory=list)
    memory: Memory | None = None
    signatures: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    words: dict[str, str] = dataclasses.field(default_factory=dict)
    body: bytes = b""
    content_type: str = "text/html"
    headers: dict[str, str] = dataclasses.field(default_factory=dict)


def post_id(site: str, platform: str, key: str) -> str:
    """First 32 hex digits of sha256 over site, platform and the platform's own number of the post."""
    return hashlib.sha256(f"{site}\n{platform}\n{key}".encode()).hexdigest()[:32]


def field_text(post: Post, name: Literal["title", "text"]) -> str:
    """The text that offsets of a hit, contact or fact in *name* count in."""
    return post.title if name == "title" else post.text


def as_json(post: Post) -> dict[str, Any]:
    """The post as plain JSON values; times are RFC 3339 UTC."""
    plain: dict[str, Any] = msgspec.to_builtins(post)
    return plain


def from_json(plain: Any) -> Post:
    """The post that `as_json` made; unknown keys are ignored. Raises msgspec.ValidationError."""
    return msgspec.convert(plain, Post)
