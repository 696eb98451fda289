"""Charts in Kibana's own terms (Lens), over fields that the mapping holds."""

from dataclasses import dataclass
from typing import Any

from index.shapes.elasticsearch import properties


class Trouble(Exception):
    """A chart asks for a field the mapping does not hold in a form Kibana can chart."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: bars over *across*, split by *split*, of the posts that KQL *only* finds."""

    name: str
    title: str
    across: dict[str, Any]
    split: dict[str, Any] | None
    only: str


def field(name: str) -> str:
    """*name* if the mapping can chart it; Trouble otherwise."""
    kind = properties().get(name, {})
    if kind.get("type") not in ("keyword", "date", "boolean") or kind.get("index") is False:
        raise Trouble(f"dashboards/kibana: the mapping holds no {name!r} that can be charted")
    return name


def by_day(name: str, title: str, *, split: str, only: str) -> Chart:
    """Posts by day, one colour for each value of *split*; restricted ones are left out."""
    return Chart(name, title, _days(), _values(split, 10), _open(only))


def by_value(name: str, title: str, of: str, *, size: int) -> Chart:
    """Posts by the commonest values of a field; restricted ones are left out."""
    return Chart(name, title, _values(of, size), None, _open(f"{field('lane')}: *"))


def lens(chart: Chart) -> dict[str, Any]:
    """The attributes of a Lens saved object."""
    columns = {"across": chart.across, "count": _COUNT}
    if chart.split:
        columns["split"] = chart.split
    order = [name for name in ("split", "across", "count") if name in columns]
    layer = {"columns": columns, "columnOrder": order, "incompleteColumns": {}}
    return {
        "title": chart.title,
        "visualizationType": "lnsXY",
        "state": {
            "datasourceStates": {"formBased": {"layers": {"posts": layer}}},
            "visualization": _bars(chart),
            "query": {"query": chart.only, "language": "kuery"},
            "filters": [],
        },
    }


_COUNT: dict[str, Any] = {
    "label": "Posts", "dataType": "number", "operationType": "count", "isBucketed": False,
    "scale": "ratio", "sourceField": "___records___", "params": {"emptyAsNull": True},
}  # fmt: skip


def _open(only: str) -> str:
    return f"({only}) and not {field('restricted')}: true"


def _days() -> dict[str, Any]:
    """The days of the posts as a column."""
    return {
        "label": "Day", "dataType": "date", "operationType": "date_histogram", "isBucketed": True,
        "scale": "interval", "sourceField": field("@timestamp"),
        "params": {"interval": "d", "includeEmptyRows": True, "dropPartials": False},
    }  # fmt: skip


def _values(of: str, size: int) -> dict[str, Any]:
    """The commonest values of a field as a column."""
    return {
        "label": of.capitalize(), "dataType": "string", "operationType": "terms",
        "isBucketed": True, "scale": "ordinal", "sourceField": field(of),
        "params": {
            "size": size, "orderBy": {"type": "column", "columnId": "count"},
            "orderDirection": "desc", "otherBucket": True, "missingBucket": False,
            "parentFormat": {"id": "terms"},
        },
    }  # fmt: skip


def _bars(chart: Chart) -> dict[str, Any]:
    """Days stand, values lie: their names are long."""
    kind = "bar_stacked" if chart.split else "bar_horizontal"
    layer = {
        "layerId": "posts", "layerType": "data", "seriesType": kind,
        "xAccessor": "across", "accessors": ["count"],
        **({"splitAccessor": "split"} if chart.split else {}),
    }  # fmt: skip
    return {
        "layers": [layer],
        "preferredSeriesType": kind,
        "legend": {"isVisible": bool(chart.split), "position": "right"},
        "valueLabels": "hide",
    }
