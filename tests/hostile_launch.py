"""Runs the real commands with DNS answers a test decides, and says how much memory was used.

NAMES: {"host": [answers of the first look-up, of the second …]}; an address in PUBLIC counts as one
of the open internet; LOOKED takes the names looked up; SETTINGS overrides Scrapy's; the peak in kB, with children, goes to PEAK.
"""

import atexit
import json
import os
import resource
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))


def lies() -> None:
    """Put the test's names in the place of the resolver's."""
    from crawler import resolver

    names = json.loads(os.environ.get("NAMES", "{}"))
    public = set(json.loads(os.environ.get("PUBLIC", "[]")))
    real_look_up, real_is_public = resolver._look_up, resolver.is_public

    def look_up(host: str) -> tuple[str, ...]:
        if "LOOKED" in os.environ:
            with Path(os.environ["LOOKED"]).open("a") as log:
                log.write(f"{host}\n")
        answers = names.get(host)
        if answers is None:
            return real_look_up(host)
        return tuple(answers.pop(0) if len(answers) > 1 else answers[0])

    resolver._look_up = look_up
    resolver.is_public = lambda one: one in public or real_is_public(one)


def peak() -> None:
    """Write down the most memory that was in use."""
    used = [
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    ]
    Path(os.environ["PEAK"]).write_text(json.dumps(used))


if __name__ == "__main__":
    from crawler import settings

    lies()
    for name in json.loads(os.environ.get("MISSING", "[]")):
        sys.modules[name] = None  # type: ignore[assignment]
    for name, value in json.loads(os.environ.get("SETTINGS", "{}")).items():
        setattr(settings, name, value)
    if "PEAK" in os.environ:
        atexit.register(peak)
    runpy.run_path(str(HERE / "launch.py"), run_name="__main__")
