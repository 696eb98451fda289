"""What tells a XenForo page, in any style, and what its addresses say."""

import re

# Without one of these no trace can be found; looking for them is thirty times as fast.
WORDS = (
    "data-xf-", "XenForo", "XF.", "xf_", "xenforo", "_xfToken", "css.php?css=", "bbWrapper",
    "structItem--thread", "SelectQuoteContainer", "discussionListItem", "serverTimeInfo",
    "messageTextEndMarker",
)  # fmt: skip
TRACES = [
    (re.compile(r"""<html[^>]*\sid=["'](?:XF|XenForo)["']"""), 0.9),
    (re.compile(r"""\bdata-xf-(?:init|click)="""), 0.5),
    (re.compile(r"""<html[^>]*\sdata-cookie-prefix=["']xf_"""), 0.4),
    (re.compile(r"\bXF\.(?:config|extendObject|ready|phrases)\b|\bXenForo\.\w+"), 0.3),
    (re.compile(r"""name=["']_xfToken["']"""), 0.3),
    (re.compile(r"css\.php\?css=(?:xenforo|public)"), 0.3),
    (
        re.compile(r"\b(?:bbWrapper|structItem--thread|SelectQuoteContainer|discussionListItem)\b"),
        0.4,
    ),
    (re.compile(r"\bserverTimeInfo\b"), 0.4),
    (re.compile(r"\b(?:messageTextEndMarker|hashPermalink|messageUserBlock|nodeText)\b"), 0.3),
    (re.compile(r"(?i)forum software by\s*XenForo|>\s*Community platform by XenForo"), 0.3),
]
COOKIE = re.compile(r"\bxf_(?:csrf|session)=")
THREAD_ID = re.compile(r"[./?](\d+)/?(?:(?:page|post)-\d+|latest|unread)?/?(?:[?#&].*)?$")
PLACE_IN_THREAD = re.compile(r"(?:(?:page|post)-\d+|latest|unread)/?$")
ROUTE = re.compile(r"/(?:index\.php|threads|forums|categories|posts|members|whats-new)(?=/|$)")
LABELS = frozenset({"label", "label-append", "prefix", "u-srOnly"})
