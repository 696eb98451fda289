"""A source: where posts come from, as a YAML file in the home says it. Every key does something."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from crawler.config import Duration, HomeError, Strict, faults
from crawler.home import Home
from crawler.proxy import Proxy, read_proxy
from crawler.stems import LANGUAGES
from spiders import readers
from spiders.pages import selecting
from spiders.pages.addresses import canonical
from spiders.strict_yaml import BadYaml, read_yaml

NAME = r"[a-z0-9][a-z0-9_.-]{0,63}"


def _many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _address(value: str) -> str:
    found = canonical(value, value) if "://" in value else None
    if found is None:
        raise ValueError(f"{value!r} is not a web address; write it whole, with https://")
    return found


Many = Annotated[tuple[str, ...], BeforeValidator(_many), Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]


class Expect(Strict):
    """What one whole crawl brings; a crawl that brings less ends in the state `short`. What is not
    stated is learned from the source's past (spiders/health/measures.py)."""

    posts: int | None = Field(default=None, ge=0)
    with_text: Share | None = None
    with_date: Share | None = None
    with_author: Share | None = None


class Source(Strict):
    """One public site, or a part of it, that is watched."""

    name: str = Field(pattern=f"^{NAME}$")
    start: Many
    reader: str = "auto"
    schedule: str | None = None
    language: str | None = None
    timezone: str | None = None
    expect: Expect = Expect()
    silent_days: int | None = Field(default=None, ge=1)
    render: bool = False
    proxy: SecretStr | None = None
    allow_private: bool = False
    hosts: tuple[str, ...] = ()
    max_pages: int | None = Field(default=None, ge=1)
    since: date | None = None
    delay: float | None = Field(default=None, ge=0)
    revisit: Duration = timedelta(days=14)
    revisit_every: Duration = timedelta(hours=24)
    whole: bool = False
    selectors: dict[str, str] = Field(default_factory=dict)

    @field_validator("start")
    @classmethod
    def _starts(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_address(one) for one in value)

    @field_validator("reader")
    @classmethod
    def _reader(cls, value: str) -> str:
        known = ("auto", *readers.names())
        if value not in known:
            raise ValueError(f"no reader called {value!r}; there is {', '.join(known)}")
        return value

    @field_validator("selectors")
    @classmethod
    def _selectors(cls, value: dict[str, str]) -> dict[str, str]:
        return selecting.checked(value)

    @field_validator("schedule")
    @classmethod
    def _schedule(cls, value: str | None) -> str | None:
        if value is not None:
            from crawler.schedule import trigger  # the scheduler takes 0.1 s to load

            try:
                trigger(value)
            except ValueError as error:
                raise ValueError(
                    f"{value!r} is no schedule; write an interval like 6h or five cron fields"
                    f" ({error})"
                ) from error
        return value

    @field_validator("language")
    @classmethod
    def _language(cls, value: str | None) -> str | None:
        if value is not None and value not in LANGUAGES:
            raise ValueError(f"{value!r} is not read; use one of {', '.join(LANGUAGES)}")
        return value

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                f"{value!r} is no time zone; write it as Europe/Warsaw or UTC"
            ) from error

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            read_proxy(value.get_secret_value())
        return value

    @field_validator("hosts", mode="before")
    @classmethod
    def _hosts(cls, value: Any, _: ValidationInfo) -> Any:
        for one in _many(value) or ():
            if not isinstance(one, str) or "/" in one:
                raise ValueError(f"{one!r} is not a host; write it without https:// and path")
        return _many(value)

    @cached_property
    def allowed(self) -> frozenset[str]:
        """The hosts a request may go to, lower case: those named and those of `start`."""
        starts = (urlsplit(one).hostname or "" for one in self.start)
        return frozenset(host.lower() for host in (*self.hosts, *starts))

    @cached_property
    def via(self) -> Proxy | None:
        """The proxy the source is reached through, None when it is reached directly."""
        return read_proxy(self.proxy.get_secret_value()) if self.proxy else None

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone the site shows its dates in, where it is known."""
        return ZoneInfo(self.timezone) if self.timezone else None

    @property
    def oldest(self) -> datetime | None:
        """The moment before which nothing is looked for, aware UTC."""
        since = self.since
        return datetime(since.year, since.month, since.day, tzinfo=UTC) if since else None


def load_sources(home: Home) -> list[Source]:
    """All sources of the home by name; HomeError reports all broken files together."""
    found, wrong = read_sources(home)
    if wrong:
        raise HomeError("\n".join(wrong))
    return found


def read_sources(home: Home) -> tuple[list[Source], list[str]]:
    """The sources of the home that can be read, by name; of the others what is wrong."""
    found, wrong = [], []
    for path in sorted(home.sources.glob("*.yml")):
        try:
            found.append(read_source(path))
        except HomeError as error:
            wrong.append(str(error))
    return found, wrong


def load_source(home: Home, name: str) -> Source:
    """The source called *name*; HomeError says which there are."""
    path = home.sources / f"{name}.yml"
    if not re.fullmatch(NAME, name) or not path.is_file():
        known = ", ".join(sorted(one.stem for one in home.sources.glob("*.yml"))) or "none yet"
        raise HomeError(f"no source called {name!r} in {home.sources}; there is {known}")
    return read_source(path)


def read_source(path: Path) -> Source:
    """The source in the file *path*; its name is the file's. HomeError has one line a fault."""
    try:
        said = read_yaml(path)
        if "name" in said:
            raise BadYaml("name: a source is called as its file; remove the key")
        return Source.model_validate({"name": path.stem, **said})
    except BadYaml as error:
        raise HomeError(f"{path.name}: {error}") from error
    except ValidationError as error:
        raise HomeError(faults(path, error)) from error


def renewed(source: Source, **said: Any) -> Source:
    """*source* with other values for some keys, checked again. Raises HomeError."""
    try:
        return Source.model_validate(source.model_dump() | said)
    except ValidationError as error:
        raise HomeError(faults(Path(f"{source.name}.yml"), error)) from error


def adhoc(address: str, **said: Any) -> Source:
    """A source for a bare address: its own host is the allow-list, its name is made from it.

    *said* are further keys of a source; those that are None count as not said. Raises HomeError.
    """
    parts = urlsplit(address)
    name = re.sub(r"[^a-z0-9.-]+", "-", (parts.netloc.rpartition("@")[2] or "page").lower())
    keys = {key: value for key, value in said.items() if value is not None}
    try:
        return Source.model_validate({"name": name.strip("-."), "start": address, **keys})
    except ValidationError as error:
        raise HomeError(faults(Path(address), error)) from error
