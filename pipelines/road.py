"""The road of one post: every step, in order, for a crawl, `offerwatch tag` and `retag` alike."""

from pathlib import Path

from crawler.items import Post
from pipelines.clean import read_clean
from pipelines.contacts import find_contacts
from pipelines.facts.step import find_facts
from pipelines.judge import judge
from pipelines.language import read_language
from pipelines.role import decide_role
from pipelines.tag import tag, tagger

# Order is a decision: contacts need the language, the role sees contacts, facts are of offers and
# seekers, indicators need role and facts, and the judge needs them all. Reposts are found among other posts: index and repost.py.
ROAD = (read_clean, read_language, find_contacts, decide_role, find_facts, tag, judge)


def read(post: Post, *folders: Path) -> Post:
    """*post* with all that the road computes; safe to run again.

    *folders* hold indicators beyond the catalogue's. Raises IndicatorError if a file is wrong.
    """
    for step in ROAD:
        post = step(post, *folders) if step in (tag, judge) else step(post)
    return post


def rules(*folders: Path) -> str:
    """The version of today's rules, as `Post.rules` holds it."""
    return tagger(*folders).rules
