"""Decides what a post does: the role that is likeliest at a closer look."""

from crawler.items import OFFERS, Page, Post, Role
from pipelines.cues import answers_a_seeker
from pipelines.look import look

# A victim's words taken for an offer could be shown to many, so doubt counts for the victim: the
# more, where a post was read closely and some reader took it for one that tells.
CAUTION, READ_CLOSELY = 1.5, 10.0
# A warning quotes the offer it warns of. None of 113 offers that were rightly queued was, to any
# reader, a warning or a disclosure with a chance of 0.2.
TELLS, TOLD = 0.3, 0.6


def decide_role(post: Post) -> Post:
    """Set the post's role and how sure that is, 0 to 1; safe to run again."""
    seen = look(post)
    chances = seen.roles
    doubt = READ_CLOSELY if seen.reading and seen.told >= TOLD else CAUTION
    weighed: dict[Role, float] = {**chances, "disclosure": chances["disclosure"] * doubt}
    best = max(weighed, key=lambda role: weighed[role])
    if best in OFFERS and seen.risky and seen.told >= TELLS:
        best = max(("warning", "disclosure"), key=lambda role: chances[role])
    if best == "other" and answers_a_seeker(post.title, post.language):
        best = "reply"
    post.role, post.role_confidence = best, round(chances[best], 3)
    return post


class RolePipeline:
    """Maps `decide_role` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its role."""
        item.posts = [decide_role(post) for post in item.posts]
        return item
