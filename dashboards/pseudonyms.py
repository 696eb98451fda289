"""A post without what leads back to a person: for research, under a key made for one export.

The key is thrown away with the object, so no two exports can be joined and nobody, we included,
can turn a pseudonym back.
"""

import hmac
import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from crawler.items import Fact, Post

COLUMNS: Mapping[str, str] = {
    "post": "text", "author": "text", "site": "text", "thread": "text", "page": "text",
    "cluster": "text", "platform": "text", "opening": "flag", "posted_week": "text",
    "posted_precision": "text", "first_seen_week": "text", "last_seen_week": "text",
    "gone_week": "text", "revision": "integer", "language": "text", "languages": "list",
    "role": "text", "role_confidence": "number", "lane": "text", "priority": "integer",
    "status": "text", "indicators": "list", "mitigating": "list", "reasons": "list",
    "contact_kinds": "list", "contacts": "list", "disguised": "integer", "country": "text",
    "sector": "text", "facts_stated": "list", "facts_denied": "list", "hits": "json",
    "signs": "integer", "rules": "text",
}  # fmt: skip
_COUNTRY, _SECTOR = re.compile(r"[A-Z]{2}"), re.compile(r"[a-z]+(_[a-z]+){0,3}")
_OF_HITS = ("id", "version", "by", "strength", "polarity", "dimension", "confidence", "field")


class Pseudonyms:
    """Turns posts into records. One object is one export."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def record(self, post: Post) -> dict[str, Any]:
        """The record of *post*: keys of COLUMNS, no free text, no address, weeks for times."""
        return self._who(post) | _when(post) | _reading(post) | _offer(post) | {
            "contacts": sorted({str(self._name("contact", c.value)) for c in post.contacts}),
        }  # fmt: skip

    def _who(self, post: Post) -> dict[str, Any]:
        return {
            "post": self._name("post", post.id),
            "author": self._name("author", post.site, post.author),
            "site": self._name("site", post.site),
            "thread": self._name("thread", post.site, post.thread.id or post.thread.url),
            "page": self._name("page", post.page.url if post.page else None),
            "cluster": self._name("cluster", post.cluster),
            "platform": post.platform,
            "opening": None if post.position is None else post.position == 1,
        }

    def _name(self, kind: str, *parts: str | None) -> str | None:
        """The pseudonym of what *parts* name: the same within this export, and only there."""
        if not parts or not parts[-1]:
            return None
        said = "\0".join((kind, *(part or "" for part in parts)))
        return f"{kind}_{hmac.new(self._key, said.encode(), 'sha256').hexdigest()[:20]}"


def _when(post: Post) -> dict[str, Any]:
    return {
        "posted_week": _week(post.posted_at), "posted_precision": post.posted_precision,
        "first_seen_week": _week(post.first_seen), "last_seen_week": _week(post.last_seen),
        "gone_week": _week(post.gone_at), "revision": post.revision,
    }  # fmt: skip


def _week(at: datetime | None) -> str | None:
    if at is None:
        return None
    year, week, _ = at.isocalendar()
    return f"{year}-W{week:02}"


def _reading(post: Post) -> dict[str, Any]:
    return {
        "language": post.language, "languages": post.languages, "role": post.role,
        "role_confidence": post.role_confidence, "lane": post.lane, "priority": post.priority,
        "status": post.status, "indicators": post.indicators, "mitigating": post.mitigating,
        "reasons": [reason.code for reason in post.reasons], "rules": post.rules,
        "hits": [{name: getattr(hit, name) for name in _OF_HITS} for hit in post.hits],
        "signs": round(len(post.title) + len(post.text), -2),
    }  # fmt: skip


def _offer(post: Post) -> dict[str, Any]:
    facts = post.facts
    return {
        "contact_kinds": sorted({contact.kind for contact in post.contacts}),
        "disguised": sum(contact.disguised for contact in post.contacts),
        "country": _closed(facts.get("country"), _COUNTRY),
        "sector": _closed(facts.get("sector"), _SECTOR),
        "facts_stated": sorted(name for name, fact in facts.items() if fact.state == "stated"),
        "facts_denied": sorted(name for name, fact in facts.items() if fact.state == "denied"),
    }


def _closed(fact: Fact | None, shape: re.Pattern[str]) -> str | None:
    """A fact's value only where it is a code: words of the author never pass."""
    return fact.value if fact and shape.fullmatch(fact.value) else None
