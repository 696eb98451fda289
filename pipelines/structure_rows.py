"""Brings what kept posts show together up to what is kept: after each page, edit, purge or retag.

A post that comes, changes or goes leaves a mark in the transaction that did it (`index.company`);
`settle` looks at the groups of marked posts, gives every post of them its hits, and judges it again,
in one transaction with the marks: a run that dies is done over by the next.
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from crawler.home import Home
from crawler.items import Post
from index import settling, verdicts
from index.company import groups_of
from index.groups import Group, Shown
from index.rows import Rows
from index.writing import Entry, put
from pipelines.catalogue import load_all
from pipelines.structure import shown
from pipelines.structure_hits import shows, with_shown

BATCH = 200


def settle(rows: Rows, *folders: Path) -> list[str]:
    """Look at every group that must be looked at; ids of the posts that show something else now.

    *folders* hold indicators beyond the catalogue's. Costs the members of those groups, at most
    `index.company.MOST` each; nothing where no post is marked.
    """
    changed: list[str] = []
    with rows.engine.begin() as connection:
        done = settling.is_settled(connection)
    while not done:
        with rows.writing() as connection:
            marked = settling.unsettled_posts(connection, BATCH)
            changed += _settle(connection, marked, folders)
            settling.unmark(connection, marked)
            done = len(marked) < BATCH
    return changed


def settled(home: Home) -> list[str]:
    """As `settle`, over the rows of *home*, which are opened for it."""
    with closing(Rows(home.rows)) as rows:
        return settle(rows, home.indicators)


def _settle(connection: Connection, marked: list[str], folders: tuple[Path, ...]) -> list[str]:
    """What `settle` does, in one transaction, for the groups of *marked*."""
    groups = groups_of(connection, marked)
    before = settling.shown_by(connection, groups)
    ids = settling.members(connection, groups)
    wanted = {one for some in ids.values() for one in some}
    held = settling.held(connection, wanted.union(marked))
    stale = set(marked)
    for group in ids.keys() | before.keys():
        some = [held[one] for one in ids.get(group, ()) if one in held]
        found = shown(group.kind, group.name, some)
        stale |= _write(connection, group, before.get(group, []), found)
    return _rewrite(connection, held, stale, folders)


def _write(
    connection: Connection, group: Group, before: list[Shown], found: list[Shown]
) -> set[str]:
    """Keep what *group* shows now; the posts for which that is something else."""
    changed = set(before) ^ set(found)
    if changed:
        settling.write_shown(connection, group, found)
    return {one.post for one in changed}


def _rewrite(
    connection: Connection, held: dict[str, Post], stale: set[str], folders: tuple[Path, ...]
) -> list[str]:
    """Give *stale* posts what they show with others, judged again; ids of those that changed."""
    held |= settling.held(connection, stale - held.keys())
    said = settling.shown_in(connection, stale)
    stale = {one for one in stale & held.keys() if one in said or shows(held[one])}
    if not stale:
        return []  # the catalogue is not even read where nothing is shown
    known = {one.id: one for one in load_all(*folders)}
    entries = []
    for one in sorted(stale):
        old = held[one]
        new = with_shown(replace(old), said.get(one, ()), known, *folders)
        if new != old:
            _wake(connection, old, new)
            entries.append(Entry(new))
    put(connection, entries)
    return [entry.post.id for entry in entries]


def _wake(connection: Connection, old: Post, new: Post) -> None:
    """A post people dismissed is new again when it shows a sign they had not seen."""
    if old.status == "dismissed" and set(new.indicators) - set(old.indicators):
        names = {one for one in (new.id, new.cluster) if one}
        new.status = verdicts.inherited(new, names, verdicts.latest(connection, names))
