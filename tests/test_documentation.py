"""Every command, setting and document appears where people look for it."""

import re
from pathlib import Path

import pytest
import typer

from crawler.blank import SETTINGS
from crawler.config import Config
from offerwatch import commands
from spiders.source import Source

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(typer.main.get_command(commands()).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_in_the_readme_and_says_what_it_does(command):
    assert f"`offerwatch {command}`" in README
    assert typer.main.get_command(commands()).commands[command].get_short_help_str()


def test_the_readme_names_no_command_that_is_not_there():
    named = set(re.findall(r"`offerwatch ([a-z]+)`", README))
    assert named == set(COMMANDS)


def test_every_document_the_readme_names_is_there():
    for name in re.findall(r"`((?:docs|benchmarks)/[\w./-]+|[A-Z]+\.md)`", README):
        assert (ROOT / name).exists(), name


@pytest.mark.parametrize("table", sorted(Config.model_fields))
def test_a_new_home_shows_every_setting(table):
    model = Config.model_fields[table].annotation
    keys = getattr(model, "model_fields", {})
    for key in keys:
        assert re.search(rf"^# {key} = ", SETTINGS, re.MULTILINE), f"{table}.{key}"
    assert f"[{table}]" in SETTINGS or f"# {table} = " in SETTINGS


def test_every_dependency_says_why_it_is_there():
    said = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    base = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)[1]
    for name in re.findall(r'"([A-Za-z0-9-]+)', base):
        assert re.search(rf"\b{name.lower()}\b", said), name


def test_every_key_of_home_and_source_is_documented():
    said = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    tables = [getattr(one.annotation, "model_fields", {}) for one in Config.model_fields.values()]
    keys = {key for table in tables for key in table} | (set(Source.model_fields) - {"name"})
    assert not [key for key in keys if not re.search(rf"[`.]{key}\b", said)]
