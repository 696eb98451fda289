"""Where a query's words stand in a text, from the tokens that were kept with it."""

from collections.abc import Iterator, Sequence
from typing import Literal

from crawler.words import Word, stems
from index.nodes import And, Node, Or, Phrase, Prefix, Words


def highlight(
    node: Node, words: Sequence[Word], field: Literal["title", "text"] = "text"
) -> list[tuple[int, int]]:
    """Spans (start, end) in code points, in order, that *node* finds among the *words* of *field*.

    What a query excludes is never shown; spans that overlap or touch are one.
    """
    spans = sorted(span for leaf in _leaves(node) for span in _spans(leaf, words, field))
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _leaves(node: Node) -> Iterator[Words | Phrase | Prefix]:
    """The words asked for, without those under a Not."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part)
    elif isinstance(node, Words | Phrase | Prefix):
        yield node


def _spans(
    leaf: Words | Phrase | Prefix, words: Sequence[Word], field: str
) -> Iterator[tuple[int, int]]:
    """Each place one leaf is found at."""
    if field not in leaf.fields:
        return
    if isinstance(leaf, Phrase):
        yield from _phrases(leaf.forms, words)
        return
    wanted = set(stems(leaf.form)) if isinstance(leaf, Words) else set()
    for word in words:
        if word.stem in wanted or (isinstance(leaf, Prefix) and word.form.startswith(leaf.form)):
            yield word.start, word.end


def _phrases(forms: tuple[str, ...], words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Each run of words with exactly these forms."""
    length = len(forms)
    for at in range(len(words) - length + 1):
        if all(words[at + i].form == form for i, form in enumerate(forms)):
            yield words[at].start, words[at + length - 1].end
