"""What `offerwatch.toml` and the files beside it may say; every error names the file and the key."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from crawler.failure import Failure

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


class HomeError(Failure):
    """Something in the home is wrong; the message has one line a fault: file: key: what, what next."""


def duration(value: Any) -> Any:
    """`14d`, `24h`, `30m` or `2w` as a timedelta; anything else is a ValueError."""
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d+)\s*([mhdw])", str(value).strip())
    if not match:
        raise ValueError(f"{value!r} is not a length of time; write it as 30m, 24h, 14d or 2w")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


Duration = Annotated[timedelta, BeforeValidator(duration)]


class Strict(BaseModel):
    """A table of settings in which an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Index(Strict):
    """Where the search index is; empty means the built-in one in the home's data folder. Homes that
    share an Elasticsearch each need a `name` of their own."""

    address: str = ""
    ca_certs: str = ""
    name: str = Field(default="offerwatch", pattern=r"^[a-z][a-z0-9-]{0,60}$")


class Mail(Strict):
    """The SMTP server digests go through; the password comes from OFFERWATCH_SMTP_PASSWORD."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    sender: str = "OfferWatch <offerwatch@localhost>"
    username: str = ""
    security: Literal["starttls", "tls", "none"] = "starttls"
    timeout: int = Field(default=30, ge=1, le=600)


class Person(Strict):
    """Somebody who is told things. `roles` decide what: analyst, operator, child."""

    name: str = Field(min_length=1)
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    language: Literal["en", "pl", "uk"] = "en"
    roles: tuple[Literal["analyst", "operator", "child"], ...] = ("analyst",)


class Crawl(Strict):
    """Manners every crawl keeps; `contact` goes into the user agent, `browser` is the Chromium of
    sources with `render: true`."""

    contact: str = ""
    browser: str = ""
    delay: float = Field(default=2.0, ge=0)
    max_pages: int = Field(default=5000, ge=1)


class Retention(Strict):
    """How long a post's words are kept after it was last seen, by lane."""

    unraised: Duration = timedelta(days=14)
    queue: Duration = timedelta(days=180)
    fraud: Duration = timedelta(days=180)
    disclosure: Duration = timedelta(days=30)
    child: Duration = timedelta(days=30)
    referred: Duration = timedelta(days=365)


class Clock(Strict):
    """When the daemon does what: cron expressions in UTC, five fields."""

    alert: str = "0 7 * * *"
    purge: str = "30 3 * * *"


class Config(Strict):
    """The whole of `offerwatch.toml`."""

    index: Index = Index()
    rows: str = ""
    mail: Mail = Mail()
    people: tuple[Person, ...] = ()
    crawl: Crawl = Crawl()
    retention: Retention = Retention()
    clock: Clock = Clock()


def faults(path: Path, error: ValidationError) -> str:
    """One line a fault of *error*: file: key: what is wrong."""
    return "\n".join(
        f"{path.name}: {'.'.join(map(str, one['loc'])) or 'file'}: {_say(one)}"
        for one in error.errors()
    )


def _say(one: Any) -> str:
    if one["type"] == "extra_forbidden":
        return "unknown key; remove it or look for its spelling in docs/configuration.md"
    return str(one["msg"]).removeprefix("Value error, ")
