"""The built-in engine keeps the contract, and says what is wrong with its folder."""

import json
import shutil
import subprocess
import sys

import pytest

from index import mapping
from index.engines import IndexTrouble, open_index
from index.query import parse
from tests.engine_contract import EngineContract, change, fill, ids, made


class TestTantivy(EngineContract):
    @pytest.fixture
    def engine(self, tmp_path):
        return lambda: open_index(f"tantivy:{tmp_path / 'index'}")


@pytest.fixture
def folder(tmp_path):
    engine = open_index(f"tantivy:{tmp_path}")
    fill(engine, made(1), made(2))
    return tmp_path / mapping.DIGEST


@pytest.mark.parametrize("name", ["meta.json", "followed.json"])
def test_a_torn_file_is_said_to_be_harmless(folder, name):
    (folder / name).write_text("{torn")
    with pytest.raises(IndexTrouble, match="delete the folder"):
        open_index(f"tantivy:{folder.parent}").followed()


def test_a_broken_segment_is_said(folder):
    for file in folder.glob("*.store"):
        file.write_bytes(b"x")
    with pytest.raises(IndexTrouble, match="delete the folder"):
        open_index(f"tantivy:{folder.parent}").search(parse(""))


def test_deleted_it_is_built_again(folder):
    shutil.rmtree(folder.parent)
    engine = open_index(f"tantivy:{folder.parent}")
    assert engine.followed() == 0
    fill(engine, made(1))
    assert ids(engine, "") == [made(1).id]


def test_another_mapping_is_another_folder_and_the_old_one_goes(folder, monkeypatch):
    monkeypatch.setattr(mapping, "DIGEST", "feedfacecafe")
    engine = open_index(f"tantivy:{folder.parent}")
    assert (engine.followed(), ids(engine, "")) == (0, [])
    assert folder.exists()
    fill(engine, made(1))
    assert [f.name for f in folder.parent.iterdir()] == ["feedfacecafe"]


def test_a_crash_between_commit_and_remembering_is_followed_again(folder):
    (folder / "followed.json").write_text(json.dumps({"followed": 1}))
    engine = open_index(f"tantivy:{folder.parent}")
    engine.apply([change(made(2), 2), change(made(3), 3)], 3)
    assert (engine.search(parse("")).total, engine.followed()) == (3, 3)


def test_a_clear_cut_off_is_finished(folder):
    (folder / "followed.json").write_text(json.dumps({"followed": 0, "clearing": True}))
    engine = open_index(f"tantivy:{folder.parent}")
    fill(engine, made(5))
    assert ids(engine, "") == [made(5).id]


WRITER = """
import sys, time
import tantivy
from index.shapes.tantivy import schema
writer = tantivy.Index(schema(), sys.argv[1]).writer(heap_size=15_000_000, num_threads=1)
print("held", flush=True)
sys.stdin.read()
"""


def test_one_writes_at_a_time_and_all_may_read(folder):
    held = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with held:
        assert held.stdout.readline() == b"held\n"
        engine = open_index(f"tantivy:{folder.parent}")
        assert engine.search(parse("")).total == 2
        with pytest.raises(IndexTrouble, match="another process is writing"):
            engine.apply([change(made(3), 3)], 3)
        assert engine.followed() == 2
        held.stdin.close()
    engine.apply([change(made(3), 3)], 3)
    assert engine.search(parse("")).total == 3


@pytest.mark.parametrize("address", ["sqlite:x", "nonsense", "tantivy:", "", "__init__:x"])
def test_an_address_nobody_answers_to(address):
    with pytest.raises(IndexTrouble, match="tantivy:"):
        open_index(address)


def test_a_folder_that_cannot_be(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexTrouble, match="file"):
        open_index(f"tantivy:{tmp_path / 'file' / 'index'}")
