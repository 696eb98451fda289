"""Elasticsearch: the mapping, the _source of a post and a query, with the server's own features only."""

from typing import Any

from crawler.items import as_json
from crawler.words import stems
from index import mapping
from index.change import Change
from index.nodes import (
    All,
    And,
    Exists,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Range,
    Starts,
    Term,
    Words,
)

_TYPES: dict[str, dict[str, Any]] = {
    # a person who searches in Kibana types words, not tokens: cut those as a standard search does
    "words": {"type": "text", "analyzer": "whitespace", "search_analyzer": "standard"},
    "keyword": {"type": "keyword", "ignore_above": mapping.LONGEST_KEYWORD},
    "date": {"type": "date", "format": "strict_date_optional_time||epoch_millis"},
    "number": {"type": "long"},
    "flag": {"type": "boolean"},
}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_WHOLE = {"type": "object", "enabled": False}
_UNSEARCHED: dict[str, dict[str, Any]] = {
    "board": _WHOLE, "thread": _WHOLE, "page": _WHOLE, "hits": _WHOLE, "contacts": _WHOLE,
    "facts": _WHOLE, "reasons": _WHOLE, "url": _KEPT, "posted_precision": _KEPT,
    "posted_raw": _KEPT, "title": _KEPT, "text": _KEPT, "quotes": _KEPT,
    "language_confidence": {"type": "float"}, "role_confidence": {"type": "float"},
    "position": {"type": "long"},
}  # fmt: skip
_TOKENS = [name for name, kind in mapping.FIELDS.items() if kind == "words"]
SETTINGS = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "refresh_interval": "30s"}


def name_of(field: str) -> str:
    """The field's name in Elasticsearch, where the time of a post is @timestamp."""
    return "@timestamp" if field == "timestamp" else field


def properties() -> dict[str, Any]:
    """The explicit mapping: flat fields to search, the rest of the post kept and not indexed."""
    flat = {name_of(name): _TYPES[kind] for name, kind in mapping.FIELDS.items()}
    return {**_UNSEARCHED, **flat}


def mappings(meta: dict[str, Any]) -> dict[str, Any]:
    """The whole mapping of an index; the tokens are searched and not stored again."""
    return {
        "dynamic": "strict",
        "_source": {"excludes": _TOKENS},
        "_meta": meta,
        "properties": properties(),
    }


def source(change: Change) -> dict[str, Any]:
    """The post as JSON with the flat fields beside it; what it has itself stays as it is."""
    if change.post is None:
        raise ValueError("a row that is gone has no source")
    whole = as_json(change.post)
    flat = {name_of(name): value for name, value in mapping.flat(change).items()}
    return {**flat, **whole, "id": change.id, "seq": change.seq}


def compiled(node: Node) -> dict[str, Any]:
    """*node* as an Elasticsearch query; nothing is scored."""
    match node:
        case All():
            return {"match_all": {}}
        case Nothing():
            return {"match_none": {}}
        case Term(field, value):
            return {"term": {field: value}}
        case Exists(field):
            return {"term": {"has": field}}
        case Starts(field, value):
            return {"prefix": {field: value}}
        case Range(field, low, high):
            return {"range": {name_of(field): _ends(field, low, high)}}
        case And(parts):
            return {"bool": {"filter": [compiled(part) for part in parts]}}
        case Or(parts):
            return _any([compiled(part) for part in parts])
        case Not(part):
            return {"bool": {"must_not": [compiled(part)]}}
    return _any([_word(node, field) for field in node.fields])


def _any(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": parts, "minimum_should_match": 1}}


def _word(node: Words | Phrase | Prefix, field: str) -> dict[str, Any]:
    """A leaf of words in one of its fields."""
    if isinstance(node, Words):
        return {"terms": {f"{field}_stems": stems(node.form)}}
    if isinstance(node, Prefix):
        return {"prefix": {f"{field}_forms": node.form}}
    words = {"query": " ".join(node.forms), "analyzer": "whitespace"}
    return {"match_phrase": {f"{field}_forms": words}}


def _ends(field: str, low: int | None, high: int | None) -> dict[str, Any]:
    """The ends of a range; dates are given in milliseconds."""
    ends = {name: end for name, end in (("gte", low), ("lte", high)) if end is not None}
    return {**ends, "format": "epoch_millis"} if mapping.FIELDS[field] == "date" else ends
