"""Which answers are text, by what they say and by what they are."""

import re

TEXT = (
    "text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml",
    "application/rss+xml", "application/atom+xml", "application/rdf+xml",
)  # fmt: skip
PART = (
    *TEXT, "text/css", "text/javascript", "application/javascript", "application/x-javascript",
    "application/ecmascript", "application/json", "application/ld+json", "application/vnd.api+json",
    "application/graphql-response+json", "application/manifest+json",
)  # fmt: skip
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(rb"(?i)<(?:!doctype|html|head|body|div|p|table|rss|feed|\?xml)")


def is_binary(body: bytes) -> bool:
    """Whether *body* is something other than text: many control characters and no markup."""
    start = body[:4096]
    wide = not start or start[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide or len(_CONTROL.findall(start)) < len(start) / 20:
        return False
    return not _MARKUP.search(start.replace(b"\0", b""))
