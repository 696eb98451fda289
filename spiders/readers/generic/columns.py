"""What stands in the same place of every record: the columns a template fills."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import cast

from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.survey import Survey

Key = tuple[str, ...]
Column = dict[int, list[int]]
"""Of each record (its place in the family) the elements that fill the column, in their order."""


def columns(
    page: Survey,
    family: Family,
    chosen: Callable[[int], bool] | Iterable[int],
    *,
    exact: bool = False,
) -> dict[Key, Column]:
    """The columns of *family* made of the elements *chosen*, by their key; *exact* ones have
    classes that agree in their figures too ("cell2" is not "cell3")."""
    wanted = chosen if callable(chosen) else frozenset(chosen).__contains__
    found: dict[Key, Column] = defaultdict(lambda: defaultdict(list))
    for place, record in enumerate(family):
        for node in range(record.start, record.stop):
            if page.end[node] <= record.stop and wanted(node):
                name = (page.nodes[node].get("class") or "",) if exact else ()
                found[key(page, node, record) + name][place].append(node)
    return found


def key(page: Survey, node: int, record: Record) -> Key:
    """Tags around *node* within its record and its own names without figures."""
    asked = ("key", node, record.start)
    if asked in page.memo:
        return cast(Key, page.memo[asked])
    found = [page.nodes[node].tag, page.cut(node)]
    while len(found) < 5 and node > record.start:
        node = page.parent[node]
        found.append(page.nodes[node].tag if node >= record.start else "")
    told = page.memo[asked] = tuple(found)
    return told


def share(column: Column, family: Family) -> float:
    """Of how many of the records the column is filled, 0 to 1."""
    return len(column) / len(family)
