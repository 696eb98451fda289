"""Parts a machine may lack: a test that needs one is skipped with the reason, unless required."""

import importlib.util
import os

import pytest


def required(part: str) -> bool:
    """Must this *part* be there, so that a test without it fails and is not skipped?"""
    return part in os.environ.get("OFFERWATCH_REQUIRE", "").split(",")


def needs(extra: str, *packages: str) -> pytest.MarkDecorator:
    """The mark of tests that need the *packages* of an extra."""
    absent = [name for name in packages if importlib.util.find_spec(name) is None]
    return pytest.mark.skipif(
        bool(absent) and not required(extra),
        reason=f"no {', '.join(absent)}: pip install 'offerwatch[{extra}]'",
    )
