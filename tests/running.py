"""Runs a command as people do, in a process of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LAUNCH = Path(__file__).parent / "launch.py"


@dataclass
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


def offerwatch(
    home: Path, *words: Any, plain: bool = True, launch: Path = LAUNCH, **env: str
) -> Ran:
    """Run the collecting verbs in *home*; with *plain* the road is that of the tests."""
    road = {"PLAIN_ROAD": "1"} if plain else {}
    done = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", str(launch), *map(str, words)],
        env={**os.environ, **road, "OFFERWATCH_HOME": str(home), **env},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def crawl(home: Path, url: str, *words: Any, plain: bool = True) -> Ran:
    """Crawl the loopback address *url* without delay."""
    return offerwatch(home, "crawl", url, "--allow-private", "--delay", 0, *words, plain=plain)
