"""What tells a WoltLab page, in any style, and what its addresses say."""

import re

# Without one of these no trace can be found; looking for them is thirty times as fast.
WORDS = (
    "wbb", "wcf", "WCF", "woltlab", "WoltLab", "Burning Board", "WSC_API_URL", "SID_ARG_2ND",
    "data-post-id", "threadRow", "postRow", "boardLink", "messageContentInner", "?page=Thread",
    "?page=Board",
)  # fmt: skip
TRACES = [
    (re.compile(r"""<body[^>]*\sid=["']tpl_(?:wbb|wcf)_"""), 0.9),
    (re.compile(r"""<body[^>]*\sdata-application=["'](?:wbb|wcf)["']"""), 0.9),
    (re.compile(r"""<body[^>]*\sid=["']tpl[A-Z]"""), 0.4),
    (re.compile(r"""\bcom\.woltlab\.w(?:bb|cf)\b|<woltlab-core-"""), 0.5),
    (re.compile(r"\bwbb(?:ThreadPostList|ThreadList|TopicLink|BoardList|BoardContainer)\b"), 0.6),
    (re.compile(r"\bwbb(?:Post|Thread|Board)\b"), 0.4),
    (re.compile(r"\bWCF_PATH\b|\bWSC_API_URL\b|\bWCF\.Language\b|\bSID_ARG_2ND\b"), 0.4),
    (re.compile(r"""["'/]wcf/(?:js|style|icon|images)/"""), 0.4),
    (
        re.compile(r"\bdata-post-id=|\b(?:threadRow|postRow|boardLink)\d|\bmessageContentInner\b"),
        0.3,
    ),
    (re.compile(r"index\.php\?page=(?:Thread|Board|User|Index)\b"), 0.3),
    (re.compile(r"(?i)<strong>\s*(?:woltlab|burning board)"), 0.3),
]
THREAD_ID = re.compile(
    r"[?&]threadID=(\d+)|\b[Tt]hread/(\d+)|/(\d+)-[^/?#]*/?(?:[?#]|$)|/thread(\d+)-"
)
VIEWS = ("pageNo", "postID", "action", "highlight", "s", "sortField", "sortOrder")
LABELS = frozenset({"badge", "label", "labelList", "prefix", "icon"})
