"""The folder is the registry: a format or channel is found by the name of its file."""

import pkgutil
from importlib import import_module
from types import ModuleType

from crawler.failure import Failure


def names(package: ModuleType) -> list[str]:
    """The names there are in the folder of *package*, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def load(package: ModuleType, name: str, what: str) -> ModuleType:
    """The module called *name*; Failure lists the names there are. *what*: the word for one."""
    if name not in (known := names(package)):
        raise Failure(f"no {what} called {name!r}; there is {', '.join(known)}")
    return import_module(f"{package.__name__}.{name}")
