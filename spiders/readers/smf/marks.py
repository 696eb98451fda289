"""What tells an SMF page, and what in a post is not its author's."""

import re

from spiders.pages.blocks import Marks

TRACES = (
    (re.compile(r"\bsmf_(?:scripturl|theme_url|default_theme_url|images_url)\s*="), 0.7),
    (re.compile(r"SMF \d\.\d[\w. ]*(?:</a>|&copy;|©|\|)|Powered by SMF"), 0.6),
    (re.compile(r"""action=quickmod2;topic=\d|\biTopicId\s*:|\bsmf_topic\s*="""), 0.4),
    (re.compile(r"""id=["']subject_\d"""), 0.3),
    (re.compile(r"""id=["'](?:modified_|msg_?)\d"""), 0.2),
    (re.compile(r"""class=["'](?:navPages|nav_page)["']"""), 0.2),
    (re.compile(r"""[?;&/](?:topic|board)[=,]\d+\.(?:msg)?\d"""), 0.3),
    (re.compile(r"""class=["'][^"']*\b(?:bbc_standard_quote|bbc_link|post_wrapper|navigate_section)\b"""), 0.2),
    (re.compile(r"""id=["'](?:boardindex_table|board_\d+_children|messageindex|pages\d+)["']"""), 0.2),
    (re.compile(r"\belk_(?:scripturl|theme_url)|ElkArte</a>"), -1.0),
)  # fmt: skip
BODY = Marks(
    quote=frozenset({"quote"}),
    code=frozenset({"bbc_code"}),
    drop=frozenset(
        {"quoteheader", "quotefooter", "codeheader", "attachments", "signature", "noticebox"}
        | {"approve_post", "bbc_alt_quoteheader"}
    ),
)
