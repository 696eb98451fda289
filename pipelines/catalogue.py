"""The catalogue: every indicator there is, with what a home adds to it, replaces or switches off."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipelines.indicator_file import (
    CONFIDENCE,
    LANGUAGES,
    Examples,
    Indicator,
    IndicatorError,
    Terms,
    read,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = [
    "CONFIDENCE", "FOLDER", "LANGUAGES", "Catalogue", "Examples", "Indicator", "IndicatorError", "Terms",
    "catalogue", "home_folders", "load_all", "own_titles", "read", "rules", "titles",
]  # fmt: skip

FOLDER = Path(__file__).with_name("indicators")
CODE = "2"  # raise when the code reads the same catalogue another way
Origin = Literal["catalogue", "home", "home, in place of ours"]
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the files say together: all indicators by id, where each is from, and in words what is
    wrong with each broken file of a home, which counts as if it were not there."""

    indicators: dict[str, Indicator]
    origins: dict[str, Origin]
    faults: dict[Path, str] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """The faults, a line each, and what becomes of the files; empty when nothing is wrong."""
        lines = [line for fault in self.faults.values() for line in fault.splitlines()]
        return "\n".join([*lines, "left out until mended; the others count"]) if lines else ""


def catalogue(*folders: Path) -> Catalogue:
    """The catalogue as the files of *folders* stand now; a later folder's file replaces an earlier's.

    A broken file in *folders* is named in `faults`, and the one it would replace counts instead.
    Raises IndicatorError when one of ours is broken.
    """
    return _catalogue(folders, tuple(_stamp(folder) for folder in folders))


def load_all(*folders: Path) -> tuple[Indicator, ...]:
    """Every indicator of the catalogue and of *folders*, by id.

    One that is switched off is there, but holds in no role and has no terms: so it finds nothing, and
    its name is still known. Raises IndicatorError when one of ours is broken.
    """
    return tuple(catalogue(*folders).indicators.values())


def titles(*folders: Path) -> dict[str, str]:
    """What each indicator is called in English, by id, the home's own in *folders* among them."""
    return {indicator.id: indicator.title for indicator in load_all(*folders)}


def own_titles(*folders: Path) -> dict[str, str]:
    """What the indicators that *folders* add or replace are called there, by id."""
    found = catalogue(*folders)
    return {
        one: indicator.title
        for one, indicator in found.indicators.items()
        if found.origins[one] != "catalogue"
    }


def home_folders(crawler: "Crawler") -> tuple[Path, ...]:
    """The folder of the home's own indicators, where a crawl has a home."""
    home = crawler.settings.get("OFFERWATCH_HOME")
    return (Path(home) / "indicators",) if home else ()


def rules(*folders: Path) -> str:
    """The version of the rules: a digest of the files that count and the code's own number."""
    broken = catalogue(*folders).faults
    digest = hashlib.sha256(CODE.encode())
    for path in _paths((FOLDER, *folders)):
        if path not in broken:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{CODE}.{digest.hexdigest()[:10]}"


@lru_cache(maxsize=16)
def _catalogue(folders: tuple[Path, ...], _: tuple[Stamp, ...]) -> Catalogue:
    ours = _ours()
    found = Catalogue(dict(ours), dict.fromkeys(ours, "catalogue"))
    for path in _paths(folders):
        try:
            _take(path, found)
        except IndicatorError as error:
            found.faults[path] = str(error)
    known = {one: found.indicators[one] for one in sorted(found.indicators)}
    return replace(found, indicators=known)


def _take(path: Path, found: Catalogue) -> None:
    """Put what the file of a home says into *found*."""
    one, known = path.stem, found.indicators.get(path.stem)
    indicator = read(path)
    if indicator is None:
        if known is None:
            raise IndicatorError(f"{path.name}: enabled: there is no {one} to switch off; see offerwatch indicators list")  # fmt: skip
        found.indicators[one] = _silenced(known)
        return
    found.indicators[one] = _silenced(indicator) if indicator.off else indicator
    found.origins[one] = "home" if found.origins.get(one, "home") == "home" else "home, in place of ours"  # fmt: skip


def _silenced(one: Indicator) -> Indicator:
    return replace(one, off=True, roles=frozenset(), terms={}, standalone_alert=False)


@cache
def _ours() -> dict[str, Indicator]:
    """The catalogue that comes with OfferWatch; IndicatorError has a line for each fault of each file."""
    found: dict[str, Indicator] = {}
    faults = []
    for path in _paths((FOLDER,)):
        try:
            indicator = read(path)
        except IndicatorError as error:
            faults.append(str(error))
        else:
            found |= {indicator.id: indicator} if indicator else {}
    if faults:
        raise IndicatorError("\n".join(faults))
    return found


def _paths(folders: tuple[Path, ...]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.glob("*.yml"))


def _stamp(folder: Path) -> Stamp:
    """What changes when a file of *folder* does."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        try:
            told = path.stat()
        except OSError:  # a link to nowhere: reading it says what is wrong
            found.append((path.name, 0, -1))
        else:
            found.append((path.name, told.st_mtime_ns, told.st_size))
    return tuple(found)
