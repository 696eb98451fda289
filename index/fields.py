"""What can be asked for by name in a query, and the index field that answers."""

from typing import Literal, NamedTuple

Kind = Literal["words", "exact", "lower", "folded", "contact", "address", "date", "number", "flag"]


class Field(NamedTuple):
    """How a field of the query language is read, and the index field it is looked up in."""

    kind: Kind
    held_in: str


FIELDS: dict[str, Field] = {
    "title": Field("words", "title"),
    "text": Field("words", "text"),
    "id": Field("lower", "id"),
    "site": Field("lower", "site"),
    "source": Field("exact", "source"),
    "platform": Field("lower", "platform"),
    "board": Field("folded", "board_key"),
    "thread": Field("exact", "thread_id"),
    "author": Field("folded", "author_key"),
    "url": Field("address", "url_key"),
    "language": Field("lower", "language"),
    "languages": Field("lower", "languages"),
    "role": Field("lower", "role"),
    "lane": Field("lower", "lane"),
    "status": Field("lower", "status"),
    "indicators": Field("lower", "indicators"),
    "mitigating": Field("lower", "mitigating"),
    "contacts": Field("contact", "contact_keys"),
    "sector": Field("lower", "sector"),
    "place": Field("folded", "place"),
    "country": Field("lower", "country"),
    "pay": Field("number", "pay_monthly"),
    "cluster": Field("exact", "cluster"),
    "rules": Field("exact", "rules"),
    "posted_at": Field("date", "posted_at"),
    "edited_at": Field("date", "edited_at"),
    "first_seen": Field("date", "first_seen"),
    "last_seen": Field("date", "last_seen"),
    "gone_at": Field("date", "gone_at"),
    "timestamp": Field("date", "timestamp"),
    "priority": Field("number", "priority"),
    "revision": Field("number", "revision"),
    "seq": Field("number", "seq"),
    "restricted": Field("flag", "restricted"),
}
ALIASES = {
    "indicator": "indicators",
    "contact": "contacts",
    "contact_values": "contacts",
    "lang": "language",
    "date": "posted_at",
    "@timestamp": "timestamp",
}


def known(name: str) -> str | None:
    """The field *name* means (an alias is followed), or None."""
    name = ALIASES.get(name.casefold(), name.casefold())
    return name if name in FIELDS else None
