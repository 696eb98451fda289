"""The verbs `indicators list`, `test` and `report`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.commands import HomeOption, JsonOption
from crawler.progress import bar

if TYPE_CHECKING:
    from crawler.items import Post
    from pipelines.indicators_report import Tally
    from pipelines.indicators_trial import Found, Trial

AROUND = 60  # signs of a post shown on each side of the words


def verbs() -> typer.Typer:
    """The verbs below `indicators`."""
    app = typer.Typer(no_args_is_help=True, help="What OfferWatch looks for, and how well it does.")
    for name, verb in (("list", list_), ("test", probe), ("report", report_)):
        app.command(name)(verb)
    return app


def list_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show every indicator: how strong it is, where it comes from, and whether it is on."""
    from crawler.home import open_home
    from pipelines.catalogue import catalogue

    found = catalogue(open_home(home).indicators)
    every = [
        {
            "id": one.id, "title": one.title, "polarity": one.polarity, "strength": one.strength,
            "alone": one.standalone_alert, "from": found.origins[one.id], "on": not one.off,
            "version": one.version,
        }
        for one in found.indicators.values()
    ]  # fmt: skip
    if as_json:
        typer.echo(_dumped({"indicators": every, "broken": found.said.splitlines()[:-1]}))
        return
    for one in every:
        kind = one["strength"] if one["polarity"] == "risk" else "mitigating"
        state = "on" if one["on"] else "off"
        typer.echo(f"{one['id']:<40}{kind:<12}{state:<5}{one['from']:<24}{one['title']}")
    if found.said:
        typer.echo(found.said, err=True)


def probe(
    file: Annotated[Path, typer.Argument(metavar="FILE.yml", help="One indicator, as in a home.")],
    since: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Only posts posted, or first seen, from that day."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what an indicator would hit in kept posts, before it counts; nothing is written."""
    from crawler.home import open_home
    from index.rows import Rows
    from pipelines.indicators_trial import trial

    place = open_home(home)
    day = since.replace(tzinfo=UTC) if since else None
    with closing(Rows(place.rows)) as rows, bar("reading kept posts") as progress:
        done = trial(rows, place.indicators, file, day, progress)
    typer.echo(_dumped(_trial_json(done)) if as_json else "\n".join(_trial_said(done, since)))


def report_(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show what each indicator found in kept posts, and how often analysts found it worth a look."""
    from crawler.home import open_home
    from index.rows import Rows
    from pipelines.indicators_report import report

    with closing(Rows(open_home(home).rows)) as rows:
        found = report(rows)
    if as_json:
        typer.echo(
            _dumped([_tally(name, language, one) for (name, language), one in found.items()])
        )
        return
    if not found:
        typer.echo("no kept post shows an indicator yet; crawl first, or see offerwatch retag")
        return
    typer.echo("\n".join(_report_said(found)))


def _report_said(found: "Mapping[tuple[str, str], Tally]") -> Iterator[str]:
    head = ("posts", "referred", "watch", "dismissed", "precision")
    yield f"{'indicator':<40}{'lang':<9}" + "".join(f"{one:>11}" for one in head)
    for (name, language), tally in found.items():
        sure = "-" if tally.precision is None else f"{tally.precision:.2f}"
        counts = (tally.count("referred"), tally.count("watch"), tally.count("dismissed"))
        yield f"{name:<40}{language:<9}{tally.posts:>11}" + "".join(
            f"{one:>11}" for one in (*counts, sure)
        )
    yield "verdicts are counted by family; precision: referred or watched among those decided"


def _tally(name: str, language: str, one: "Tally") -> dict[str, Any]:
    counts = {verdict: one.count(verdict) for verdict in one.decided}
    return {
        "indicator": name, "language": language, "posts": one.posts, **counts,
        "precision": one.precision,
    }  # fmt: skip


def _trial_said(done: "Trial", since: datetime | None) -> Iterator[str]:
    one = done.indicator
    yield f"{one.id}: {one.title} ({'switched off' if one.off else one.strength})"
    among = f"{done.read} kept posts" + (f" since {since:%Y-%m-%d}" if since else "")
    yield f"hits {done.hit} of {among}; no longer hits {done.lost}; nothing was written"
    for name, counts in (("language", done.languages), ("lane with it", done.lanes)):
        if counts:
            yield f"  by {name}: {_counts(counts.most_common())}"
    yield f"lane would change in {len(done.moved)} posts"
    ways = [f"{_lane(found.before)} -> {_lane(found.after)}" for found in done.moved]
    for way in sorted(set(ways)):
        yield f"  {way}: {ways.count(way)}"
    shown = done.shown()
    if shown:
        yield f"{len(shown)} of the posts, those whose lane would change first:"
    for found in shown:
        yield from _found_said(found)


def _found_said(found: "Found") -> Iterator[str]:
    post = found.post
    moved = found.before != found.after
    lane = f"{_lane(found.before)} -> {_lane(found.after)}" if moved else _lane(found.after)
    yield f"  {post.id}  {post.language or '-'}  {lane}  {post.site}"
    for words in _contexts(found):
        yield f"    {words['before']}»{words['words']}«{words['after']}"


def _contexts(found: "Found") -> list[dict[str, Any]]:
    """The words of each hit with what stands around them; none of a restricted post."""
    hidden = found.post.restricted or found.before in ("child", "disclosure")
    return [] if hidden else [_context(found.post, hit) for hit in found.hits if hit.words]


def _context(post: "Post", hit: Any) -> dict[str, Any]:
    from crawler.items import field_text

    text = field_text(post, hit.field)
    before, after = text[max(0, hit.start - AROUND) : hit.start], text[hit.end : hit.end + AROUND]
    return {
        "field": hit.field, "start": hit.start, "end": hit.end, "by": hit.by,
        "before": ("…" if hit.start > AROUND else "") + _clean(before),
        "words": _clean(hit.words),
        "after": _clean(after) + ("…" if hit.end + AROUND < len(text) else ""),
    }  # fmt: skip


def _trial_json(done: "Trial") -> dict[str, Any]:
    return {
        "indicator": done.indicator.id, "off": done.indicator.off, "read": done.read,
        "hit": done.hit, "lost": done.lost, "languages": dict(done.languages),
        "lanes": dict(done.lanes),
        "moved": [
            {"id": found.post.id, "before": found.before, "after": found.after} for found in done.moved
        ],
        "posts": [
            {
                "id": found.post.id, "site": found.post.site, "language": found.post.language,
                "before": found.before, "after": found.after, "hits": _contexts(found),
            }
            for found in done.shown()
        ],
    }  # fmt: skip


def _lane(lane: str | None) -> str:
    return lane or "not raised"


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs)


def _clean(text: str) -> str:
    """*text* on one line, without signs that steer a terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
