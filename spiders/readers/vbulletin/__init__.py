"""vBulletin 3, 4 and 5 in any skin or language, with its own addresses or a plug-in's."""

import re

from crawler.items import Board, Thread
from spiders.pages import addresses
from spiders.pages.blocks import plain
from spiders.pages.clock import reckoning
from spiders.pages.document import Document
from spiders.pages.last_posts import settled
from spiders.pages.paths import first, xpath
from spiders.pages.reading import Reading, ReadPost
from spiders.pages.skinned import read as read_skinned
from spiders.pages.traces import sure
from spiders.readers.vbulletin import frame, names
from spiders.readers.vbulletin.marks import TRACES
from spiders.readers.vbulletin.skins import FIVE, OLD

_REPLY = re.compile(r"^(?:\w{1,5}\s?:\s*)+")
_FIVE = re.compile(
    r"\bvb-page-body\b|\bconversation-list\b|\bjs-(?:post__content|topic-title)|\bforum-title\b"
)
_TITLE = xpath("//h1//*[.forumtitle] | //h1[.main-title] | //td[.navbar]/strong")
_MOVES = ("viewfull", "postcount", "highlight")  # what a permalink need not carry


def recognise(page: Document) -> float:
    """How sure the traces of vBulletin in the page's source make us, 0 to 1."""
    return sure(page.text, TRACES)


def read(page: Document) -> Reading:
    """The posts of a thread, or the threads and boards of a listing."""
    names.add(page.tree)
    by = reckoning(page)
    skins = (FIVE, OLD) if _FIVE.search(page.text) else (OLD,)
    reading = read_skinned(page, *skins, by=by)
    reading.site_root = frame.site_root(page)
    if reading.kind == "thread":
        return _thread(page, reading)
    settled(reading.threads, by)
    numbers = frame.listed(page)
    for thread in reading.threads:
        thread.id = numbers.get(thread.url) or frame.number_in(thread.url)
    if reading.threads and (title := plain(first(_TITLE, page.tree))):
        reading.board = Board(title, frame.first_page(page))
    return reading


def _thread(page: Document, reading: Reading) -> Reading:
    number = frame.thread_number(page, frame.first_page(page))
    address = frame.thread_address(page, number)
    title = reading.thread.title or next((p.title for p in reading.posts if p.title), None)
    reading.thread = Thread(number, address, title)
    for post in reading.posts:
        post.title = _title(post, title or "")
        post.url = addresses.canonical(page.url, post.url or "", fragment=True, drop=_MOVES)
        if post.url and post.key and post.key not in post.url:
            post.url = f"{post.url}#post{post.key}"
    return reading


def _title(post: ReadPost, thread: str) -> str:
    """The subject its author gave; a reply's "Re: …" is the board's word, not theirs."""
    if post.position == 1:
        return thread or post.title
    return "" if thread.startswith(_REPLY.sub("", post.title)) else post.title
