"""How closely a post is looked at: cues and words first, the post reader where they leave a doubt.

Boards are mostly chatter and job sites mostly honest: reading each post with the encoder would
take tens of milliseconds a post. So it reads what touches work, pay, papers or help and is no
sure chatter; and of what is surely an offer, only what the clause reader finds some risk in.
"""

from functools import lru_cache
from typing import NamedTuple

from crawler.items import OFFERS, Post, Role
from pipelines.cues import features, unlikely, weigh
from pipelines.field import fields
from pipelines.post_reader import Reading, post_reader
from pipelines.suspicion import LONG, glance, passages

TITLE, LONGEST = 500, 20_000  # code points that are looked at
REMEMBERED = 512
FEWEST = 6  # words; of fewer the post reader knows nothing, and says it surely
SURE_OTHER = 0.97  # the chance at which cues and words decide alone that a post is chatter
# Chances that make a post worth reading for what it does, however little risk it shows: it may tell
# of oneself, or of others; and a short one may be no offer at all.
TOLD, WARNED, OFFERED = 0.05, 0.3, 0.5
# A post whose words offer nothing is no offer, whatever it reads like: chatter reads like anything.
OFFERING = 0.2
UNLIKELY = 0.05
LEAST = 0.02  # no reader is surer than this that a role is not meant
TRUST = 0.7  # how much the post reader's word counts beside that of cues and words


class Look(NamedTuple):
    """The chances of each role, what the post reader says where it was asked, whether the first look
    found risk in it, and the greatest chance any reader gives that it tells of what was suffered."""

    roles: dict[Role, float]
    reading: Reading | None
    risky: bool = False
    told: float = 0.0


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
    chatter = chances["other"] >= SURE_OTHER or {"offer", "disclosure"} <= doubtful
    if reader is None or chatter or len(f"{title} {text}".split()) < FEWEST:
        return Look(chances, None, told=_told(chances))
    both = fields(title, text, language)
    seen = glance(both)
    if not seen.risky and not _doubtful(chances, len(text)):
        return Look(chances, None, told=_told(chances))
    read = reader.read(title, text, passages(both[1], seen))
    told = max(_told(chances), _told(read.roles))
    return Look(_joined(chances, read.roles), read, seen.risky, told)


def _doubtful(chances: dict[Role, float], length: int) -> bool:
    """Do cues and words leave open what the post does?"""
    if chances["disclosure"] >= TOLD or chances["warning"] + chances["ask"] >= WARNED:
        return True
    return length <= LONG and chances["offer"] < OFFERED


def _told(chances: dict[Role, float]) -> float:
    return chances.get("warning", 0.0) + chances.get("disclosure", 0.0)


def _joined(ours: dict[Role, float], theirs: dict[Role, float]) -> dict[Role, float]:
    """Both opinions as one: the weighted geometric mean, made to add up to one."""
    if ours["offer"] + ours["reply"] < OFFERING:
        theirs = {
            role: chance * (UNLIKELY if role in OFFERS else 1) for role, chance in theirs.items()
        }
    made = {
        role: max(LEAST, ours[role]) ** (1 - TRUST) * max(LEAST, theirs.get(role, 0.0)) ** TRUST
        for role in ours
    }
    total = sum(made.values())
    return {role: value / total for role, value in made.items()}
