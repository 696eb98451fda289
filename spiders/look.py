"""What an answer shows, held against what is known: done in a worker thread, away from the loop."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapy.http import Response, TextResponse

from crawler.items import Memory, Page, ThreadState, Visit
from index.rows import Rows
from index.visits import Visits
from spiders import readers
from spiders.answer import document_of, page_of
from spiders.asking import Errand
from spiders.identity import Ordinals, posts_of
from spiders.links import packed, unpacked
from spiders.pages import selecting
from spiders.pages.addresses import same
from spiders.pages.document import Document
from spiders.pages.reading import Reading
from spiders.readers import SURE
from spiders.readings import reading_of, wall_of
from spiders.source import Source
from spiders.states import moved, state_of

STRANGE = 3  # pages that no platform's reader knows, after which a site is taken for none's
FEED = "feed"  # the platform of a listing that shows only what is newest


@dataclass(slots=True)
class Look:
    """A page read: `reading` is None when no reader knows it; `wall` names what stands before it;
    `ids` are its posts, `fresh` how many of them are new; `states` what it lists, `known` what was
    known of these threads, `moved` those to be asked for and `pages` their visits."""

    page: Page
    reading: Reading | None = None
    document: Document | None = None
    wall: str | None = None
    ids: list[str] = field(default_factory=list)
    fresh: int = 0
    states: list[ThreadState] = field(default_factory=list)
    known: dict[str, ThreadState] = field(default_factory=dict)
    moved: list[ThreadState] = field(default_factory=list)
    pages: dict[str, list[Visit]] = field(default_factory=dict)

    @property
    def shown(self) -> list[str]:
        """What the page shows that another may not: its posts, and the threads it lists."""
        return [*self.ids, *(one.key for one in self.states)]


class Looker:
    """Reads the answers of one crawl; *visits* is None when nothing known is to count."""

    def __init__(self, source: Source, rows: Rows, visits: Visits | None) -> None:
        self.source, self.rows, self.visits = source, rows, visits
        self.reader, self.strange = "", 0

    def look(self, response: Response, errand: Errand) -> Look:
        """What *response* shows."""
        page = page_of(response, self.source)
        if response.status == 304 and errand.visit is not None:
            return self._unchanged(page, errand.visit, errand)
        found = Look(page)
        if isinstance(response, TextResponse):
            found.document = document_of(response, page, self.source)
            found.reading = self._read(found.document)
            found.wall = wall_of(found.document, found.reading)
        if found.reading is not None:
            self._compare(found, found.reading, errand)
        return found

    def _unchanged(self, page: Page, visit: Visit, errand: Errand) -> Look:
        reading = unpacked(visit.links)
        found = Look(page, reading, ids=list(visit.posts))
        page.seen = list(visit.posts)
        page.memory = Memory(visits=[visit])
        found.document = Document(url=page.ref.url, text="", fetched_at=page.ref.fetched_at)  # type: ignore[arg-type]
        self._list(found, reading, errand)
        return found

    def _read(self, document: Document) -> Reading | None:
        """What the reader makes of the page, and the operator's own selectors after it."""
        selecting.prepare(document, self.source.selectors)
        return reading_of(document, self._reader(document), self.source)

    def _reader(self, document: Document) -> str:
        """The reader of the page: the source's own, the one that knew its pages until now, or the
        surest. What one platform's reader does not know of its board is not guessed at."""
        if self.source.reader != "auto":
            return self.source.reader
        if self.reader and float(readers.load(self.reader).recognise(document)) >= SURE:
            return self.reader
        if self.strange >= STRANGE:
            return ""
        name, sure = readers.choose(document)
        if sure < SURE or (name == readers.GENERIC and self.reader):
            return ""
        self.strange += name == readers.GENERIC
        self.reader = name if name != readers.GENERIC or self.strange >= STRANGE else ""
        return name

    def _compare(self, found: Look, reading: Reading, errand: Errand) -> None:
        """Part the page's posts into those to be read further and those that are as they were."""
        page, before = found.page, dict(errand.ordinals)
        posts = posts_of(reading, page.ref, self.source.name, errand.ordinals)
        known = self.rows.known(posts) if posts else {}
        found.ids = [post.id for post in posts]
        found.fresh = sum(one not in known for one in dict.fromkeys(found.ids))
        page.posts = [post for post in posts if not known.get(post.id)]
        page.seen = [one for one in dict.fromkeys(found.ids) if known.get(one)]
        page.memory = Memory(visits=[_visit(page, reading, found.ids, before)])
        self._list(found, reading, errand)

    def _list(self, found: Look, reading: Reading, errand: Errand) -> None:
        """What a list says of its threads, and which of them moved."""
        if not reading.threads or found.document is None:
            return
        board = errand.board or same(found.page.ref.url)
        found.states = [state_of(one, found.document, board) for one in reading.threads]
        if self.visits is None:
            found.moved = found.states
            return
        found.known = self.visits.threads(one.key for one in found.states)
        for state in found.states:
            self._weigh(found, state, found.document, feed=reading.platform == FEED)

    def _weigh(self, found: Look, state: ThreadState, document: Document, *, feed: bool) -> None:
        assert self.visits is not None
        known = found.known.get(state.key)
        told = True if known is None else moved(known, state, document, feed=feed)
        if told is False:
            return
        pages = self.visits.of(state.key) if known else []
        if told is None and _is_ad(pages):
            return  # a list of ads says no more of them; they are asked for again when it is time
        found.moved.append(state)
        found.pages[state.key] = pages if known and known.done else []


def _is_ad(pages: Iterable[Visit]) -> bool:
    return any(unpacked(one.links).kind == "ad" for one in pages)


def _visit(page: Page, reading: Reading, ids: list[str], ordinals: Ordinals) -> Visit:
    """What to remember of a page; the thread is written in by who knows it."""
    times = [post.posted_at for post in reading.posts if post.posted_at]
    return Visit(
        address=same(page.ref.url),
        url=page.ref.url,
        first=_first(reading, sum(ordinals.values())),
        etag=page.headers.get("etag"),
        modified=page.headers.get("last-modified"),
        posts=ids,
        newest=max(times, default=None) or (page.ref.fetched_at if ids else None),
        links=packed(reading),
        ordinals=ordinals,
    )


def _first(reading: Reading, before: int) -> float:
    """What orders the pages of a thread: numbers of posts rise with time, else places do."""
    if not reading.posts:
        return 0.0
    post = reading.posts[0]
    numbered = post.key is not None and post.key.isdecimal() and len(post.key) < 16
    return float(post.key) if numbered and post.key else float(post.position or before)
