"""People's own records: verdicts, watches, what each was told, and the journal of raw exports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from crawler.items import Status
from index import verdicts
from index.rows import Rows
from index.tables import journal, told, watches


@dataclass(frozen=True, slots=True)
class Watch:
    """A query somebody wants to be told of."""

    name: str
    person: str
    query: str


class Desk:
    """What people decided and asked for; it lives beside the rows, never in the index alone."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def decide(self, post_id: str, status: Status, reason: str, by: str) -> int:
        """Give a post and its family a status; how many posts changed. KeyError: no such post."""
        post = self.rows.get(post_id)
        if post is None:
            raise KeyError(post_id)
        with self.rows.writing() as connection:
            verdicts.decide(connection, post, status, reason, by, datetime.now(UTC))
        return self.rows.set_status(post.cluster or post.id, status)

    def add_watch(self, watch: Watch) -> None:
        """Keep *watch*; ValueError when its name is taken."""
        with self.rows.writing() as connection:
            if connection.execute(watches.select().where(watches.c.name == watch.name)).first():
                raise ValueError(f"there is a watch called {watch.name!r}; remove it first")
            connection.execute(
                watches.insert().values(
                    name=watch.name, person=watch.person, query=watch.query,
                    made_at=datetime.now(UTC),
                )
            )  # fmt: skip

    def remove_watch(self, name: str) -> bool:
        """Forget a watch; whether there was one."""
        with self.rows.writing() as connection:
            return bool(connection.execute(watches.delete().where(watches.c.name == name)).rowcount)

    def watches(self) -> list[Watch]:
        """All watches, by name."""
        with self.rows.engine.begin() as connection:
            found = connection.execute(watches.select().order_by(watches.c.name)).all()
        return [Watch(row.name, row.person, row.query) for row in found]

    def untold(self, person: str, subjects: Sequence[str]) -> set[str]:
        """Those of *subjects* (post or family ids, or other names) that *person* was not told of."""
        with self.rows.engine.begin() as connection:
            known = connection.scalars(select(told.c.subject).where(told.c.person == person))
            return set(subjects) - set(known)

    def tell(self, person: str, subjects: Iterable[str], mail: str) -> None:
        """Write down, after the server has taken it, that *person* was told in the mail *mail*."""
        at = datetime.now(UTC)
        with self.rows.writing() as connection:
            for one in sorted(set(subjects)):
                same = (told.c.person == person) & (told.c.subject == one)
                connection.execute(told.delete().where(same))
                connection.execute(
                    told.insert().values(person=person, subject=one, at=at, mail=mail)
                )

    def note(self, what: str, by: str, detail: str) -> None:
        """Add a line to the journal (a raw export and its purpose, an erasure)."""
        with self.rows.writing() as connection:
            connection.execute(
                journal.insert().values(at=datetime.now(UTC), what=what, by=by, detail=detail)
            )

    def notes(self) -> list[dict[str, Any]]:
        """The journal, oldest first."""
        with self.rows.engine.begin() as connection:
            found = connection.execute(journal.select().order_by(journal.c.n)).mappings().all()
        return [dict(row) for row in found]
