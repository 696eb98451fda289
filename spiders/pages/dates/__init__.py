"""When something was posted: from a page's own `datetime`, else from what it shows people.

`read`, `machine` and `element` read one date, `settle` all the dates of a page's posts at once
(`agreed` says what it reads them by).
What cannot be settled is a Moment without `at` that keeps its words; nothing is ever guessed.
"""

from spiders.pages.dates.reading import element, machine, read
from spiders.pages.dates.settling import agreed, order, settle
from spiders.pages.dates.shown import Moment, Order, Reckoning

__all__ = [
    "Moment", "Order", "Reckoning", "agreed", "element", "machine", "order", "read", "settle",
]  # fmt: skip
