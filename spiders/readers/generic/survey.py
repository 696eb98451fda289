"""One walk over a page: its elements and words in their order, with what every later step asks."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from lxml import etree

from spiders.readers.generic import words

_SILENT = frozenset(
    {
        "script",
        "style",
        "template",
        "select",
        "textarea",
        "button",
        "svg",
        "title",
        "head",
        "iframe",
    }
)
_DESCRIPTION = etree.XPath("//meta[@name='description' or @property='og:description']/@content")
_HIDDEN = re.compile(r"display\s*:\s*none")
_DIGITS = re.compile(r"\d+")
_LABELS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dl", "nav", "label", "legend"})
_MOST_NODES = 60_000  # elements of a page; what stands behind is not read
_REPEATED = 0.1  # what a word is worth that the page says more than once: a label
_BRIEF, _SHORT = 0.5, 16  # and what one of two words is worth, when it has fewer characters
_QUOTED = 3000  # characters of a box named a quote
_PROFILE = 800  # characters of a box of somebody's name, rank and counts


@dataclass(slots=True)
class Run:
    """A text node: its words, the element it stands in, the link it stands in (or -1), whether
    it lies in a quote as far as names tell, and whether in a heading, a
    signature, a profile, or a time."""

    text: str
    owner: int
    link: int
    quoted: bool = False
    label: bool = False
    time: bool = False


@dataclass(slots=True)
class Survey:
    """The elements of a page in document order, by index.

    The subtree of element i is nodes[i:end[i]], its words are runs[first[i]:last[i]].
    """

    nodes: list[Any] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    title: str = ""  # the page's <title> and its description, case-folded
    description: str = ""
    prose: list[float] = field(default_factory=list)  # running sums over runs
    noise: list[float] = field(default_factory=list)
    total: list[int] = field(default_factory=lambda: [0])
    cuts: list[str | None] = field(default_factory=list)  # names without figures, once asked for
    memo: dict[tuple[str, int, int], Any] = field(default_factory=dict)  # what is asked again

    def cut(self, node: int) -> str:
        """Class, id and role of *node* without figures: alike where a template repeats."""
        found = self.cuts[node]
        if found is None:
            get = self.nodes[node].get
            given = (get(name) or "" for name in ("class", "itemprop", "id", "data-role"))
            found = self.cuts[node] = _DIGITS.sub("", " ".join(given)).strip()
        return found

    def prose_of(self, first: int, last: int) -> float:
        """How much of runs[first:last] is somebody's own sentence, in characters."""
        return self.prose[last] - self.prose[first]

    def noise_of(self, first: int, last: int) -> float:
        """How much of runs[first:last] is links, labels and signatures, in characters."""
        return self.noise[last] - self.noise[first]

    def text(self, node: int) -> str:
        """The words within element *node*, on one line."""
        return self.words(self.first[node], self.last[node])

    def words(self, first: int, last: int) -> str:
        """The words of runs[first:last], on one line."""
        return " ".join("".join(run.text for run in self.runs[first:last]).split())

    def size(self, node: int) -> int:
        """How many characters stand within element *node*."""
        return self.total[self.last[node]] - self.total[self.first[node]]

    def up(self, node: int, most: int = 300) -> list[int]:
        """The ancestors of *node*, nearest first, at *most* so many."""
        found: list[int] = []
        while len(found) < most and (node := self.parent[node]) >= 0:
            found.append(node)
        return found

    def children(self, node: int) -> list[int]:
        """The element children of *node*."""
        found, child = [], node + 1
        while child < self.end[node]:
            found.append(child)
            child = self.end[child]
        return found


def survey(tree: Any) -> Survey:
    """The elements and words of *tree*, not yet weighed."""
    found = Survey()
    _Walk(found).through(tree)
    found.title = _folded(tree.xpath("string(//title)"))
    found.description = _folded(_DESCRIPTION(tree))
    return found


def _folded(text: Any) -> str:
    return " ".join(str(text).casefold().split())


def weigh(found: Survey, times: Iterable[int]) -> None:
    """Tell prose from noise: links, labels, what is said again, and the elements of *times*."""
    for node in times:
        for run in found.runs[found.first[node] : found.last[node]]:
            run.label = run.time = True
    kinds = Counter(
        _DIGITS.sub("0", run.text.strip()) for run in found.runs if not run.quoted and not run.label
    )
    weights = [_weight(run, kinds) for run in found.runs]
    spoilt = [
        0.0 if run.quoted else len(run.text.strip()) - weight
        for run, weight in zip(found.runs, weights, strict=True)
    ]
    found.prose = list(accumulate(weights, initial=0.0))
    found.noise = list(accumulate(spoilt, initial=0.0))


def label(found: Survey, nodes: Iterable[int]) -> None:
    """Weigh again, with what stands in *nodes* as labels."""
    for node in nodes:
        for run in found.runs[found.first[node] : found.last[node]]:
            run.label = True
    weigh(found, ())


def _weight(run: Run, kinds: "Counter[str]") -> float:
    said = run.text.strip()
    if run.link >= 0 or run.label or not any(map(str.isalpha, said)):
        return 0.0
    once = kinds[_DIGITS.sub("0", said)] < 2
    return len(said) * (
        _REPEATED if not once else _BRIEF if len(said) < _SHORT and said.count(" ") < 2 else 1.0
    )


class _Walk:
    """Fills the lists of a survey; each element is met once, however deep it stands."""

    def __init__(self, found: Survey) -> None:
        self.found = found
        self.open, self.link = [-1], -1
        self.silent = self.label = self.quoted = 0

    def through(self, tree: Any) -> None:
        for event, element in etree.iterwalk(tree, events=("start", "end")):
            if event == "end":
                self.leave(element)
            elif len(self.found.nodes) < _MOST_NODES:
                self.enter(element)
            else:
                break
        while len(self.open) > 1:
            self.leave(self.found.nodes[self.open[-1]])

    def enter(self, element: Any) -> None:
        found, node = self.found, len(self.found.nodes)
        name = words.named(element) if len(element.attrib) else ""
        found.nodes.append(element)
        found.names.append(name)
        found.cuts.append(None)
        found.parent.append(self.open[-1])
        found.end.append(0)
        found.first.append(len(found.runs))
        found.last.append(0)
        self.open.append(node)
        self.depth(element, name, 1)
        if self.link < 0 and element.tag == "a" and element.get("href"):
            self.link = node
        self.say(element.text, node)

    def leave(self, element: Any) -> None:
        found, node = self.found, self.open.pop()
        found.end[node], found.last[node] = len(found.nodes), len(found.runs)
        self.depth(element, found.names[node], -1)
        if found.names[node]:
            self.named(node, found.names[node])
        self.link = -1 if self.link == node else self.link
        self.say(element.tail, self.open[-1])

    def named(self, node: int, name: str) -> None:
        """What stands in a small box named after a person is no prose, unless a body is in it;
        one named a quote is a quote."""
        found, told = self.found, words.told(name)
        if not told & (words.IS_PERSON | words.IS_QUOTE):
            return
        size = found.total[-1] - found.total[found.first[node]]
        if told & words.IS_QUOTE and size <= _QUOTED:
            for run in found.runs[found.first[node] :]:
                run.quoted = True
        elif told & words.IS_PERSON and size <= _PROFILE and not self.holds_body(node):
            for run in found.runs[found.first[node] :]:
                run.label = True

    def holds_body(self, node: int) -> bool:
        """Whether an element around or within *node* is named a body."""
        return any(words.told(name) & words.IS_CONTENT for name in self.found.names[node:])

    def depth(self, element: Any, name: str, by: int) -> None:
        """Count in or out of what is not shown, of labels and of quotes."""
        tag, style = element.tag, element.get("style")
        self.silent += by if tag in _SILENT or (style and _HIDDEN.search(style)) else 0
        self.quoted += by if tag == "blockquote" else 0
        self.label += (
            by if tag in _LABELS or (name and words.told(name) & words.IS_SIGNATURE) else 0
        )

    def say(self, text: str | None, owner: int) -> None:
        if text and not self.silent and not text.isspace():
            label, quoted = self.label > 0, self.quoted > 0
            self.found.runs.append(Run(text, owner, self.link, quoted, label))
            self.found.total.append(self.found.total[-1] + len(text.strip()))
