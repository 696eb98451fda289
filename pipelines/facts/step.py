"""The facts of an offer: pay, place, housing, fee and the rest, each with the words that say it."""

from collections.abc import Iterator

from crawler.items import Page, Post
from pipelines.facts.choose import facts_of
from pipelines.facts.reading import Reading

ROLES = frozenset({"offer", "reply", "seek"})


def find_facts(post: Post) -> Post:
    """Replace the facts of *post* by those its title and text state or deny; safe to run again.

    Only offers, replies and seeks have any. Raises TaggerError if the weights are missing.
    """
    told = post.role in ROLES
    post.facts = facts_of(*readings(post), contacts=post.contacts) if told else {}
    return post


def readings(post: Post) -> Iterator[Reading]:
    """The title and the text of *post*, if there are words in them."""
    spoken = {post.language, *post.languages, "en"}
    if post.title:
        yield Reading("title", post.title, post.language, spoken)
    if post.text:
        yield Reading("text", post.text, post.language, spoken)


class FactsPipeline:
    """Maps `find_facts` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its facts."""
        item.posts = [find_facts(post) for post in item.posts]
        return item
