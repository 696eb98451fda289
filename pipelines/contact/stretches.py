"""Searches the stretches of a text near a sign that a contact cannot do without.

A pattern that begins with a name tries every word of the text, and most of them at length; the
sign (an @, a known provider's host) is found much faster, and is rare.
"""

import re
from collections.abc import Iterator

BEFORE, AFTER = 300, 300  # characters: no address has a longer part on one side of its sign


def near(pattern: re.Pattern[str], sign: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` finds, where every match holds a match of *sign*."""
    begin = 0
    for start, end in _stretches(sign, text):
        for match in pattern.finditer(text, max(begin, start), end):
            yield match
            begin = match.end()


def _stretches(sign: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    start = end = 0
    for match in sign.finditer(text):
        if match.start() - BEFORE > end:
            if end:
                yield start, end
            start = match.start() - BEFORE
        end = match.end() + AFTER
    if end:
        yield start, min(end, len(text))
