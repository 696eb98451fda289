"""The search box: a query to the engine, restricted lanes left out, words found shown."""

from dataclasses import dataclass, field

from crawler.home import Home
from crawler.items import Post
from crawler.words import cut
from dashboards.reasons import Titles, own_titles
from dashboards.screens.cards import Card, card
from index.engines import Engine, IndexTrouble
from index.highlight import highlight
from index.opening import engine_of
from index.query import And, Node, QueryError, parse
from index.rows import Rows

PAGE = 20
_OPEN = "-restricted:true"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gives: cards, or *trouble* in words. *after* asks for the next page."""

    cards: list[Card] = field(default_factory=list)
    total: int = 0
    after: str | None = None
    trouble: str = ""


class Finder:
    """Holds the engine open between searches, and tries again after it was away."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._engine: Engine | None = None

    def find(self, rows: Rows, text: str, after: str | None = None) -> Answer:
        """Answer a query in Lucene syntax, newest first; never raises for what a person may type."""
        try:
            asked = parse(text)
            found = self._open().search(And((asked, parse(_OPEN))), limit=PAGE, after=after or None)
        except QueryError as error:
            return Answer(trouble=f"{error}.")
        except IndexTrouble as error:
            self.close()
            return Answer(trouble=f"The search is not available just now: {error}")
        except ValueError:
            return Answer(trouble="That page of results is not there any more; search again.")
        fresh = [one for one in rows.many([post.id for post in found.posts]) if not one.restricted]
        own = own_titles(self._home)
        return Answer([_shown(one, asked, own) for one in fresh], found.total, found.after)

    def close(self) -> None:
        """Let go of the engine; the next search opens it again."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    def _open(self) -> Engine:
        if self._engine is None:
            self._engine = engine_of(self._home)
        return self._engine


def _shown(post: Post, asked: Node, own: Titles) -> Card:
    spans = (
        highlight(asked, cut(post.title, post.language), "title"),
        highlight(asked, cut(post.text, post.language), "text"),
    )
    return card(post, 1, *spans, own=own)
