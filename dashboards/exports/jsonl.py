"""JSON Lines, UTF-8: one record a line, whole."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec


def render(records: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[bytes]:
    """One line a record, keys in the order of *columns*."""
    for record in records:
        yield msgspec.json.encode({name: record[name] for name in columns}) + b"\n"
