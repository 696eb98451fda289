"""Signs that no post shows alone: one number under many names, one text in many places, an account
that appears to post offers and goes.

Each function looks at one group of posts, in any order, and says which of them show a sign and which
posts are the evidence. An agency, a chain or an employer who names itself in most of its posts is
what such a group usually is: then nothing is said, or only something weak. `contact_in_adult_ads`
of the catalogue is not worked out: no source holds listings that say they are such.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from crawler.items import OFFERS, Post, Strength
from crawler.words import fold
from index.groups import REACHED, Kind, Shown
from pipelines.signs import FREE_MAIL, NUMBERS, is_landline
from pipelines.structure_names import called

MANY_NAMES = "network.contact_many_names"
MANY_PLACES = "network.near_duplicate_multi_place"
THROWAWAY = "network.throwaway_account"

PAUSE = timedelta(days=90)  # a contact unused for longer may be somebody else's now
NAMES, EMPLOYERS, SECTORS, PLACES, CONTACTS = 3, 3, 3, 3, 2
BRANDED = 0.6  # share of posts that name the same employer or licence: an agency or a chain
BURST, DAY, YOUNG = 6, timedelta(hours=24), timedelta(days=7)
GONE, SOON = 3, timedelta(hours=72)
MOST_EVIDENCE = 12
# Names of accounts that many people share, and platforms whose author is a channel.
SHARED = frozenset({
    "guest", "gast", "gosc", "guests", "gosci", "anonymous", "anonim", "anonymus", "anonyme", "anonimo", "anonymer",
    "invite", "invitado", "vizitator", "oaspete", "visitor", "visiteur", "user", "admin", "administrator",
    "moderator", "гость", "гість", "аноним", "анонім", "unknown",
})  # fmt: skip
CHANNELS = frozenset({"telegram"})


def shown(kind: Kind, name: str, members: Sequence[Post]) -> list[Shown]:
    """What the posts of one group show together; the same for any order of *members*."""
    posts = sorted(members, key=lambda post: (_when(post), post.id))
    find = {"contact": _of_contact, "family": _of_family, "account": _of_account}[kind]
    return list(find(name, posts)) if len(posts) > 1 else []


def _of_contact(value: str, posts: Sequence[Post]) -> Iterator[Shown]:
    """One contact under several given names, employers, or in unrelated sectors."""
    for spell in _spells([post for post in posts if post.role in OFFERS]):
        if len(spell) < min(NAMES, EMPLOYERS, SECTORS) or _brand(spell):
            continue
        evidence = _many_names(value, spell)
        if evidence:
            yield from _each(spell, MANY_NAMES, evidence)


def _many_names(value: str, spell: Sequence[Post]) -> list[str]:
    """The posts that first show each of the names, employers or sectors, when these are many."""
    people = [called(post, value) for post in spell]
    employers = [_facts(post, "employer") for post in spell]
    sectors = [_facts(post, "sector") for post in spell]
    trades = len(set().union(*sectors))
    named = set().union(*people)
    authors = {fold(post.author or "") for post in spell}
    # Recruiters of one office share its account or its desk: there, names say little unless the
    # trades differ too.
    office = is_landline(value) or (len(authors) == 1 and "" not in authors)
    if len(named) >= NAMES and (not office or trades >= SECTORS):
        return _firsts(spell, people)
    if office or len(named) < 2:  # what is read as an employer is not always one
        return []
    if len(set().union(*employers)) >= EMPLOYERS:
        return _firsts(spell, employers)
    return _firsts(spell, sectors) if trades >= SECTORS else []


def _of_family(_: str, posts: Sequence[Post]) -> Iterator[Shown]:
    """One text with other places, or other contacts: weak, unless nobody who can be found posts it."""
    spell = [post for post in posts if post.role in OFFERS]
    places = [_facts(post, "place") or _facts(post, "country") for post in spell]
    reached = [_reached(post) for post in spell]
    where, ways = len(set().union(*places)), _apart(reached)
    # Without a number of their own they are applied for on the board: a chain's branches.
    if sum(map(bool, reached)) < BRANDED * len(spell):
        return
    if where < PLACES and ways < CONTACTS:
        return
    people = [_people(post) for post in spell]
    hidden = all(_is_private(post) for post in spell) and not _brand(spell)
    moved = where > 1 or len(set().union(*people)) > 1
    strength: Strength | None = None if hidden and ways >= CONTACTS and moved else "weak"
    evidence = _firsts(spell, [p | r for p, r in zip(places, reached, strict=True)])
    for one in _each(spell, MANY_PLACES, evidence):
        yield one._replace(strength=strength)


def _of_account(_: str, posts: Sequence[Post]) -> Iterator[Shown]:
    """A new account whose first days are a burst of offers, or all of whose offers soon went."""
    offers = [post for post in posts if post.role in OFFERS and _day_known(post)]
    author = fold(posts[0].author or "").strip()
    if not offers or author in SHARED or posts[0].platform in CHANNELS:
        return
    if _brand(offers) or not all(_is_private(post) for post in offers):
        return
    burst = _burst(offers) if _when(offers[-1]) - _when(posts[0]) <= YOUNG else []
    gone = len(offers) >= GONE and all(_went_soon(post) for post in posts)
    if found := burst or (offers if gone else []):
        yield from _each(offers, THROWAWAY, [post.id for post in found][:MOST_EVIDENCE])


def _burst(offers: Sequence[Post]) -> list[Post]:
    """The first BURST offers that stand within a day."""
    for at in range(len(offers) - BURST + 1):
        some = offers[at : at + BURST]
        if _when(some[-1]) - _when(some[0]) <= DAY:
            return list(some)
    return []


def _went_soon(post: Post) -> bool:
    return post.gone_at is not None and post.gone_at - _when(post) <= SOON


def _day_known(post: Post) -> bool:
    return post.posted_at is not None and post.posted_precision in ("minute", "day")


def _spells(posts: Sequence[Post]) -> Iterator[list[Post]]:
    """Runs of posts, by time, without a pause longer than PAUSE."""
    if not posts:
        return
    cuts = [n for n, (a, b) in enumerate(pairwise(posts), 1) if _when(b) - _when(a) > PAUSE]
    for start, end in pairwise([0, *cuts, len(posts)]):
        yield list(posts[start:end])


def _each(posts: Sequence[Post], indicator: str, evidence: Sequence[str]) -> Iterator[Shown]:
    return (Shown(post.id, indicator, None, tuple(evidence)) for post in posts)


def _firsts(posts: Sequence[Post], traits: Sequence[Iterable[str]]) -> list[str]:
    """The posts that were the first with a trait; at most MOST_EVIDENCE, so that a group that grows
    does not change what its older posts show."""
    met: set[str] = set()
    found = []
    for post, some in zip(posts, traits, strict=True):
        if not met.issuperset(some):
            met.update(some)
            found.append(post.id)
    return found[:MOST_EVIDENCE]


def _brand(posts: Sequence[Post]) -> str | None:
    """The employer, licence or firm's mail that most of *posts* name."""
    named = Counter(one for post in posts for one in _firm(post))
    most = max(named.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return most[0] if most[1] >= BRANDED * len(posts) else None


def _firm(post: Post) -> set[str]:
    """What names the firm behind *post*: an employer, a licence, a mailbox of its own domain."""
    mails = (one.value for one in post.contacts if one.kind == "email")
    domains = {one.rpartition("@")[2] for one in mails if not FREE_MAIL.search(one)}
    return domains | _facts(post, "employer") | _facts(post, "licence")


def _facts(post: Post, name: str) -> set[str]:
    fact = post.facts.get(name)
    return {fold(fact.value).strip()} if fact and fact.state == "stated" else set()


def _people(post: Post) -> frozenset[str]:
    return frozenset().union(*(called(post, value) for value in _reached(post)))


def _reached(post: Post) -> set[str]:
    return {one.value for one in post.contacts if one.kind in REACHED}


def _is_private(post: Post) -> bool:
    """Nothing of a firm is there: no page, no fixed line, no mailbox of its own domain."""
    for one in post.contacts:
        if one.kind == "url":
            return False
        if one.kind == "email" and not FREE_MAIL.search(one.value):
            return False
        if one.kind in NUMBERS and is_landline(one.value):
            return False
    return True


def _apart(sets: Sequence[set[str]]) -> int:
    """How many of *sets* (empty ones aside) are left when those that share something are one."""
    parts: list[set[str]] = []
    for some in filter(None, sets):
        meeting = [part for part in parts if part & some]
        parts = [part for part in parts if not part & some] + [some.union(*meeting)]
    return len(parts)


def _when(post: Post) -> datetime:
    moment = post.posted_at or post.first_seen or datetime.min
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
