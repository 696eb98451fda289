"""What tells a MyBB page, in any theme, and what its addresses say."""

import re

TRACES = [
    (re.compile(r"var my_post_key\s*="), 0.5),
    (
        re.compile(r"""href=["']https?://(?:www\.)?mybb(?:oard)?\.(?:com|net)\b"""),
        0.4,
    ),
    (
        re.compile(r"<!-- (?:start|end): (?:(?:print|show)thread|forumdisplay|postbit|forumbit)"),
        0.6,
    ),
    (re.compile(r"""id=["'](?:post_meta|edited_by|tid|mark_read|cat)_\d"""), 0.3),
    (re.compile(r"""id=["']pid_\d"""), 0.3),
    (re.compile(r"""["'/](?:cache/themes/theme\d|mycode_|forum_status\b)"""), 0.3),
    (re.compile(r"""["'/](?:showthread\.php\?tid|forumdisplay\.php\?fid)=\d"""), 0.3),
    (re.compile(r"""["'/](?:syndication\.php|member\.php\?action=|archive/screen\.css)"""), 0.2),
    (re.compile(r"""["'/]archive/index\.php\?(?:forum|thread)-\d"""), 0.3),
]
COOKIE = re.compile(r"\bmybb\[")
VIEWS = ("page", "pid", "action", "mode", "highlight", "datecut", "prefix", "sortby", "order")
ROOT = re.compile(
    r"/(?:(?:showthread|forumdisplay|index|portal|member|misc|search|printthread|archive/index)\.php"
    r"|(?:thread|forum)-\d)"
)
THREAD_ID = re.compile(r"[?&]tid=(\d+)|/thread-(\d+)")
THREAD_LINK = re.compile(
    r"\b(?:newreply|printthread|newthread)\.php\?(?:[^\"'<>]*?[?&;])?tid=(\d+)"
)
PLACE_IN_THREAD = re.compile(
    r"-(?:page-\d+|post-\d+|lastpost|newpost|nextnewest|nextoldest)(?=\.html)"
)
REPLY = re.compile(r"^\w{1,4}\s?:\s*")
SHOWN_SHORT = re.compile(r"""<span title=(["'])([^"'<>]*\d[^"'<>]*)\1>[^<]*</span>""")
