"""How sure the traces of a platform in a page's source make us that the page is its own."""

import re
from collections.abc import Sequence

Traces = Sequence[tuple[re.Pattern[str], float]]


def sure(text: str, traces: Traces, *, enough: float = 0.5, certain: float = 0.9) -> float:
    """The sum of the weights of those *traces* that are there, 0 to 1; 0 when below *enough*.

    Strong traces come first: at *certain* no more is looked for. A negative weight is another
    platform's own trace.
    """
    found = 0.0
    for trace, weight in traces:
        found += weight if trace.search(text) else 0.0
        if found >= certain:
            return min(1.0, found)
    return found if found >= enough - 0.01 else 0.0
