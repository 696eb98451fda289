"""Elasticsearch 9: one index `<name>-000001` behind the alias `<name>`.

A new number is made only when the mapping is another; the alias moves to it once it has followed
as far as the old one, which is then deleted. What is followed stands in the index's `_meta`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from crawler.items import Post, from_json
from index import mapping
from index.buckets import bars
from index.change import Change
from index.engines import Bucket, Every, Found, Sort
from index.facets import facet_field, time_field_of
from index.nodes import Node
from index.order import SORT_FIELDS, place, token
from index.server import Server
from index.shapes import elasticsearch as shapes

_CHUNK = 1000  # posts read, and changes written, in one request
_WINDOW = 10_000  # the most hits a server gives in one answer
_PIT = "2m"  # how long a scan may pause between two chunks


def connect(address: str, **options: object) -> "Elasticsearch":
    """The engine at http(s)://HOST:PORT; options: name, api_key, ca_certs, timeout. IndexTrouble."""
    return Elasticsearch(Server(address, **options))


class Elasticsearch:
    """An engine over one server; see index.engines.Engine."""

    def __init__(self, server: Server) -> None:
        self.server = server
        server.check()

    def followed(self) -> int:
        """The seq up to which changes are durable in the index of this mapping."""
        held = self.server.indices()
        ours = self._current(held)
        return int(held[ours].get("followed", 0)) if ours else 0

    def apply(self, changes: Sequence[Change], upto: int) -> None:
        """Make *changes* durable, then remember *upto*; what is followed already is passed over."""
        held = self.server.indices()
        index = self._current(held) or self._make(held)
        followed = int(held.get(index, {}).get("followed", 0))
        newest = {c.id: c for c in sorted(changes, key=lambda c: c.seq) if c.seq > followed}
        fresh = list(newest.values())
        for start in range(0, len(fresh), _CHUNK):
            self.server.bulk(index, fresh[start : start + _CHUNK])
        followed = max(followed, upto)
        self.server.remember(index, {**self._meta(), "followed": followed})
        self._take_over(index, followed, held)

    def clear(self) -> None:
        """Forget everything; the next number begins from nothing."""
        held = self.server.indices()
        self.server.take_over(self._make(held), sorted(held))

    def renew(self, everything: Iterable[Change]) -> None:
        """Fill the next number and move the alias there, if deleted posts still have their bytes.

        A merge would not do: the server keeps what was deleted for its own recovery for hours.
        Cut off, the new number is filled by the next follow.
        """
        held = self.server.indices()
        ours = self._current(held)
        if ours is None or not self.server.deleted(ours):
            return
        index, rest = self._make(held), iter(everything)
        while batch := list(islice(rest, _CHUNK)):
            self.server.bulk(index, batch)
        self.server.remember(index, held[ours])
        self.server.take_over(index, sorted(held))

    def close(self) -> None:
        """Close the connections."""
        self.server.close()

    def search(
        self,
        query: Node,
        *,
        sort: Sort = "by_date",
        descending: bool = True,
        limit: int = 20,
        after: str | None = None,
    ) -> Found:
        """The posts *query* finds, paged past any depth by `after`."""
        body = self._body(query, SORT_FIELDS[sort], descending)
        found = Found(total=0, posts=[], after=after)
        while True:
            size = min(limit - len(found.posts), _WINDOW)
            answer = self._page(body, size + 1 if size < _WINDOW else size, found.after)
            hits = answer["hits"]["hits"]
            more = len(hits) > size or len(hits) == _WINDOW
            found.posts += [from_json(hit["_source"]) for hit in hits[:size]]
            found.total = answer["hits"]["total"]["value"]
            found.after = token(*hits[size - 1]["sort"]) if more and size else None
            if len(found.posts) >= limit or found.after is None:
                return found

    def scan(self, query: Node) -> Iterator[Post]:
        """Every post *query* finds, once, by seq, as they were when it began."""
        if not self.server.exists():
            return
        body = {**self._body(query, "seq", False), "size": _CHUNK, "track_total_hits": False}
        with self.server.point_in_time(_PIT) as pit:
            while True:
                answer = self.server.search({**body, "pit": {"id": pit, "keep_alive": _PIT}})
                hits = answer["hits"]["hits"]
                yield from (from_json(hit["_source"]) for hit in hits)
                if len(hits) < _CHUNK:
                    return
                body["search_after"] = hits[-1]["sort"]

    def facets(self, query: Node, fields: Sequence[str], size: int = 20) -> dict[str, list[Bucket]]:
        """The commonest values of each keyword field, by count then value."""
        order = [{"_count": "desc"}, {"_key": "asc"}]
        asked = {
            name: {"terms": {"field": facet_field(name), "size": size, "order": order}}
            for name in fields
        }
        counted = self._counted(query, asked)
        return {
            name: [Bucket(value=b["key"], count=b["doc_count"]) for b in counted[name]["buckets"]]
            if name in counted
            else []
            for name in fields
        }

    def histogram(self, query: Node, every: Every, time_field: str = "timestamp") -> list[Bucket]:
        """Counts by UTC day, ISO week or month; empty ones between the ends are given as 0."""
        days = {
            "field": shapes.name_of(time_field_of(time_field)),
            "calendar_interval": "day",
            "min_doc_count": 1,
        }
        counted = self._counted(query, {"days": {"date_histogram": days}})
        buckets = counted["days"]["buckets"] if counted else []
        return bars(((int(b["key"]), b["doc_count"]) for b in buckets), every)

    def _body(self, query: Node, field: str, descending: bool) -> dict[str, Any]:
        """A search in a total order: by the sort's number, then by id."""
        order = "desc" if descending else "asc"
        return {
            "query": {"bool": {"filter": [shapes.compiled(query)]}},
            "sort": [{field: {"order": order, "unmapped_type": "long"}}, {"id": order}],
            "track_total_hits": True,
        }

    def _page(self, body: dict[str, Any], size: int, after: str | None) -> dict[str, Any]:
        """One answer of *size* hits behind *after*; empty where nothing was indexed yet."""
        behind = {"search_after": list(place(after))} if after else {}
        return self.server.search({**body, **behind, "size": size})

    def _counted(self, query: Node, asked: dict[str, Any]) -> dict[str, Any]:
        """The answers to aggregations; none where nothing was indexed yet."""
        if not asked:
            return {}
        body = {"query": {"bool": {"filter": [shapes.compiled(query)]}}, "size": 0, "aggs": asked}
        counted: dict[str, Any] = self.server.search(body).get("aggregations", {})
        return counted

    def _meta(self) -> dict[str, Any]:
        return {"made_by": "offerwatch", "mapping": mapping.DIGEST}

    def _current(self, held: dict[str, dict[str, Any]]) -> str | None:
        """The newest index of this mapping."""
        ours = [name for name, meta in held.items() if meta.get("mapping") == mapping.DIGEST]
        return max(ours, default=None)

    def _make(self, held: dict[str, dict[str, Any]]) -> str:
        """An empty index with the next number, not behind the alias."""
        number = max((int(name[-6:]) for name in held), default=0) + 1
        meta = {**self._meta(), "followed": 0}
        return self.server.create(number, shapes.mappings(meta), shapes.SETTINGS)

    def _take_over(self, index: str, followed: int, held: dict[str, dict[str, Any]]) -> None:
        """Once as far as the others, if there are any, put the alias here and delete them."""
        others = {name: meta for name, meta in held.items() if name != index}
        if (others or not self.server.exists()) and all(
            followed >= int(meta.get("followed", 0)) for meta in others.values()
        ):
            self.server.take_over(index, sorted(others))
