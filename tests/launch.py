"""Runs the real command with the fixture board's reader beside the real ones."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import offerwatch
from spiders import readers

if __name__ == "__main__":
    readers.__path__.append(str(Path(__file__).parent / "plainboard"))
    offerwatch.main()
