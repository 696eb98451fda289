"""How closely a post is looked at: cues and words first, the post reader where they leave a doubt.

Boards are mostly chatter and job sites mostly honest: reading each post with the encoder would
take tens of milliseconds a post. So it reads what touches work, pay, papers or help and is no
sure chatter; and of what is surely an offer, only what the clause reader finds some risk in.
"""

from functools import lru_cache
from typing import NamedTuple

from crawler.items import Post, Role
from pipelines.catalogue import load_all
from pipelines.cues import features, unlikely, weigh
from pipelines.field import Field, fields
from pipelines.post_reader import Reading, post_reader

TITLE, LONGEST = 500, 20_000  # code points that are looked at
REMEMBERED = 512
FEWEST = 6  # words; of fewer the post reader knows nothing, and says it surely
SURE_OFFER, SURE_OTHER = 0.9, 0.97  # chances at which cues and words decide alone
RISK = -3.0  # log-odds of a clause's sign of risk that make a sure offer worth reading
UNLIKELY = 0.05
TRUST = 0.7  # how much the post reader's word counts beside that of cues and words


class Look(NamedTuple):
    """The chances of each role, and what the post reader says where it was asked."""

    roles: dict[Role, float]
    reading: Reading | None


def look(post: Post) -> Look:
    """What *post* does, looked at as closely as it needs; remembered for the next step that asks."""
    title, text = post.title[:TITLE], post.text[:LONGEST]
    return _look(title, text, post.language, bool(post.contacts), (post.position or 1) > 1)


@lru_cache(maxsize=REMEMBERED)
def _look(title: str, text: str, language: str | None, reached: bool, later: bool) -> Look:
    found = features(title, text, language, reached=reached, later=later)
    chances = weigh(found)
    doubtful = unlikely(found)
    for role in doubtful:
        chances[role] *= UNLIKELY
    reader = post_reader()
    if reader is None or not _worth(title, text, language, chances, doubtful):
        return Look(chances, None)
    read = reader.read(title, text)
    return Look(_joined(chances, read.roles), read)


def _worth(
    title: str, text: str, language: str | None, chances: dict[Role, float], doubtful: set[Role]
) -> bool:
    """Does the post deserve the post reader?"""
    if len(f"{title} {text}".split()) < FEWEST:
        return False
    if chances["other"] >= SURE_OTHER or {"offer", "disclosure"} <= doubtful:
        return False
    return chances["offer"] < SURE_OFFER or any(map(_risky, fields(title, text, language)))


def _risky(field: Field) -> bool:
    """Does some clause show a sign of risk, were it faintly?"""
    return any(
        name in _risks()
        for clause in field.clauses
        for name, _ in field.read.read(field.summands, clause, RISK)
    )


@lru_cache(maxsize=1)
def _risks() -> frozenset[str]:
    """The signs that may help to raise a post."""
    return frozenset(
        one.id for one in load_all() if one.polarity == "risk" and one.strength != "weak"
    )


def _joined(ours: dict[Role, float], theirs: dict[Role, float]) -> dict[Role, float]:
    """Both opinions as one: the weighted geometric mean, made to add up to one."""
    least = 1e-6
    made = {
        role: max(least, ours[role]) ** (1 - TRUST) * max(least, theirs.get(role, 0.0)) ** TRUST
        for role in ours
    }
    total = sum(made.values())
    return {role: value / total for role, value in made.items()}
