"""Public Telegram channels as their web preview shows them, newest first; media is never read.

A channel is one thread; each post keeps its number there, so that the site of a post is the host
and the channel. The preview marks an edited post but does not say when: `edited_at` is then the
earliest it can be, the time of posting.
"""

import re
from datetime import UTC
from typing import Any

from crawler.items import Board, Thread
from spiders.pages import addresses, dates
from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.paths import first, xpath
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.traces import sure

_TRACES = [
    (re.compile(r"""class=["'][^"']*\btgme_widget_message\b[^>]*\sdata-post=["']"""), 0.9),
    (re.compile(r"""<body[^>]*\bclass=["'][^"']*\btgme_webpreview\b"""), 0.6),
    (
        re.compile(r"""class=["'][^"']*\btgme_(?:channel_info|page_context_link|page_action)\b"""),
        0.5,
    ),
    (re.compile(r"""property=["']al:android:package["'] content=["']org\.telegram\."""), 0.3),
]
_MESSAGES = xpath("//*[.tgme_widget_message][contains(@data-post, '/')]")
_IS_SERVICE = xpath("self::*[.service_message]")
_TEXT = xpath(".//*[.js-message_text][not(ancestor::*[.js-message_text])]")
_POLL = xpath(".//*[.tgme_widget_message_poll_question or .tgme_widget_message_poll_option_text]")
_SOURCE = xpath(".//*[.tgme_widget_message_forwarded_from_name]")
_FORWARDED = xpath(".//*[.tgme_widget_message_forwarded_from]")
_REPLIED = xpath(".//*[.tgme_widget_message_reply]//*[.tgme_widget_message_text]")
_SIGNATURE = xpath(".//*[.tgme_widget_message_from_author]")
_OWNER = xpath(
    ".//*[.tgme_widget_message_owner_name] | .//*[.tgme_widget_message_author]/*"
    "[.tgme_widget_message_author_name]"
)
_META = xpath(".//*[.tgme_widget_message_meta]/text()")
_LINK = xpath(".//a[.tgme_widget_message_date]")
_TIME = xpath(".//*[.tgme_widget_message_date]//time[@datetime]")
_TITLE = xpath(
    "//*[.tgme_channel_info_header_title] | //*[.tgme_header_title] | //*[.tgme_page_title]"
)
_OLDER = xpath(
    "//a[.tme_messages_more][contains(@href, 'before=')]/@href"
    " | //link[@rel='prev'][contains(@href, 'before=')]/@href"
)
_PREVIEW = xpath("//a[.tgme_page_context_link]/@href")
_MARKS = Marks()


def recognise(page: Document) -> float:
    """How sure it is that the page is a channel's preview, 0 to 1."""
    return sure(page.text, _TRACES) if "tgme_" in page.text else 0.0


def read(page: Document) -> Reading:
    """The posts of a channel's preview and the page of older ones; of a channel's front page, the
    way to its preview."""
    messages = _MESSAGES(page.tree)
    if messages:
        return _channel(page, messages)
    links = (addresses.canonical(page.base, str(href)) for href in _PREVIEW(page.tree))
    boards = [link for link in links if link]
    kind = "listing" if boards else "other"
    return Reading(platform="telegram", kind=kind, boards=boards)


def _channel(page: Document, messages: list[Any]) -> Reading:
    channel = messages[0].get("data-post").partition("/")[0]
    reading = Reading(platform="telegram", kind="thread", site_root=f"/{channel.lower()}")
    url = addresses.canonical(page.url, f"/s/{channel}")
    name = plain(first(_TITLE, page.tree)) or plain(first(_OWNER, messages[0])) or channel
    reading.board, reading.thread = Board(name, url), Thread(channel.lower(), url, name)
    by = Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    reading.posts = [_post(page, one, by) for one in messages if not _IS_SERVICE(one)]
    older = (addresses.canonical(page.base, str(href)) for href in _OLDER(page.tree))
    reading.next_pages = addresses.distinct([link for link in older if link])
    return reading


def _post(page: Document, message: Any, by: Reckoning) -> ReadPost:
    channel, _, number = message.get("data-post").partition("/")
    shown, link = first(_TIME, message), first(_LINK, message)
    when = dates.element(shown, by) if shown is not None else dates.read("", by)
    is_edited = any(map(str.isalpha, "".join(_META(message))))
    text, quotes = _words(message)
    address = link.get("href") if link is not None else f"/{channel}/{number}"
    return ReadPost(
        key=number,
        text=text,
        quotes=quotes,
        author=plain(first(_SIGNATURE, message)) or plain(first(_OWNER, message)) or None,
        url=addresses.canonical(page.base, address or "", drop=("single", "embed")),
        posted_at=when.at,
        posted_precision=when.precision,
        posted_raw=when.raw,
        edited_at=when.at if is_edited else None,
    )


def _words(message: Any) -> tuple[str, list[str]]:
    """The channel's own words and those it quotes: replied to, cited, or passed on whole."""
    quotes = [own_words(one, _MARKS).text for one in _REPLIED(message)]
    body = first(_TEXT, message)
    found = own_words(body, _MARKS) if body is not None else None
    poll = [plain(part) for part in _POLL(message)]
    text = "\n".join(filter(None, [found.text if found else "", *poll]))
    quotes += found.quotes if found else []
    forwarded = first(_FORWARDED, message)
    if forwarded is None or not text:
        return text, quotes
    return "", [*quotes, f"{_source(forwarded)}\n{text}"]


def _source(forwarded: Any) -> str:
    """Whose words are passed on, and where they stand when that is shown."""
    name = first(_SOURCE, forwarded)
    if name is None:
        return plain(forwarded)
    href = name.get("href") or ""
    return f"{plain(name)} ({href}):" if href else f"{plain(name)}:"
