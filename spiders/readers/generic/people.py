"""Who wrote each record: the short name that stands in the same place of all."""

import re
from collections import defaultdict
from typing import Any

from spiders.readers.generic import words
from spiders.readers.generic.columns import Column, columns, share
from spiders.readers.generic.families import Family
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_LONGEST, _WIDEST = 40, 60
_NO_NAME = re.compile(r":|\b(?:19|20)\d\d[-./]|^#|^[\d\W]+$")  # labels, dates, counts
_ENOUGH, _SURE = 3.7, 4.4  # a lone record shows no pattern, so more must speak for a name
_LABEL = re.compile(
    r"(?i)(?:name|author|posted by|published by|seller|contact|user|from|autor|von|verkäufer|anbieter"
    r"|kontakt|sprzedawca|ogłoszeniodawca|prodejce|inzerent|jméno|nombre|vendedor|vendeur|nom|nume"
    r"|vânzător|автор|имя|продавец|контакт|контактное лицо|ім'я|продавець)\s*:\s*(.*)$"
)
_LETTER = re.compile(r"[^\W\d_]")
_DATA = re.compile(r"^data-(?:\w+-)*(?:author|user-?name|poster)$")
_ACTION = re.compile(
    r"(?i)repl|quot|report|search|find|mail|login|regist|edit|delete|print|share|#|javascript:"
)
_STRONG = frozenset({"b", "strong", "h3", "h4", "h5", "dt", "cite"})
_BOLD = frozenset(
    {"a", "b", "strong", "h3", "h4", "h5", "dt", "span", "div", "cite", "address", "td"}
)


def people(
    page: Survey, family: Family, bodies: list[int | None], times: list[Stamp]
) -> list[str | None]:
    """The author of each record as shown, None where there is none."""
    inside, timed = _inside(page, bodies), _timed(page, times)
    nodes = (n for one in family for n in range(one.start, one.stop) if n not in inside)
    names = {node: name for node in nodes if (name := _named(page, node, timed))}
    ranked = sorted(
        (
            (_worth(page, column, family, names) + 0.4 * (place == 0), column)
            for place, column in enumerate(columns(page, family, names).values())
        ),
        key=lambda pair: -pair[0],
    )
    shown: dict[int, str] = {}
    for worth, column in ranked:
        for place, found in column.items():
            if worth > (_ENOUGH if len(family) > 1 else _SURE):
                shown.setdefault(place, names[found[0]])
    return [shown.get(place) for place in range(len(family))]


def _named(page: Survey, node: int, timed: set[int]) -> str | None:
    """The name an element tells or may show; asked once of a page."""
    asked = ("name", node, 0)
    if asked not in page.memo:
        told = _told(page.nodes[node])
        page.memo[asked] = told or (None if node in timed else _name(page, node))
    name: str | None = page.memo[asked]
    return name


def labelled(page: Survey) -> str | None:
    """The name a page with one post or ad tells behind a label ("Seller: …")."""
    for place, run in enumerate(page.runs):
        match = _LABEL.match(run.text.strip()) if len(run.text) < 80 else None
        if not match:
            continue
        following = page.runs[place + 1].text if place + 1 < len(page.runs) else ""
        name = (match[1] or following).strip()
        if _LETTER.search(name) and len(name) <= _LONGEST:
            return name
    return None


def _timed(page: Survey, times: list[Stamp]) -> set[int]:
    """The elements that hold a time: they are no names."""
    found = set()
    for stamp in times:
        found.update([stamp.node, *page.up(stamp.node)])
    return found


def _inside(page: Survey, bodies: list[int | None]) -> frozenset[int]:
    return frozenset(
        node for body in bodies if body is not None for node in range(body, page.end[body])
    )


def _name(page: Survey, node: int) -> str | None:
    """The name element *node* may be: short, with a letter; of several texts the linked, the first."""
    if page.nodes[node].tag not in _BOLD or page.size(node) > _WIDEST:
        return None
    runs = [
        run for run in page.runs[page.first[node] : page.last[node]] if _LETTER.search(run.text)
    ]
    chosen = next((run for run in runs if run.link >= 0), runs[0] if runs else None)
    text = " ".join(chosen.text.split()).strip(" :»,") if chosen else ""
    return text if text and len(text) <= _LONGEST and not _NO_NAME.search(text) else None


def _told(element: Any) -> str | None:
    """A name an attribute tells."""
    for attribute, value in element.items() if len(element.attrib) else ():
        if _DATA.match(attribute) and value.strip():
            return " ".join(value.split())
    return None


def _worth(page: Survey, column: Column, family: Family, names: dict[int, str]) -> float:
    nodes = [found[0] for found in column.values()]
    elements = [page.nodes[node] for node in nodes]
    said = [names[node] for node in nodes]
    worth = 3 * share(column, family) + _spoken(page, nodes[0])
    worth += 0.5 if sum(len(name.split()) for name in said) <= 2 * len(said) else -0.5
    worth += 0.3 if elements[0].tag in _STRONG else 0.0
    if len(set(said)) == 1 and len(said) > 1:
        worth -= 1.5 if len(said) > 2 else 0.7
    links = [element.get("href") for element in elements if element.tag == "a"]
    if len(links) == len(said):
        worth += 0.5 + _agree(links, said)
    return worth


def _agree(links: list[str], said: list[str]) -> float:
    """Names and addresses go together: one address has one name, another another."""
    pairs: dict[str, set[str]] = defaultdict(set)
    for link, name in zip(links, said, strict=True):
        pairs[link].add(name)
    if len(set(links)) == len(set(said)) == len(set(zip(links, said, strict=True))):
        return 1.0 if len(pairs) > 1 else 0.3
    return -1.0


def _spoken(page: Survey, node: int) -> float:
    """What names and addresses say for, or against, a person's name."""
    element, around = page.nodes[node], page.nodes[page.parent[node]]
    own = f"{words.named(element)} {element.get('href') or ''}"
    if (
        _told(element)
        or element.get("rel") == "author"
        or "author" in (element.get("itemprop") or "")
    ):
        return 2.0
    if element.tag == "a" and _ACTION.search(element.get("href") or ""):
        return -2.0
    if words.PERSON.search(own):
        return 1.5
    return 0.7 if words.PERSON.search(words.named(around)) else 0.0
