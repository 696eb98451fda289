"""Finding posts: a query to the index, with what people may not see taken out of the tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from crawler.items import RESTRICTED, Post
from crawler.words import cut
from index.engines import Engine, Sort
from index.highlight import highlight
from index.nodes import And, Node, Not, Or, Term
from index.query import parse
from index.rows import Rows

Spans = list[tuple[int, int]]
SORTS: dict[str, Sort] = {"date": "by_date", "priority": "by_priority", "seq": "seq"}


@dataclass(frozen=True, slots=True)
class Marked:
    """One post found, with the places of the query's words in its title and text."""

    post: Post
    title: Spans
    text: Spans


def asked(query: str, *, restricted: bool = False) -> Node:
    """The tree of *query*; without *restricted* no post of a restricted lane. Raises QueryError."""
    node = parse(query)
    return node if restricted else And((node, Not(hidden())))


def ids(engine: Engine, query: str) -> Iterator[str]:
    """The ids of every open post *query* finds. Raises QueryError, IndexTrouble."""
    return (post.id for post in engine.scan(asked(query)))


def hidden() -> Node:
    """The posts of the restricted lanes."""
    return Or((Term("restricted", "true"), *(Term("lane", lane) for lane in sorted(RESTRICTED))))


def find(
    rows: Rows,
    engine: Engine,
    query: str,
    *,
    sort: str = "date",
    limit: int = 20,
    restricted: bool = False,
) -> tuple[int, list[Marked]]:
    """How many posts *query* finds, and the first *limit* of them, newest or highest first.

    The index says which, the rows say what: a post purged or restricted a moment ago is not shown.
    """
    node = asked(query, restricted=restricted)
    found = engine.search(node, sort=SORTS[sort], limit=limit)
    kept = rows.many([post.id for post in found.posts])
    shown = [post for post in kept if restricted or not post.restricted]
    return found.total, [_marked(node, post) for post in shown]


def _marked(node: Node, post: Post) -> Marked:
    return Marked(
        post,
        highlight(node, cut(post.title, post.language), "title"),
        highlight(node, cut(post.text, post.language), "text"),
    )
