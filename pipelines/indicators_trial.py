"""What a new or changed indicator would find in kept posts, worked out without writing anything."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.items import Hit, Lane, Post
from index.rows import Rows
from index.tables import posts
from pipelines.catalogue import IndicatorError, catalogue, load_all
from pipelines.indicator_file import Indicator
from pipelines.road import read, rules
from pipelines.structure_hits import carried

BATCH, SHOWN = 200, 20
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Found:
    """One post that would read otherwise: its lane as it is and as it would be, and the new hits."""

    post: Post
    before: Lane | None
    after: Lane | None
    hits: list[Hit]
    lost: bool


@dataclass(slots=True)
class Trial:
    """What the indicator would do to the posts read; `some` are the first SHOWN it hits, those whose
    lane changes before the others."""

    indicator: Indicator
    read: int = 0
    hit: int = 0
    lost: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    lanes: Counter[str] = field(default_factory=Counter)
    moved: list[Found] = field(default_factory=list)
    some: list[Found] = field(default_factory=list)

    def note(self, found: Found) -> None:
        """Count one post read."""
        self.read += 1
        if found.hits:
            self.hit += 1
            self.languages[found.post.language or "unknown"] += 1
            self.lanes[found.after or "not raised"] += 1
        self.lost += found.lost
        if found.before != found.after:
            self.moved.append(found)
        elif found.hits and len(self.some) < SHOWN:
            self.some.append(found)

    def shown(self) -> list[Found]:
        """The posts to look at: at most SHOWN, first those whose lane would change."""
        return [*self.moved, *self.some][:SHOWN]


def trial(
    rows: Rows,
    home: Path | None,
    file: Path,
    since: datetime | None = None,
    progress: Progress = lambda done, total: None,
) -> Trial:
    """Read kept posts (posted, or else first seen, from *since* on) with and without *file*.

    *home* is the folder of the home's indicators; a file that lies there already is compared with
    the home without it. Raises IndicatorError when *file* is broken.
    """
    with _folders(home, file) as (without, within):
        done = Trial(_indicator(file, within))
        now = rules(*([home] if home else []))
        found = rows.ids(posts.c.doc.is_not(None))
        for at in range(0, len(found), BATCH):
            for post in rows.many(found[at : at + BATCH]):
                if since is None or _when(post) >= since:
                    done.note(_read(post, file.stem, without, within, now == rules(without)))
            progress(min(at + BATCH, len(found)), len(found))
    return done


@contextmanager
def _folders(home: Path | None, file: Path) -> Iterator[tuple[Path, Path]]:
    """The home's good files without *file*, and with it: as two folders that go again."""
    broken = catalogue(home).faults if home else {}
    with TemporaryDirectory() as place:
        without, within = Path(place) / "without", Path(place) / "within"
        for folder in (without, within):
            folder.mkdir()
            for path in sorted(home.glob("*.yml")) if home else ():
                if path not in broken and path.resolve() != file.resolve():
                    shutil.copyfile(path, folder / path.name)
        try:
            shutil.copyfile(file, within / file.name)
        except OSError as error:
            said = f"{file}: cannot be read: {error.strerror}; name a file of one indicator"
            raise IndicatorError(said) from error
        yield without, within


def _indicator(file: Path, within: Path) -> Indicator:
    """The indicator *file* describes or switches off."""
    found = catalogue(within)
    if file.suffix != ".yml":
        raise IndicatorError(f"{file.name}: its name does not end in .yml; name it like group.sign.yml")  # fmt: skip
    if fault := found.faults.get(within / file.name):
        raise IndicatorError(f"{fault}\nmend {file} and test it again; nothing was read")
    return found.indicators[file.stem]


def _read(post: Post, name: str, without: Path, within: Path, as_kept: bool) -> Found:
    """*post* read with and without the indicator; as it is kept where today's rules read it."""
    old = post if as_kept and post.rules == rules(without) else _again(post, without)
    new = _again(post, within)
    hits = [hit for hit in new.hits if hit.id == name]
    had = any(hit.id == name for hit in old.hits)
    return Found(new, old.lane, new.lane, hits, lost=had and not hits)


def _again(post: Post, folder: Path) -> Post:
    known = {one.id: one for one in load_all(folder)}
    return carried(post, read(replace(post), folder), known, folder)


def _when(post: Post) -> datetime:
    moment = post.posted_at or post.first_seen
    assert moment is not None  # a kept post was seen
    return moment
