"""The unbroken pieces of letters and digits of a text, cut once for all who look at them."""

import re
from functools import lru_cache

CHUNK = re.compile(r"[^\W_]+(?:['’ʼ][^\W\d_]+)*")


@lru_cache(maxsize=8)
def chunks(lower: str) -> list[str]:
    """The chunks of *lower*, a text in lower case, in order; not to be altered."""
    return CHUNK.findall(lower)
