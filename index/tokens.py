"""The words of a post as its row keeps them, for engines to take; cut where there is time for it."""

import msgspec

from crawler.items import Post
from crawler.words import cut


def tokens(post: Post) -> str:
    """The words of title and text, as JSON."""
    words = (cut(post.title, post.language), cut(post.text, post.language))
    return msgspec.json.encode(words).decode()
