"""One indicator, one file, read strictly: all that is wrong with it is said at once."""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from crawler.failure import Failure
from crawler.items import ROLES, Role, Strength

LANGUAGES = ("en", "pl", "uk", "ru", "ro", "de", "es", "fr")
CONFIDENCE = {"high": 0.9, "medium": 0.8, "low": 0.6}
Detector = Literal["lexical", "hybrid", "structural"]
Polarity = Literal["risk", "mitigating"]
NEEDED = ("title", "why", "polarity", "dimension", "strength", "sources", "version")
OPTIONAL = (
    "evidence", "standalone_alert", "detector", "roles", "sectors", "terms", "examples", "note",
    "ilo", "basis", "near_miss", "metadata", "enabled",
)  # fmt: skip
_ID = re.compile(r"[a-z_]+(\.[a-z_]+)+")


class IndicatorError(Failure):
    """Files of the catalogue are wrong; one line for each fault: `file: key: what; what to do`."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one language and how sure its author was of them."""

    words: tuple[str, ...]
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences of one language that must fire, must not, and (known gap) should but do not."""

    match: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One sign of risk (or of care), where it holds and the words that show it."""

    id: str
    title: str
    why: str
    polarity: Polarity
    dimension: str
    strength: Strength
    sources: tuple[str, ...]
    version: str
    evidence: str = ""
    standalone_alert: bool = False
    detector: Detector = "lexical"
    roles: frozenset[Role] = frozenset({"offer"})
    sectors: tuple[str, ...] = ("all",)
    terms: dict[str, Terms]
    examples: dict[str, Examples]
    off: bool = False


def read(path: Path) -> Indicator | None:
    """The indicator of one file; None where the file only says `enabled: false`. Raises IndicatorError
    with all its faults."""
    plain = _parse(path)
    if plain == {"enabled": False}:
        return None
    faults = list(_faults(path.stem, plain))
    if faults:
        raise IndicatorError("\n".join(f"{path.name}: {fault}" for fault in faults))
    return Indicator(id=path.stem, **_fields(plain))


def _parse(path: Path) -> dict[Any, Any]:
    try:
        plain = yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict)
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        said = " ".join(str(error).split())
        raise IndicatorError(f"{path.name}: cannot be read: {said}") from error
    if not isinstance(plain, dict):
        raise IndicatorError(f"{path.name}: not a table of keys; see docs/indicators.md")
    return plain


def _faults(name: str, plain: dict[Any, Any]) -> Iterator[str]:
    """Each fault as `key: what; what to do`."""
    if not _ID.fullmatch(name):
        yield f"{name}: not an id; name the file like group.sign.yml"
    for key in plain:
        if not isinstance(key, str):
            switch = "; to switch an indicator off write `enabled: false`" if key is False else ""
            yield f"{key}: not a word; put the key in quotes{switch}"
        elif key not in NEEDED + OPTIONAL:
            yield f"{key}: unknown key; there is {', '.join(NEEDED + OPTIONAL)}"
    for key in NEEDED:
        if not plain.get(key):
            yield f"{key}: missing; write it"
    yield from _value_faults(plain)
    yield from _language_faults("terms", plain.get("terms"), ("words", "confidence"))
    yield from _language_faults("examples", plain.get("examples"), ("match", "ignore", "missed"))
    yield from _term_faults(plain.get("terms"))


def _value_faults(plain: dict[Any, Any]) -> Iterator[str]:
    known: dict[str, tuple[Any, ...]] = {
        "strength": get_args(Strength), "polarity": get_args(Polarity),
        "detector": get_args(Detector), "standalone_alert": (True, False),
        "enabled": (True, False),
    }  # fmt: skip
    for key, values in known.items():
        if key in plain and plain[key] not in values:
            yield f"{key}: {plain[key]!r} is none of {', '.join(map(str, values))}; choose one"
    for key in ("title", "why", "dimension", "version"):
        if plain.get(key) and not isinstance(plain[key], str):
            yield f"{key}: {plain[key]!r} is not text; put it in quotes"
    for key in ("sources", "roles", "sectors"):
        if key in plain and not _is_words(plain[key]):
            yield f"{key}: not a list of words; write [one, two], in quotes where needed"
    for role in plain.get("roles") or ():
        if role not in ROLES:
            yield f"roles: {role!r} is no role; there is {', '.join(ROLES)}"


def _language_faults(key: str, table: Any, inside: tuple[str, ...]) -> Iterator[str]:
    if table is None:
        return
    if not isinstance(table, dict):
        yield f"{key}: not a table of languages; write `en:` below it"
        return
    for language, entry in table.items():
        place = f"{key}.{language}"
        if not isinstance(language, str):
            yield f'{place}: read as {language!r}, not a word; put the language in quotes ("no")'
        elif not re.fullmatch(r"[a-z]{2}", language):
            yield f"{place}: not a language; use a code of two letters"
        elif not isinstance(entry, dict) or set(entry) - set(inside):
            yield f"{place}: has keys other than {', '.join(inside)}; remove them"
        else:
            lists = (name for name in entry if name != "confidence")
            for name in lists:
                if not _is_words(entry[name]):
                    yield f"{place}.{name}: not a list of words; put each in quotes"


def _term_faults(table: Any) -> Iterator[str]:
    from pipelines.match import PatternError, parse

    for language, entry in table.items() if isinstance(table, dict) else ():
        if not isinstance(entry, dict):
            continue
        if entry.get("confidence", "high") not in CONFIDENCE:
            yield f"terms.{language}.confidence: choose one of {', '.join(CONFIDENCE)}"
        for term in filter(_is_text, entry.get("words") or ()):
            try:
                parse(term, language if isinstance(language, str) else None)
            except PatternError as error:
                yield f"terms.{language}: {error}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value)


def _fields(plain: dict[str, Any]) -> dict[str, Any]:
    """The fields of Indicator out of a faultless file."""
    taken = (
        "enabled",
        "ilo",
        "basis",
        "near_miss",
        "metadata",
        "note",
        "terms",
        "examples",
        "roles",
    )
    fields = {key: value for key, value in plain.items() if key not in taken}
    fields |= {key: tuple(fields[key]) for key in ("sources", "sectors") if key in fields}
    fields["off"] = not plain.get("enabled", True)
    if "roles" in plain:
        fields["roles"] = frozenset(plain["roles"])
    fields["terms"] = {
        language: Terms(tuple(entry["words"]), CONFIDENCE[entry.get("confidence", "medium")])
        for language, entry in (plain.get("terms") or {}).items()
    }
    fields["examples"] = {
        language: Examples(**{name: tuple(lines) for name, lines in entry.items()})
        for language, entry in (plain.get("examples") or {}).items()
    }
    return fields


class _Strict(yaml.CSafeLoader):
    """YAML that refuses a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """The mapping; ConstructorError names a doubled key."""
        keys = [str(key.value) for key, _ in node.value]
        for key in keys if len(set(keys)) < len(keys) else ():
            if keys.count(key) > 1:
                mark = node.start_mark
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} is there twice; keep one", mark
                )
        return super().construct_mapping(node, deep)
