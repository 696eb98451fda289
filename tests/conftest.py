"""Fixtures every test may use."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of captured sites and gold posts; tests that read it are skipped without it."""
    here = Path(os.environ.get("OFFERWATCH_SHARED") or Path(__file__).parents[2] / "shared")
    if not here.is_dir():
        pytest.skip(f"no captured sites at {here}: set OFFERWATCH_SHARED")
    return here
