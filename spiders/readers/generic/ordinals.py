"""The place of each post in its thread: the figures a page counts them by, else by its pages."""

import re

from spiders.pages.pagination import Pager
from spiders.readers.generic.families import Family, Record
from spiders.readers.generic.survey import Survey

_PLACE = re.compile(r"^\s*[#№]\s?(\d{1,3}(?:[., ]\d{3})+|\d{1,6})\s*$")


def ordinals(page: Survey, family: Family, pages: Pager) -> list[int | None]:
    """The place of each record, 1 for the opening post; None where the page does not tell."""
    shown = [_shown(page, record) for record in family]
    first = shown[0]
    if first is not None and all(one == first + n for n, one in enumerate(shown)):
        return shown
    if pages.others and pages.number != 1:
        return [None] * len(family)
    return list(range(1, len(family) + 1))


def _shown(page: Survey, record: Record) -> int | None:
    """The figure a record is counted by ("#12")."""
    for run in page.runs[record.first : record.last]:
        match = _PLACE.match(run.text) if len(run.text) < 40 else None
        if match:
            return int(re.sub(r"\D", "", match[1]))
    return None
