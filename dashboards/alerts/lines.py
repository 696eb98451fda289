"""Where to report: numbers from a data file, hidden once nobody has verified them for too long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("lines.yml")


@dataclass(frozen=True, slots=True)
class Line:
    """One number to call; `verified_on` None: reserved everywhere in the EU, not verified by us."""

    number: str
    name: str
    verified_on: date | None


def lines(lanes: Collection[str], language: str, today: date, path: Path = FILE) -> list[Line]:
    """The lines for posts of *lanes* that may be shown *today*, named in *language*."""
    every: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        Line(one["number"], one["name"].get(language) or one["name"]["en"], one["verified_on"])
        for one in every
        if set(one["lanes"]) & set(lanes) and _may_be_shown(one, today)
    ]


def _may_be_shown(one: dict[str, Any], today: date) -> bool:
    verified: date | None = one["verified_on"]
    if verified is None:
        return bool(one["everywhere"])
    return verified <= today <= verified + timedelta(days=one["valid_days"])
