"""Finds the indicators a post shows, each with the very words that show it.

Terms of the catalogue give precision, the trained clause reader gives recall; contacts show the
signs that are in numbers. What is denied, or paid by somebody else, is no hit, and neither is a
sign in a post whose role does not allow it.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from crawler.items import OFFERS, ROLES, Hit, Page, Post, field_text
from pipelines.catalogue import Indicator, home_folders, load_all, rules
from pipelines.clauses import Clause
from pipelines.cues import cues_version
from pipelines.facts.wages import wage_signs
from pipelines.field import Field, fields
from pipelines.look import look
from pipelines.match import Matcher, parse
from pipelines.minors import MINOR, asks_consent, minor_spans
from pipelines.negation import COSTS, denied, paid_by_others
from pipelines.post_reader import Reading, chance, post_reader_version
from pipelines.prefix import prefix_mismatch
from pipelines.reader import reader, sure
from pipelines.signs import contact_signs

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Log-odds from which the reader's word is a hit. A long ad has more chances to look bad by
# accident, so the limit rises with the number of clauses beyond a forum post's.
LEAST, USUAL, RISE = -1.0, 12, 0.25
# Above its limit a sign is shown; a little below too, in a post that reads like those of the queue.
LOWER = -0.5
# What is read from contacts: the model may add a disguise no rule undid, and take back that a
# private number is the only way; it knows no country's prefix.
CONTACTS = {
    "contact.obscured_phone": 1.0, "contact.only_mobile_free_email": math.inf,
    "contact.prefix_mismatch": math.inf,
}  # fmt: skip
ONLY_PRIVATE = "contact.only_mobile_free_email"
# An answer less likely than this to offer work is advice.
OFFERING = 0.2
# A post of this role is itself the sign; the clause that shows it best is its evidence.
BY_ROLE = {
    "disclosure": "post.victim_disclosure", "warning": "post.third_party_warning",
    "ask": "post.verification_question", "reply": "recruit.reply_to_seeker",
}  # fmt: skip


class Tagger:
    """A catalogue made ready; built once."""

    def __init__(self, indicators: Sequence[Indicator], rules: str) -> None:
        self.indicators = indicators
        self.by_id = {indicator.id: indicator for indicator in indicators}
        self.rules = rules
        self._allowed: dict[str, frozenset[str]] = {
            role: frozenset(one.id for one in indicators if role in one.roles) for role in ROLES
        }
        self._with_terms = {one.id for one in indicators if one.terms}
        self._confidence = {
            (indicator.id, language): terms.confidence
            for indicator in indicators
            for language, terms in indicator.terms.items()
        }
        self._matcher = Matcher(
            [
                (number, parse(term, language))
                for number, indicator in enumerate(indicators)
                if indicator.detector != "structural"
                for language, terms in indicator.terms.items()
                for term in terms.words
            ]
        )

    def hits(self, post: Post) -> list[Hit]:
        """All hits the post's role allows, in the order of the text."""
        allowed = self._allowed.get(post.role, frozenset())
        both = fields(post.title, post.text, post.language)
        found = [hit for field in both for hit in self._patterns(post, field, allowed)]
        found += self._shown(post, both)
        found += self._by_role(post, both)
        if post.role in OFFERS:
            taken = {hit.id for hit in found}.union(BY_ROLE.values())
            found += [hit for hit in self._trained(post, both) if hit.id not in taken]
        kept = [hit for hit in found if hit.id in allowed]
        return sorted(kept, key=lambda hit: (hit.field == "text", hit.start or 0, hit.id))

    def _shown(self, post: Post, both: Sequence[Field]) -> Iterator[Hit]:
        """What contacts, sums and ages show."""
        read = look(post).reading
        for name, contact in chain(contact_signs(post), prefix_mismatch(post)):
            if name == ONLY_PRIVATE and read and name not in read.signs:
                continue
            yield self._hit(name, contact.field, contact.start, contact.end, post)
        for name, where, first, last in wage_signs(post):
            yield self._hit(name, where, first, last, post)
        if post.role in OFFERS:
            for field in both:
                for start, end in minor_spans(field.text):
                    yield self._hit(MINOR, field.name, start, end, post)

    def _trained(self, post: Post, both: Sequence[Field]) -> Iterator[Hit]:
        """What the post reader shows; the clause reader where it did not read the post."""
        read = look(post).reading
        return self._clauses(post, both) if read is None else self._signs(post, read)

    def _signs(self, post: Post, read: Reading) -> Iterator[Hit]:
        """What the post reader shows; a cost that the employer bears is none."""
        least = LOWER if read.like_queued else 0.0
        for name, sign in read.signs.items():
            if sign.odds <= CONTACTS.get(name, least) or name not in self.by_id:
                continue
            if name == MINOR and asks_consent(post.text):
                continue
            if name in COSTS and paid_by_others(
                field_text(post, sign.field)[sign.start : sign.end]
            ):
                continue
            place = sign.field, *_whole(field_text(post, sign.field), sign.start, sign.end)
            hit = self._hit(name, *place, post, by="model", confidence=chance(sign.odds))
            hit.like = sign.like
            yield hit

    def _clauses(self, post: Post, both: Sequence[Field]) -> Iterator[Hit]:
        """What the clause reader finds in either field."""
        many = sum(len(field.clauses) for field in both) / USUAL
        least = LEAST + RISE * math.log(max(1.0, many))
        for field in both:
            for name, (odds, clause) in self._model(field, least).items():
                if name in self.by_id:
                    yield self._clause_hit(post, field, name, clause, sure(odds))

    def _patterns(self, post: Post, field: Field, allowed: frozenset[str]) -> Iterator[Hit]:
        if allowed.isdisjoint(self._with_terms):
            return
        spoken = {post.language, *post.languages, "en"}
        seen = set()
        for found in self._matcher.find(field.words, field.breaks, spoken):
            indicator = self.indicators[found.owner]
            if indicator.id not in allowed or (found.owner, found.end) in seen:
                continue
            if denied(field.words, field.gaps, found.start, found.end):
                continue
            if indicator.id in COSTS and field.paid_by_others(found.start):
                continue
            seen.add((found.owner, found.end))
            start, end = field.words[found.start].start, field.words[found.end - 1].end
            confidence = self._confidence[indicator.id, found.pattern.language or ""]
            yield self._hit(indicator.id, field.name, start, end, post, confidence=confidence)

    def _model(self, field: Field, least: float) -> dict[str, tuple[float, Clause]]:
        """For each indicator the clause that shows it best; a part before the whole sentence."""
        best: dict[str, tuple[float, Clause]] = {}
        for clause, signs in field.signs(least):
            for name, odds in signs:
                if name in COSTS and paid_by_others(field.said(clause)):
                    continue
                if name not in best or odds > best[name][0]:
                    best[name] = odds, clause
        return best

    def _by_role(self, post: Post, fields: Sequence[Field]) -> Iterator[Hit]:
        name = BY_ROLE.get(post.role)
        if name is None or not any(field.words for field in fields):
            return
        if post.role == "reply" and (post.role_confidence or 1.0) < OFFERING:
            return
        field, clause = max(self._told(name, fields), key=lambda told: told[0])[1:]
        confidence = post.role_confidence or 1.0
        yield self._clause_hit(post, field, name, clause, confidence)

    def _told(self, name: str, fields: Sequence[Field]) -> Iterator[tuple[float, Field, Clause]]:
        for field in fields:
            for clause in field.clauses or [Clause(0, len(field.words), True)]:
                if field.words:
                    odds = field.read.score(field.summands, clause, name)
                    yield odds + (field.name == "text"), field, clause

    def _clause_hit(
        self, post: Post, field: Field, name: str, clause: Clause, confidence: float
    ) -> Hit:
        start, end = field.words[clause.start].start, field.words[clause.end - 1].end
        return self._hit(name, field.name, start, end, post, by="model", confidence=confidence)

    def _hit(
        self,
        name: str,
        field: Literal["title", "text"],
        start: int,
        end: int,
        post: Post,
        *,
        by: Literal["pattern", "model"] = "pattern",
        confidence: float = 1.0,
    ) -> Hit:
        indicator = self.by_id[name]
        return Hit(
            id=name, version=indicator.version, by=by, strength=indicator.strength,
            polarity=indicator.polarity, dimension=indicator.dimension, confidence=confidence,
            field=field, start=start, end=end, words=field_text(post, field)[start:end],
        )  # fmt: skip


class TagPipeline:
    """Maps `tag` over a page's posts, with the home's own indicators."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> "TagPipeline":
        """The home's folder of indicators counts too, where there is a home."""
        return cls(*home_folders(crawler))

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its hits."""
        item.posts = [tag(post, *self.folders) for post in item.posts]
        return item


def tag(post: Post, *folders: Path) -> Post:
    """Replace the hits of *post* by those its text shows now; safe to run again.

    *folders* hold indicators beyond the catalogue's. Raises IndicatorError if a file is wrong.
    """
    ready = tagger(*folders)
    post.hits = ready.hits(post)
    post.indicators = _ids(post, "risk")
    post.mitigating = _ids(post, "mitigating")
    post.rules = ready.rules
    return post


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The same slice with its first and last word whole, and no space or sign before them."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end - 1 and not text[start].isalnum():
        start += 1
    return start, end


@cache
def tagger(*folders: Path) -> Tagger:
    """The tagger of the catalogue and of the home's own *folders* of indicators."""
    trained = reader().version, cues_version(), post_reader_version()
    return Tagger(load_all(*folders), "+".join((rules(*folders), *trained)))


def _ids(post: Post, polarity: str) -> list[str]:
    return list(dict.fromkeys(hit.id for hit in post.hits if hit.polarity == polarity))
