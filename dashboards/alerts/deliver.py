"""Tells each person what is new to them: worked out, sent, and only then written down as told.

So a crash at any moment loses nothing; between the server's yes and the told-log it makes one
duplicate, which carries the same Message-ID.
"""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Literal

from crawler.config import Person
from crawler.failure import Failure
from crawler.home import Home
from crawler.locks import only
from dashboards.alerts import channels
from dashboards.alerts.channels import Undelivered
from dashboards.alerts.gather import Gathering, News
from dashboards.alerts.mail import compose
from dashboards.finding import asked, ids
from dashboards.reasons import own_titles
from dashboards.registry import load
from index.desk import Desk
from index.engines import Engine, IndexTrouble
from index.opening import catch_up, engine_of
from index.query import QueryError
from index.rows import Rows

Send = Callable[[EmailMessage, Home], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How telling one person went; `trouble` says in one line why not all of it did."""

    person: str
    state: Literal["told", "nothing", "undelivered"]
    posts: int = 0
    restricted: int = 0
    crawls: int = 0
    more: int = 0
    trouble: list[str] = field(default_factory=list)


def alert(
    home: Home, channel: str = "smtp", *, urgent: bool = False, now: datetime | None = None
) -> list[Outcome]:
    """Tell everybody in the settings; with *urgent* only restricted notices and failed crawls.

    What one person's mail runs into stops nobody else's. Failure: nobody to tell, no such channel.
    """
    send: Send = load(channels, channel, "channel").send
    _ready(home, channel)
    with (
        only(home.data / "alert.lock", wait=True),  # two at once would tell everybody twice
        closing(Rows(home.rows)) as rows,
        closing(_Index(home, rows)) as index,
    ):
        gathering = Gathering(rows, index.find)
        return [_tell(home, gathering, one, send, urgent, now) for one in home.config.people]


def _ready(home: Home, channel: str) -> None:
    if not home.config.people:
        raise Failure(
            "offerwatch.toml: people: nobody is named; add [[people]] with name, email and roles"
        )
    if channel == "smtp" and not home.config.mail.host:
        raise Failure(
            "offerwatch.toml: mail.host: not set; write the SMTP server, or use --channel folder"
        )


def _tell(
    home: Home, gathering: Gathering, person: Person, send: Send, urgent: bool, now: datetime | None
) -> Outcome:
    """Work out, send, write down: in this order, for one person."""
    news, trouble = _news(gathering, person, urgent)
    subjects = news.subjects()
    if not subjects:
        return Outcome(person.name, "undelivered" if trouble else "nothing", trouble=trouble)
    try:
        message = compose(news, home.config.mail.sender, now or datetime.now(UTC), own_titles(home))
        send(message, home)
    except Failure as error:
        return Outcome(person.name, "undelivered", trouble=[*trouble, f"{person.name}: {error}"])
    except Undelivered as error:
        return Outcome(person.name, "undelivered", trouble=[*trouble, _kept(person, error)])
    Desk(gathering.rows).tell(person.name, subjects, message["Message-ID"])
    counts = (news.count, len(news.restricted), len(news.crawls), news.more)
    return Outcome(person.name, "told", *counts, trouble)


def _news(gathering: Gathering, person: Person, urgent: bool) -> tuple[News, list[str]]:
    """The news; when a watch cannot be asked, all that does not need the index."""
    try:
        return gathering.news(person, urgent=urgent), []
    except (IndexTrouble, QueryError) as error:
        line = f"{person.name}: watches wait for the next run: {error}"
        return gathering.news(person, urgent=True), [line]


def _kept(person: Person, error: Undelivered) -> str:
    what_next = (
        "kept, tried again at the next run"
        if error.again
        else "kept, but mend this person's email in offerwatch.toml"
    )
    return f"{person.name} <{person.email}>: {error}; {what_next}"


class _Index:
    """Opened at the first query, for most people have no watch of their own."""

    def __init__(self, home: Home, rows: Rows) -> None:
        self.home, self.rows, self.engine = home, rows, None

    engine: Engine | None

    def find(self, query: str) -> Iterable[str]:
        """The ids of open posts *query* finds. Raises QueryError, IndexTrouble."""
        asked(query)
        if self.engine is None:
            self.engine = engine_of(self.home)
            catch_up(self.home, self.rows, self.engine)
        return ids(self.engine, query)

    def close(self) -> None:
        """Let go of the engine."""
        if self.engine is not None:
            self.engine.close()
