"""What the posts of a WoltLab page need beyond where they stand."""

from collections.abc import Iterable

from spiders.pages import dates
from spiders.pages.blocks import plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import ReadPost

_NOTED = xpath("//*[.message][starts-with(@id, 'postRow')][.//*[.editNote]]")
_NOTE = xpath(".//*[.editNote]")


def permalink(post: ReadPost, thread: str) -> str:
    """The address that names the post, in the form the platform gives it."""
    if post.key is None or (post.url and "postID=" in post.url):
        return post.url or thread
    joint = "&" if "?" in thread else "?"
    return f"{thread}{joint}postID={post.key}#post{post.key}"


def dated_edits(page: Document, posts: Iterable[ReadPost], by: Reckoning) -> None:
    """When posts of version 3 were edited: the words in brackets that end their notes."""
    told = {
        box.get("id").removeprefix("postRow"): plain(first(_NOTE, box)).rpartition("(")[2]
        for box in _NOTED(page.tree)
    }
    for post in posts:
        if post.key in told:
            post.edited_at = dates.read(told[post.key].rstrip(" )."), by).at
