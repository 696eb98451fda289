"""The tables the rows live in, the same on SQLite and PostgreSQL."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, kept without its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware time in, naive UTC kept."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC kept, aware UTC out."""
        return value and value.replace(tzinfo=UTC)


metadata = MetaData()

counter = Table("counter", metadata, Column("n", BigInteger, nullable=False))

posts = Table(
    "posts", metadata,
    Column("id", String(32), primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("source", String, nullable=False, index=True),
    Column("site", String, nullable=False),
    Column("thread", String),
    Column("page", String, index=True),
    Column("lane", String, index=True),
    Column("status", String, nullable=False, default="new"),
    Column("cluster", String(32), index=True),
    Column("priority", Integer, nullable=False, default=0),
    Column("rules", String, index=True),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False, index=True),
    Column("gone_at", Moment),
    Column("purged_at", Moment),
    Column("erased_at", Moment),
    Column("counted", Boolean, nullable=False, default=False),
    Column("digest", String(32)),
    Column("doc", Text),
    Column("words", Text),
    Column("signature", LargeBinary),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("id", String(32), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("replaced_at", Moment, nullable=False),
)  # fmt: skip

contacts = Table(
    "contacts", metadata,
    Column("post", String(32), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("value", String, primary_key=True, index=True),
)  # fmt: skip

bands = Table(
    "bands", metadata,
    Column("post", String(32), primary_key=True),
    Column("band", Integer, primary_key=True),
    Column("key", BigInteger, nullable=False),
    Index("bands_key", "key", "band"),
)  # fmt: skip

accounts = Table(
    "accounts", metadata,
    Column("post", String(32), primary_key=True),
    Column("account", String(32), nullable=False, index=True),
)  # fmt: skip

across = Table(  # which sign a post shows together with the others of a group
    "across", metadata,
    Column("kind", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("post", String(32), primary_key=True, index=True),
    Column("indicator", String, primary_key=True),
    Column("strength", String),
    Column("evidence", Text, nullable=False),
)  # fmt: skip

unsettled = Table(  # posts whose groups must be looked at again
    "unsettled", metadata,
    Column("post", String(32), primary_key=True),
)  # fmt: skip

pages = Table(
    "pages", metadata,
    Column("sha256", String(64), primary_key=True),
    Column("url", String, nullable=False),
    Column("fetched_at", Moment, nullable=False),
)  # fmt: skip

visits = Table(
    "visits", metadata,
    Column("source", String, primary_key=True),
    Column("address", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("thread", String),
    Column("first", Float, nullable=False),
    Column("etag", String),
    Column("modified", String),
    Column("posts", Text, nullable=False),
    Column("newest", Moment),
    Column("links", Text, nullable=False),
    Column("ordinals", Text, nullable=False),
    Column("met_at", Moment, nullable=False),
    Column("visited_at", Moment, nullable=False),
    Index("visits_thread", "source", "thread"),
)  # fmt: skip

threads = Table(
    "threads", metadata,
    Column("source", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("board", String),
    Column("replies", Integer),
    Column("last", Moment),
    Column("words", String),
    Column("done", Boolean, nullable=False),
    Column("gone_at", Moment),
    Index("threads_board", "source", "board"),
)  # fmt: skip

ledger = Table(
    "ledger", metadata,
    Column("hash", String(64), primary_key=True),
    Column("kind", String, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
    Column("counts", Text, nullable=False),
)  # fmt: skip

totals = Table(
    "totals", metadata,
    Column("week", String(10), primary_key=True),
    Column("site", String, primary_key=True),
    Column("language", String, primary_key=True),
    Column("lane", String, primary_key=True),
    Column("posts", Integer, nullable=False),
)  # fmt: skip

verdicts = Table(
    "verdicts", metadata,
    Column("subject", String(32), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("status", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", String, nullable=False),
    Column("known", Text, nullable=False),
)  # fmt: skip

watches = Table(
    "watches", metadata,
    Column("name", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("query", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)  # fmt: skip

told = Table(
    "told", metadata,
    Column("person", String, primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("mail", String, nullable=False),
)  # fmt: skip

journal = Table(
    "journal", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("what", String, nullable=False),
    Column("by", String, nullable=False),
    Column("detail", Text, nullable=False),
)  # fmt: skip

runs = Table(
    "runs", metadata,
    Column("n", Integer, primary_key=True, autoincrement=True),
    Column("source", String, nullable=False, index=True),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("state", String, nullable=False),
    Column("counts", Text, nullable=False),
)  # fmt: skip
