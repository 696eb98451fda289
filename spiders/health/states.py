"""The states of a source: what each is called, what it means, and what its operator does next.

A run is written down under one of these names (`done` for well). The order is that of judging: the
first that holds is the run's.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["well", "failing", "neither"]


@dataclass(frozen=True, slots=True)
class State:
    """`means` and `next` are sentences for the operator; in `next`, NAME stands for the source.

    Three runs of kind `failing` in a row are told by mail, the next `well` one too; a run of kind
    `neither` counts for nothing.
    """

    name: str
    kind: Kind
    means: str
    next: str = ""


_EVERY = (
    State(
        "never crawled", "neither", "no crawl of it has begun yet",
        "offerwatch crawl NAME, or give it a schedule and let offerwatch run do it",
    ),
    State("running", "neither", "a crawl is under way"),
    State(
        "stopped", "neither", "the crawl was ended before it was done; what it read is kept, and the next one goes on",
    ),
    State(
        "failed", "failing",
        "the crawl could not be done here: a step broke, the disk is full, or no reader knows the site",
        "offerwatch doctor, then offerwatch check NAME",
    ),
    State(
        "robots", "failing", "robots.txt forbids it, or could not be read",
        "start where robots.txt allows it, or ask the site's owner; it is never overridden",
    ),
    State(
        "unreachable", "failing", "the site does not answer, or answers with errors",
        "open the site in a browser; if it moved, mend start in sources/NAME.yml",
    ),
    State(
        "captcha", "failing", "the site asks whether we are a machine instead of showing its pages",
        "wait a day, set a larger delay, or ask the site's owner; a CAPTCHA is never solved",
    ),
    State(
        "login_wall", "failing", "the site shows its pages to members only",
        "start at a part that guests may read, or give the source up; a login is never attempted",
    ),
    State(
        "consent_wall", "failing", "the site shows a demand for consent or age instead of its pages",
        "look at it in a browser; try render: true; nothing is ever agreed to",
    ),
    State(
        "soft_block", "failing", "the site answers, but there is no post on what it sends",
        "look at it in a browser; wait a day, set a larger delay, or try render: true",
    ),
    State(
        "layout_changed", "failing",
        "pages come as before, but the reader no longer finds in them what it used to",
        "offerwatch check NAME; try reader: auto or generic, or name the fields under selectors;"
        " then offerwatch crawl NAME --whole",
    ),
    State(
        "short", "failing", "the crawl brought less than is expected of it",
        "offerwatch check NAME; if less is right now, lower expect in sources/NAME.yml",
    ),
    State(
        "silent", "failing", "all is read as ever, but nobody has written a new post for long",
        "see whether the board lives; if it is only quiet, raise silent_days in sources/NAME.yml",
    ),
    State("well", "well", "the last crawl brought what is expected"),
)  # fmt: skip

STATES = {one.name: one for one in _EVERY}
FAILING = tuple(one.name for one in _EVERY if one.kind == "failing")


def of_run(name: str) -> State:
    """The state a run's own name stands for; one from an older version counts as failed."""
    return STATES.get("well" if name == "done" else name, STATES["failed"])
