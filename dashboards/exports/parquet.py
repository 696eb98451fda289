"""Parquet by pyarrow: lists stay lists, the rest that is not flat is JSON text."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from crawler.failure import Failure

BATCH = 2000  # records of one row group


class _Sink:
    """Holds what the writer wrote until it is handed on; the writer only ever appends."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.at = 0

    def write(self, data: Any) -> int:
        """Keep *data*; how many bytes."""
        self.parts.append(bytes(data))
        self.at += len(self.parts[-1])
        return len(self.parts[-1])

    def tell(self) -> int:
        """How many bytes were written so far."""
        return self.at

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        """What was written since the last call."""
        taken, self.parts = b"".join(self.parts), []
        return taken


def render(records: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[bytes]:
    """The file in pieces, a row group each. Failure when pyarrow is not installed."""
    pyarrow, parquet = _arrow()
    schema = _schema(pyarrow, columns)
    sink, rest = _Sink(), iter(records)
    with parquet.ParquetWriter(pyarrow.PythonFile(sink, mode="w"), schema) as writer:
        while batch := list(islice(rest, BATCH)):
            rows = [{n: _cell(one[n], kind) for n, kind in columns.items()} for one in batch]
            writer.write_table(pyarrow.Table.from_pylist(rows, schema=schema))
            yield sink.take()
    yield sink.take()


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise Failure(
            "parquet needs pyarrow: pip install 'offerwatch[parquet]', or export csv or jsonl"
        ) from error
    return pyarrow, parquet


def _schema(pyarrow: Any, columns: Mapping[str, str]) -> Any:
    kinds = {
        "text": pyarrow.string(), "json": pyarrow.string(), "number": pyarrow.float64(),
        "integer": pyarrow.int64(), "flag": pyarrow.bool_(),
        "list": pyarrow.list_(pyarrow.string()),
    }  # fmt: skip
    return pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])


def _cell(value: Any, kind: str) -> Any:
    return json.dumps(value, ensure_ascii=False) if kind == "json" and value is not None else value
