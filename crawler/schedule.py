"""The clock: what a schedule may say, the job store, and what happens to a run that was missed.

A run missed while nobody was there happens once, at the next start. A job is a module-level
function, kept as `module:function`, with plain arguments. Nothing here knows what a job does.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import STATE_STOPPED
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from crawler.config import duration

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORTCUTS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}
DESK = "desk"
_POLICY = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}


@dataclass(frozen=True, slots=True)
class Job:
    """Something done again and again: *work* is `module:function`, *when* as `trigger` reads it.

    *pool* names the threads it runs in; with *soon* a new job runs at once instead of after its
    first interval.
    """

    id: str
    work: str
    args: tuple[str, ...]
    when: str
    pool: str = "default"
    soon: bool = False


class Clock(BackgroundScheduler):  # type: ignore[misc]  # the library has no types
    """A scheduler whose end loses no run."""

    def _process_jobs(self) -> float | None:
        """The library looks for due jobs once more after its threads are closed, and loses them."""
        seconds: float | None = None
        if self.state != STATE_STOPPED:
            seconds = super()._process_jobs()
        return seconds


def trigger(when: str, now: datetime | None = None) -> Any:
    """The trigger of `30m`, `6h`, `1d`, `2w` (counted from *now*) or five cron fields in UTC.

    Raises ValueError, which says what is wrong.
    """
    text = _SHORTCUTS.get(when.strip(), when.strip())
    if " " not in text:
        length = _length(text)
        return IntervalTrigger(
            seconds=int(length.total_seconds()),
            start_date=(now or datetime.now(UTC)) + length,
            timezone=UTC,
        )
    fields = text.split()
    if len(fields) != 5:
        raise ValueError(f"{when!r} has {len(fields)} fields; cron has five: 30 6 * * mon")
    if fields[2] != "*" and fields[4] != "*":
        raise ValueError(f"{when!r} names days of the month and of the week; name one of them")
    return _cron(when, fields)


def _cron(when: str, fields: list[str]) -> CronTrigger:
    minute, hour, day, month, weekday = fields
    try:
        return CronTrigger(
            minute=minute, hour=hour, day=day, month=month,
            day_of_week=_weekdays(weekday), timezone=UTC,
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{when!r} is not a schedule: {error}; write 6h or 30 6 * * mon"
        ) from error


def open_clock(store: Path, crawls: int = 4) -> Clock:
    """The scheduler over the job store at *store*; at most *crawls* jobs of the default pool at once.

    Start it paused, `sync` it, then resume it: else a job that is no longer wanted runs once more.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    return Clock(
        jobstores={"default": SQLAlchemyJobStore(url=f"sqlite:///{store}")},
        executors={"default": ThreadPoolExecutor(crawls), DESK: ThreadPoolExecutor(1)},
        job_defaults=_POLICY,
        timezone=UTC,
    )


def sync(
    clock: Clock,
    wanted: Iterable[Job],
    keep: Collection[str] = (),
    now: datetime | None = None,
) -> list[str]:
    """Make the clock's jobs those *wanted*; what changed, one line each.

    A job that is as it was is not touched, for adding it again would postpone it. Ids in *keep*
    are left alone when they are not wanted: their source cannot be read just now.
    """
    now = now or datetime.now(UTC)
    there = {job.id: job for job in clock.get_jobs()}
    asked = {job.id: job for job in wanted}
    said = []
    for one, job in asked.items():
        if not _same(there.get(one), job):
            said.append(_put(clock, job, there.get(one), now))
    for one in there.keys() - asked.keys() - set(keep):
        clock.remove_job(one)
        said.append(f"{one}: removed")
    return said


def _same(old: Any, job: Job) -> bool:
    """The name of a kept job is its schedule as it was written."""
    return old is not None and (old.name, old.func_ref, tuple(old.args), old.executor) == (
        job.when, job.work, job.args, job.pool,
    )  # fmt: skip


def _put(clock: Clock, job: Job, old: Any, now: datetime) -> str:
    fires = trigger(job.when, now)
    due = _due(fires, job, old.next_run_time if old else None, now)
    clock.add_job(
        job.work, fires, args=job.args, id=job.id, name=job.when, executor=job.pool,
        replace_existing=True, next_run_time=due,
    )  # fmt: skip
    return (
        f"{job.id}: {'changed to' if old else 'added,'} {job.when}, next {due:%Y-%m-%d %H:%M:%S}Z"
    )


def _due(fires: Any, job: Job, before: datetime | None, now: datetime) -> datetime:
    """When a new or changed job runs next: a run already missed is still owed."""
    due: datetime = fires.get_next_fire_time(None, now)
    interval = isinstance(fires, IntervalTrigger)
    if before is None:
        return now if job.soon and interval else due
    return min(before, due) if interval or before <= now else due


def _length(text: str) -> timedelta:
    length = duration(text)
    if not isinstance(length, timedelta) or length <= timedelta(0):
        raise ValueError(f"{text!r} is no time at all; write it as 30m, 24h, 14d or 2w")
    return length


def _weekdays(field: str) -> str:
    """Cron counts the days from Sunday as 0, this library from Monday: names mean the same in both."""
    first, *step = field.split("/", 1)
    ranges = [_wrapped(part) for part in first.split(",")]
    return ",".join("/".join([part, *step]) for part in ranges)


def _wrapped(part: str) -> str:
    if part == "7" or part == "0":
        return "sun"
    named = re.sub(r"\b[0-7]\b", lambda digit: _DAYS[int(digit[0])], part.lower())
    start, dash, end = named.partition("-")
    if start == "sun" and dash and end != "sun":
        return f"sun,mon-{end}"
    return named
