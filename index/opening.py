"""A home's rows and index, opened together; the index is brought up by one process at a time."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from crawler.home import Home
from crawler.locks import Held, only
from crawler.progress import bar
from index.engines import Engine, IndexTrouble, open_index
from index.follow import follow
from index.rows import Rows

BUSY = "another process is following; it will bring the index up"
Work = Callable[[Rows, Engine], int]


def engine_of(home: Home) -> Engine:
    """The index of *home* as it is. Raises IndexTrouble."""
    index = home.config.index
    said = {
        "api_key": home.secrets.index_api_key, "ca_certs": index.ca_certs, "name": index.name,
    }  # fmt: skip
    return open_index(home.index, **{name: value for name, value in said.items() if value})


def _followed(rows: Rows, engine: Engine) -> int:
    with bar("bringing the index up") as progress:
        return follow(rows, engine, progress)


@contextmanager
def opened(home: Home) -> Iterator[tuple[Rows, Engine]]:
    """Rows and index of *home*, the index brought up to the rows unless somebody else is at it."""
    with closing(Rows(home.rows)) as rows, closing(engine_of(home)) as engine:
        catch_up(home, rows, engine)
        yield rows, engine


def catch_up(home: Home, rows: Rows, engine: Engine, work: Work = _followed) -> int | None:
    """Follow (or do other *work* only one may do); how many changes, None when another is at it."""
    try:
        with only(home.data / "follow.lock"):
            return work(rows, engine)
    except Held:
        return None


def bring_up(home: Home, work: Work = _followed) -> int | None:
    """Follow to the end (or do *work*) and let go; how many changes, None when another is at it."""
    with closing(Rows(home.rows)) as rows, closing(engine_of(home)) as engine:
        return catch_up(home, rows, engine, work)


def hindrance(home: Home, work: Work = _followed) -> str:
    """Bring the index up, and say in words what stood in the way; empty when nothing did."""
    try:
        return BUSY if bring_up(home, work) is None else ""
    except IndexTrouble as trouble:
        return str(trouble)
