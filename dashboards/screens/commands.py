"""The verbs of the screens: `serve`, and the `demo` that shows the whole road."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from crawler.commands import HomeOption
from crawler.home import open_home

Port = Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes a free one.")]
Host = Annotated[str, typer.Option(help="The address to serve at.")]


def mount(app: typer.Typer) -> None:
    """Add this module's verbs to *app*."""
    app.command()(serve)
    app.command()(demo)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name the page may be asked for by, beside loopback.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="Whose verdicts these are; else your login.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Serve the queue and the search as a page, until stopped."""
    from dashboards.screens import serving

    place = open_home(home)
    sock = serving.listen(host, port)
    if serving.exposed(host):
        typer.echo(serving.no_login(host), err=True)
    typer.echo(f"OfferWatch at {serving.address(sock)} (Ctrl-C stops)")
    serving.serve_until_stopped(place, sock, allow_host or [host], by)


def demo(
    once: Annotated[bool, typer.Option("--once", help="End after the queue is printed.")] = False,
    index: Annotated[str, typer.Option(help="An Elasticsearch address; else built in.")] = "",
    port: Port = 8000,
    home: Annotated[Path | None, typer.Option("--home", help="Keep it all in this folder.")] = None,
) -> None:
    """Show the whole road on an invented board and job site: crawl, read, index, mail, queue, page."""
    from rich.console import Console

    from dashboards.demo import show
    from dashboards.demo.server import served
    from dashboards.screens import serving

    out, began = Console(), time.monotonic()
    sock = None if once else serving.listen("127.0.0.1", port)
    with show.demo_home(home, index) as place, served(show.sites(), show.PORTS) as addresses:
        out.print(f"An invented board at {addresses[0]} and job site at {addresses[1]}")
        out.print("Crawling both over HTTP, as any source …")
        show.crawl(place, addresses)
        mails = show.mail(place)
        show.print_queue(place, out)
        _say_mails(place.root, mails, kept=home is not None)
        out.print(f"{time.monotonic() - began:.1f} s in all")
        if sock is not None:
            out.print(f"\n[bold]The page: {serving.address(sock)}[/] (Ctrl-C stops)")
            sys.stdout.flush()
            serving.serve_until_stopped(place, sock)


def _say_mails(root: Path, mails: list[Path], *, kept: bool) -> None:
    for path in mails:
        typer.echo(f"mailed: {path}")
    if not kept:
        typer.echo(f"All of it is in {root}, which goes when the demo ends; --home keeps it.")
