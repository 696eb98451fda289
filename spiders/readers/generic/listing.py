"""The threads and boards a page lists: the titles its rows lead to."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spiders.pages import addresses
from spiders.pages.document import Document
from spiders.pages.reading import ThreadLink
from spiders.readers.generic import words
from spiders.readers.generic.columns import Column, columns
from spiders.readers.generic.families import Family, Record, led
from spiders.readers.generic.kinds import is_title
from spiders.readers.generic.shapes import absolute, is_board, is_thread, leads_away, places, shape
from spiders.readers.generic.stamps import Stamp
from spiders.readers.generic.survey import Survey

_COUNT = re.compile(r"^\D{0,12}?(\d{1,3}(?:[.,  ]\d{3})+|\d{1,7})(?:\s+\w+\W*)?$")
_ANSWERS = re.compile(
    r"(?i)repl|answer|post|antwort|beitr|ответ|сообщ|відповід|odpow|odpov|répons|respuest|respost|răspuns"
    r"|comment|komment|przísp|příspěv|rispost"
)
_ALL = re.compile(
    r"(?i)^(?:(?:see|show|view|browse) (?:all|more)|all (?:ads|offers|listings|topics|threads)|alle "
    r"|wszystkie|zobacz wszystkie|všechny|zobrazit v[sš]e|все |показать все|усі |всі |toutes |voir tou"
    r"|tod[oa]s |ver tod|toate )"
)
_NAMED = re.compile(r"(?i)forum|board")
_CATEGORY = re.compile(r"(?i)categor|section|rubri")
_LED = 0.5  # the share of a list's rows that lead to a page by a title
_TITLE, _FEW = 8, 4  # characters of a lone row's title, links it holds
_NAMED_TITLE = 12  # characters a thread's title has on average where no row is dated
_LISTS = 12  # lists looked at
_MOST = 500


@dataclass(frozen=True, slots=True)
class Rows:
    """A family that is a list, and of each row (its place) the link that is its title."""

    family: Family
    titles: dict[int, int]


def rows(page: Document, survey: Survey, found: list[Family], times: list[Stamp]) -> list[Rows]:
    """The lists of a page, those with the most to read first; *found* are its other families."""
    links = {n: _full(page, survey, n) for n in range(len(survey.nodes)) if is_title(survey, n)}
    chosen = [node for node, full in links.items() if full and not _beside(survey, node)]
    made = led(survey, chosen, lambda node: shape(links[node] or ""))
    lists = [Rows(family, _titles(survey, family, chosen)) for family in {*found, *made}]
    lists = [one for one in lists if len(one.titles) >= _LED * len(one.family)]
    lists.sort(key=lambda one: _read(survey, one), reverse=True)
    kept: list[Rows] = []
    for one in lists[:_LISTS]:
        over = [other for other in kept if _overlap(one, other)]
        if not over:
            kept.append(one)
        elif len(over) == 1 and _leads(survey, one, over[0]):
            kept[kept.index(over[0])] = one
    return kept or _lone(survey, chosen, times)


def _overlap(one: Rows, other: Rows) -> bool:
    """Whether two lists share a row: columns of the same list, or one within the other."""
    spans = [(record.start, record.stop) for record in other.family]
    nodes = sorted(one.titles.values())
    return any(
        start <= node < stop for node in nodes[:: max(1, len(nodes) // 4)] for start, stop in spans
    )


def _leads(survey: Survey, one: Rows, other: Rows) -> bool:
    """Whether of two columns of one list *one* comes first and has enough to read."""
    if len(one.family) < len(other.family) or min(one.titles.values()) > min(other.titles.values()):
        return False
    return _read(survey, one)[0] >= 0.35 * _read(survey, other)[0]


def _lone(survey: Survey, links: list[int], times: list[Stamp]) -> list[Rows]:
    """The one row of a page that ends a list: what holds a time and a title before it."""
    for stamp in times:
        for up in survey.up(stamp.node):
            titles = [node for node in links if up < node < survey.end[up]]
            if titles and survey.size(titles[0]) >= _TITLE:
                record = Record(up, survey.end[up], survey.first[up], survey.last[up])
                return [Rows((record,), {0: titles[0]})] if len(titles) <= _FEW else []
    return []


def _read(survey: Survey, one: Rows) -> tuple[int, int]:
    """How much the titles of a list say; of two with the same, the one with more around."""
    said = sum(survey.size(node) for node in one.titles.values())
    return said, sum(record.stop - record.start for record in one.family)


def _titles(survey: Survey, family: Family, links: list[int]) -> dict[int, int]:
    """Of each row the link that is its title: of the columns with much to read, the first."""
    found = []
    for column in columns(survey, family, links).values():
        first = [nodes[0] for nodes in column.values()]
        texts = {survey.text(node) for node in first}
        mean = sum(map(len, texts)) / len(texts)
        if len(texts) >= 0.6 * len(first) and len(first) >= _LED * len(family):
            found.append((mean, first[0] - family[next(iter(column))].start, column))
    least = 0.35 * max((mean for mean, _, _ in found), default=0.0)
    good = [(start, column) for mean, start, column in found if mean >= least]
    best: Column = min(good, key=lambda pair: pair[0])[1] if good else {}
    return {place: nodes[0] for place, nodes in best.items()}


def _full(page: Document, survey: Survey, node: int) -> str | None:
    return absolute(page.base, survey.nodes[node].get("href"))


def threads(
    page: Document, survey: Survey, lists: list[Rows], times: list[Stamp]
) -> list[ThreadLink]:
    """The threads of the rows, each once, with their answers and last posts where shown."""
    found: dict[str, ThreadLink] = {}
    for one in lists:
        counts = _answers(survey, one.family, one.titles)
        for place, node in one.titles.items():
            full = _full(page, survey, node)
            if not full or is_board(shape(full)) or addresses.same(full) in found:
                continue
            last = _last(survey, one.family[place], times)
            found[addresses.same(full)] = ThreadLink(
                url=full, title=survey.text(node), replies=counts.get(place), last_post=last
            )
    _number(list(found.values()))
    return list(found.values())[:_MOST]


def _number(links: list[ThreadLink]) -> None:
    """Give each its number: the figure that differs from all the others."""
    figures = [places(link.url) for link in links]
    kinds = Counter(place for one in figures for place in one)
    distinct = {p: len({one[p] for one in figures if p in one}) for p in kinds}
    best = max(kinds, key=lambda p: (distinct[p], p[0] != "~", p), default="")
    for link, one in zip(links, figures, strict=True):
        link.id = one.get(best)


def _answers(survey: Survey, family: Family, titles: dict[int, int]) -> dict[int, int]:
    """Of each row the count of answers: where it is called so, else the first figure."""
    found: dict[str, dict[int, int]] = {}
    named: set[str] = set()
    for place, node in titles.items():
        for key, count, is_named in _counts(survey, family[place], node):
            found.setdefault(key, {}).setdefault(place, count)
            named |= {key} if is_named else set()
    full = [key for key in found if len(found[key]) >= 0.5 * len(family)]
    best = next((key for key in full if key in named), next(iter(full), ""))
    return found.get(best, {})


def _counts(survey: Survey, record: Record, title: int) -> Iterator[tuple[str, int, bool]]:
    """The bare figures behind a title: where each stands, how much, whether it counts answers."""
    for run in survey.runs[survey.last[title] : record.last]:
        match = _COUNT.match(run.text.strip()) if len(run.text) < 60 else None
        if match:
            owner, above = run.owner, survey.parent[run.owner]
            label = (
                f"{run.text} {survey.names[owner]} {survey.names[above]} {survey.text(above)[:40]}"
            )
            key = f"{survey.nodes[owner].tag}.{survey.names[owner]}/{survey.names[above]}"
            yield key, int(re.sub(r"\D", "", match[1])), bool(_ANSWERS.search(label))


def _last(survey: Survey, record: Record, times: list[Stamp]) -> str | None:
    """What the row says of its last post: the last time in it."""
    inside = [stamp for stamp in times if record.start <= stamp.node < record.stop]
    latest = max(
        inside,
        key=lambda s: (s.moment.at is not None and s.moment.at.timestamp(), s.node),
        default=None,
    )
    return latest.moment.raw if latest else None


def boards(page: Document, survey: Survey, own: str | None, *, named: bool = False) -> list[str]:
    """Links called boards or sections, outside menus and the way up; *named*: boards alone."""
    kinds: dict[str, list[str]] = {}
    more: list[str] = []
    for node, element in enumerate(survey.nodes):
        href = element.get("href") if element.tag == "a" else None
        if href and survey.size(node) > 1 and not _beside(survey, node):
            full = absolute(page.base, href)
            if full and _ALL.search(survey.text(node)):
                more.append(full)
            elif full and (_CATEGORY.search(full) or not leads_away(full)):
                kinds.setdefault(shape(full), []).append(full)
    found = [link for kind, links in kinds.items() if is_board(kind) for link in links]
    found = [link for link in found if _NAMED.search(link)] if named else [*found, *more]
    here = {own, addresses.same(page.url)}
    return [one for one in addresses.distinct(found) if addresses.same(one) not in here][:_MOST]


def _beside(survey: Survey, node: int) -> bool:
    """Whether a link stands in a menu, a footer or a breadcrumb."""
    return any(
        survey.nodes[up].tag in ("nav", "footer", "head") or words.MENU.search(survey.names[up])
        for up in survey.up(node, 6)
    )


def is_told(page: Document, survey: Survey, one: Rows, times: list[Stamp]) -> bool:
    """Whether a list is surely one of threads or boards: most rows are dated, or their addresses
    are called so."""
    dated = sum(_last(survey, record, times) is not None for record in one.family)
    kinds = {shape(_full(page, survey, node) or "") for node in one.titles.values()}
    long = _read(survey, one)[0] >= _NAMED_TITLE * len(one.titles)
    named = any(is_board(kind) or (long and is_thread(kind)) for kind in kinds)
    return named or (len(one.family) > 2 and dated >= 0.6 * len(one.family))
