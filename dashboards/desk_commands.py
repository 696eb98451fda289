"""The verbs `watch`, `alert` and `erase`."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Annotated

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.config import Person
from crawler.failure import Failure
from crawler.home import Home, open_home
from dashboards.finding_commands import check, dumped, fail
from index.rows import Rows

Named = Annotated[str, typer.Argument(metavar="NAME", help="The watch's name.")]


def mount(app: typer.Typer) -> None:
    """Add these verbs to *app*."""
    watch = typer.Typer(no_args_is_help=True, help="Queries somebody is told of by mail.")
    for name, verb in (("add", add), ("list", list_), ("test", probe), ("remove", remove)):
        watch.command(name)(verb)
    app.add_typer(watch, name="watch")
    for other in (alert, erase):
        app.command()(other)


def add(
    name: Named,
    query: Annotated[str, typer.Argument(help="What to watch for, as in `search`.")],
    person: Annotated[str, typer.Option(help="Whom to tell: a name of [[people]].")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell a person of what a query finds."""
    from index.desk import Desk, Watch

    place = open_home(home)
    _person(place, person)
    check(query)
    if not (name := " ".join(name.split())):
        fail("the watch needs a name")
    with _rows(place) as rows:
        try:
            Desk(rows).add_watch(made := Watch(name, person, query))
        except ValueError as error:
            raise Failure(str(error)) from error
    said = f"watch {name!r} tells {person}; see what it finds: offerwatch watch test {name!r}"
    typer.echo(dumped(asdict(made)) if as_json else said)


def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show every watch."""
    from index.desk import Desk

    place = open_home(home)
    with _rows(place) as rows:
        found = Desk(rows).watches()
    people = {person.name for person in place.config.people}
    if as_json:
        typer.echo(dumped([asdict(one) for one in found]))
    for one in () if as_json else found:
        lost = "" if one.person in people else "  (nobody in offerwatch.toml is called so)"
        typer.echo(f"{one.name}: {one.query}  -> {one.person}{lost}")
    if not found and not as_json:
        typer.echo("no watch yet; analysts are told of the whole queue")


def probe(name: Named, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what a watch finds now and what its next mail would hold; nothing is sent."""
    from dashboards import finding
    from dashboards.alerts.gather import Gathering
    from index.desk import Desk
    from index.opening import opened

    place = open_home(home)
    with opened(place) as (rows, engine):
        watch = next((one for one in Desk(rows).watches() if one.name == name), None)
        if watch is None:
            raise Failure(f"no watch called {name!r}; see: offerwatch watch list")
        check(watch.query)
        gathering = Gathering(rows, lambda query: finding.ids(engine, query))
        found = gathering.found(watch)
        untold = gathering.untold(_person(place, watch.person), found)
    said = asdict(watch) | {"finds": len(found), "untold": [one.post.id for one in untold]}
    if as_json:
        typer.echo(dumped(said))
        return
    typer.echo(
        f"{name}: finds {len(found)} posts; {len(untold)} families are new to {watch.person}"
    )
    for one in untold[:10]:
        typer.echo(f"  {one.post.id}  {one.post.site}  {one.post.lane or 'not raised'}")


def remove(name: Named, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Forget a watch."""
    from index.desk import Desk

    with _rows(open_home(home)) as rows:
        if not Desk(rows).remove_watch(name):
            raise Failure(f"no watch called {name!r}; see: offerwatch watch list")
    typer.echo(dumped({"removed": name}) if as_json else f"watch {name!r} removed")


def alert(
    channel: Annotated[str, typer.Option(help="smtp, or folder for files in data/mail.")] = "smtp",
    urgent: Annotated[
        bool,
        typer.Option("--urgent", help="Only what cannot wait: restricted posts, failed crawls."),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tell everybody what is new to them, each once; what cannot be sent waits for the next run."""
    from dashboards.alerts.deliver import alert as tell

    told = tell(open_home(home), channel, urgent=urgent)
    if as_json:
        typer.echo(dumped([asdict(one) for one in told]))
    for one in told:
        counts = f"{one.posts} posts, {one.restricted} restricted, {one.crawls} crawls"
        if not as_json and one.state != "undelivered":
            typer.echo(f"{one.person}: {counts if one.state == 'told' else 'nothing new'}")
        for line in one.trouble:
            typer.echo(line, err=True)
    if any(one.trouble for one in told):
        raise typer.Exit(1)


def erase(
    what: Annotated[list[str], typer.Argument(metavar="ID|CONTACT…", help="Post ids or contacts.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept in the journal.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Forget posts for good, by id or by a contact they show; they are never read again."""
    from dashboards.erasing import erase_asked

    if not reason.strip():
        fail("an erasure needs a reason; it is kept in the journal")
    place = open_home(home)
    with _rows(place) as rows:
        done = erase_asked(place, rows, what, " ".join(reason.split()))
    said = (
        f"erased: {done.posts} posts, {done.remembered} remembered contacts, {done.pages} pages; "
        f"looked again: {done.remains} remains"
    )
    typer.echo(dumped(asdict(done)) if as_json else said)
    if done.remains or done.log or not done.index:
        raise typer.Exit(1)


@contextmanager
def _rows(place: Home) -> Iterator[Rows]:
    with closing(Rows(place.rows)) as rows:
        yield rows


def _person(place: Home, name: str) -> Person:
    for person in place.config.people:
        if person.name == name:
            return person
    known = ", ".join(one.name for one in place.config.people) or "nobody"
    raise Failure(
        f"offerwatch.toml: people: nobody is called {name!r}; there is {known}; add [[people]]"
    )
