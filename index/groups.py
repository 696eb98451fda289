"""Groups of posts and what their posts show together: plain words, needed where no rows are too."""

import hashlib
from typing import Literal, NamedTuple

from crawler.items import Post, Strength

REACHED = frozenset({
    "phone", "whatsapp", "viber", "signal", "telegram", "instagram", "email", "crypto", "iban",
})  # fmt: skip
"""Kinds of contact that are one person's or one office's; many share the address of a page."""

Kind = Literal["contact", "family", "account"]


class Group(NamedTuple):
    """What some posts have in common: a contact's value, a family's or an account's key."""

    kind: Kind
    name: str


class Shown(NamedTuple):
    """A sign one post shows together with the others of a group; None: as strong as its indicator."""

    post: str
    indicator: str
    strength: Strength | None
    evidence: tuple[str, ...]


def account(post: Post) -> str | None:
    """The key of the account that wrote *post*, from which the account cannot be read."""
    if not post.author:
        return None
    who = f"{post.site}\n{post.platform}\n{post.author.casefold()}"
    return hashlib.sha256(who.encode("utf-8", "surrogatepass")).hexdigest()[:32]
