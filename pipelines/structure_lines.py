"""What the posts of one input (`offerwatch tag`) show together, as kept posts do among the rows."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crawler.items import OFFERS, Post, as_json, from_json
from index.groups import REACHED, Group, Shown, account
from pipelines.catalogue import load_all
from pipelines.structure import shown
from pipelines.structure_hits import with_shown


class Company:
    """The groups of an input. It keeps who is in which group, and only looks at the posts that are
    in one with others when all have been read."""

    def __init__(self) -> None:
        self._groups: dict[Group, list[int]] = defaultdict(list)
        self._ids: list[str] = []
        self._shown: dict[int, list[Shown]] = defaultdict(list)

    def note(self, post: Post) -> None:
        """Take in the next post of the input, read."""
        place = len(self._ids)
        self._ids.append(post.id)
        if post.role in OFFERS:
            for value in {one.value for one in post.contacts if one.kind in REACHED}:
                self._groups[Group("contact", value)].append(place)
        if name := account(post):
            self._groups[Group("account", name)].append(place)

    def look(self, lines: Iterable[bytes], families: Mapping[str, str]) -> None:
        """Work out what the posts show together; *lines* are they, as JSON, in their order."""
        for place, one in enumerate(self._ids):
            if one in families:
                self._groups[Group("family", families[one])].append(place)
        groups = {group: places for group, places in self._groups.items() if len(places) > 1}
        wanted = {place for places in groups.values() for place in places}
        held = {place: _post(line) for place, line in enumerate(lines) if place in wanted}
        for group, places in groups.items():
            by_id = {self._ids[place]: place for place in places}
            members = [held[place] for place in by_id.values()]
            for sign in shown(group.kind, group.name, members):
                self._shown[by_id[sign.post]].append(sign)

    def again(self, place: int, plain: dict[str, Any], *folders: Path) -> dict[str, Any]:
        """The post at *place* of the input with what it shows together with others, judged again."""
        if place not in self._shown:
            return plain
        known = {one.id: one for one in load_all(*folders)}
        said = self._shown[place]
        return plain | as_json(with_shown(_post_of(plain), said, known, *folders)) | {
            "id": plain["id"], "cluster": plain.get("cluster"),
        }  # fmt: skip

    def any(self) -> bool:
        """Whether some posts of the input show something together."""
        return bool(self._shown)


def _post(line: bytes) -> Post:
    return _post_of(json.loads(line))


def _post_of(plain: dict[str, Any]) -> Post:
    return from_json(plain | {"id": str(plain["id"])})
