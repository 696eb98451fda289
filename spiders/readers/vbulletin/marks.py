"""What tells a vBulletin page, and what in a post is not its author's."""

import re

from spiders.pages.blocks import Marks

TRACES = (
    (re.compile(r"(?i)<meta[^>]+generator[^>]+vbulletin"), 0.9),
    (re.compile(r"""id=["'](?:vbulletin_html|vb-page-body|e_vb_meta_bburl)["']"""), 0.9),
    (re.compile(r"""vbulletin_(?:css|global\.js|important|menu\.js|post_loader)|clientscript/vb"""), 0.5),
    (re.compile(r"\bSESSIONURL\s*=.{0,200}\bSECURITYTOKEN\s*=", re.DOTALL), 0.4),
    (re.compile(r"""id=["']post_message_\d"""), 0.4),
    (re.compile(r"""class=["'][^"']*\bjs-post__content-text\b"""), 0.6),
    (re.compile(r"""class=["'][^"']*\b(?:js-topic-title|b-post__count|js-pagenav-button)\b"""), 0.3),
    (re.compile(r"""id=["'](?:td_post_\d|edit\d+["']|postcount\d)"""), 0.3),
    (re.compile(r"""id=["']thread_title_\d"""), 0.4),
    (re.compile(r"""id=["'](?:td_threadtitle_\d|threadbits_forum_|thread_statusicon_\d)"""), 0.3),
    (re.compile(r"""id=["']forum_statusicon_\d"""), 0.3),
    (re.compile(r"""id=["']collapseobj_forumbit_|\bvbmenu_(?:control|popup|option)\b"""), 0.3),
    (re.compile(r"""["'/?](?:showthread|forumdisplay)\.php[?/](?:[tfp]=)?\d"""), 0.2),
    (re.compile(r"""name=["']vb_login_(?:username|password|md5password)["']"""), 0.3),
    (re.compile(r"""<html[^>]+\bid=["']XF["']|\bXF\.|\bdata-xf-|MyBB|id=["']pid_\d"""), -0.5),
)  # fmt: skip
NAMED = "bbcode_quote"  # what later versions call a quote, and who it is of
ATTRIBUTED, CAPTION = "bbcode_postedby", "bbcode_description"
BODY = Marks(
    quote=frozenset({NAMED}),
    drop=frozenset(
        {ATTRIBUTED, CAPTION, "smallfont", "signature", "signaturecontainer"}
        | {"post-signature", "lastedited", "b-post__edit", "vbseo_buttons", "attachments"}
    ),
)
