"""What the posts of a XenForo page need beyond where they stand."""

import re

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost

_OVERLAY = re.compile(r"(?<=/)permalink$")
_STAYS = re.compile(r"[/?](?:post-|posts/)\d+/?$")
_THREAD = re.compile(r"(?<=[/?])threads/[^?]*$")
_STARTER = xpath(
    "//*[.p-description]//*[.username] | //*[@id='pageDescription']//*[.username]"
    " | //*[contains(@itemtype, 'DiscussionForumPosting')]//*[@itemprop='author']//*[.username]"
)
_ONE = xpath("//html[@id='XenForo'] | //li[.message][starts-with(@id, 'post-')]")
_STARTED = xpath("//*[.p-description]//time | //*[@id='pageDescription']//*[.DateTime]")


def mended(page: Document, thread: str, posts: list[ReadPost], by: Reckoning) -> list[ReadPost]:
    """Each post once (a solution is shown at its place and above), with an address that stays."""
    once = {post.key or str(place): post for place, post in enumerate(posts)}
    is_one = bool(_ONE(page.tree))
    for post in once.values():
        post.url = _permalink(post, thread, is_one)
        if post.position == 1:
            _by_heading(page, post, by)
    return list(once.values())


def _permalink(post: ReadPost, thread: str, is_one: bool) -> str:
    """The address a post keeps when pages move; version 1 names it in an overlay only."""
    shown = _OVERLAY.sub("", post.url or "")
    if _STAYS.search(shown) or not post.key:
        return shown
    if is_one:
        return _THREAD.sub(f"posts/{post.key}/", thread)
    return f"{thread.rstrip('/')}/post-{post.key}"


def _by_heading(page: Document, post: ReadPost, by: Reckoning) -> None:
    """An article, or an opening post in some styles, is signed and dated above, with the title."""
    post.author = post.author or plain(first(_STARTER, page.tree)) or None
    shown = first(_STARTED, page.tree)
    if post.posted_at is None and shown is not None:
        when = dates.element(shown, by)
        post.posted_at, post.posted_precision, post.posted_raw = when.at, when.precision, when.raw
