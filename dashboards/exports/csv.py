"""CSV with a header, UTF-8, CRLF; lists joined by `; `, the rest that is not flat as JSON.

A cell a spreadsheet would run as a formula begins with an apostrophe instead.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_RISKY = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def render(records: Iterable[Mapping[str, Any]], columns: Mapping[str, str]) -> Iterator[bytes]:
    """The header, then one line a record."""
    yield _line(list(columns))
    for record in records:
        yield _line([_cell(record[name], kind) for name, kind in columns.items()])


def _line(cells: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerow([_defused(cell) for cell in cells])
    return out.getvalue().encode("utf-8")


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind == "list":
        return "; ".join(value)
    if kind == "json":
        return json.dumps(value, ensure_ascii=False)
    if kind == "flag":
        return "true" if value else "false"
    return str(value)


def _defused(cell: str) -> str:
    """Numbers below zero stay numbers; anything else a spreadsheet might run does not."""
    if cell.startswith(_RISKY) and not _is_number(cell):
        return f"'{cell}"
    return cell


def _is_number(cell: str) -> bool:
    return (
        cell[:1] == "-"
        and cell[1:].replace(".", "", 1).isascii()
        and cell[1:].replace(".", "", 1).isdecimal()
    )
