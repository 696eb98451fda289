"""What both engines hold of a post, field by field, and how sort values are packed."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from crawler.items import Post
from crawler.words import Word, fold
from index import contacts, periods
from index.change import Change

Kind = Literal["words", "keyword", "date", "number", "flag"]

FIELDS: dict[str, Kind] = {
    **dict.fromkeys(("title_stems", "text_stems", "title_forms", "text_forms"), "words"),
    **dict.fromkeys(
        (
            "id", "site", "source", "platform", "board_name", "board_key", "thread_id", "author",
            "author_key", "url_key", "language", "languages", "role", "lane", "status",
            "indicators", "mitigating", "contact_values", "contact_kinds", "contact_keys",
            "cluster", "rules", "has", "sector", "place", "country",
        ),
        "keyword",
    ),
    **dict.fromkeys(
        ("timestamp", "posted_at", "edited_at", "first_seen", "last_seen", "gone_at"), "date"
    ),
    **dict.fromkeys(("priority", "revision", "seq", "by_date", "by_priority", "pay_monthly"), "number"),
    "restricted": "flag",
}  # fmt: skip
FACETS: dict[str, str] = {
    **{name: name for name, kind in FIELDS.items() if kind == "keyword"},
    "board": "board_name",
    "thread": "thread_id",
    "contacts": "contact_values",
    "indicator": "indicators",
}
LONGEST_KEYWORD = 1000  # UTF-16 units; longer ones are kept in the post and not indexed
_TIE_DIGITS = 7  # hex digits of the id beside 35 bits of seconds or priority: 63 bits
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

DIGEST = sha256(repr(sorted(FIELDS.items())).encode()).hexdigest()[:12]

Flat = dict[str, list[str] | list[int] | str | int | bool | None]


def timestamp(post: Post) -> datetime:
    """When the post counts as written: posted_at, else first_seen; never nothing."""
    moment = post.posted_at or post.first_seen or post.last_seen or _EPOCH
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def packed(value: int, identity: str) -> int:
    """*value* with the first digits of the id below it, so that one number orders both."""
    digits = identity[:_TIE_DIGITS].ljust(_TIE_DIGITS, "0")
    tie = int(digits, 16) if all(sign in "0123456789abcdef" for sign in digits) else 0
    return (max(-(2**34), min(value, 2**34 - 1)) << 4 * _TIE_DIGITS) | tie


def flat(change: Change) -> Flat:
    """The index fields of a change's post; empty ones are left out. Times are milliseconds."""
    post = change.post
    if post is None:
        raise ValueError("a row that is gone has no fields")
    found = {
        **_words("title", change.title_words),
        **_words("text", change.text_words),
        **_keywords(post),
        **_moments(post),
        **_facts(post),
        "id": change.id,
        "priority": post.priority,
        "revision": post.revision,
        "restricted": post.restricted,
        "seq": change.seq,
        "by_date": packed(periods.milliseconds(timestamp(post)) // 1000, change.id),
        "by_priority": packed(post.priority, change.id),
    }
    kept = {name: value for name, value in found.items() if value not in (None, "", [])}
    return {**kept, "has": _has(kept)}


def _words(field: str, words: list[Word]) -> dict[str, Any]:
    """The tokens of one field, for an engine that splits at white space."""
    return {
        f"{field}_stems": " ".join(word.stem for word in words),
        f"{field}_forms": " ".join(word.form for word in words),
    }


def _keywords(post: Post) -> dict[str, Any]:
    """The values that are found whole."""
    single: dict[str, str | None] = {
        "site": post.site, "source": post.source, "platform": post.platform,
        "board_name": post.board.name, "board_key": fold(post.board.name or ""),
        "thread_id": post.thread.id, "author": post.author, "author_key": fold(post.author or ""),
        "url_key": contacts.address(post.url or ""), "language": post.language, "role": post.role,
        "lane": post.lane, "status": post.status, "cluster": post.cluster, "rules": post.rules,
    }  # fmt: skip
    many: dict[str, list[str]] = {
        "languages": post.languages, "indicators": post.indicators, "mitigating": post.mitigating,
        "contact_values": post.contact_values,
        "contact_kinds": [str(contact.kind) for contact in post.contacts],
        "contact_keys": [key for value in post.contact_values for key in contacts.keys(value)],
    }  # fmt: skip
    return {
        **{name: value for name, value in single.items() if value and _fits(value)},
        **{name: [*dict.fromkeys(filter(_fits, values))] for name, values in many.items()},
    }


def _fits(value: str) -> bool:
    """Whether both engines index a keyword of this length (they count UTF-16 units)."""
    return len(value.encode("utf-16-le", "surrogatepass")) <= 2 * LONGEST_KEYWORD


def _moments(post: Post) -> dict[str, int | None]:
    """The times that are set, in milliseconds since 1970."""
    times = {
        "timestamp": timestamp(post), "posted_at": post.posted_at, "edited_at": post.edited_at,
        "first_seen": post.first_seen, "last_seen": post.last_seen, "gone_at": post.gone_at,
    }  # fmt: skip
    return {name: periods.milliseconds(moment) for name, moment in times.items() if moment}


_SHOWN_AS = {
    "title_forms": "title", "text_forms": "text", "board_key": "board", "thread_id": "thread",
    "author_key": "author", "url_key": "url", "contact_keys": "contacts",
}  # fmt: skip


def _has(kept: dict[str, Any]) -> list[str]:
    """The fields of the query language that are not empty."""
    return [_SHOWN_AS.get(name, name) for name in kept]


def _facts(post: Post) -> Flat:
    """The facts that are searched and counted by: sector, place, country, and pay in euros a month."""
    said = {name: fact.value for name, fact in post.facts.items() if fact.state == "stated"}
    pay = post.facts.get("pay")
    return {
        "sector": said.get("sector"), "country": said.get("country", "").lower(),
        "place": fold(said.get("place", "")),
        "pay_monthly": max(pay.monthly, default=None) if pay else None,
    }  # fmt: skip
