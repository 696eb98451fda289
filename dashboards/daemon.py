"""The daemon `run`: crawls as processes, following, alerts, retention and the screens, by the clock.

Jobs are functions of this module, for the job store keeps them by name. What they do is a run of
the command in a process of its own, so that a crawl that dies takes nothing with it.
"""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType

from crawler.config import HomeError
from crawler.failure import Failure
from crawler.home import CONFIG, Home, open_home
from crawler.locks import Held, only
from crawler.schedule import DESK, Clock, Job, open_clock, sync, trigger
from dashboards.children import Children
from spiders.source import Source, read_source

log = logging.getLogger(__name__)
REREAD = 60.0
FOLLOW = "1m"
_children = Children()


class AlreadyRunning(Failure):
    """Another daemon holds this home."""


def crawl(root: str, source: str) -> None:
    """The job of a source: one crawl, then what it brought is followed and urgent news is told."""
    code = _children.run(["crawl", source, "--home", root])
    if code is None:
        return
    log.info("crawl of %s ended with %d", source, code)
    follow(root)
    _tell_by_mail(root, "--urgent")


def follow(root: str) -> None:
    """The job of the index: bring it up to the rows, also to what people decided since and to what
    posts no longer show together when some were forgotten."""
    from index.opening import bring_up
    from pipelines.structure_rows import settled

    try:
        home = open_home(Path(root))
        settled(home)
        bring_up(home)
    except Failure as error:
        log.warning("the index is behind and will catch up: %s", error)


def alert(root: str) -> None:
    """The job of the digests."""
    _tell_by_mail(root)


def _tell_by_mail(root: str, *more: str) -> None:
    config = open_home(Path(root)).config
    if config.people and config.mail.host:
        _children.run(["alert", *more, "--home", root])
    else:
        log.warning("nobody is told: name people and a mail server in %s", CONFIG)


def purge(root: str) -> None:
    """The job of retention."""
    _children.run(["purge", "--home", root])


def wanted(home: Home, sources: list[Source]) -> list[Job]:
    """The jobs this home asks for: one a scheduled source, the digests and the retention."""
    root, here = str(home.root), __name__
    jobs = [
        Job(f"crawl:{one.name}", f"{here}:crawl", (root, one.name), one.schedule, soon=True)
        for one in sources
        if one.schedule
    ]
    times = home.config.clock
    desk = [("alert", times.alert), ("purge", times.purge), ("follow", FOLLOW)]
    return jobs + [Job(name, f"{here}:{name}", (root,), when, pool=DESK) for name, when in desk]


def checked(home: Home) -> Home:
    """The home, when its clock can be read; HomeError has one line a fault."""
    wrong = []
    for key, when in home.config.clock:
        try:
            trigger(when)
        except ValueError as error:
            wrong.append(f"{CONFIG}: clock.{key}: {error}")
    if wrong:
        raise HomeError("\n".join(wrong))
    return home


def readable(home: Home) -> tuple[list[Source], dict[str, str]]:
    """The sources that can be read, and for each that cannot its name and what is wrong."""
    good, wrong = [], {}
    for path in sorted(home.sources.glob("*.yml")):
        try:
            source = read_source(path)
            if source.schedule:
                trigger(source.schedule)
            good.append(source)
        except HomeError as error:
            wrong[path.stem] = str(error)
        except ValueError as error:
            wrong[path.stem] = f"{path.name}: schedule: {error}"
    return good, wrong


@contextmanager
def alone(home: Home) -> Iterator[None]:
    """Be the only daemon of *home*; AlreadyRunning names the other's process."""
    path = home.data / "daemon.lock"
    try:
        with only(path) as handle:
            handle.write(f"{os.getpid()}\n")
            handle.flush()
            yield
    except Held as error:
        raise AlreadyRunning(_taken(home, str(error) or "unknown")) from error
    except PermissionError as error:
        raise HomeError(f"{path}: cannot be written: {error.strerror}; mend its rights") from error


def _taken(home: Home, pid: str) -> str:
    return f"{home.root}: a daemon runs here already (process {pid}); stop it first: kill {pid}"


class Daemon:
    """Keeps the clock's jobs in step with the home until it is told to stop."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._wake, self._stop = Event(), False
        self._said: dict[str, str] = {}
        self._rules = ""

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; SIGHUP reads the home anew at once."""
        self._listen()
        clock = open_clock(self.home.data / "jobs.db")
        clock.start(paused=True)
        try:
            self.step(clock)
            clock.resume()
            log.info("running in %s (process %d)", self.home.root, os.getpid())
            while not self._stop:
                self._wake.wait(REREAD)
                self._wake.clear()
                if not self._stop:
                    self.step(clock)
        finally:
            log.info("stopping")
            clock.pause()
            _children.stop()
            clock.shutdown()

    def step(self, clock: Clock) -> None:
        """Read the home and make the jobs what it asks for; what is wrong is said once."""
        self._reread()
        sources, wrong = readable(self.home)
        self._complain(
            {f"crawl:{name}": fault for name, fault in wrong.items()} | self._indicators()
        )
        for line in sync(clock, wanted(self.home, sources), keep={f"crawl:{one}" for one in wrong}):
            log.info("%s", line)

    def _reread(self) -> None:
        try:
            self.home = checked(open_home(self.home.root))
            self._said.pop("home", None)
        except HomeError as error:
            self._tell("home", f"settings as they were: {error}")

    def _indicators(self) -> dict[str, str]:
        """What is wrong with the home's indicators. When they changed, that is said: crawls begin
        with the files as they then are, kept posts wait for `retag`."""
        from pipelines.catalogue import catalogue, rules
        from pipelines.judge import standalone

        said, now = catalogue(self.home.indicators).said, rules(self.home.indicators)
        if self._rules not in ("", now):
            standalone.cache_clear()  # what posts show together is judged in this process
            log.info("indicators changed; kept posts are brought to them by: offerwatch retag")
        self._rules = now
        return {"indicators": said} if said else {}

    def _complain(self, wrong: dict[str, str]) -> None:
        for one in [key for key in self._said if key != "home" and key not in wrong]:
            del self._said[one]
        for one, fault in wrong.items():
            self._tell(one, fault)

    def _tell(self, one: str, fault: str) -> None:
        if self._said.get(one) != fault:
            self._said[one] = fault
            log.warning("%s", fault)

    def _listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGHUP, lambda *_: self._wake.set())

    def _end(self, number: int, _: FrameType | None) -> None:
        self._stop = True
        self._wake.set()
