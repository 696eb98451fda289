"""tantivy: the schema, a document and a query. Dates are numbers; a text field splits at white space."""

import re
from typing import Any

import msgspec
import tantivy

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

_Query, _Must, _Should, _MustNot = (
    tantivy.Query,
    tantivy.Occur.Must,
    tantivy.Occur.Should,
    tantivy.Occur.MustNot,
)


def schema() -> Any:
    """The mapping in tantivy's terms; dates are numbers, the post is stored whole."""
    builder = tantivy.SchemaBuilder()
    for name, kind in mapping.FIELDS.items():
        if kind == "words":
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
        elif kind in ("keyword", "flag"):
            builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        else:
            builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("post", stored=True)
    return builder.build()


def document(change: Change) -> Any:
    """One post as a document."""
    made = tantivy.Document()
    for name, value in mapping.flat(change).items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, bool):
                made.add_text(name, str(one).lower())
            elif isinstance(one, int):
                made.add_integer(name, one)
            elif one is not None:
                made.add_text(name, one)
    made.add_bytes("post", msgspec.json.encode(change.post))
    return made


def compiled(node: Node, schema: Any) -> Any:
    """*node* as a tantivy query."""
    match node:
        case All():
            return _Query.all_query()
        case Nothing():
            return _Query.empty_query()
        case Term(field, value):
            return _Query.term_query(schema, field, value, "basic")
        case Exists(field):
            return _Query.term_query(schema, "has", field, "basic")
        case Starts(field, value):
            return _starts(schema, field, value)
        case Range(field, low, high):
            return _Query.range_query(schema, field, tantivy.FieldType.Integer, low, high)
        case And(parts):
            return _Query.boolean_query([(_Must, compiled(part, schema)) for part in parts])
        case Or(parts):
            return _Query.boolean_query([(_Should, compiled(part, schema)) for part in parts])
        case Not(part):
            every = (_Must, _Query.all_query())  # a query of exclusions alone finds nothing
            return _Query.boolean_query([every, (_MustNot, compiled(part, schema))])
    return _Query.boolean_query([(_Should, _word(node, field, schema)) for field in node.fields])


def _word(node: Words | Phrase | Prefix, field: str, schema: Any) -> Any:
    """A leaf of words in one of its fields."""
    if isinstance(node, Words):
        return _Query.term_set_query(schema, f"{field}_stems", stems(node.form))
    if isinstance(node, Prefix):
        return _starts(schema, f"{field}_forms", node.form)
    if len(node.forms) == 1:  # a phrase of one word panics
        return _Query.term_query(schema, f"{field}_forms", node.forms[0], "position")
    return _Query.phrase_query(schema, f"{field}_forms", list(node.forms))


def _starts(schema: Any, field: str, value: str) -> Any:
    """A prefix; a phrase-prefix query would stop at 50 terms without a word."""
    return _Query.regex_query(schema, field, re.escape(value) + r"(.|\n)*")
