"""Discourse of any version: the page it makes for crawlers, the application's page with its data,
and the `.json` answers. A post is named by its topic and its number there, which all three show."""

from datetime import UTC

from spiders.pages.dates import Reckoning
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.pages.traces import sure
from spiders.readers.discourse import drawn, frame, lists, posts
from spiders.readers.discourse.marks import ANSWERS, HEADER, HINTS, TRACES
from spiders.readers.discourse.state import Json, state


def recognise(page: Document) -> float:
    """How sure it is that the page, or the JSON, is Discourse's, 0 to 1."""
    if HEADER in page.headers:
        return 1.0
    if not any(hint in page.text for hint in HINTS):
        return 0.0
    is_answer = page.text.lstrip()[:1] == "{"
    return sure(page.text, ANSWERS if is_answer else TRACES)


def read(page: Document) -> Reading:
    """The posts of a topic, or the topics and categories of a list."""
    told, root = state(page), frame.site_root(page)
    reading = Reading(platform="discourse", kind="other", site_root=root)
    known = frame.categories(told)
    topic = told.get("topic", {})
    reading.thread = frame.thread(page, topic, root)
    _posts(page, reading, topic)
    if reading.posts:
        reading.kind = "thread"
        number = topic.get("category_id")
        reading.board = frame.category(page, number, known, root)
        reading.board = reading.board if reading.board.name else frame.shown_board(page)
        reading.next_pages = frame.next_pages(page) or _rest(page, topic)
        return reading
    return _listed(page, reading, told, known)


def _posts(page: Document, reading: Reading, topic: Json) -> None:
    """The topic's posts, from its data where the page carries them."""
    if not reading.thread.id or not reading.thread.url:
        return
    by = Reckoning(page.clock, page.timezone or UTC, page.shown_language)
    about = (reading.thread.url, reading.thread.id, by)
    reading.posts = posts.told(topic, *about) or posts.rendered(page, *about)
    reading.posts = reading.posts or drawn.posts(page, *about)
    for one in reading.posts:
        one.title = (reading.thread.title or "") if one.position == 1 else ""


def _rest(page: Document, topic: Json) -> list[str]:
    return frame.next_answer(page, topic) if _is_answer(page) else []


def _is_answer(page: Document) -> bool:
    return page.text.lstrip().startswith("{")


def _listed(page: Document, reading: Reading, told: Json, known: dict[int, Json]) -> Reading:
    reading.threads = lists.told_threads(page, told, reading.site_root) or lists.shown_threads(page)
    reading.boards = lists.told_boards(page, told, known, reading.site_root)
    reading.boards = reading.boards or lists.shown_boards(page)
    if reading.threads or reading.boards:
        reading.kind, reading.thread = "listing", type(reading.thread)()
        reading.board = frame.shown_board(page)
    answer = _is_answer(page)
    reading.next_pages = lists.told_next(page, told) if answer else frame.next_pages(page)
    settings = told.get("siteSettings", {})
    reading.login = reading.kind == "other" and bool(settings.get("login_required"))
    return reading
