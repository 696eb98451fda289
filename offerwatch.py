"""The command `offerwatch`: mounts each room's verbs, nothing else."""

import sys
from importlib import import_module

import typer

from crawler.failure import Failure

ROOMS = ("crawler", "spiders", "pipelines", "index", "dashboards")


def commands() -> typer.Typer:
    """All verbs. A call, because the process that reads posts imports this module too."""
    app = typer.Typer(
        name="offerwatch",
        help="Watches public forums and classifieds for suspect job offers and explains why.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for room in ROOMS:
        import_module(f"{room}.commands").mount(app)
    return app


def main() -> None:
    """Run the command; exit 0 done, 1 failed, 2 wrong use."""
    try:
        commands()()
    except Failure as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
