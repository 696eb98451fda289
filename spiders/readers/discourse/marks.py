"""What tells a Discourse page of any version, and what stands in its posts that nobody wrote."""

import re
from typing import Any

from spiders.pages.blocks import Marks, Words, own_words
from spiders.pages.paths import xpath

TRACES = [
    (re.compile(r"""<meta[^>]*\sname=["']generator["'][^>]*content=["']Discourse\b"""), 0.9),
    (re.compile(r"""<meta[^>]*content=["']Discourse [^"']*["'][^>]*\sname=["']generator"""), 0.9),
    (re.compile(r"""class=["']topic-body crawler-post["']"""), 0.6),
    (
        re.compile(r"""id=["']data-discourse-setup["']|["']discourse/config/environment["']"""),
        0.6,
    ),
    (re.compile(r"""id=["']data-preloaded["']"""), 0.5),
    (re.compile(r"""["']discourse_(?:theme_ids?|current_homepage)["']|<discourse-assets"""), 0.4),
    (re.compile(r"""class=["']post["'] itemprop=["'](?:articleBody|text)["']"""), 0.5),
    (re.compile(r"""/DiscussionForumPosting["']>\s*<div class=["']creator["']>"""), 0.4),
    (re.compile(r"""<noscript data-path=|\bclass=["']crawler-(?:post|nav|linkback)"""), 0.3),
    (re.compile(r"""class=["']title raw-link raw-topic-link["']"""), 0.6),
]
ANSWERS = [
    (re.compile(r'^\s*\{.*"post_stream"\s*:\s*\{.*"cooked"\s*:', re.DOTALL), 0.8),
    (re.compile(r'^\s*\{.*"topic_list"\s*:\s*\{.*"(?:topics|per_page)"\s*:', re.DOTALL), 0.6),
    (re.compile(r'^\s*\{.*"category_list"\s*:\s*\{.*"categories"\s*:', re.DOTALL), 0.6),
]
HINTS = (
    *("iscourse", "crawler-", "DiscussionForumPosting", "raw-topic-link", "data-preloaded"),
    *("post_stream", "topic_list", "category_list"),
)
HEADER = "x-discourse-route"
THREAD_ID = re.compile(r"/t/(?:[^/?#]+/)?(\d+)(?:/|[?#.]|$)")

_DRAWN = xpath(".//a[.inline-onebox]")
_FILES = xpath(".//a[.attachment]")
_SIZE = re.compile(r"^\s*\([\d.,]+\s*\w+\)")
_MARKS = Marks(
    quote=frozenset({"quote", "elided"}),
    drop=frozenset(
        {"title", "lightbox-wrapper", "attachment", "poll-info", "clicks", "poll-buttons"}
        | {"cooked-selection-barrier", "codeblock-button-wrapper", "quote-controls"}
    ),
    card=frozenset({"onebox", "lazy-video-container"}),
)


def cooked(body: Any) -> Words:
    """The own words of a post's body, which Discourse calls cooked, and those it quotes."""
    for link in _DRAWN(body):
        _as_written(link)
    for link in _FILES(body):
        link.tail = _SIZE.sub("", link.tail or "")
    return own_words(body, _MARKS)


def _as_written(link: Any) -> None:
    """The address its author wrote, where the engine shows the title of the page it leads to."""
    for child in list(link):
        link.remove(child)
    link.text = link.get("href") or link.text
