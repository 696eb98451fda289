"""The threads and boards a page lists: the titles its rows lead to."""

import re

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.reading import ThreadLink
from spiders.readers.generic.columns import columns
from spiders.readers.generic.findings import Findings
from spiders.readers.generic.kinds import is_title

_BOARD = re.compile(r"(?i)forum(?!s?/?$)|board|categor|section|rubri|sekc|kateg")
_THREAD = re.compile(
    r"(?i)thread|topic|discussion|tema|thema|message|item|post|ad\b|offer|view(?!forum)"
)


def threads(page: Document, found: Findings) -> list[ThreadLink]:
    """The threads of the rows, each once."""
    shown: dict[str, ThreadLink] = {}
    for family in found.rows[:1]:
        best, worth = {}, 0.0
        for column in columns(found.survey, family, lambda n: is_title(found.survey, n)).values():
            texts = {found.survey.text(nodes[0]) for nodes in column.values()}
            value = len(column) * sum(map(len, texts)) / len(texts)
            if value > worth:
                best, worth = column, value
        for nodes in best.values():
            link = found.survey.nodes[nodes[0]].get("href")
            full = addresses.canonical(page.base, link)
            if full:
                shown.setdefault(full, ThreadLink(url=full, title=found.survey.text(nodes[0])))
    return list(shown.values())


def boards(page: Document, found: Findings) -> list[str]:
    """The boards of the rows."""
    return []
