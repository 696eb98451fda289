"""The home: the folder that holds settings, sources, indicators and data. The only module that
reads the environment."""

import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from crawler.config import Config, HomeError, faults

CONFIG = "offerwatch.toml"


@dataclass(frozen=True)
class Secrets:
    """What must never be in a file of the home or in a log."""

    smtp_password: str = field(default="", repr=False)
    index_api_key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Home:
    """One home, read once. Paths are absolute; `config` is `offerwatch.toml`, checked."""

    root: Path
    config: Config
    secrets: Secrets = Secrets()
    chromium: str = ""

    @property
    def browser(self) -> str:
        """The Chromium that is named, by its path or name; "" when none is."""
        return self.chromium or self.config.crawl.browser

    @property
    def sources(self) -> Path:
        """The folder of the sources' YAML files."""
        return self.root / "sources"

    @property
    def indicators(self) -> Path:
        """The folder of this home's own indicators."""
        return self.root / "indicators"

    @property
    def data(self) -> Path:
        """The folder OfferWatch writes to; nothing in it is edited by hand."""
        return self.root / "data"

    @property
    def rows(self) -> str:
        """The SQLAlchemy address of the rows."""
        return self.config.rows or f"sqlite:///{self.data / 'offerwatch.db'}"

    @property
    def index(self) -> str:
        """The address of the search index."""
        return self.config.index.address or f"tantivy:{self.data / 'index'}"

    def key(self) -> bytes:
        """The home's own secret for keyed hashes, made at first use; losing it empties the ledger."""
        path = self.data / "key"
        if not path.exists():
            self.data.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        return bytes.fromhex(path.read_text())


def where(named: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The home's folder: --home, else $OFFERWATCH_HOME, else ./offerwatch-home."""
    return (named or Path(environ.get("OFFERWATCH_HOME") or "offerwatch-home")).absolute()


def open_home(named: Path | None = None, environ: Mapping[str, str] = os.environ) -> Home:
    """The home, checked; HomeError has one line for each thing that is wrong."""
    root = where(named, environ)
    if not root.is_dir():
        raise HomeError(f"{root}: no home here; make one with `offerwatch init --home {root}`")
    named_browser = environ.get("OFFERWATCH_CHROMIUM", "")
    return Home(root, _config(root / CONFIG), _secrets(environ), named_browser)


def make_home(named: Path | None = None, environ: Mapping[str, str] = os.environ) -> Home:
    """The home, with its folders made when missing; files that are there are never touched."""
    root = where(named, environ)
    try:
        for folder in (root / "sources", root / "indicators", root / "data"):
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HomeError(
            f"{root}: cannot make the home: {error.strerror}; choose another folder with --home"
        ) from error
    return open_home(root, environ)


def _config(path: Path) -> Config:
    if not path.exists():
        return Config()
    try:
        return Config.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HomeError(f"{path.name}: not valid TOML: {error}") from error
    except OSError as error:
        raise HomeError(f"{path}: cannot be read: {error.strerror}; mend its rights") from error
    except ValidationError as error:
        raise HomeError(faults(path, error)) from error


def _secrets(environ: Mapping[str, str]) -> Secrets:
    return Secrets(
        smtp_password=environ.get("OFFERWATCH_SMTP_PASSWORD", ""),
        index_api_key=environ.get("OFFERWATCH_INDEX_API_KEY", ""),
    )
