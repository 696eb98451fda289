"""What tells a Vanilla page, and what in a post is not its author's."""

import re

from spiders.pages.blocks import Marks

TRACES = (
    (re.compile(r"\bgdn\.(?:meta|definition|permissions)\b|__VANILLA_"), 0.7),
    (re.compile(r"""<body[^>]+id=["']vanilla_(?:discussions?|categories|post)_"""), 0.7),
    (re.compile(r"""/applications/(?:vanilla|dashboard)/(?:js|design)/"""), 0.5),
    (re.compile(r"""class=["'][^"']*\bItem(?:Discussion|Comment)\b"""), 0.4),
    (re.compile(r"""id=["'](?:Discussion|Comment|Category)_\d"""), 0.25),
    (re.compile(r"""class=["'](?:ItemContent Discussion|[^"']*\bDiscussionsTabs\b)"""), 0.3),
    (re.compile(r"""class=["'](?:MItem )?LastComment(?:Date|By)["']"""), 0.2),
    (re.compile(r"""class=["'][^"']*\bSection-(?:Discussion|Category)"""), 0.4),
    (re.compile(r"""class=["'][^"']*\b(?:Item-BodyWrap|CrumbLabel|NumberedPager|DataTableWrap)\b"""), 0.3),
    (re.compile(r"""class=["'](?:Message(?: userContent)?|MessageList[^"']*|CommentsWrap)["']"""), 0.1),
    (re.compile(r"(?i)powered by (?:<[^>]+>\s*)*vanilla"), 0.3),
    (re.compile(r"""href=["'][^"']*/discussion/(?:comment/)?\d+[/#]"""), 0.1),
)  # fmt: skip
QUOTE, CARD = "embed-of-a-post", "embed-of-a-page"  # the names we give to embeds by their JSON
BODY = Marks(
    drop=frozenset(
        {"QuoteAuthor", "Signature", "UserSignature", "Reactions", "Attachments", QUOTE}
    ),
    card=frozenset({CARD}),
)
