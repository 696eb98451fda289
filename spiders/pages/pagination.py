"""The pages that follow a page: found by their labels, their numbers and how addresses step on."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from spiders.pages import addresses
from spiders.pages import pagination_words as words
from spiders.pages.blocks import plain
from spiders.pages.document import Document

_NUMBER = re.compile(r"^[^\w#]{0,2}(\d{1,3}(?:[.,  ]\d{3})+|\d{1,6})\W{0,2}$")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_IDLE = frozenset({"html", "htm", "php", "index", "asp", "aspx", "jsp", "s"})
_LONGEST = 30  # characters of a label; a longer one is a title
_WIDEST = 300  # characters of a bar of numbers
_ENOUGH = 4.0
_CLIMB = 5  # levels from a number to the bar it stands in


@dataclass(slots=True)
class Pager:
    """Canonical addresses: `next` is the page after this one, `further` it and those behind it,
    `others` all the pages a bar shows; `number` is this page's own when it is shown."""

    next: list[str] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    number: int | None = None


@dataclass(slots=True)
class _Link:
    element: Any
    address: str
    names: str
    number: int | None
    said: float


def pager(page: Document) -> Pager:
    """The pages that go on with *page*, by its own links."""
    address = addresses.canonical(page.url, page.url) or page.url
    links = list(_links(page.tree, address, page.base))
    bars = _bars(links)
    found = Pager()
    for bar, members in bars.items():
        here = _here(bar, members, address)
        steps = [link for link in members if _same_list(address, link.address)]
        found.others += [link.address for link in steps]
        found.number = found.number or here
        found.further += [x.address for x in steps if here is None or (x.number or 0) > here]
        found.next += [x.address for x in steps if here is not None and x.number == here + 1]
    labelled = _labelled(links, address, bars)
    found.next = addresses.distinct(labelled or found.next)[:2]
    own = addresses.same(address)
    for name in ("further", "others"):
        kept = [one for one in getattr(found, name) if addresses.same(one) != own]
        setattr(found, name, addresses.distinct([*found.next, *kept]))
    return found


def steps_from(address: str, link: str) -> bool:
    """Whether *link* is *address* but for the number of a page: no other words, one figure new."""
    old, new = Counter(_tokens(address)), Counter(_tokens(link))
    gone, come = old - new, new - old
    if any(len(token) > 2 and not token.isdecimal() for token in gone):
        return False
    changed, fresh = sum(map(str.isdecimal, gone)), sum(map(str.isdecimal, come))
    return changed <= 1 and 0 < fresh + changed <= 3 and len(come) - fresh <= 4


def _same_list(address: str, link: str) -> bool:
    """Whether one of the two steps from the other: a first page often has no number."""
    return steps_from(address, link) or steps_from(link, address)


def _tokens(address: str) -> list[str]:
    parts = urlsplit(address)
    words_of = _TOKEN.findall(unquote(f"{parts.path}?{parts.query}").casefold())
    return [word for word in words_of if word not in _IDLE]


def _links(tree: Any, address: str, base: str) -> Iterator[_Link]:
    """The links that can lead to another page of this one: numbers, and labels that say so."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        if not href or href[0] == "#":
            continue
        label = plain(element)
        if len(label) > _LONGEST:
            continue
        match = _NUMBER.match(label)
        number = int(re.sub(r"\D", "", match[1])) if match else None
        names, label = _names(element), label or _pictured(element)
        said = _said(element, label, names) if number is None else 0.0
        if number is None and not said:
            continue
        full = addresses.canonical(base, href)
        if full and (urlsplit(full).hostname or "").removeprefix("www.") == host:
            yield _Link(element, full, names, number, said)


def _pictured(element: Any) -> str:
    """What an image says in a link without words."""
    image = element.find(".//img")
    return "" if image is None else (image.get("alt") or image.get("title") or "")


def _names(element: Any) -> str:
    """The names of a link, of what it holds and of an item that holds but it."""
    around = element.getparent()
    near = [element, *element.iterdescendants()][:4]
    near += [around] if around is not None and len(around) == 1 else []
    given = ("class", "id", "title", "aria-label", "rel")
    return " ".join(value for one in near for name in given if (value := one.get(name)))


def _bars(links: list[_Link]) -> dict[Any, list[_Link]]:
    """The elements that hold numbered links, with these: the nearest that hold more than one."""
    numbered = [link for link in links if link.number is not None]
    inside: dict[Any, list[_Link]] = defaultdict(list)
    for link in numbered:
        for level, above in enumerate(link.element.iterancestors()):
            if level < _CLIMB:
                inside[above].append(link)
    bars: dict[Any, list[_Link]] = {}
    for link in numbered:
        for level, above in enumerate(link.element.iterancestors()):
            if level >= _CLIMB:
                break
            if len(inside[above]) > 1 or _marked(above) is not None:
                bars[above] = inside[above]
                break
    return {bar: members for bar, members in bars.items() if _is_bar(bar, members)}


def _marked(bar: Any) -> int | None:
    """The number a bar shows without a link to it: that of this page."""
    found = []
    for element in bar.iter():
        if element.tag == "a" and element.get("href"):
            continue
        texts = [element.text or "", *(child.tail or "" for child in element)]
        found += [match for text in texts if (match := _NUMBER.match(text.strip()))]
        if len(found) > 2:
            return None
    return int(re.sub(r"\D", "", found[0][1])) if len(found) == 1 else None


def _is_bar(bar: Any, members: list[_Link]) -> bool:
    """Whether numbers rise as those of pages do, and do not make a calendar."""
    shown = [link.number or 0 for link in members]
    rising = sum(a <= b for a, b in pairwise(shown))
    if (
        rising < 0.6 * (len(shown) - 1)
        or len({link.address for link in members}) < len(members) / 3
    ):
        return False
    return len(plain(bar)) <= _WIDEST and not words.NOT_BAR.search(_around(bar))


def _around(element: Any) -> str:
    names = []
    for level, above in enumerate([element, *element.iterancestors()]):
        if level > 3:
            break
        names += [above.get("class") or "", above.get("id") or ""]
    return " ".join(names)


def _here(bar: Any, members: list[_Link], address: str) -> int | None:
    """The number of this page in a bar: without a link, marked as current, or linking here."""
    own = addresses.same(address)
    for link in members:
        if link.number and (words.HERE.search(link.names) or addresses.same(link.address) == own):
            return link.number
    return _marked(bar)


def _labelled(links: list[_Link], address: str, bars: dict[Any, list[_Link]]) -> list[str]:
    """The links said to lead to the next page, the best alone."""
    scored = [(_score(link, address, bars), link.address) for link in links if link.number is None]
    best = max((score for score, _ in scored), default=0.0)
    return [one for score, one in scored if score == best] if best >= _ENOUGH else []


def _score(link: _Link, address: str, bars: dict[Any, list[_Link]]) -> float:
    around, rel = _around(link.element), (link.element.get("rel") or "").split()
    score = link.said + (1.5 if "next" in rel else 0.0)
    score += 1.0 if words.BAR.search(around) else 0.0
    score -= 3.0 if words.NOT_BAR.search(around) else 0.0
    bar = next((bars[above] for above in _near(link.element) if above in bars), [])
    score += 1.5 if bar else 0.0
    if steps_from(address, link.address):
        return score + 1.5
    return score - (0.0 if any(steps_from(one.address, link.address) for one in bar) else 2.5)


def _said(element: Any, label: str, names: str) -> float:
    """How far label and names say "next page"; 0 when they say something else."""
    label = label.strip("[]()|. ")
    names_next = bool(words.NAMED_NEXT.search(names) or words.NEXT.search(names))
    if words.PREVIOUS.search(label) or words.END.search(label):
        return 0.0
    if not names_next and words.NAMED_PREVIOUS.search(names):
        return 0.0
    score = 2.0 if names_next else 0.0
    if words.FORWARD.match(label):
        score += 2.5 if len(label) == 1 else 2.0
    elif words.NEXT.search(label):
        score += 3.0
    elif label and element.find(".//img") is None and not words.ARROW_AFTER.match(label):
        score = 0.0
    aside = words.OTHER.search(label) or words.CALENDAR.search(names)
    return max(0.0, score - (4.0 if aside else 0.0))


def _near(element: Any) -> Iterator[Any]:
    for level, above in enumerate(element.iterancestors()):
        if level > 4:
            return
        yield above
