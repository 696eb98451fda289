"""Erasure on request: what somebody asks for in their own spelling, gone from rows, pages and index."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.failure import Failure
from crawler.home import Home
from dashboards.exporting import whoami
from dashboards.lookup import contacts_in, met_values
from index import retention
from index.follow import forget
from index.opening import hindrance
from index.rows import Rows
from pipelines.structure_rows import settle

_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Done(retention.Erased):
    """An erasure, and whether the index has forgotten too (else the next follow does it)."""

    index: bool = False


def erase_asked(home: Home, rows: Rows, asked: Sequence[str], reason: str) -> Done:
    """Erase post ids, and every post that shows one of the contacts in *asked*."""
    ids = [one for one in asked if _ID.fullmatch(one)]
    values = [v for one in asked if not _ID.fullmatch(one) for v in _values(home, rows, one)]
    done = retention.erase(home, rows, ids=ids, values=values, reason=reason, by=whoami())
    settle(rows, home.indicators)  # others no longer show anything together with what is gone
    return Done(
        done.posts, done.remembered, done.pages, done.remains, done.log, not hindrance(home, forget)
    )


def _values(home: Home, rows: Rows, asked: str) -> list[str]:
    """The contacts *asked* means. Failure when it is none, or a number that may be several."""
    found = contacts_in(asked)
    if not found:
        raise Failure(f"{asked!r}: neither the id of a post nor a contact; nothing was erased")
    values = []
    for kind, spellings in found:
        met = spellings if len(spellings) == 1 else met_values(home, rows, spellings)
        if len(met) > 1:
            raise Failure(f"{kind} {asked!r} may be {', '.join(met)}: write the one that is meant")
        values += met
    return values
