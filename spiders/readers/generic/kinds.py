"""Whether a family of records is the posts of a thread or the rows of a listing."""

import re
from dataclasses import dataclass
from itertools import pairwise

from spiders.readers.generic import words
from spiders.readers.generic.columns import Column, columns
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.shapes import is_board, is_thread, leads_away
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_REPLY = re.compile(r"^\w{1,6}(?:\[\d+\])?\s?:\s*")  # "Re: …": a subject, no title
_FIGURES = re.compile(r"\d+")
_SENTENCE = 20.0  # characters of prose
_HEADLINE, _CALLED = 12, 4  # characters a title has on average, and a name has not


@dataclass(frozen=True, slots=True)
class Signs:
    """What tells posts from rows, each from 0 to 1: `anchored` records are linked to by their own
    fragment, `rising` times go up, `headlined` records lead to a page by a title of their own."""

    anchored: float
    rising: float
    headlined: float
    sentences: float
    falling: float

    @property
    def posts(self) -> float:
        """How much more like posts than like rows; above 0 it is posts."""
        return (
            2.0 * self.anchored
            + self.rising
            - self.falling
            - 2.0 * self.headlined
            + 1.5 * self.sentences
            - 0.5
        )


def signs(
    page: Survey, family: Family, bodies: list[int | None], moments: list[Stamp | None]
) -> Signs:
    """The signs of *family*, read with its bodies and times."""
    at = [stamp.moment.at for stamp in moments if stamp and stamp.moment.at]
    steps = list(pairwise(at))
    rising = sum(a <= b for a, b in steps) / len(steps) if steps else 0.5
    prose = [
        page.prose_of(page.first[body], page.last[body]) for body in bodies if body is not None
    ]
    mean = sum(min(400.0, one) for one in prose) / len(family)
    return Signs(
        anchored=sum(anchored(page, record) for record in family) / len(family),
        rising=max(0.0, 2 * rising - 1),
        falling=max(0.0, 1 - 2 * rising),
        headlined=headlined(page, family, bodies),
        sentences=min(1.0, mean / 60),
    )


def anchored(page: Survey, record: Record) -> bool:
    """Whether the record holds a link to a fragment that is the name of one of its elements."""
    names, fragments = set(), set()
    for node in range(record.start, record.stop):
        element = page.nodes[node]
        if len(element.attrib):
            names |= {element.get("id"), element.get("name")}
            fragments.add((element.get("href") or "").partition("#")[2])
    return any(name and any(map(str.isdigit, name)) for name in names & fragments)


def headlined(page: Survey, family: Family, bodies: list[int | None]) -> float:
    """The share of records with a title of its own, linked to, before the body."""
    ends = [_begins(page, body, record) for record, body in zip(family, bodies, strict=True)]
    found = columns(page, family, lambda node: is_title(page, node))
    shares = (
        _titles(
            page,
            {place: nodes for place, nodes in one.items() if page.first[nodes[0]] < ends[place]},
        )
        for one in found.values()
    )
    return max(shares, default=0.0) / len(family)


def _begins(page: Survey, body: int | None, record: Record) -> int:
    """The run that the sentences of a record begin with."""
    if body is None:
        return record.last
    spans = range(page.first[body], page.last[body])
    return next((n for n in spans if page.prose_of(n, n + 1) >= _SENTENCE), page.last[body])


def is_title(page: Survey, node: int) -> bool:
    """Whether element *node* is a link that may be the title of another page's content."""
    if page.nodes[node].tag != "a":
        return False
    asked = ("title", node, 0)
    if asked not in page.memo:
        page.memo[asked] = _may_title(page, node)
    return bool(page.memo[asked])


def _may_title(page: Survey, node: int) -> bool:
    href = page.nodes[node].get("href")
    if not href or href[0] == "#" or words.PERSON.search(page.names[node]) or leads_away(href):
        return False
    if any(run.time for run in page.runs[page.first[node] : page.last[node]]):
        return False
    text = _REPLY.sub("", page.text(node).casefold())
    return len(text) > 3 and text not in page.title and any(map(str.isalpha, text))


def _titles(page: Survey, column: Column) -> float:
    """How many titles a column holds; what differs by its figures only ("Post 3 of 7") is none,
    and short ones must lead to what is called a thread or a board, for names are short too."""
    first = [nodes[0] for nodes in column.values()]
    texts = [page.text(node) for node in first]
    mean = sum(map(len, texts)) / len(texts) if texts else 0.0
    least = (
        _CALLED if all(_is_called(page.nodes[node].get("href")) for node in first) else _HEADLINE
    )
    return len({_FIGURES.sub("", text) for text in texts}) if mean >= least else 0.0


def _is_called(href: str) -> bool:
    """Whether an address, without a place on its page, is called a thread or a board."""
    kind = f"/{href}"
    return "#" not in href and (is_thread(kind) or is_board(kind))
