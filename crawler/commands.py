"""The verb of the ground: `init`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from crawler.blank import furnish
from crawler.home import make_home

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The home; else $OFFERWATCH_HOME or ./offerwatch-home."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
    app.command()(init)


def init(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make a home: settings, an example source, folders. What is there is never touched."""
    found = make_home(home)
    made = furnish(found)
    if as_json:
        typer.echo(json.dumps({"home": str(found.root), "made": [str(path) for path in made]}))
        return
    typer.echo(f"home: {found.root}")
    for path in made:
        typer.echo(f"made: {path.relative_to(found.root)}")
    typer.echo("next: set crawl.contact in offerwatch.toml, then offerwatch check https://…")
