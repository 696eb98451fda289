"""Exports: nothing that leads back to a person, unless a purpose is written down first."""

import csv
import io
import json
import sys
from datetime import UTC, datetime

import pytest

from crawler.failure import Failure
from crawler.items import Board, Contact, Fact, Hit, PageRef, Post, Thread
from dashboards import exports
from dashboards.exporting import export, export_raw, write
from dashboards.exports import csv as csv_format
from dashboards.pseudonyms import COLUMNS
from dashboards.registry import load, names
from index.desk import Desk
from index.rows import Rows

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
FORMATS = ("csv", "jsonl", "parquet")
SECRETS = (
    "Zofia_88", "board.example", "viewtopic", "511111111", "511 111 111", "@agency_77x",
    "secretword", "Secret title", "quoted words", "home-source", "Work in Oslo", "ul. Prosta 7",
    "1200 eur", "t4711", "12:00", "2026-03-04", "e" * 64,
)  # fmt: skip


@pytest.fixture
def rows(tmp_path):
    """Rows with two open posts of one author and one post in each restricted lane."""
    kept = Rows(f"sqlite:///{tmp_path / 'rows.db'}")
    kept.add(
        [
            made("a"), made("b"), made("c", lane="child", restricted=True),
            made("d", lane="disclosure", restricted=True), made("f", role="disclosure"),
        ],
        page=PageRef(url="https://board.example/viewtopic?t=4711", sha256="e" * 64), now=NOW,
    )  # fmt: skip
    yield kept
    kept.close()


def made(one, **more):
    """A post full of what must not leave; its id is *one* 32 times."""
    words = "secretword 511 111 111"
    return Post(**{
        "id": one * 32, "site": "board.example", "source": "home-source", "platform": "phpbb",
        "board": Board("Work in Oslo", "https://board.example/f1"), "position": 1,
        "thread": Thread("t4711", "https://board.example/viewtopic?t=4711", "Secret title"),
        "url": f"https://board.example/viewtopic?p={one}", "author": "Zofia_88",
        "posted_at": NOW, "posted_precision": "minute", "title": "Secret title",
        "text": f"{words} number {one}", "quotes": ["quoted words"], "language": "pl",
        "role": "offer", "lane": "queue", "priority": 7, "indicators": ["offer.fee.recruitment"],
        "contacts": [
            Contact(kind="phone", value="+48511111111", raw="511 111 111", start=11, end=22),
            Contact(kind="telegram", value="@agency_77x", raw="@agency_77x"),
        ],
        "contact_values": ["+48511111111", "@agency_77x"],
        "hits": [Hit(id="offer.fee.recruitment", version="1", by="pattern", strength="strong",
                     polarity="risk", dimension="coercive_recruitment", start=0, end=22,
                     words=words, like="secretword of an example")],
        "facts": {
            "country": Fact(state="stated", value="NO"), "sector": Fact(state="stated", value="care"),
            "place": Fact(state="stated", value="ul. Prosta 7"),
            "pay": Fact(state="stated", value="1200 eur"), "fee": Fact(state="denied", value="fee"),
        },
    } | more)  # fmt: skip


def table(rows, name, ids=None):
    """A pseudonymised export read back: what a researcher's own tool reads."""
    content = b"".join(export(rows, name, ids))
    if name == "csv":
        return content, list(csv.DictReader(io.StringIO(content.decode())))
    if name == "jsonl":
        return content, [json.loads(line) for line in content.splitlines()]
    from pyarrow import BufferReader, parquet

    found = parquet.read_table(BufferReader(content)).to_pylist()
    return json.dumps(found).encode(), found


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_that_leads_back_to_a_person_is_in_it(rows, name):
    content, found = table(rows, name)
    assert len(found) == 2
    for secret in (*SECRETS, *(one * 32 for one in "abcdf")):
        assert secret.encode() not in content, secret
    assert found[0]["country"] == "NO"
    assert found[0]["sector"] == "care"
    assert found[0]["posted_week"] == "2026-W10"
    assert list(found[0]) == list(COLUMNS)


def test_every_field_of_a_post_was_thought_of():
    import dataclasses

    left_out = {
        "id", "source", "board", "position", "url", "posted_at", "posted_raw", "edited_at",
        "first_seen", "last_seen", "gone_at", "title", "text", "quotes", "language_confidence",
        "contact_values", "facts", "restricted", "seq",
    }  # fmt: skip
    assert {field.name for field in dataclasses.fields(Post)} - left_out <= set(COLUMNS)


def test_the_same_author_is_the_same_within_one_export_and_nobody_in_the_next(rows):
    _, first = table(rows, "jsonl")
    _, second = table(rows, "jsonl")
    for column in ("author", "site", "thread", "page"):
        assert first[0][column] == first[1][column], column
        assert first[0][column] != second[0][column], column
    assert first[0]["contacts"] == first[1]["contacts"]
    assert first[0]["post"] != first[1]["post"]
    assert not set(first[0]["contacts"]) & set(second[0]["contacts"])


@pytest.mark.parametrize("value", ["Oslo, ring 511 111 111", "NOR", "no", ""])
def test_a_country_that_is_no_code_is_words_and_stays_here(rows, value):
    rows.add([made("9", facts={"country": Fact(state="stated", value=value)})], now=NOW)
    _, found = table(rows, "jsonl", ["9" * 32])
    assert found[0]["country"] is None


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_export_is_still_a_good_file(rows, name):
    _, found = table(rows, name, [])
    assert found == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_raw_export_is_noted_before_its_first_byte_and_keeps_restricted_lanes_out(rows, name):
    parts = export_raw(rows, name, "court  order 7")
    notes = Desk(rows).notes()
    assert [note["what"] for note in notes] == ["raw export"]
    assert "court order 7" in notes[0]["detail"]
    content = b"".join(parts)
    if name != "parquet":
        assert b"Zofia_88" in content
        assert b"c" * 32 not in content
        assert b"d" * 32 not in content


def test_without_a_purpose_nothing_raw_leaves_and_nothing_is_noted(rows):
    with pytest.raises(Failure, match="--purpose"):
        export_raw(rows, "csv", "  ")
    assert Desk(rows).notes() == []


@pytest.mark.parametrize(
    "cell", ["=1+1", "+48511", "-cmd", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "-1+1|cmd"]
)
def test_a_cell_a_spreadsheet_would_run_is_defused(cell):
    lines = list(csv_format.render([{"x": cell, "y": [cell]}], {"x": "text", "y": "list"}))
    (row,) = list(csv.reader(io.StringIO(lines[1].decode(), newline="")))
    assert row == [f"'{cell}", f"'{cell}"]


def test_quotes_commas_and_breaks_survive_csv_and_numbers_stay_numbers():
    record = {"x": 'a "b", c\nd', "n": -4, "f": True, "none": None}
    columns = {"x": "text", "n": "integer", "f": "flag", "none": "text"}
    content = b"".join(csv_format.render([record], columns)).decode()
    assert next(csv.DictReader(io.StringIO(content, newline=""))) == {
        "x": 'a "b", c\nd', "n": "-4", "f": "true", "none": "",
    }  # fmt: skip


def test_more_posts_than_a_batch_all_come(rows):
    rows.add([made(f"{n:032x}"[:32], id=f"{n:032x}", text=f"t {n}") for n in range(1203)], now=NOW)
    assert len(table(rows, "jsonl")[1]) == 1205
    assert len(table(rows, "parquet")[1]) == 1205


def test_a_file_is_whole_or_not_there(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("the older export")

    def breaks():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(Failure, match="No space left on device"):
        write(breaks(), out)
    assert out.read_text() == "the older export"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    write(iter([b"all", b" of it"]), out)
    assert out.read_bytes() == b"all of it"
    assert out.stat().st_mode & 0o077 == 0


def test_a_really_full_disk_is_one_line():
    from pathlib import Path

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full here")
    import subprocess

    code = (
        "import sys; sys.path.insert(0, '.');"
        "from dashboards.exporting import write; write(iter([b'x' * 100000]), None)"
    )
    with full.open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, stdout=out, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert "standard output: cannot be written: No space left on device" in done.stderr


def test_a_folder_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(Failure, match="No such file or directory"):
        write(iter([b"x"]), tmp_path / "none" / "out.csv")


def test_parquet_without_pyarrow_names_the_extra(rows, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Failure, match=r"pip install 'offerwatch\[parquet\]'"):
        next(export(rows, "parquet"))


def test_the_folder_is_the_registry():
    assert names(exports) == sorted(FORMATS)
    with pytest.raises(Failure, match="csv, jsonl, parquet"):
        load(exports, "xlsx", "format")
    with pytest.raises(Failure, match="no format called"):
        load(exports, "../csv", "format")
