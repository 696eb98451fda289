"""Signatures without a name: what says the same below whatever one author writes."""

from collections import defaultdict

from spiders.readers.generic.columns import Column, columns
from spiders.readers.generic.families import Family
from spiders.readers.generic.survey import Survey

_BOXES = frozenset(
    {"div", "p", "td", "tr", "table", "footer", "aside", "section", "dd", "dl", "ul"}
)
_LEAST = 4  # characters; less is a rank or a count


def signatures(
    page: Survey, family: Family, people: list[str | None], bodies: list[int | None]
) -> list[int]:
    """The elements, columns whole, whose text goes by the author of the record they stand in."""
    writing = {name for name in people if name and people.count(name) > 1}
    if not writing or len(family) < 3:
        return []
    found: list[int] = []
    for column in columns(page, family, lambda node: _can_sign(page, node)).values():
        if _goes_by_author(page, column, people, writing) and not _is_body(page, column, bodies):
            found += [node for nodes in column.values() for node in nodes]
    return found


def _can_sign(page: Survey, node: int) -> bool:
    return page.size(node) >= _LEAST and page.nodes[node].tag in _BOXES


def _goes_by_author(
    page: Survey, column: Column, people: list[str | None], writing: set[str]
) -> bool:
    """Whether each author has one text in the column, one of several posts has it in each, and
    not all authors share it."""
    said: dict[str, list[str]] = defaultdict(list)
    for place, nodes in column.items():
        name = people[place]
        if name is not None and len(nodes) == 1:
            said[name].append(page.text(nodes[0]))
    if any(len(set(texts)) > 1 for texts in said.values()):
        return False
    told = [
        len(said.get(name, ())) for name in writing if len(said.get(name, ())) == people.count(name)
    ]
    sure = len(told) > 1 or max(told, default=0) > 2
    return sure and len({texts[0] for texts in said.values()}) > 1


def _is_body(page: Survey, column: Column, bodies: list[int | None]) -> bool:
    """Whether elements of the column are, or hold, the body of their record."""
    return any(
        body is not None and nodes[0] <= body < page.end[nodes[0]]
        for place, nodes in column.items()
        for body in (bodies[place],)
    )
