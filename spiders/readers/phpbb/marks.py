"""What tells a phpBB page, in any skin: the words and class names its templates share."""

import re

from spiders.pages.blocks import Marks

# How sure each trace makes us. One of the later ones alone is no
# proof, for other engines have the like; the last is another engine's own.
TRACES = [
    (re.compile(r"""<body[^>]+id=["']phpbb["']"""), 0.9),
    (re.compile(r"""(?i)<meta[^>]+generator[^>]+phpbb"""), 0.9),
    (re.compile(r"phpBB style name|stylesheet to phpBB|<!-- phpBB"), 0.7),
    (re.compile(r"(?i)powered by\s*(?:<[^>]*>\s*)*phpbb"), 0.4),
    (re.compile(r"""[/"']viewtopic\.php\?(?:f=\d+&(?:amp;)?)?[tp]=\d"""), 0.3),
    (re.compile(r"""[/"']viewforum\.php\?f=\d"""), 0.3),
    (re.compile(r"""["'/](?:ucp\.php\?mode=|memberlist\.php|profile\.php\?mode=)"""), 0.3),
    (re.compile(r"""class=["'][^"']*\b(?:topictitle|forumtitle|forumlink|maintitle)\b"""), 0.2),
    (re.compile(r"""class=["'][^"']*\bpostprofile\b"""), 0.3),
    (re.compile(r"""class=["'][^"']*\bpostbody\b"""), 0.3),
    (
        re.compile(r"""href=["'][^"':]*(?:showthread|forumdisplay)\.php|id=["'](?:brdmain|pun)"""),
        -0.4,
    ),
]
ENOUGH = 0.6  # two sure traces of three

BODY = Marks(
    quote=frozenset({"quote", "quotecontent"}),
    code=frozenset({"code", "codecontent", "codebox"}),
    drop=frozenset(
        {"signature", "notice", "attachbox", "inline-attachment", "attach-image", "file"}
        | {"rules", "quotetitle", "codetitle", "gensmall", "postdetails", "tablebg", "post-buttons"}
        | {"author", "postprofile", "posthead", "back2top", "first", "edited"}
    ),
)
