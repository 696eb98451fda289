"""Runs the real collecting commands with the fixture board's reader beside the real ones.

With PLAIN_ROAD the posts pass steps of the tests instead of the whole road, so that a test of
crawling costs no model and decides itself what is raised.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE / "plainboard")]

import typer

from crawler import settings
from crawler.failure import Failure
from spiders import readers

if __name__ == "__main__":
    readers.__path__.append(str(HERE / "plainboard" / "readers"))
    settings.OFFERWATCH_PAUSE = 0.05
    if os.environ.get("PLAIN_ROAD"):
        kept = {key: at for key, at in settings.ITEM_PIPELINES.items() if at >= 900}
        settings.ITEM_PIPELINES = {"plainsteps.Raise": 500, **kept}
    app = typer.Typer(pretty_exceptions_enable=False)
    for room in ("crawler", "spiders", "index"):
        import_module(f"{room}.commands").mount(app)
    try:
        app()
    except Failure as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
