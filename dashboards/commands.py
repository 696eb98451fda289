"""The verbs of what people get; each module beside this one brings its own."""

from importlib import import_module
from importlib.util import find_spec

import typer

MODULES = (
    "dashboards.finding_commands", "dashboards.exporting_commands", "dashboards.desk_commands",
    "dashboards.screens.commands", "dashboards.daemon_commands",
)  # fmt: skip


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
    for module in MODULES:
        if find_spec(module):
            import_module(module).mount(app)
