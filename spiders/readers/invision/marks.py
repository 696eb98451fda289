"""What tells a page of Invision Community or IP.Board, in any style, and what its addresses say."""

import re

# Without one of these no trace can be found; looking for them is thirty times as fast.
WORDS = (
    "data-ips-", "ipsApp", "ipsEntry", "ipsData", "ipsComment", "ipsPagination", "ipsRichText",
    "ipsQuote", "ipsBadge", "ipsType_", "ipsList_", "ipb_", "ipb.", "ips.", "ipboard_body",
    "elComment_", "cAuthorPane", "cForumRow", "post_block hentry", "col_f_", "Invision",
    "IP.Board",
)  # fmt: skip
TRACES = [
    (re.compile(r"<html[^>]*\sdata-ips-(?:guest|member|path|scheme|hook)\b"), 0.6),
    (re.compile(r"""<body[^>]*\bipsApp(?:_front)?\b"""), 0.9),
    (re.compile(r"""<body[^>]*\bid=["']ipboard_body["']"""), 0.9),
    (re.compile(r"""(?i)<body[^>]*\sdata-pageapp="""), 0.5),
    (
        re.compile(
            r"""\bips(?:Entry__|Data__|DataItem|Comment_content|Pagination|RichText|Quote_)"""
        ),
        0.5,
    ),
    (re.compile(r"""\bid=["']elComment_\d|\bcAuthorPane|\bcForumRow\b"""), 0.4),
    (
        re.compile(
            r"\bipb\.(?:vars|topic|templates)\b|\bips\.(?:setSetting|settings|createModule)\b"
        ),
        0.4,
    ),
    (
        re.compile(r"""\bpost_block hentry\b|\bid=["']post_id_\d|\bcol_[cf]_(?:forum|content)\b"""),
        0.4,
    ),
    (re.compile(r"""\bipsBadge\b|\bipsType_pagetitle\b|\bipsList_inline\b|\bipb_table\b"""), 0.3),
    (re.compile(r"(?i)powered by invision community|software by IP\.?Board"), 0.4),
]
THREAD_ID = re.compile(r"[?&]showtopic=(\d+)|\btopic/(\d+)|/(\d+)-[^/?#]*/?(?:[?#]|$)")
PAGE = re.compile(r"(?:page/\d+/?|page-\d+|page__\w+)$")
VIEWS = (
    "do", "comment", "page", "st", "view", "p", "csrfKey", "sortby", "sortdirection",
    "prune_day", "sort_by", "sort_key", "topicfilter", "changefilters",
)  # fmt: skip
SORTS = VIEWS[6:]
BASES = (
    re.compile(r"""baseURL["']?\s*:\s*["']((?:https?:)?(?:\\?/){2}[^"']+)"""),
    re.compile(r"""\['board_url'\]\s*=\s*["']([^"']+)"""),
)
ROOT = re.compile(r"/(?:index\.php|topic|forum|forums|profile|discover|login|user)(?:/|$)")
LABELS = frozenset(
    {"ipsBadge", "ipsBadges", "ipsTag_prefix", "ipsTag", "ipsPagination_mini", "topic_prefix"}
)
