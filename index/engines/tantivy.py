"""The built-in engine: a folder on this machine, searched in the process that asks.

Layout: PATH/<digest of the mapping>/ holds the index and `followed.json`, renamed in after each
commit; a new mapping is a new folder, and the old one goes when the new one is first written.
Readers need no lock; the writer's is held only while changes are applied.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import tantivy

from crawler.items import Post
from index import mapping
from index.buckets import DAY, bars
from index.change import Change
from index.engines import Bucket, Every, Found, IndexTrouble, Sort
from index.facets import facet_field, time_field_of
from index.nodes import And, Node, Range
from index.order import SORT_FIELDS, place, token
from index.shapes.tantivy import compiled, document, schema

_HEAP = 64_000_000  # bytes of the one writing thread
_CHUNK = 1000  # posts a scan reads at a time
_SPARE = 8  # hits fetched beyond a page, to find where a tie ends
_ALL_TERMS = 10_000  # facet values counted, so that ties at the end of a short list are settled


def connect(address: str, **_options: object) -> "Tantivy":
    """The index in the folder of `tantivy:PATH`, made if it is not there. Raises IndexTrouble."""
    path = address.partition(":")[2]
    if not path:
        raise IndexTrouble(f"index address {address!r}: name a folder, as tantivy:data/index")
    return Tantivy(Path(path).expanduser())


class Tantivy:
    """An engine over one folder; see index.engines.Engine."""

    def __init__(self, path: Path) -> None:
        self.path, self.home = path, path / mapping.DIGEST
        self.schema = schema()
        self._read = 0
        with self._trouble():
            self.home.mkdir(parents=True, exist_ok=True)
            self.index = tantivy.Index(self.schema, str(self.home))
            self.index.config_reader("manual", 0)

    def followed(self) -> int:
        """The seq up to which changes are durable here."""
        return int(self._state().get("followed", 0))

    def apply(self, changes: Sequence[Change], upto: int) -> None:
        """Make *changes* durable, then remember *upto*; what is followed already is passed over."""
        state = self._state()
        newest = {c.id: c for c in sorted(changes, key=lambda c: c.seq)}
        fresh = [c for c in newest.values() if c.seq > state.get("followed", 0)]
        with self._trouble():
            self._write(fresh, everything=bool(state.get("clearing")))
            self._remember(followed=max(upto, state.get("followed", 0)))
            self._drop_older()

    def clear(self) -> None:
        """Forget everything; a crash on the way is finished by the next apply."""
        with self._trouble():
            self._remember(followed=0, clearing=True)
            self._write([], everything=True)
            self._remember(followed=0)

    def renew(self, everything: Iterable[Change]) -> None:
        """Write the index anew in one commit, if a deleted post still has its bytes in a segment."""
        with self._trouble():
            if self._deleted():
                self._write(everything, everything=True)

    def close(self) -> None:
        """Nothing is held between calls."""

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
        with self._trouble():
            searcher = self._searcher()
            total = searcher.search(self._compiled(query), limit=1).count
            pages = _Pages(searcher, self._compiled, query, SORT_FIELDS[sort], descending)
            posts, following = pages.page(limit, after) if limit > 0 else ([], None)
        return Found(total=total, posts=posts, after=following)

    def scan(self, query: Node) -> Iterator[Post]:
        """Every post *query* finds, once, by seq, as they were when it began."""
        with self._trouble():
            pages = _Pages(self._searcher(), self._compiled, query, "seq", False)
        after: str | None = None
        while True:
            with self._trouble():
                posts, after = pages.page(_CHUNK, after)
            yield from posts
            if after is None:
                return

    def facets(self, query: Node, fields: Sequence[str], size: int = 20) -> dict[str, list[Bucket]]:
        """The commonest values of each keyword field, by count then value."""
        asked = {
            name: {"terms": {"field": facet_field(name), "size": max(size, _ALL_TERMS)}}
            for name in fields
        }
        with self._trouble():
            answer = self._searcher().aggregate(self._compiled(query), asked) if asked else {}
        found = {}
        for name in fields:
            pairs = [(-b["doc_count"], str(b["key"])) for b in answer[name]["buckets"]]
            found[name] = [Bucket(value=v, count=-n) for n, v in sorted(pairs)[:size]]
        return found

    def histogram(self, query: Node, every: Every, time_field: str = "timestamp") -> list[Bucket]:
        """Counts by UTC day, ISO week or month; empty ones between the ends are given as 0."""
        days = {"field": time_field_of(time_field), "interval": float(DAY), "min_doc_count": 1}
        with self._trouble():
            answer = self._searcher().aggregate(
                self._compiled(query), {"days": {"histogram": days}}
            )
        return bars(((int(b["key"]), b["doc_count"]) for b in answer["days"]["buckets"]), every)

    def _compiled(self, query: Node) -> Any:
        return compiled(query, self.schema)

    def _searcher(self) -> Any:
        """A searcher over what was last committed, by whichever process."""
        written = (self.home / "meta.json").stat().st_mtime_ns
        if written != self._read:
            self.index.reload()
            self._read = written
        return self.index.searcher()

    def _deleted(self) -> bool:
        """Whether a segment holds posts that are only marked as deleted."""
        meta = json.loads((self.home / "meta.json").read_bytes())
        return any(segment["deletes"] for segment in meta["segments"])

    def _write(self, changes: Iterable[Change], *, everything: bool) -> None:
        """One commit under the writer's lock; *everything* that was there goes first."""
        if not changes and not everything:
            return
        writer = self.index.writer(heap_size=_HEAP, num_threads=1)
        try:
            if everything:
                writer.delete_all_documents()
            for change in changes:
                writer.delete_documents_by_term("id", change.id)
                if change.post is not None:
                    writer.add_document(document(change))
            writer.commit()
        finally:
            writer.wait_merging_threads()

    def _state(self) -> dict[str, int]:
        """What `followed.json` says; nothing is followed where it is missing or torn."""
        try:
            state: dict[str, int] = json.loads((self.home / "followed.json").read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise self._broken(error) from error
        return state

    def _remember(self, **state: int) -> None:
        """Rename the new state in, on disk before anyone sees it."""
        new = self.home / "followed.json.new"
        with new.open("w") as out:
            json.dump(state, out)
            out.flush()
            os.fsync(out.fileno())
        new.replace(self.home / "followed.json")

    def _drop_older(self) -> None:
        """Remove the indexes of earlier mappings."""
        for folder in self.path.iterdir():
            if folder != self.home and (folder / "followed.json").exists():
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """tantivy's ValueErrors and panics as one line that says what to do."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise self._broken(error) from error
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # derives from BaseException, unnamed
                raise
            raise self._broken(error) from error

    def _broken(self, error: BaseException) -> IndexTrouble:
        said = " ".join(str(error).split())[:200]
        if "LockBusy" in said:
            return IndexTrouble(f"index {self.path}: another process is writing it; try again")
        if isinstance(error, PermissionError) or "No space left" in said:
            return IndexTrouble(f"index {self.path}: {said}; make room or give it rights")
        return IndexTrouble(
            f"index {self.path} cannot be read ({said}); "
            "delete the folder and follow again, nothing is lost: the rows hold every post"
        )


class _Pages:
    """Pages of one searcher in a total order: by the sort's number, then by id."""

    def __init__(
        self, searcher: Any, compiled: Any, query: Node, field: str, descending: bool
    ) -> None:
        self.searcher, self.compiled, self.query = searcher, compiled, query
        self.field, self.descending = field, descending
        self.order = tantivy.Order.Desc if descending else tantivy.Order.Asc

    def page(self, limit: int, after: str | None) -> tuple[list[Post], str | None]:
        """Up to *limit* posts behind *after*, and where the next page begins, if there is one."""
        start = place(after) if after else None
        fetch = limit + _SPARE
        while True:
            rows, whole = self._rows(start, fetch)
            if whole or len(rows) >= limit:
                break
            fetch *= 2
        more = len(rows) > limit or not whole
        posts = [post for _, _, post in rows[:limit]]
        return posts, token(*rows[limit - 1][:2]) if more and posts else None

    def _rows(
        self, start: tuple[int, str] | None, fetch: int
    ) -> tuple[list[tuple[int, str, Post]], bool]:
        """Sorted rows behind *start*, without a tie that may go on; whether these are all."""
        query = And((self.query, self._behind(start[0]))) if start else self.query
        found = self.searcher.search(
            self.compiled(query), limit=fetch, order_by_field=self.field, order=self.order
        )
        hits, whole = found.hits, len(found.hits) < fetch
        if not whole:
            hits = [hit for hit in hits if hit[0] != hits[-1][0]]
        rows = [(key, post.id, post) for key, post in ((k, self._post(a)) for k, a in hits)]
        rows.sort(key=lambda row: row[:2], reverse=self.descending)
        if start:
            rows = [r for r in rows if (r[:2] < start if self.descending else r[:2] > start)]
        return rows, whole

    def _behind(self, key: int) -> Node:
        if self.descending:
            return Range(self.field, None, key)
        return Range(self.field, key, None)

    def _post(self, address: Any) -> Post:
        return msgspec.json.decode(self.searcher.doc(address).get_first("post"), type=Post)
