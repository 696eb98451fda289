"""What a query means, in plain Python and apart from the index's own mapping."""

import re
from datetime import UTC, datetime

from crawler.words import cut, fold, stems
from index import nodes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Read:
    """One post with all that a query may ask of it."""

    def __init__(self, post):
        self.post = post
        self.words = {
            "title": cut(post.title, post.language),
            "text": cut(post.text, post.language),
        }
        self.when = post.posted_at or post.first_seen

    def values(self, field):
        post = self.post
        special = {
            "board_key": [fold(post.board.name or "")],
            "author_key": [fold(post.author or "")],
            "thread_id": [post.thread.id],
            "url_key": [re.sub(r"^https?://(www\.)?|#.*|/$", "", post.url or "")],
            "contact_keys": [key for value in post.contact_values for key in spellings(value)],
            "restricted": [str(post.restricted).lower()],
        }
        found = special[field] if field in special else getattr(post, field)
        return [v for v in (found if isinstance(found, list) else [found]) if v not in (None, "")]

    def number(self, field):
        value = self.when if field == "timestamp" else getattr(self.post, field)
        if isinstance(value, datetime):
            return round((value - EPOCH).total_seconds() * 1000)
        return value


def spellings(value):
    """A handle without its @, a number and each of its ends of seven digits or more."""
    plain = value.removeprefix("@").lower()
    if not re.fullmatch(r"\+\d{7,15}", plain):
        return [plain]
    return [plain, *(plain[i:] for i in range(1, len(plain) - 6))]


def matches(node, read):
    """Whether *node* finds the post."""
    match node:
        case nodes.All():
            return True
        case nodes.Nothing():
            return False
        case nodes.And(parts):
            return all(matches(part, read) for part in parts)
        case nodes.Or(parts):
            return any(matches(part, read) for part in parts)
        case nodes.Not(part):
            return not matches(part, read)
        case nodes.Term(field, value):
            return value in read.values(field)
        case nodes.Starts(field, value):
            return any(v.startswith(value) for v in read.values(field))
        case nodes.Exists(field):
            return exists(field, read)
        case nodes.Range(field, low, high):
            at = read.number(field)
            return at is not None and (low is None or at >= low) and (high is None or at <= high)
    return any(in_words(node, read.words[field]) for field in node.fields)


def exists(field, read):
    post = read.post
    nested = {"board": post.board.name, "thread": post.thread.id, "contacts": post.contact_values}
    return (nested[field] if field in nested else getattr(post, field)) not in (None, "", [])


def in_words(node, words):
    forms = [word.form for word in words]
    match node:
        case nodes.Words(form):
            return bool(set(stems(form)) & {word.stem for word in words})
        case nodes.Prefix(form):
            return any(f.startswith(form) for f in forms)
        case nodes.Phrase(wanted):
            n = len(wanted)
            return any(tuple(forms[i : i + n]) == wanted for i in range(len(forms) - n + 1))
    raise AssertionError(node)


def ordered(reads, sort, descending):
    """Ids in the order a search must give them in."""
    key = {
        "by_date": lambda r: (r.when - EPOCH).total_seconds() // 1,
        "by_priority": lambda r: r.post.priority,
        "seq": lambda r: r.post.seq,
    }[sort]
    rows = sorted(((key(r), r.post.id) for r in reads), reverse=descending)
    return [identity for _, identity in rows]
