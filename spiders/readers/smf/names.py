"""Says on each SMF post and row, in attributes, when it was made and which reply it is.

Versions 1.1 and 2.0 tell both in one line ("« Reply #3 on: Today at 10:12:05 »"), 2.1 in a link
and a figure; the opening post has no figure. Attributes are only added.
"""

import re
from itertools import islice
from typing import Any

from spiders.pages.blocks import Marks, own_words, plain
from spiders.pages.paths import first, xpath
from spiders.pages.skinned import count

SHOWN, PLACE = "data-shown", "data-place"
_NEAR = 20  # elements and texts a date may be parted into
_SUBJECTS = xpath("//*[starts-with(@id, 'subject_')]")
_LINK = xpath(
    "(self::*[.postinfo])//a[@title or .smalltext][normalize-space()]"
    "[not(.modified)][not(ancestor::*[.modified])]"
)
_LABEL = xpath("./*[self::strong or self::b][1]")
_LASTS = xpath("//*[.lastpost][.//br] | //td[a/img]/span[.smalltext][br]")


def add(tree: Any) -> None:
    """Put the date and the place of every post of *tree* on the element that holds its subject."""
    subjects = _SUBJECTS(tree)
    replies = [_said(subject) for subject in subjects]
    for nth, (subject, reply) in enumerate(zip(subjects, replies, strict=True)):
        opens = reply is None and nth == 0 and any(one is not None for one in replies[1:])
        if reply is not None or opens:
            subject.set(PLACE, str((reply or 0) + 1))
    for cell in _LASTS(tree):
        lines = own_words(cell, Marks()).text.splitlines()
        cell.set(SHOWN, next((line for line in lines if re.search(r"\d", line)), ""))


def _said(subject: Any) -> int | None:
    """The number of the reply; its date is put on *subject* on the way."""
    beside = [one for one in islice(subject.itersiblings(), _NEAR) if isinstance(one.tag, str)]
    line = _called("smalltext", beside)
    if line is not None:
        label = first(_LABEL, line)
        subject.set(SHOWN, (_after(label) if label is not None else plain(line)).strip("»« \xa0"))
        return count(plain(label))
    link = next((found for one in beside for found in _LINK(one)), None)
    if link is not None:
        subject.set(SHOWN, plain(link))
    return count(plain(_called("page_number", beside)))


def _called(name: str, beside: list[Any]) -> Any:
    """The first of the elements *beside* a subject that has the class *name*, or None."""
    return next((one for one in beside if name in (one.get("class") or "").split()), None)


def _after(label: Any) -> str:
    words = [label.tail or ""]
    for element in islice(label.itersiblings(), _NEAR):
        words += ["".join(islice(element.itertext(), _NEAR)), element.tail or ""]
    return " ".join("".join(words).split())
