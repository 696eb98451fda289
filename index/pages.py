"""The bytes of pages that hold a raised post: one WARC record a file, named by its SHA-256."""

import os
from io import BytesIO
from pathlib import Path

from crawler.home import Home
from crawler.items import Page
from index.rows import Rows
from index.tables import pages

FOLDER = "warc"


def path_of(home: Home, sha256: str) -> Path:
    """Where the record of the page with this digest is, or would be."""
    return home.data / FOLDER / sha256[:2] / f"{sha256}.warc.gz"


def write(home: Home, page: Page) -> Path:
    """Keep the page's bytes durably; a digest that is there already is not written again.

    The file appears whole or not at all. Raises OSError.
    """
    path = path_of(home, page.ref.sha256 or "")
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        _durably(beside, record(page))
        beside.rename(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)
    return path


def note(rows: Rows, page: Page) -> None:
    """Write down that the record is there, by digest."""
    values = {"sha256": page.ref.sha256, "url": page.ref.url, "fetched_at": page.ref.fetched_at}
    with rows.writing() as connection:
        if connection.execute(pages.select().where(pages.c.sha256 == page.ref.sha256)).first():
            return
        connection.execute(pages.insert().values(values))


def drop(home: Home, sha256: str, rows: Rows | None = None) -> bool:
    """Let a page's bytes go for good; whether they were there."""
    path = path_of(home, sha256)
    there = path.exists()
    path.unlink(missing_ok=True)
    if rows is not None:
        with rows.writing() as connection:
            connection.execute(pages.delete().where(pages.c.sha256 == sha256))
    return there


def record(page: Page) -> bytes:
    """One gzipped WARC response record: the answer's headers and body as they were read."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    status = StatusAndHeaders(f"{page.ref.status} OK", _shown(page), protocol="HTTP/1.1")
    at = page.ref.fetched_at
    date = {"WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%SZ")} if at else {}
    writer.write_record(
        writer.create_warc_record(
            page.ref.url,
            "response",
            payload=BytesIO(page.body),
            length=len(page.body),
            http_headers=status,
            warc_headers_dict=date,
        )
    )
    return out.getvalue()


def _shown(page: Page) -> list[tuple[str, str]]:
    """The headers less those that told of the transfer: the body is kept decoded."""
    gone = ("content-encoding", "transfer-encoding", "content-length", "set-cookie")
    kept = [(name, value) for name, value in page.headers.items() if name.lower() not in gone]
    return [*kept, ("content-length", str(len(page.body)))]


def _durably(path: Path, content: bytes) -> None:
    with path.open("xb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
