"""The verbs of the record."""

import typer


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
