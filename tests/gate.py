"""The gate: scores the road on both gold sets and fails where a figure is below its floor.

`python -m tests.gate` prints each figure below its floor and exits 1; `--update` raises floors to
what is reached now and lowers none unless `--allow-regression` is given; `--table` prints all.
Scored by the rules of gold/README.md.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.items import Post
from pipelines.road import read
from pipelines.training.tally import Tally

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).with_name("gate.json")
SETS = ("posts", "lanes")
# A single role or indicator with fewer labels says more of chance than of us.
ENOUGH = 10
# One post more or less of a language is no regression.
SLACK = 0.01
# What the first issue promised; no floor of `posts` is ever below these.
PROMISED = {
    "posts role macro f1": 0.60, "posts contacts.plain recall": 0.97,
    "posts contacts precision": 0.95, "posts queue precision": 0.60, "posts queue recall": 0.30,
    "posts language accuracy": 0.98,
}  # fmt: skip
NUMBERS = ("phone", "whatsapp", "viber", "signal")


@dataclass
class Board:
    """All tallies of one set, by name."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def add(self, name: str, language: str, gold: set[Any], found: set[Any]) -> None:
        """Count for all languages together and for one."""
        self.tallies[name].add(gold, found)
        self.tallies[f"{name}/{language}"].add(gold, found)


def main(arguments: list[str]) -> int:
    """Score and compare, or update; the exit code."""
    now = figures()
    if "--update" in arguments:
        return update(now, lower="--allow-regression" in arguments)
    if "--table" in arguments:
        print("\n".join(f"{name}: {value}" for name, value in sorted(now.items())))
    faults = list(below(now, json.loads(FLOORS.read_text())))
    print("\n".join(faults) or f"{len(now)} figures, none below its floor")
    return 1 if faults else 0


def figures() -> dict[str, float]:
    """Every figure of both sets, by name, rounded down to three places."""
    found: dict[str, float] = {}
    for name in SETS:
        lines = (ROOT / "gold" / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")
        found |= {f"{name} {key}": int(value * 1000) / 1000 for key, value in score(lines)}
    return found


def below(now: dict[str, float], floors: dict[str, float]) -> Iterator[str]:
    """A line for each floor that is not reached; a figure that is gone is not reached either."""
    for name, floor in sorted((floors | _promised(floors)).items()):
        if now.get(name, 0.0) < floor:
            yield f"{name} {now.get(name, 0.0)} is below {floor}"


def update(now: dict[str, float], *, lower: bool, path: Path = FLOORS) -> int:
    """Write the floors; without *lower* none falls."""
    old = json.loads(path.read_text()) if path.exists() else {}
    now = {name: max(0.0, round(value - SLACK, 3)) for name, value in now.items()}
    floors = dict(now) if lower else {k: max(now.get(k, 0.0), old.get(k, 0.0)) for k in now | old}
    path.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n")
    for fault in below(now, floors):
        print(f"kept: {fault}")
    return 0


def score(
    lines: Iterable[str], reading: Callable[[Post], Post] = read
) -> Iterator[tuple[str, float]]:
    """(name, figure) of one gold set, each post read by *reading*."""
    board, posts = Board(), 0
    for gold in map(json.loads, lines):
        posts += 1
        _count(board, gold, reading(Post(title=gold["title"], text=gold["text"])))
    tallies = board.tallies
    yield "language accuracy", tallies["language"].right / posts
    roles = [t for n, t in tallies.items() if n.startswith("role:") and t.labels >= ENOUGH]
    yield "role macro f1", sum(tally.f1 for tally in roles) / len(roles)
    for name, tally in tallies.items():
        yield from _figures(name, tally)


def _figures(name: str, tally: Tally) -> Iterator[tuple[str, float]]:
    single = name.startswith(("role:", "indicator:", "lane:"))
    if name.startswith("language") or (single and tally.labels < ENOUGH):
        return
    if name in ("queue", "contacts"):
        yield f"{name} precision", tally.precision
        yield f"{name} recall", tally.recall
    elif name == "contacts.plain":
        yield f"{name} recall", tally.recall
    elif not name.startswith(("contacts.plain", "queue/")):
        yield f"{name} f1", tally.f1


def _count(board: Board, gold: dict[str, Any], post: Post) -> None:
    language = gold["lang"]
    board.add("language", language, {language}, {post.language})
    board.tallies[f"role/{language}"].add({gold["role"]}, {post.role})
    for role in {gold["role"], post.role}:
        board.tallies[f"role:{role}"].add({gold["role"]} & {role}, {post.role} & {role})
    _count_indicators(board, gold, post)
    _count_contacts(board, gold, post)
    _count_lane(board, gold, post)


def _count_indicators(board: Board, gold: dict[str, Any], post: Post) -> None:
    wanted = set(gold["indicators"])
    found = {hit.id for hit in post.hits if not hit.id.startswith("network.")}
    if gold["role"] == "reply" and "lane" not in gold:
        found &= wanted
    board.add("indicators", gold["lang"], wanted, found)
    for name in wanted | found:
        board.tallies[f"indicator:{name}"].add(wanted & {name}, found & {name})


def _count_contacts(board: Board, gold: dict[str, Any], post: Post) -> None:
    wanted = {_contact(c["kind"], c["normalized"]) for c in gold["contacts"]}
    found = {_contact(contact.kind, contact.value) for contact in post.contacts}
    board.add("contacts", gold["lang"], wanted, found)
    plain = {_contact(c["kind"], c["normalized"]) for c in gold["contacts"] if _is_plain(c)}
    board.add("contacts.plain", gold["lang"], plain, found & plain)


def _count_lane(board: Board, gold: dict[str, Any], post: Post) -> None:
    lane = gold.get("lane", "queue" if gold["queue"] else None)
    if "lane" in gold:
        board.tallies[f"lanes/{gold['lang']}"].add({lane} - {None}, {post.lane} - {None})
        for name in {lane, post.lane} - {None}:
            board.tallies[f"lane:{name}"].add({lane} & {name}, {post.lane} & {name})
    if gold["role"] == "disclosure" or lane in ("disclosure", "child"):
        return
    raised = post.lane in (("queue",) if "lane" in gold else ("queue", "child"))
    one = {True}
    board.add("queue", gold["lang"], one if gold["queue"] else set(), one if raised else set())


def _contact(kind: str, value: str) -> tuple[str, str]:
    plain = value.strip().lower().removeprefix("https://").removeprefix("http://")
    name = plain.removeprefix("www.").rstrip("/").lstrip("@")
    return ("number" if kind in NUMBERS else kind), name


def _is_plain(contact: dict[str, str]) -> bool:
    value, raw = (_contact("", contact[key])[1] for key in ("normalized", "raw"))
    return value in raw or value.lstrip("+") in "".join(c for c in raw if c not in " -().")


def _promised(floors: dict[str, float]) -> dict[str, float]:
    return {name: max(least, floors.get(name, 0.0)) for name, least in PROMISED.items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
