"""YAML without its traps: a doubled key, a key that is not a word and a tag are errors."""

from pathlib import Path
from typing import Any

import yaml


class BadYaml(Exception):
    """A file that says something twice, or not what its writer thinks; the message says where."""


class _Loader(yaml.SafeLoader):
    """Safe, and it refuses what SafeLoader lets pass."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        line = f"line {key_node.start_mark.line + 1}"
        if not isinstance(key, str):
            raise BadYaml(f"key {key_node.value} ({line}) is not a word; put it in quotes")
        if key in found:
            raise BadYaml(f"{key}: said twice ({line}); keep one")
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> dict[str, Any]:
    """The keys and values of the file; BadYaml when it cannot be read or is not a list of keys."""
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise BadYaml(f"cannot be read: {error.strerror}; mend its rights") from error
    except UnicodeDecodeError as error:
        raise BadYaml("not UTF-8 text; save it as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise BadYaml(f"{line}not valid YAML: {error.problem}; mend the line") from error
    except yaml.YAMLError as error:
        raise BadYaml(f"not valid YAML: {error}; mend it") from error
    if not isinstance(said, dict):
        raise BadYaml("holds no keys; it needs at least `start: https://…`")
    return said
