"""Decides what a post does: the role that is likeliest at a closer look."""

from crawler.items import Page, Post, Role
from pipelines.look import look

# A victim's words taken for an offer could be shown to many, so doubt counts for the victim: the
# more, where a post was read closely enough that chatter is no danger.
CAUTION, READ_CLOSELY = 1.5, 10.0


def decide_role(post: Post) -> Post:
    """Set the post's role and how sure that is, 0 to 1; safe to run again."""
    seen = look(post)
    chances, doubt = seen.roles, READ_CLOSELY if seen.reading else CAUTION
    weighed: dict[Role, float] = {**chances, "disclosure": chances["disclosure"] * doubt}
    best = max(weighed, key=lambda role: weighed[role])
    post.role, post.role_confidence = best, round(chances[best], 3)
    return post


class RolePipeline:
    """Maps `decide_role` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its role."""
        item.posts = [decide_role(post) for post in item.posts]
        return item
