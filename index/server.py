"""The Elasticsearch server behind an engine: what is asked of it, and its errors in one clear line."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from index.change import Change
from index.engines import IndexTrouble
from index.shapes.elasticsearch import source

_NAME = "offerwatch"
_NOTHING = {"hits": {"hits": [], "total": {"value": 0}}}


class Server:
    """One server and our indices on it; raises IndexTrouble, whose messages never hold a secret."""

    def __init__(
        self,
        address: str,
        *,
        name: object = _NAME,
        api_key: object = None,
        ca_certs: object = None,
        timeout: object = 60,
    ) -> None:
        import elasticsearch  # nearly a second: only when it is used

        parts = urlsplit(address)
        self.name, self.errors = str(name), elasticsearch
        self.shown = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
        options: dict[str, Any] = {"request_timeout": timeout, "retry_on_timeout": False}
        if api_key:
            options["api_key"] = api_key
        elif parts.username:
            options["basic_auth"] = (unquote(parts.username), unquote(parts.password or ""))
        if ca_certs:
            if not Path(str(ca_certs)).is_file():
                raise IndexTrouble(f"index {self.shown}: ca_certs: no such file as {ca_certs}")
            options["ca_certs"] = str(ca_certs)
        try:
            if not parts.hostname:
                raise ValueError("it names no host")
            port = parts.port or (443 if parts.scheme == "https" else 9200)
            url = f"{parts.scheme}://{parts.hostname}:{port}{parts.path.rstrip('/')}"
            self.client = elasticsearch.Elasticsearch(url, max_retries=0, **options)
        except (ValueError, OSError) as error:
            raise IndexTrouble(f"index address {self.shown}: {_line(error)}") from error

    def check(self) -> None:
        """Whether it is an Elasticsearch 9, with nobody else's index under our name."""
        with self._trouble():
            number = str(self.client.info().body.get("version", {}).get("number", "of no version"))
        if number.partition(".")[0] != "9":
            raise IndexTrouble(f"{self.shown} is Elasticsearch {number}; OfferWatch needs 9.x")
        self.indices()

    def indices(self) -> dict[str, dict[str, Any]]:
        """The `_meta` of each of our indices; IndexTrouble when one of the name is not ours."""
        with self._trouble():
            found = self.client.options(ignore_status=404).indices.get_mapping(
                index=f"{self.name},{self.name}-*", ignore_unavailable=True, allow_no_indices=True
            )
            aliased = self.client.options(ignore_status=404).indices.get_alias(name=self.name)
        numbered = re.compile(re.escape(self.name) + r"-\d{6}")
        behind = set(aliased.body) if aliased.meta.status == 200 else set()
        held = {}
        for index, about in found.body.items() if found.meta.status == 200 else ():
            meta = about["mappings"].get("_meta", {})
            ours = meta.get("made_by") == "offerwatch" and numbered.fullmatch(index)
            if ours:
                held[index] = meta
            elif index in behind or index == self.name or numbered.fullmatch(index):
                raise IndexTrouble(
                    f"{self.shown}: {index!r} was not made by OfferWatch; nothing was touched. "
                    "Choose another name for our index, or remove that one yourself"
                )
        return held

    def exists(self) -> bool:
        """Whether anything was ever indexed here."""
        with self._trouble():
            return bool(self.client.indices.exists_alias(name=self.name))

    def create(self, number: int, mappings: dict[str, Any], settings: dict[str, Any]) -> str:
        """Make the index of this number. It has no alias yet: a search that meets an index whose
        shards are still being started is answered with an error."""
        index = f"{self.name}-{number:06}"
        with self._trouble():
            self.client.indices.create(index=index, mappings=mappings, settings=settings)
        return index

    def remember(self, index: str, meta: dict[str, Any]) -> None:
        """Replace the whole `_meta`, and let searches see what was written."""
        with self._trouble():
            self.client.indices.refresh(index=index)
            self.client.indices.put_mapping(index=index, meta=meta)

    def take_over(self, index: str, older: Sequence[str]) -> None:
        """Put the alias on *index* alone, in one step, and delete the *older* ones."""
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.name}}]
        actions += [{"remove_index": {"index": name}} for name in older if name != index]
        with self._trouble():
            self.client.indices.update_aliases(actions=actions)

    def bulk(self, index: str, changes: Sequence[Change]) -> None:
        """Write or delete each, unless the server holds a later version; all or IndexTrouble."""
        lines: list[dict[str, Any]] = []
        for change in changes:
            how = {"_id": change.id, "version": change.seq, "version_type": "external_gte"}
            if change.post is None:
                lines.append({"delete": how})
            else:
                lines += [{"index": how}, source(change)]
        if not lines:
            return
        with self._trouble():
            answer = self.client.bulk(index=index, operations=lines, require_alias=False)
        for item in answer["items"]:
            (outcome,) = item.values()
            if outcome["status"] >= 400 and outcome["status"] not in (404, 409):
                reason = _line(outcome["error"].get("reason", ""))
                raise IndexTrouble(f"{self.shown}: post {outcome['_id']} was refused: {reason}")

    def deleted(self, index: str) -> int:
        """How many documents are only marked as deleted."""
        with self._trouble():
            stats = self.client.indices.stats(index=index, metric="docs")
        return int(stats["_all"]["primaries"]["docs"]["deleted"])

    def search(self, body: dict[str, Any]) -> dict[str, Any]:
        """The server's answer, complete or not at all; nothing where there is no index yet."""
        where: dict[str, Any] = {} if "pit" in body else {"index": self.name}
        with self._trouble():
            answer = self.client.options(ignore_status=404).search(**where, **_arguments(body))
        if answer.meta.status == 404:
            if "pit" in body:
                raise IndexTrouble(f"{self.shown}: the scan was interrupted; begin it again")
            return _NOTHING
        if answer["timed_out"] or answer["_shards"]["failed"]:
            raise IndexTrouble(f"{self.shown}: part of the index did not answer; try again")
        whole: dict[str, Any] = answer.body
        return whole

    @contextmanager
    def point_in_time(self, keep_alive: str) -> Iterator[str]:
        """The index as it is now, for as long as the block runs."""
        with self._trouble():
            pit = self.client.open_point_in_time(index=self.name, keep_alive=keep_alive)["id"]
        try:
            yield pit
        finally:
            with suppress(IndexTrouble), self._trouble():  # it ends by itself soon
                self.client.options(ignore_status=404).close_point_in_time(id=pit)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """The client's errors as one line that says which server, why and what to do."""
        errors = self.errors
        try:
            yield
        except errors.UnsupportedProductError as error:
            raise IndexTrouble(f"{self.shown} answers, but is not an Elasticsearch 9") from error
        except (errors.AuthenticationException, errors.AuthorizationException) as error:
            raise IndexTrouble(
                f"{self.shown} refuses our key; check the index's api_key"
            ) from error
        except errors.ApiError as error:
            raise IndexTrouble(_refused(self.shown, error)) from error
        except errors.SSLError as error:
            why = f"{self.shown}: its certificate is not trusted ({_line(error)}); set ca_certs"
            raise IndexTrouble(why) from error
        except errors.TransportError as error:
            raise IndexTrouble(
                f"{self.shown} does not answer ({_line(error)}); posts are kept in the rows and "
                "followed when it is back. Check the address and that the server runs"
            ) from error


def _refused(shown: str, error: Any) -> str:
    """An answer with an error status; an older server's says that it does not know our version."""
    said = _line(error)
    if "media_type_header" in said or "compatible-with" in said:
        return f"{shown} is an Elasticsearch older than 9; OfferWatch needs 9.x"
    return f"{shown} answers with an error: {said}"


def _line(said: object) -> str:
    return " ".join(str(said).split())[:300]


def _arguments(body: dict[str, Any]) -> dict[str, Any]:
    """A search body as the client's arguments."""
    return {name: value for name, value in body.items() if value is not None}
