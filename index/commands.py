"""The verb of the record: `purge`."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.home import open_home
from crawler.progress import bar


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
    app.command()(purge)


def purge(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what is due, touch nothing.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Empty posts whose time is over, lane by lane, and prove that they are gone."""
    from index.follow import forget
    from index.opening import hindrance
    from index.retention import due
    from index.retention import purge as empty
    from index.rows import Rows

    place, now = open_home(home), datetime.now(UTC)
    rows = Rows(place.rows)
    try:
        if dry_run:
            found = {lane: len(ids) for lane, ids in due(rows, place.config.retention, now).items()}
            typer.echo(json.dumps({"due": found}) if as_json else _counts("due", found))
            return
        with bar("emptying posts") as progress:
            done = empty(place, rows, now, progress)
    finally:
        rows.close()
    index = hindrance(place, forget)
    said = asdict(done) | {"proven": done.proven, "index": index or "followed"}
    typer.echo(json.dumps(said) if as_json else _done(done))
    if index:
        typer.echo(f"the index still holds what was emptied and follows later: {index}", err=True)
    if index or not done.proven:
        raise typer.Exit(1)


def _counts(word: str, found: dict[str, int]) -> str:
    lines = [f"  {lane:<11}{count}" for lane, count in found.items()]
    return "\n".join([f"{word}: {sum(found.values())} posts", *lines])


def _done(done: object) -> str:
    from index.retention import Purged

    assert isinstance(done, Purged)
    lines = [_counts("emptied", done.lanes), f"pages let go: {done.pages}"]
    if done.proven:
        lines.append(
            "looked again: nothing is over its time and nothing is left of what was emptied"
        )
    if done.overdue or done.remains:
        lines.append(
            f"still there: {done.overdue} over their time, {done.remains} remains; run again"
        )
    if done.log:
        lines.append("old bytes wait in the write-ahead log for a reader to end; run again")
    return "\n".join(lines)
