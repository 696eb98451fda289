"""One platform a file (or folder); the folder is the registry. A reader is a pure function from
a page to posts and links: it imports `crawler.items` and `spiders.pages`, nothing else.

Each module has:
    recognise(page: Document) -> float   how sure it is that the page is its platform's, 0 to 1,
                                         from generator, markup and headers, never the address
    read(page: Document) -> Reading      what the page says; a page without posts gives links only
"""

import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType

from spiders.pages.document import Document

GENERIC = "generic"
SURE = 0.5  # a reader less sure than this of a page does not read it


def names() -> list[str]:
    """The platforms there is a reader for."""
    return sorted(m.name for m in pkgutil.iter_modules(__path__))


@cache
def load(name: str) -> ModuleType:
    """The reader called *name*; LookupError names those there are."""
    if name not in names():
        raise LookupError(f"no reader called {name!r}; there is {', '.join(names())}")
    return import_module(f"{__name__}.{name}")


def choose(page: Document) -> tuple[str, float]:
    """The reader of *page*, and how sure it is: its platform's, else the generic one, which is asked
    only when no platform's is sure; ("", 0.0) when none knows the page."""
    sure = _platforms(page)
    best = max(sure, key=lambda name: sure[name], default="")
    if sure.get(best, 0.0) < SURE:
        sure[GENERIC] = float(load(GENERIC).recognise(page))
        best = max(sure, key=lambda name: sure[name])
    return (best, sure[best]) if sure[best] else ("", 0.0)


def platform(page: Document) -> str | None:
    """The platform that *page* is recognised as, whoever reads it; None when none is sure."""
    sure = _platforms(page)
    best = max(sure, key=lambda name: sure[name], default="")
    return best if sure.get(best, 0.0) >= SURE else None


def _platforms(page: Document) -> dict[str, float]:
    return {name: float(load(name).recognise(page)) for name in names() if name != GENERIC}
