"""Where a page tells times: attributes made for machines first, then short texts that read so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from spiders.pages import dates
from spiders.pages.dates import Moment, Reckoning
from spiders.readers.generic.survey import Survey

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?$")
_HINT = re.compile(
    r"\d{1,2}[:.h]\d{2}|\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}|\d\.?\s+[^\W\d]{3,}\.?,?\s+\d{4}"
    r"|[^\W\d]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d\.?\s+[^\W\d]"
)
_OPEN = re.compile(r"\b\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b")  # a date either way
_LONGEST, _WORDIEST = 80, 12  # a text beyond is a sentence that mentions a date
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time shown at element `node`; `exact` when an attribute tells it."""

    node: int
    moment: Moment
    exact: bool = False


def stamps(page: Survey, by: Reckoning) -> list[Stamp]:
    """Every time the page tells, in its order; the order of its figures is settled from all."""
    exact = list(_exact(page, by))
    told = {stamp.node for stamp in exact}
    shown = [(node, text) for node, text in _texts(page) if node not in told]
    by = replace(by, order=by.order or dates.order(text for _, text in shown))
    read = [_shown(page, node, text, by) for node, text in shown]
    kept = [stamp for stamp in read if stamp.moment.at or _OPEN.search(stamp.moment.raw or "")]
    return sorted(exact + kept, key=lambda stamp: stamp.node)


def bare(page: Survey, times: list[Stamp]) -> list[int]:
    """The elements of *times* that hold a time and nothing else."""
    nodes = [stamp.node for stamp in times]
    return [n for n in nodes if page.size(n) <= _LONGEST and len(page.nodes[n]) <= 1]


def _exact(page: Survey, by: Reckoning) -> Iterator[Stamp]:
    for node, element in enumerate(page.nodes):
        for name, value in element.items() if len(element.attrib) else ():
            if len(value) >= 10 and (moment := _attribute(name, value, by)) and moment.at:
                yield Stamp(node, moment, exact=True)
                break


def _attribute(name: str, value: str, by: Reckoning) -> Moment | None:
    if name == "datetime" or (name in ("title", "content") and _ISO.match(value)):
        return dates.machine(value, by)
    if ("time" in name or "date" in name) and name.startswith("data-"):
        if _EPOCH.match(value):
            return _epoch(int(value[:10]), value)
        return dates.machine(value, by) if _ISO.match(value) else None
    if name == "title" and len(value) <= 40 and _HINT.search(value):
        shown = dates.read(value, by)
        return shown if shown.precision == "minute" else None  # a day alone: the text tells more
    return None


def _epoch(seconds: int, raw: str) -> Moment | None:
    when = datetime.fromtimestamp(seconds, UTC)
    return Moment(when, "minute", raw) if 1990 < when.year < 2100 else None


def _texts(page: Survey) -> Iterator[tuple[int, str]]:
    """Texts short enough to be a date's own, with the element they stand in."""
    for run in page.runs:
        if len(run.text) <= 2 * _LONGEST and _HINT.search(run.text):
            text = " ".join(run.text.split())
            if len(text) <= _LONGEST and len(_WORD.findall(text)) <= _WORDIEST:
                yield run.owner, text


def _shown(page: Survey, node: int, text: str, by: Reckoning) -> Stamp:
    """The time *text* tells, with what surrounds it when it tells more ("<b>Today</b>, 12:30")."""
    read = dates.read(text, by)
    for around in (node, page.parent[node]):
        if read.precision == "minute" or around < 0 or page.size(around) > _LONGEST // 2:
            break
        more = dates.read(page.text(around), by) if page.size(around) > len(text) else read
        read, node = (more, around) if more.precision == "minute" else (read, node)
    return Stamp(node, read)
