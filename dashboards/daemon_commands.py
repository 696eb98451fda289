"""The verbs of the operator: `run`, the daemon, and `doctor`."""

import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.home import open_home

if TYPE_CHECKING:
    from dashboards.daemon import Daemon


def mount(app: typer.Typer) -> None:
    """Add this module's verbs to *app*."""
    app.command()(run)
    app.command()(doctor)


def run(
    host: Annotated[str, typer.Option(help="The address to serve the page at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port.")] = 8000,
    allow_host: Annotated[
        list[str] | None, typer.Option(help="A name the page may be asked for by, beside loopback.")
    ] = None,
    screens: Annotated[bool, typer.Option(help="Serve the page too.")] = True,
    home: HomeOption = None,
) -> None:
    """Crawl, follow, tell and forget by the clock, and serve the page, until stopped."""
    from dashboards.daemon import Daemon, alone, checked

    place = checked(open_home(home))
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    with ExitStack() as stack:
        stack.enter_context(alone(place))
        daemon = Daemon(place)
        if screens:
            _serve(stack, daemon, host, port, allow_host or [host])
        daemon.run()


def _serve(stack: ExitStack, daemon: "Daemon", host: str, port: int, hosts: list[str]) -> None:
    from dashboards.screens import serving

    sock = serving.listen(host, port)
    if serving.exposed(host):
        typer.echo(serving.no_login(host), err=True)
    page = serving.Screens(daemon.home, sock, hosts)
    page.start()
    stack.callback(page.stop)
    typer.echo(f"the page: {serving.address(sock)}", err=True)


def doctor(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Check everything this home needs; say in words what is wrong and what to do."""
    import json
    from dataclasses import asdict

    from dashboards.doctor import examine

    found = examine(home)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        wide = max(len(one.name) for one in found)
        for one in found:
            typer.echo(f"{one.state:7} {one.name.ljust(wide)}  {one.says}")
            if one.next:
                typer.echo(f"{' ' * (wide + 9)} → {one.next}")
    if any(one.state == "broken" for one in found):
        raise typer.Exit(1)
