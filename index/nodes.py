"""The neutral query: a small tree each engine compiles in a few lines."""

from dataclasses import dataclass

WORD_FIELDS = ("title", "text")


@dataclass(frozen=True, slots=True)
class All:
    """Every post."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No post."""


@dataclass(frozen=True, slots=True)
class Words:
    """One folded word in any of its inflected forms, in one of the word fields."""

    form: str
    fields: tuple[str, ...] = WORD_FIELDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """These folded forms exactly, one after the other, in one of the word fields."""

    forms: tuple[str, ...]
    fields: tuple[str, ...] = WORD_FIELDS


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word whose folded form begins so, in one of the word fields."""

    form: str
    fields: tuple[str, ...] = WORD_FIELDS


@dataclass(frozen=True, slots=True)
class Term:
    """An index field that holds exactly this value."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Starts:
    """An index field with a value that begins so."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Range:
    """A whole number (times: milliseconds since 1970) from *low* to *high*, both included."""

    field: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Exists:
    """A field of the query language that is not empty in the post."""

    field: str


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts; never empty."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts; never empty."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Every post *part* does not find."""

    part: "Node"


Node = (
    All | Nothing | Words | Phrase | Prefix | Term | Starts | Range | Exists | And | Or | Not
)  # fmt: skip
