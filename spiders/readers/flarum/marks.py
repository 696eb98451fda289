"""What tells a Flarum page of any version, and what in its posts nobody wrote."""

import re
from typing import Any

from spiders.pages.blocks import Marks, Words, own_words
from spiders.pages.paths import xpath

TRACES = [
    (re.compile(r"""<script[^>]*\bid=["']flarum-json-payload["']"""), 0.9),
    (re.compile(r"""<noscript[^>]*\bid=["']flarum-content["']"""), 0.6),
    (re.compile(r"""\bid=["']flarum-loading["']"""), 0.5),
    (re.compile(r"""\bapp\.bootExtensions\(|\bflarum\.extensions\b|["']flarum/app["']"""), 0.4),
    (re.compile(r"""<div id=["']app["'] class=["']App\b"""), 0.2),
]
COOKIE = re.compile(r"\bflarum_(?:session|remember|lang)")
_NAMES = xpath(".//blockquote//a[.PostMention]")
_MARKS = Marks(
    drop=frozenset({"fof-upload", "PostMention-deleted", "Post-edited", "fa-reply"}),
    card=frozenset({"LinkPreview", "kilowhat-rich-embed"}),
)


def written(body: Any) -> Words:
    """The own words of a post's body; whom a quote is of is part of neither."""
    for name in _NAMES(body):
        tail, before, above = name.tail or "", name.getprevious(), name.getparent()
        above.remove(name)
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            above.text = (above.text or "") + tail
    return own_words(body, _MARKS)
