"""Have we seen this? A contact in any spelling, an address or a pasted text, for a counsellor on the phone.

Answers with counts, times, places and signs; never with anybody's sentences: of the offers only
the facts (pay, place, employer …), contacts masked. It reads the record alone, so it answers
while the index is away.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crawler.home import Home
from crawler.items import Post
from crawler.words import cut
from dashboards import offers
from index import families, ledger
from index.rows import Rows
from index.tables import posts

LANGUAGES = ("pl", "uk", "en", "de", "ro", "ru", "es", "fr", None)
LINKS = 5
VALUES = 5  # of one fact of the offers
FEWEST = 5  # words from which a thing asked with a contact in it is compared as a text too
_NUMBER = re.compile(r"[+\d\s().\-/]+")
_HANDLE = re.compile(r"@?[\w.\-]{3,64}")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Sighting:
    """What is known of one contact, address or text. `gone`: posts whose words are not kept."""

    what: str
    kind: str
    posts: int = 0
    gone: int = 0
    restricted: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    sites: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    lanes: dict[str, int] = field(default_factory=dict)
    roles: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    offered: dict[str, dict[str, int]] = field(default_factory=dict)
    links: list[dict[str, str | None]] = field(default_factory=list)

    @property
    def seen(self) -> bool:
        """Whether it was ever met."""
        return bool(self.posts or self.gone)


@dataclass(slots=True, kw_only=True)
class Answer:
    """All that is known; `too_short`: the text was too short to be compared with others."""

    sightings: list[Sighting]
    too_short: bool = False

    @property
    def seen(self) -> bool:
        """Whether any of it was ever met."""
        return any(one.seen for one in self.sightings)


def lookup(home: Home, rows: Rows, asked: str) -> Answer:
    """What was seen of *asked*: each contact in it, it as an address, and texts nearly the same."""
    asked = asked.strip()
    key = home.key()
    found = [_contact(rows, key, kind, values) for kind, values in contacts_in(asked)]
    if _ADDRESS.fullmatch(asked):
        there = _sighting(asked, "address", _at(rows, asked))
        found = [one for one in (*found, there) if one.seen] or [there]
    if found and len(cut(asked, None)) < FEWEST:
        return Answer(sightings=found)
    return _with_text(rows, asked, found)


def contacts_in(asked: str) -> list[tuple[str, list[str]]]:
    """The contacts of *asked*: kind, and every normal form it may be kept in, likeliest first.

    A number without its country may belong to any; a bare word may be a handle.
    """
    if _NUMBER.fullmatch(asked):
        values = _numbers(asked)
        return [("phone", values)] if values else []
    found = _read(asked)
    if not found and _HANDLE.fullmatch(asked):
        return [("handle", [f"@{asked.lstrip('@').casefold()}"])]
    return found


def _read(asked: str) -> list[tuple[str, list[str]]]:
    """What the road finds in *asked* whatever language it is in; one place is one contact."""
    from pipelines.contacts import find_contacts

    read = [find_contacts(Post(text=asked, language=one)).contacts for one in LANGUAGES]
    places: list[tuple[int, int, str, list[str]]] = []
    for contact in (one for contacts in read for one in contacts):
        for start, end, _, values in places:
            if contact.start < end and contact.end > start:
                values += [] if contact.value in values else [contact.value]
                break
        else:
            places.append((contact.start, contact.end, contact.kind, [contact.value]))
    return [(kind, values) for _, _, kind, values in sorted(places, key=lambda one: one[:2])]


def _numbers(asked: str) -> list[str]:
    """Every number *asked* may be, in E.164: as written, else in each country it is valid in."""
    import phonenumbers

    digits = "".join(sign for sign in asked if sign.isdecimal())
    full = "+" in asked or digits.startswith("00")
    plain = f"+{digits.removeprefix('00')}" if full else digits
    regions = [None] if full else ["PL", "UA", *sorted(phonenumbers.SUPPORTED_REGIONS)]
    found: dict[str, None] = {}
    for region in regions:
        try:
            number = phonenumbers.parse(plain, region)
        except phonenumbers.NumberParseException:
            continue
        if full or phonenumbers.is_valid_number(number):
            found[phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)] = None
    return list(found)


def met_values(home: Home, rows: Rows, values: Sequence[str]) -> list[str]:
    """Those of *values* some kept post shows or the ledger remembers, sorted."""
    shown = {contact.value for post in rows.by_contact(values) for contact in post.contacts}
    return sorted((shown & set(values)) | _recalled(rows, home.key(), values).keys())


def _contact(rows: Rows, key: bytes, kind: str, values: Sequence[str]) -> Sighting:
    """Kept posts that show any of *values*, and what the hashed ledger remembers of them."""
    kept = rows.by_contact(values)
    shown = {contact.value for post in kept for contact in post.contacts} & set(values)
    gone = _recalled(rows, key, values)
    one = _sighting(", ".join(sorted(shown | gone.keys())) or values[0], kind, kept)
    for known in gone.values():
        _remember(one, known)
    return one


def _recalled(rows: Rows, key: bytes, values: Sequence[str]) -> dict[str, dict[str, Any]]:
    with rows.engine.begin() as connection:
        recalled = {one: ledger.recall(connection, one, key) for one in values}
    return {one: known for one, known in recalled.items() if known}


def _remember(one: Sighting, known: Mapping[str, Any]) -> None:
    """Add what outlived the posts of a contact."""
    one.gone += known["counts"].get("posts", 0)
    one.first_seen = min(one.first_seen or known["first_seen"], known["first_seen"])
    one.last_seen = max(one.last_seen or known["last_seen"], known["last_seen"])
    into = {"site": one.sites, "indicator": one.indicators}
    for name, count in known["counts"].items():
        kind, _, what = name.partition(":")
        if kind in into:
            into[kind][what] = into[kind].get(what, 0) + count


def _at(rows: Rows, url: str) -> list[Post]:
    """Kept posts that stand at *url*, or were read from that page."""
    said = json.dumps(url, ensure_ascii=False)
    return rows.where(
        (posts.c.page == url) | posts.c.doc.contains(f'"url":{said}', autoescape=True)
    )


def _with_text(rows: Rows, asked: str, found: list[Sighting]) -> Answer:
    from pipelines.repost import signature

    values = signature(Post(text=asked))
    if not values:
        return Answer(sightings=found, too_short=True)
    with rows.engine.begin() as connection:
        near = families.near(connection, values)
    return Answer(sightings=[*found, _sighting("", "text", rows.many(near))])


def _sighting(what: str, kind: str, kept: Iterable[Post]) -> Sighting:
    """What the posts *kept* say together; of restricted ones only that they are there."""
    every = list(kept)
    open_ones = [post for post in every if not post.restricted]
    times = [at for post in every for at in (post.first_seen, post.last_seen) if at]
    return Sighting(
        what=what, kind=kind, posts=len(every), restricted=len(every) - len(open_ones),
        first_seen=min(times, default=None), last_seen=max(times, default=None),
        sites=_counted(post.site for post in open_ones),
        indicators=_counted(i for post in open_ones for i in post.indicators),
        lanes=_counted(post.lane or "none" for post in open_ones),
        roles=_counted(post.role for post in open_ones),
        statuses=_counted(post.status for post in open_ones if post.status != "new"),
        offered=_offered(open_ones),
        links=[_link(post) for post in sorted(open_ones, key=_newest, reverse=True)[:LINKS]],
    )  # fmt: skip


def _offered(kept: Sequence[Post]) -> dict[str, dict[str, int]]:
    """What the posts *kept* offer: for each fact its commonest values and how many say them."""
    told = [offers.counted(post) for post in kept]
    named = {name: Counter(one[name] for one in told if name in one) for name in offers.COUNTED}
    return {name: dict(values.most_common(VALUES)) for name, values in named.items() if values}


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(Counter(values).most_common())


def _newest(post: Post) -> tuple[bool, float, str]:
    at = post.last_seen
    return at is not None, at.timestamp() if at else 0.0, post.id


def _link(post: Post) -> dict[str, str | None]:
    return {"id": post.id, "site": post.site, "url": post.url, "lane": post.lane}
