"""The fields that can be counted by value or over time."""

from index.engines import IndexTrouble
from index.mapping import FACETS, FIELDS


def facet_field(name: str) -> str:
    """The index field counted for *name*; IndexTrouble when there is none."""
    if name not in FACETS:
        raise IndexTrouble(f"cannot count {name!r}; there is {', '.join(FACETS)}")
    return FACETS[name]


def time_field_of(name: str) -> str:
    """*name* if it is a time; IndexTrouble otherwise."""
    if FIELDS.get(name) != "date":
        times = ", ".join(field for field, kind in FIELDS.items() if kind == "date")
        raise IndexTrouble(f"{name!r} is no time; there is {times}")
    return name
