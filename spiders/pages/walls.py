"""What a page without posts is that answers all the same: a wall before the board, or nothing.

A wall is told from what the page itself shows, in any language the words are kept in, never from
its address or one vendor only. A page that shows much is none: banners over a board, forms to log
in at its head and CAPTCHAs in its footer are everywhere.
"""

import re
from collections.abc import Iterator

from spiders.pages.document import Document
from spiders.pages.shown import Shown, own_links, said, size_of
from spiders.pages.wall_words import (
    ACCEPT,
    AGE,
    CONSENT,
    HUMAN,
    LOGIN,
    MEMBERS,
    SENTENCE,
    SHUT,
    TO_READ,
    TO_WRITE,
    folded,
)

WALLS = ("captcha", "login_wall", "consent_wall", "soft_block")
NEAR = 70  # signs of a sentence around a demand
MANY = 5  # boards and threads on one page: it is a list, whatever else it says

_WIDGET = re.compile(
    r"(?i)g-recaptcha|grecaptcha\.render|recaptcha/(?:api|enterprise)\.js(?!\?render=(?!explicit))"
    r"|h-captcha|hcaptcha\.com/1|cf-turnstile|cloudflare\.com/turnstile|_cf_chl_opt|cf-challenge"
    r"|id=.challenge-(?:form|running)|captcha-delivery\.com|px-captcha|_incapsula_resource|geetest"
    r"|smart-?captcha|ddos-guard|awswaf|frc-captcha|mtcaptcha|altcha|anubis_challenge|sucuri_cloudproxy"
    r"|<img[^>]{0,200}captcha|name=.captcha"
)


def wall(page: Document, *, posts: int = 0, leads: int = 0) -> str | None:
    """The one of WALLS that *page* is, None when it is no wall.

    *posts* and *leads* (boards and threads) are what a reader found on it: with posts it is none.
    """
    if posts or leads >= MANY or not _is_html(page.text):
        return None
    shown = Shown(page)
    if shown.password and _members(shown):
        return "login_wall"
    if not shown.password and _captcha(shown):
        return "captcha"
    if not leads and _consent(shown):
        return "consent_wall"
    if _members(shown):
        return "login_wall"
    return "soft_block" if not leads and _shut(shown) else None


def _is_html(text: str) -> bool:
    """Feeds and JSON have no walls; an empty answer is one."""
    start = text.lstrip("\ufeff \t\r\n")[:200].lower()
    return not start.startswith(("{", "[")) and ("<html" in start or not start.startswith("<?xml"))


def _members(shown: Shown) -> bool:
    """A form to log in that is what the page is about, or the demand to log in to read."""
    if shown.password and shown.size < 2500 and LOGIN & {*shown.titles}:
        return True
    if shown.password and shown.size < 1000 and shown.links < 30 and LOGIN & {*shown.heads}:
        return True
    return shown.size < 1500 and shown.links < 80 and any(_demands(shown.everything))


def _demands(text: str) -> Iterator[bool]:
    """Of each demand to log in, whether it is to read: writing is for members on most boards."""
    for found in MEMBERS.finditer(text):
        before = SENTENCE.split(text[max(0, found.start() - NEAR) : found.start()])[-1]
        after = SENTENCE.split(text[found.end() : found.end() + NEAR])[0]
        around = f"{before} {after}"
        yield not TO_WRITE.search(around) or bool(TO_READ.search(around))


def _captcha(shown: Shown) -> bool:
    widget = bool(_WIDGET.search(shown.source))
    says = bool(HUMAN.search(shown.everything))
    if widget and says:
        return shown.size < 3000 and shown.links < 60
    if says:
        return shown.size < 1500 and shown.links < 12
    return widget and shown.size < 700 and shown.links < 8


def _consent(shown: Shown) -> bool:
    """Nothing but a dialog of consent; one that lies over a page leaves that page to be seen."""
    if not any(ACCEPT.match(one) for one in shown.buttons):
        return False
    box = folded(" ".join(text for one in shown.box for text in said(one)))
    if len(box) > 80 and _asks_consent(box):
        return size_of(shown.left) < 250 and len(own_links(shown.url, shown.left)) < 6
    return shown.size < 6000 and shown.links < 15 and _asks_consent(shown.everything[:6000])


def _asks_consent(text: str) -> bool:
    spoken = {found.group()[:6] for found in CONSENT.finditer(text)}
    return len(spoken) > 1 or bool(AGE.search(text))


def _shut(shown: Shown) -> bool:
    if shown.size < 400 and shown.links < 4:
        return True
    return shown.size < 1500 and shown.links < 9 and bool(SHUT.search(shown.everything))
