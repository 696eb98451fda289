"""The verb `export`."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands import HomeOption
from crawler.failure import Failure
from crawler.home import open_home
from dashboards.finding_commands import check, fail


def mount(app: typer.Typer) -> None:
    """Add this verb to *app*."""
    app.command()(export)


def export(
    kind: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, jsonl or parquet.")],
    query: Annotated[str, typer.Argument(help="Only posts this finds; else all.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file; else standard output.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="Not pseudonymised; needs --purpose.")] = False,
    purpose: Annotated[str, typer.Option(help="What a raw export is for; it is logged.")] = "",
    home: HomeOption = None,
) -> None:
    """Write posts out, pseudonymised under a key thrown away afterwards; never a restricted lane."""
    from dashboards import exporting, finding
    from index.opening import opened
    from index.rows import Rows

    if raw and not purpose.strip():
        fail("a raw export holds personal data: say what it is for with --purpose")
    if purpose and not raw:
        fail("--purpose goes with --raw; without it the export is pseudonymised")
    place = open_home(home)
    check(query)
    if out is not None and out.is_dir():
        raise Failure(f"{out}: is a folder; name a file")
    ids = None
    if query.strip():
        with opened(place) as (_, engine):
            ids = list(finding.ids(engine, query))
    with closing(Rows(place.rows)) as rows:
        parts = (
            exporting.export_raw(rows, kind, purpose, ids)
            if raw
            else exporting.export(rows, kind, ids)
        )
        exporting.write(parts, out)
