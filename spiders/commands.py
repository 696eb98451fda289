"""The verbs of collecting: `check`, `crawl`, `sources`."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.config import HomeError
from crawler.home import Home, make_home, open_home
from spiders import source

Where = Annotated[str, typer.Argument(metavar="SOURCE|URL", help="A source's name or an address.")]
Private = Annotated[
    bool, typer.Option("--allow-private", help="Private and loopback addresses are meant.")
]


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
    for verb in (check, crawl, sources):
        app.command()(verb)


def check(
    page: Where,
    allow_private: Private = False,
    save: Annotated[str | None, typer.Option(help="Write it down as source NAME.")] = None,
    reader: Annotated[str | None, typer.Option(help="A reader's name, or auto.")] = None,
    one: Annotated[bool, typer.Option("--one", help="That page only.")] = False,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between requests.")] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at a page, politely, and where it is a list at one list and one thread it leads to:
    which reader fits, what it reads, what is missing."""
    from spiders import draft
    from spiders.check import MOST
    from spiders.check import check as look
    from spiders.report_check import checked

    place = make_home(home)
    asked = _source(place, page, allow_private=allow_private or None, reader=reader)
    if save:
        draft.place(place, save)
    seen = look(place, _slower(asked, delay), most=1 if one else MOST)
    if save:
        seen["saved"] = str(draft.save(place, save, asked, seen, datetime.now(UTC)))
    typer.echo(json.dumps(seen, ensure_ascii=False) if as_json else checked(seen))
    if save and not as_json:
        typer.echo(f"saved: {seen['saved']}; next: offerwatch crawl {save}")
    if not seen["reader"] or seen["wall"]:
        raise typer.Exit(1)


def crawl(
    what: Where,
    out: Annotated[Path | None, typer.Option(help="Write every post read, JSON Lines.")] = None,
    max_pages: Annotated[int | None, typer.Option(min=1, help="The most pages asked for.")] = None,
    reader: Annotated[str | None, typer.Option(help="A reader's name, or auto.")] = None,
    allow_private: Private = False,
    delay: Annotated[float | None, typer.Option(min=0, help="Seconds between requests.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Ask for every page again.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run one crawl now, keep what it reads, and bring the index up."""
    from spiders import crawl as crawling
    from spiders import report

    place = make_home(home)
    said = {"max_pages": max_pages, "delay": delay, "reader": reader, "whole": whole or None}
    asked = _source(place, what, allow_private=allow_private or None, **said)
    if out is not None:
        _writable(out)
    if not (place.config.crawl.contact or asked.allow_private):
        typer.echo("offerwatch.toml: crawl.contact is empty: sites cannot reach you", err=True)
    outcome = crawling.crawl(place, asked, out)
    index = report.bring_up(place)
    for reason, why in outcome.why.items():
        typer.echo(f"refused ({reason}): {why}", err=True)
    if as_json:
        typer.echo(json.dumps(report.plain(outcome, index)))
    else:
        typer.echo(report.crawled(outcome, index))


def sources(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the sources: how each stands and since when, why, and what to do where it is not well."""
    from index.rows import Rows
    from spiders import report

    place = open_home(home)
    good, wrong = source.read_sources(place)
    with closing(Rows(place.rows)) as rows:
        found = [report.row(place, one, rows) for one in good]
    if found or not wrong:
        typer.echo(json.dumps(found) if as_json else report.table(found))
    if wrong:
        raise HomeError("\n".join(wrong))


def _source(home: Home, what: str, **said: Any) -> source.Source:
    """The source called *what*, or one for that address; *said* wins over its keys."""
    if "://" in what:
        return source.adhoc(what, **said)
    found = source.load_source(home, what)
    keys = {key: value for key, value in said.items() if value is not None}
    return source.renewed(found, **keys)


def _slower(asked: source.Source, delay: float | None) -> source.Source:
    """The source with another delay for now, which is not what is written down."""
    return asked if delay is None else source.renewed(asked, delay=delay)


def _writable(out: Path) -> None:
    try:
        out.open("ab").close()
    except OSError as error:
        raise HomeError(
            f"--out {out}: cannot be written: {error.strerror}; choose another file"
        ) from error
