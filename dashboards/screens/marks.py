"""Cuts a text at its hits and contacts, so that overlapping ones can be shown and none hides another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from crawler.items import Contact, Hit, Post, field_text

FOLD = 600
_COVER, _KEPT = "•", 3
_RANK = {"weak": 1, "medium": 2, "strong": 3}
Field = Literal["title", "text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text with one look: *kind* is "", risk, mitigating or found, *hits* index the hits."""

    text: str
    kind: str = ""
    strength: str = ""
    hits: tuple[int, ...] = ()
    contact: bool = False


def pieces(post: Post, field: Field, found: Sequence[tuple[int, int]] = ()) -> list[Piece]:
    """The title or text of *post* in pieces, its contacts covered; *found* are a search's spans."""
    text = field_text(post, field)
    hits = [(n, hit) for n, hit in enumerate(post.hits) if _here(hit, field)]
    contacts = [one for one in post.contacts if one.field == field]
    spans = [(hit.start or 0, hit.end or 0) for _, hit in hits]
    spans += [(one.start, one.end) for one in contacts] + list(found)
    shown = _covered(text, contacts)
    cuts = sorted({0, len(text), *(min(at, len(text)) for span in spans for at in span)})
    return [
        _piece(shown[start:end], start, end, hits, contacts, found) for start, end in pairwise(cuts)
    ]


def folded(parts: Sequence[Piece], after: int = FOLD) -> tuple[list[Piece], list[Piece]]:
    """The parts that are shown at once, and those behind a fold; words stay whole."""
    if sum(len(one.text) for one in parts) <= after * 1.25:
        return list(parts), []
    head: list[Piece] = []
    left = after
    for n, one in enumerate(parts):
        if len(one.text) > left:
            first, second = _split(one, left)
            return [*head, *first], [*second, *parts[n + 1 :]]
        head.append(one)
        left -= len(one.text)
    return head, []


def _split(one: Piece, at: int) -> tuple[list[Piece], list[Piece]]:
    """Plain text is cut at a space; what is marked stays in one piece, behind the fold."""
    if one.kind or one.contact:
        return [], [one]
    cut = max(one.text.rfind(" ", 0, at), one.text.rfind("\n", 0, at))
    cut = at if cut < at // 2 else cut
    return [Piece(one.text[:cut])], [Piece(one.text[cut:])]


def cover(raw: str) -> str:
    """The text with letters and digits after the first three covered; its length stays the same."""
    shown, out = 0, []
    for sign in raw:
        shown += sign.isalnum()
        out.append(_COVER if sign.isalnum() and shown > _KEPT else sign)
    return "".join(out)


def _here(hit: Hit, field: Field) -> bool:
    return hit.field == field and hit.start is not None and hit.end is not None


def _covered(text: str, contacts: Iterable[Contact]) -> str:
    """The text with each contact covered, sign for sign, so that offsets stay true."""
    for one in contacts:
        text = text[: one.start] + cover(text[one.start : one.end]) + text[one.end :]
    return text


def _piece(
    text: str,
    start: int,
    end: int,
    hits: Sequence[tuple[int, Hit]],
    contacts: Sequence[Contact],
    found: Sequence[tuple[int, int]],
) -> Piece:
    over = [(n, hit) for n, hit in hits if (hit.start or 0) <= start and end <= (hit.end or 0)]
    contact = any(one.start <= start and end <= one.end for one in contacts)
    if not over:
        sought = any(low <= start and end <= high for low, high in found)
        return Piece(text, kind="found" if sought else "", contact=contact)
    loudest = max((hit for _, hit in over), key=lambda hit: (_risk(hit), _RANK[hit.strength]))
    numbers = tuple(n for n, _ in over)
    return Piece(text, loudest.polarity, loudest.strength, numbers, contact)


def _risk(hit: Hit) -> bool:
    return hit.polarity == "risk"
