"""`init`: a home whose settings say everything there is and switch nothing on."""

import json
import tomllib

from crawler.blank import SETTINGS, SOURCE
from crawler.config import Config
from crawler.home import open_home
from spiders.source import Source
from spiders.strict_yaml import read_yaml
from tests.running import offerwatch


def plain(text):
    """The text with its commented keys switched on."""
    lines = text.splitlines()
    return "\n".join(
        line[2:]
        if line.startswith("# ") and (" = " in line or line[2:].startswith("[[")) and "." not in line.split(" = ")[0]
        else line
        for line in lines
    )  # fmt: skip


def keys(model, prefix=""):
    for name, field in model.model_fields.items():
        inner = getattr(field.annotation, "model_fields", None)
        yield from keys(field.annotation, f"{name}.") if inner else [prefix + name]


def test_a_new_home_works_and_is_never_overwritten(tmp_path):
    ran = offerwatch(tmp_path / "home", "init", "--json")
    home = open_home(tmp_path / "home")
    assert ran.code == 0
    assert json.loads(ran.out)["home"] == str(home.root)
    assert home.config == Config()
    (home.root / "offerwatch.toml").write_text("[crawl]\ndelay = 9\n")
    again = offerwatch(tmp_path / "home", "init")
    assert again.code == 0
    assert "made:" not in again.out
    assert open_home(home.root).config.crawl.delay == 9


def test_the_settings_show_every_key_with_its_default():
    said = tomllib.loads(plain(SETTINGS))
    people = said.pop("people")
    assert Config.model_validate(said) == Config()
    assert Config.model_validate({"people": people}).people[0].roles == ("analyst",)
    for key in keys(Config):
        table, _, name = key.rpartition(".")
        assert f"{name} = " in SETTINGS or name == "people", key
        assert not table or f"[{table}]" in SETTINGS


def test_the_example_source_shows_every_key(tmp_path):
    for name in Source.model_fields.keys() - {"name", "render"}:
        assert f"{name}: " in SOURCE, name
    (tmp_path / "x.yml").write_text(SOURCE)
    assert Source.model_validate({"name": "x", **read_yaml(tmp_path / "x.yml")})
    lines = [line.removeprefix("# ") for line in SOURCE.splitlines() if ": " in line and not line.endswith(".")]  # fmt: skip
    lines = [line for line in lines if line.split(":")[0] in Source.model_fields]
    (tmp_path / "y.yml").write_text("\n".join(lines))
    assert Source.model_validate({"name": "y", **read_yaml(tmp_path / "y.yml")}).since


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    ran = offerwatch(tmp_path / "file", "init")
    assert (ran.code, len(ran.err.splitlines())) == (1, 1)
