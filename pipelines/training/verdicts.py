"""Analysts' verdicts as labels: what they dismissed is no case, what they referred is one.

A verdict says nothing of single signs, so it teaches the lane alone. Restricted posts never train.
"""

from contextlib import closing
from pathlib import Path

from crawler.home import open_home
from crawler.items import Post
from index.rows import Rows
from index.tables import posts
from pipelines.training.posts import Labelled

KNOWN = ("dismissed", "referred")


def verdicts(home: Path) -> list[Labelled]:
    """The decided posts of a home that are not restricted; Failure if there is no home."""
    with closing(Rows(open_home(home).rows)) as rows:
        decided = rows.where(posts.c.status.in_(KNOWN))
    return [_labelled(post) for post in decided if post.lane and not post.restricted]


def _labelled(post: Post) -> Labelled:
    lane = post.lane if post.status == "referred" else None
    language = post.language or "en"
    return Labelled(post.id, language, post.title, post.text, post.role, lane, {}, told=False)
