"""The libraries that only training needs."""

import importlib
from typing import Any


def need(name: str) -> Any:
    """The library *name*, or one line that says how to get it."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SystemExit(f"training needs {name}: pip install 'offerwatch[train]'") from error
