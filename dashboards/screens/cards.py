"""A post as the page shows it: cut, covered and explained; templates only lay it out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.items import Post
from dashboards import offers
from dashboards.masking import masked
from dashboards.reasons import NONE, Explanation, Titles, explain, named, title
from dashboards.screens.marks import Piece, folded, pieces

Spans = Sequence[tuple[int, int]]
_SHAPES = {"minute": "%-d %b %Y, %H:%M", "day": "%-d %b %Y", "month": "%b %Y"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach the author, covered and whole."""

    kind: str
    masked: str
    value: str
    disguised: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A sign that posts show together: what it is called, how many, and the query that finds them."""

    name: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Card:
    """One item of the queue or of a search."""

    post: Post
    title: list[Piece]
    head: list[Piece]
    rest: list[Piece]
    told: Explanation
    ways: list[Way]
    where: list[str]
    when: str
    stamp: str
    family: int
    link: str | None
    names: dict[int, str] = field(default_factory=dict)
    facts: list[offers.Told] = field(default_factory=list)
    shared: list[Shared] = field(default_factory=list)


def card(
    post: Post,
    family: int = 1,
    title_found: Spans = (),
    text_found: Spans = (),
    own: Titles = NONE,
) -> Card:
    """What is shown of *post*; the spans are what a search found in it, *own* the home's own titles."""
    said = named("en", own)
    head, rest = folded(pieces(post, "text", text_found))
    return Card(
        post=post,
        title=pieces(post, "title", title_found),
        head=head,
        rest=rest,
        told=explain(post, mask=True, own=own),
        ways=_ways(post),
        where=_where(post),
        when=_when(post, datetime.now(UTC)),
        stamp=f"{post.posted_at or post.first_seen:%Y-%m-%dT%H:%MZ}",
        family=family,
        link=_link(post.url),
        names={n: title(hit.id, said) for n, hit in enumerate(post.hits)},
        facts=offers.told(post, mask=True),
        shared=_shared(post, said),
    )


def _shared(post: Post, said: dict[str, Any]) -> list[Shared]:
    """Where the other posts are that show a sign together with this one."""
    found = {hit.id: hit.evidence for hit in post.hits if hit.by == "structure"}
    return [
        Shared(title(name, said), len(ids), " OR ".join(f"id:{one}" for one in ids))
        for name, ids in found.items()
        if len(ids) > 1 and not post.restricted
    ]


def _ways(post: Post) -> list[Way]:
    seen: dict[tuple[str, str], Way] = {}
    for one in post.contacts:
        way = Way(one.kind, masked(one.kind, one.value), one.value, one.disguised)
        known = seen.setdefault((one.kind, one.value), way)
        if one.disguised and not known.disguised:
            seen[one.kind, one.value] = way
    return list(seen.values())


def _where(post: Post) -> list[str]:
    """Place of work, site and board, as far as they are known."""
    facts = [(name, post.facts[name]) for name in ("place", "country") if name in post.facts]
    named = [offers.value(name, fact.value, "en") for name, fact in facts if fact.state == "stated"]
    return list(dict.fromkeys([*named, post.site, *([post.board.name] if post.board.name else [])]))


def _when(post: Post, now: datetime) -> str:
    """When it was posted, as exactly as the page said it, else when it was first seen."""
    if post.posted_at is None:
        return f"first seen {post.first_seen:%-d %b %Y}" if post.first_seen else "at a time unknown"
    days = (now.date() - post.posted_at.date()).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago" if 1 < days < 30 else "")
    shown = f"{post.posted_at:{_SHAPES.get(post.posted_precision, _SHAPES['day'])}}"
    return f"{shown} ({ago})" if ago and post.posted_precision != "month" else shown


def _link(url: str | None) -> str | None:
    """Only what a browser opens as a page; a page's own text may name any scheme."""
    return url if url and urlsplit(url).scheme in ("http", "https") else None
