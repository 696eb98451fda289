"""The database the rows live in: how it is opened, on SQLite and elsewhere."""

import time
from contextlib import closing
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url

from index.tables import counter, metadata

PATIENCE = 60  # seconds a connection waits for another's lock


def connect(address: str) -> Engine:
    """The database at *address* with its tables made; a writing connection begins IMMEDIATE."""
    if make_url(address).get_backend_name() == "sqlite":
        engine = create_engine(address, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _ours)
        _share(engine)
        event.listen(engine, "begin", _begin)
    else:
        engine = create_engine(address)
    with engine.execution_options(writes=True).begin() as connection:
        metadata.create_all(connection)
        if connection.execute(counter.select()).first() is None:
            connection.execute(counter.insert().values(n=0))
    return engine


def _ours(dbapi: Any, _: Any) -> None:
    """Hand BEGIN to us (pysqlite begins late otherwise); deletes leave no bytes."""
    dbapi.isolation_level = None
    for pragma in ("synchronous = NORMAL", "secure_delete = ON"):
        dbapi.execute(f"PRAGMA {pragma}")


def _share(engine: Engine) -> None:
    """Write-ahead logging, once a file. Two processes that make a file together meet at a lock that
    SQLite gives up on at once, whatever its timeout, so the waiting is done here."""
    end = time.monotonic() + PATIENCE
    while True:
        with closing(engine.raw_connection()) as connection:
            try:
                connection.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except OperationalError:
                if time.monotonic() > end:
                    raise
        time.sleep(0.02)


def _begin(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
