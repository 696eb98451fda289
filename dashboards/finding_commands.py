"""The verbs `search` and `lookup`."""

import json
import sys
from contextlib import closing
from enum import StrEnum
from typing import Annotated, Any

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.home import open_home


class Language(StrEnum):
    """What a counsellor speaks."""

    EN = "en"
    PL = "pl"
    UK = "uk"


class Sort(StrEnum):
    """What results are ordered by, highest or newest first."""

    DATE = "date"
    PRIORITY = "priority"
    SEQ = "seq"


def mount(app: typer.Typer) -> None:
    """Add these verbs to *app*."""
    for verb in (search, lookup):
        app.command()(verb)


def search(
    query: Annotated[str, typer.Argument(help="As in: opiekunka -role:seek posted_at:[2026 TO *]")],
    sort: Annotated[Sort, typer.Option(help="What comes first.")] = Sort.DATE,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The most posts shown.")] = 20,
    restricted: Annotated[
        bool, typer.Option("--restricted", help="Show posts of the restricted lanes too.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find posts by words in any form, phrases, fields, ranges and contacts in any spelling."""
    from dashboards import finding, printing
    from dashboards.reasons import own_titles
    from index.opening import opened

    place = open_home(home)
    check(query)
    with opened(place) as (rows, engine):
        total, found = finding.find(
            rows, engine, query, sort=sort.value, limit=limit, restricted=restricted
        )
    own = own_titles(place)
    typer.echo(printing.found_json(total, found) if as_json else printing.found(total, found, own))


def lookup(
    what: Annotated[
        list[str], typer.Argument(help="A number, handle, address or text; - reads it from input.")
    ],
    language: Annotated[Language, typer.Option(help="What the answer is in.")] = Language.EN,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have we seen this number, handle, address or text? What is known, and the advice to give."""
    from dashboards import printing
    from dashboards.lookup import lookup as look
    from dashboards.reasons import own_titles
    from index.rows import Rows

    place = open_home(home)
    asked = sys.stdin.read() if what == ["-"] else " ".join(what)
    if not asked.strip():
        fail("nothing to look up: give a number, a handle, an address or a text")
    with closing(Rows(place.rows)) as rows:
        answer = look(place, rows, asked)
    spoken, own = language.value, own_titles(place)
    tell = printing.answer_json if as_json else printing.answer
    said = tell(answer, spoken, own)
    typer.echo(dumped(said) if as_json else said)


def check(query: str) -> None:
    """End with one line that names the place when *query* cannot be read."""
    from index.query import QueryError, parse

    try:
        parse(query)
    except QueryError as error:
        fail(f"query: {error}")


def fail(line: str) -> None:
    """Wrong use: one line, exit 2."""
    typer.echo(line, err=True)
    raise typer.Exit(2)


def dumped(value: Any) -> str:
    """JSON as people's scripts read it."""
    return json.dumps(value, ensure_ascii=False, default=str)
