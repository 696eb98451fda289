"""What the follower hands from the rows to an engine."""

from dataclasses import dataclass, field

from crawler.items import Post
from crawler.words import Word


@dataclass(slots=True, kw_only=True)
class Change:
    """One row as it is now: a post with its kept tokens, or (post None) its absence."""

    id: str
    seq: int
    post: Post | None
    title_words: list[Word] = field(default_factory=list)
    text_words: list[Word] = field(default_factory=list)
