"""The verbs of reading: `tag`, `retag` and `indicators`."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.progress import bar
from pipelines.indicators_commands import verbs

if TYPE_CHECKING:
    from pipelines.retag import Retagged
    from pipelines.structure_lines import Company

SPOOL = 32_000_000  # bytes of read posts held in memory before a file takes them


def mount(app: typer.Typer) -> None:
    """Add this room's verbs to *app*."""
    app.command()(tag)
    app.command()(retag)
    app.add_typer(verbs(), name="indicators")


def tag(
    file: Annotated[
        Path | None, typer.Argument(help="JSON Lines, gzip too; standard input if left out.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Read posts: JSON Lines in (at least `text`), the same posts out with all we see in them."""
    from pipelines.lines import open_lines
    from pipelines.repost import clusters
    from pipelines.structure_lines import Company

    name = str(file) if file and str(file) != "-" else "standard input"
    source = None if name == "standard input" else file
    with open_lines(source) as lines, tempfile.SpooledTemporaryFile(SPOOL) as spool:
        folders, company = _folders(home), Company()
        complain(*folders)
        signatures = _read(lines, name, spool, company, folders)
        families = clusters(signatures)
        spool.seek(0)
        company.look(spool, families)
        spool.seek(0)
        _write(spool, families, company, folders)


def retag(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Bring kept posts to today's rules; stopped, it goes on where it was when it runs again."""
    from crawler.home import open_home
    from index.opening import hindrance
    from index.rows import Rows

    place = open_home(home)
    complain(place.indicators)
    with closing(Rows(place.rows)) as rows:
        done = _again(rows, place.indicators)
    late = hindrance(place)
    if as_json:
        raised = {"before": done.before, "after": done.after}
        said = {"read": done.read, "changed": done.changed, "raised": raised}
        typer.echo(json.dumps(said | {"index": late or "followed"}))
    else:
        typer.echo(_told(done))
    if late:
        typer.echo(f"the index follows later: {late}", err=True)


def complain(*folders: Path) -> None:
    """Say on standard error which files of a home's indicators are broken, if any."""
    from pipelines.catalogue import catalogue

    if said := catalogue(*folders).said:
        typer.echo(said, err=True)


def _again(rows: Any, folder: Path) -> "Retagged":
    """Read the posts again, with a bar on a terminal's standard error."""
    from pipelines.retag import retag as again

    with bar("reading again") as progress:
        return again(rows, folder, progress=progress)


def _told(done: "Retagged") -> str:
    from crawler.items import LANES

    lines = [f"read again: {done.read} posts; something else found in {done.changed}"]
    for lane in LANES:
        if done.before[lane] or done.after[lane]:
            lines.append(f"  {lane:<11}{done.before[lane]} before, {done.after[lane]} after")
    return "\n".join(lines)


def _folders(home: Path | None) -> tuple[Path, ...]:
    """The home's own indicators, if there is a home; one that was named must exist."""
    from crawler.failure import Failure
    from crawler.home import where

    place = where(home)
    if home and not place.is_dir():
        raise Failure(f"{place}: no such home; make it with offerwatch init --home {place}")
    folder = place / "indicators"
    return (folder,) if folder.is_dir() else ()


def _read(
    lines: IO[bytes], name: str, spool: IO[bytes], company: "Company", folders: tuple[Path, ...]
) -> dict[str, Sequence[int]]:
    """Read every post into *spool*; their signatures by id. Nothing is printed before all is well."""
    from pipelines.lines import dump, read_lines
    from pipelines.repost import packed, signature
    from pipelines.road import read

    signatures: dict[str, Sequence[int]] = {}
    for line in _shown(read_lines(lines, name), name):
        line.post = read(line.post, *folders)
        company.note(line.post)
        signatures[line.post.id] = packed(signature(line.post))
        spool.write(json.dumps(dump(line), ensure_ascii=False).encode("utf-8", "surrogatepass"))
        spool.write(b"\n")
    return signatures


def _write(
    spool: IO[bytes], families: Mapping[str, str], company: "Company", folders: tuple[Path, ...]
) -> None:
    """Print the posts in their order, each with its family and what it shows with others of the input."""
    for place, line in enumerate(spool):
        out = line
        if families or company.any():
            post = json.loads(line)
            post["cluster"] = families.get(str(post["id"]))
            post = company.again(place, post, *folders)
            out = json.dumps(post, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        sys.stdout.buffer.write(out)
    sys.stdout.buffer.flush()


def _shown(lines: Iterator[Any], name: str) -> Iterator[Any]:
    """The same lines, with a count on a terminal's standard error."""
    if not sys.stderr.isatty():
        yield from lines
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = SpinnerColumn(), TextColumn("reading {task.description}"), MofNCompleteColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(lines, description=name)
