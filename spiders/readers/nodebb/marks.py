"""What tells a NodeBB page, in any theme, and what its addresses say."""

import re

TRACES = [
    (
        re.compile(
            r"""component=["'](?:post/content|category/topic|categories/category|topic/title"""
            r"""|navigation/count|breadcrumb/current|post/header)["']"""
        ),
        0.5,
    ),
    (re.compile(r"""["']socketioTransports["']"""), 0.4),
    (re.compile(r"""<script[^>]+\bid=["']ajaxify-data["']"""), 0.3),
    (re.compile(r"RELATIVE_PATH\s*="), 0.3),
    (re.compile(r"/(?:nodebb\.min\.js|plugins/nodebb-plugin-)"), 0.3),
    (re.compile(r"""<body[^>]+class=["'][^"']*\b(?:page-status-\d{3}|template-topic)\b"""), 0.2),
    (re.compile(r"""href=["'](?:https?:)?//(?:www\.)?nodebb\.(?:org|com)\b"""), 0.3),
]
POWERED = re.compile(r"(?i)\bNodeBB\b")
ROOT_TOLD = re.compile(
    r"""["']relative_path["']\s*:\s*["']([^"']*)["']|\bRELATIVE_PATH\s*=\s*["']([^"']*)["']"""
)
ROOT = re.compile(
    r"/(?:topic|category|post|user|categories|recent|unread|popular|top|tags?|groups?|users|login)"
    r"(?:/|$)"
)
THREAD_ID = re.compile(r"/topic/([\da-f-]+)(?:[/?#]|$)")
PLACE_IN_THREAD = re.compile(r"(/topic/[^/?#]+/[^/?#]+)/\d+(?=[?#]|$)")
CATEGORY = re.compile(r"/category/[^/?#]+")
VIEWS = ("page", "lang", "sort")
