"""What Kibana shows of the index: saved objects made from the mapping, so a renamed field fails here."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dashboards.kibana.charts import Chart, Trouble, by_day, by_value, field, lens

__all__ = ["FILE", "Trouble", "objects", "render"]

FILE = Path(__file__).with_name("offerwatch.ndjson")
VIEW = "offerwatch-view"
CHARTS: tuple[Chart, ...] = (
    by_day("queue", "Queue by day", split="lane", only=f"{field('lane')}: queue"),
    by_day("lanes", "Raised posts by day and lane", split="lane", only=f"{field('lane')}: *"),
    by_value("indicators", "Indicators", "indicators", size=20),
    by_value("sites", "Sites", "site", size=20),
    by_value("languages", "Languages", "language", size=12),
)


def render() -> bytes:
    """The file as Kibana imports it: one saved object a line."""
    lines = [json.dumps(one, sort_keys=True, ensure_ascii=False) for one in objects()]
    return "".join(f"{line}\n" for line in lines).encode()


def objects() -> Iterator[dict[str, Any]]:
    """The data view, each chart, and the dashboard that holds them."""
    yield _saved("index-pattern", VIEW, {
        "title": "offerwatch", "name": "OfferWatch posts", "timeFieldName": field("@timestamp"),
    }, [])  # fmt: skip
    for chart in CHARTS:
        layer = {"type": "index-pattern", "id": VIEW}
        reference = {**layer, "name": "indexpattern-datasource-layer-posts"}
        yield _saved("lens", f"offerwatch-{chart.name}", lens(chart), [reference])
    yield _dashboard()


def _dashboard() -> dict[str, Any]:
    """All charts on one page: two columns, the last 90 days."""
    panels, references = [], []
    for n, chart in enumerate(CHARTS):
        place = {"x": 24 * (n % 2), "y": 15 * (n // 2), "w": 24, "h": 15, "i": chart.name}
        name = f"panel_{chart.name}"
        panels.append({
            "type": "lens", "panelIndex": chart.name, "gridData": place, "panelRefName": name,
            "embeddableConfig": {"enhancements": {}},
        })  # fmt: skip
        reference = {"type": "lens", "id": f"offerwatch-{chart.name}"}
        references.append({**reference, "name": f"{chart.name}:{name}"})
    search = {"query": {"query": "", "language": "kuery"}, "filter": []}
    return _saved("dashboard", "offerwatch-dashboard", {
        "title": "OfferWatch",
        "description": "Indicators of risk, not evidence of an offence.",
        "panelsJSON": json.dumps(panels, sort_keys=True),
        "optionsJSON": json.dumps({"useMargins": True, "hidePanelTitles": False}),
        "timeRestore": True, "timeFrom": "now-90d", "timeTo": "now",
        "kibanaSavedObjectMeta": {"searchSourceJSON": json.dumps(search)},
    }, references)  # fmt: skip


def _saved(
    kind: str, identity: str, attributes: dict[str, Any], references: list[dict[str, str]]
) -> dict[str, Any]:
    """One saved object as Kibana exports it; newer versions migrate it on import."""
    return {
        "type": kind,
        "id": identity,
        "attributes": attributes,
        "references": references,
        "coreMigrationVersion": "8.8.0",
    }
