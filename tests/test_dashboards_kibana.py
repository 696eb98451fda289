"""Kibana's saved objects follow the mapping: a renamed field fails here, not on somebody's screen."""

import json
import re

import pytest

from dashboards import kibana
from dashboards.kibana import charts
from index.shapes.elasticsearch import properties

OBJECTS = [json.loads(line) for line in kibana.FILE.read_bytes().decode().splitlines()]


def fields(one):
    """Every field name in one saved object, nested JSON and KQL included."""
    if isinstance(one, dict):
        for key, value in one.items():
            if key in ("sourceField", "timeFieldName"):
                yield value
            elif key == "query" and isinstance(value, str):
                yield from re.findall(r"(@?\w+)\s*:", value)
            elif key.endswith("JSON"):
                yield from fields(json.loads(value))
            else:
                yield from fields(value)
    elif isinstance(one, list):
        for value in one:
            yield from fields(value)


def test_the_file_is_what_the_mapping_makes():
    assert kibana.FILE.read_bytes() == kibana.render(), "run python -m dashboards.kibana"


def test_it_holds_what_was_promised():
    ids = {one["id"]: one["type"] for one in OBJECTS}
    assert ids["offerwatch-view"] == "index-pattern"
    assert ids["offerwatch-dashboard"] == "dashboard"
    for name in ("queue", "indicators", "sites", "languages"):
        assert ids[f"offerwatch-{name}"] == "lens"


@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: one["id"])
def test_every_field_is_in_the_mapping_and_can_be_charted(one):
    used = set(fields(one)) - {"___records___"}
    assert used or one["type"] == "dashboard"
    for name in used:
        assert properties()[name]["type"] in ("keyword", "date", "boolean")


@pytest.mark.parametrize("one", OBJECTS, ids=lambda one: one["id"])
def test_every_reference_leads_to_an_object_of_the_file(one):
    known = {(other["type"], other["id"]) for other in OBJECTS}
    assert all((ref["type"], ref["id"]) in known for ref in one["references"])


def test_every_panel_of_the_dashboard_is_a_chart():
    (board,) = [one for one in OBJECTS if one["type"] == "dashboard"]
    panels = json.loads(board["attributes"]["panelsJSON"])
    names = {f"{panel['panelIndex']}:{panel['panelRefName']}" for panel in panels}
    assert names == {ref["name"] for ref in board["references"]}


def all_charts():
    charts.by_day("a", "A", split="lane", only="")
    for name in ("indicators", "site", "language"):
        charts.by_value("b", "B", name, size=3)


@pytest.mark.parametrize(
    "gone", ["indicators", "site", "language", "lane", "@timestamp", "restricted"]
)
def test_a_renamed_field_fails_the_build(gone, monkeypatch):
    left = {name: kind for name, kind in properties().items() if name != gone}
    monkeypatch.setattr(charts, "properties", lambda: left)
    with pytest.raises(kibana.Trouble, match=gone):
        all_charts()


def test_charts_leave_restricted_posts_out():
    for one in OBJECTS:
        if one["type"] == "lens":
            assert one["attributes"]["state"]["query"]["query"].endswith("not restricted: true")
