"""Reads a query in Lucene syntax into the neutral tree: `praca -role:seek posted_at:[2026-01 TO *]`.

Words side by side must all be there. A bare word is found in all its inflected forms, a quoted one
exactly; a contact in any spelling is looked up among the contacts.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from luqum import tree
from luqum.exceptions import ParseError
from luqum.thread import parse as parse_lucene

from index.fields import FIELDS, known
from index.leaves import QueryError, leaf
from index.nodes import (
    All,
    And,
    Exists,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Starts,
    Term,
    Words,
)
from index.quoting import Quoted, quote

__all__ = [
    "All", "And", "Exists", "Node", "Not", "Nothing", "Or", "Phrase", "Prefix", "QueryError",
    "Range", "Starts", "Term", "Words", "parse",
]  # fmt: skip

DEEPEST, MOST_CLAUSES, LONGEST = 20, 200, 2000


def parse(text: str) -> Node:
    """The tree of *text*; blank finds everything. Raises QueryError."""
    if len(text) > LONGEST:
        raise QueryError(f"the query is {len(text)} signs long; {LONGEST} is the most")
    if not text.strip():
        return All()
    quoted = quote(text)
    try:
        parsed = parse_lucene(quoted.text)
    except ParseError as error:
        raise _syntax(error, quoted, text) from error
    node = _Reader(quoted.places).read(parsed, None, 0)
    if node is None:
        raise QueryError("the query holds no letter or digit to look for")
    return node


def _syntax(error: ParseError, quoted: Quoted, text: str) -> QueryError:
    """The parser's complaint with its place in what was typed, and what to do."""
    said = str(error)
    digits = said.rpartition("position ")[2].rstrip("!")
    place = quoted.places[min(int(digits), len(text))] if digits.isdecimal() else len(text)
    if text.count('"') % 2:
        return QueryError('a quote " is not closed', text.rfind('"'))
    if place >= len(text):
        return QueryError("the query ends too early; is a ) or a word missing?", len(text))
    return QueryError(f"cannot read {text[place]!r} here; put it in quotes or leave it out", place)


class _Reader:
    """Walks luqum's tree once, counting clauses; None stands for what holds no word."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places, self.clauses = places, 0

    def read(self, item: tree.Item, field: str | None, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} levels of brackets", self.place(item))
        for kind, how in self._ways.items():
            if isinstance(item, kind):
                return how(self, item, field, depth)
        reason = "words like this~ , /this/ and this^2 are not understood; write the word or word*"
        raise QueryError(reason, self.place(item))

    def place(self, item: tree.Item) -> int | None:
        return None if item.pos is None else self.places[min(item.pos, len(self.places) - 1)]

    def operation(self, item: tree.Item, field: str | None, depth: int) -> Node | None:
        parts = [self.read(child, field, depth + 1) for child in item.children]
        found = tuple(part for part in parts if part is not None)
        if len(found) < 2:
            return found[0] if found else None
        return Or(found) if isinstance(item, tree.OrOperation) else And(found)

    def inner(self, item: tree.Item, field: str | None, depth: int) -> Node | None:
        return self.read(item.children[0], field, depth + 1)

    def negation(self, item: tree.Item, field: str | None, depth: int) -> Node | None:
        part = self.inner(item, field, depth)
        return None if part is None else Not(part)

    def search_field(self, item: tree.SearchField, field: str | None, depth: int) -> Node | None:
        name = known(item.name)
        if name is None:
            reason = f"no field called {item.name!r}; there is {', '.join(FIELDS)}; quote it if you mean words"
            raise QueryError(reason, self.place(item))
        if field:
            raise QueryError(f"{name}: stands inside {field}:", self.place(item))
        return self.read(item.expr, name, depth + 1)

    def leaf(self, item: tree.Item, field: str | None, depth: int) -> Node | None:
        self.clauses += 1
        if self.clauses > MOST_CLAUSES:
            raise QueryError(f"more than {MOST_CLAUSES} words and conditions", self.place(item))
        try:
            return leaf(item, field)
        except ValueError as error:
            raise QueryError(str(error), self.place(item)) from error

    _ways: ClassVar[dict[type, Callable[..., Node | None]]] = {
        tree.SearchField: search_field,
        tree.BaseOperation: operation,
        tree.BaseGroup: inner,
        tree.Plus: inner,
        tree.Not: negation,
        tree.Prohibit: negation,
        tree.Word: leaf,
        tree.Phrase: leaf,
        tree.Range: leaf,
        tree.OpenRange: leaf,
    }
