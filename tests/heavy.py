"""Parts a machine may lack: a test that needs one is skipped with the reason, unless required."""

import importlib.util
import os

import pytest


def needs(extra: str, *packages: str) -> pytest.MarkDecorator:
    """The mark of tests that need the *packages* of an extra."""
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    required = extra in os.environ.get("OFFERWATCH_REQUIRE", "").split(",")
    return pytest.mark.skipif(
        bool(absent) and not required,
        reason=f"no {', '.join(absent)}: pip install 'offerwatch[{extra}]'",
    )
