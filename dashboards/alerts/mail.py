"""One mail for one person: plain text and HTML, in their language, counts alone in the subject."""

import hashlib
import unicodedata
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from crawler.failure import Failure
from crawler.items import Post
from dashboards import offers
from dashboards.alerts.gather import Family, News
from dashboards.alerts.lines import lines
from dashboards.masking import masked, masked_text
from dashboards.reasons import NONE, Titles, explain, named
from index.runs import Streak

SIGNS = 6  # signs shown of one post: a mail says why to look, the post's page says all


def compose(news: News, sender: str, now: datetime, own: Titles = NONE) -> EmailMessage:
    """The mail of *news*; *own* is what the home calls indicators of its own. Its Message-ID is the same whenever the same is told to the same person."""
    said = named(news.person.language, own)
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(*parseaddr(sender), "mail.sender")
    message["To"] = _address(news.person.name, news.person.email, "people.email")
    message["Subject"] = _subject(news, said["mail"])
    message["Date"] = format_datetime(now)
    message["Message-ID"] = _message_id(news, message["From"].addresses[0].domain)
    message["Auto-Submitted"] = "auto-generated"
    shown = _shown(news, said, now, own)
    message.set_content(_render("digest.txt.j2", shown), cte="quoted-printable")
    message.add_alternative(
        _render("digest.html.j2", shown), subtype="html", cte="quoted-printable"
    )
    return message


def _address(name: str, address: str, key: str) -> Address:
    try:
        return Address(display_name=" ".join(_clean(name).split()), addr_spec=address)
    except (ValueError, IndexError) as error:
        raise Failure(f"offerwatch.toml: {key}: {address!r} is no mail address") from error


def _subject(news: News, said: dict[str, str]) -> str:
    posts, restricted = news.count, len(news.restricted)
    failing = sum(1 for one in news.crawls if not one.over)
    if posts and restricted:
        form = said["subject_restricted"]
    elif restricted:
        form = said["subject_only_restricted"]
    elif posts:
        form = said["subject"]
    else:
        form = said["subject_crawls" if failing else "subject_well"]
    well = len(news.crawls) - failing
    return form.format(posts=posts, restricted=restricted, crawls=failing, well=well)


def _message_id(news: News, domain: str) -> str:
    told = "\n".join((news.person.email, *news.subjects()))
    return f"<{hashlib.sha256(told.encode()).hexdigest()[:32]}@{domain or 'localhost'}>"


def _shown(news: News, said: dict[str, Any], now: datetime, own: Titles) -> dict[str, Any]:
    """What the templates are given; nothing in it is markup and nothing restricted has words."""
    language = news.person.language
    return {
        "said": said["mail"], "note": said["note"], "language": language, "news": news,
        "sections": [
            {"name": one.name, "families": [_family(f, said, language, own) for f in one.families]}
            for one in news.sections
        ],
        "restricted": {
            lane: [_notice(post) for post in news.restricted if post.lane == lane]
            for lane in ("child", "disclosure")
        },
        "lines": lines({post.lane or "" for post in news.restricted}, language, now.date()),
        "crawls": [_streak(one, said) for one in news.crawls],
    }  # fmt: skip


def _family(family: Family, said: dict[str, Any], language: str, own: Titles) -> dict[str, Any]:
    post = family.post
    told = explain(post, language, mask=True, own=own)
    title = masked_text(post, "title", 0, len(post.title)).strip()
    return {
        "title": title or said["mail"]["untitled"], "site": post.site, "board": post.board.name,
        "time": _time(post, said["mail"]), "size": family.size, "url": _web(post.url),
        "signs": (told.grounds or told.signs)[:SIGNS], "brief": " ".join(told.brief),
        "mitigating": told.mitigating[:SIGNS], "facts": offers.line(post, language, mask=True),
        "contacts": list(dict.fromkeys(masked(c.kind, c.value) for c in post.contacts)),
    }  # fmt: skip


def _streak(one: Streak, said: dict[str, Any]) -> str:
    """A line on a source that fails, or is well again, and what to do."""
    state = said["states"].get(one.last.state, said["states"]["failed"])
    form = said["mail"]["crawl_over" if one.over else "crawl"]
    line: str = form.format(
        source=one.first.source, state=state, runs=one.length,
        since=_minute(one.first.started_at), over=_minute(one.over.started_at if one.over else None),
    )  # fmt: skip
    return line


def _notice(post: Post) -> dict[str, str]:
    return {"id": post.id, "site": post.site, "time": _minute(post.first_seen)}


def _time(post: Post, said: dict[str, str]) -> str:
    if post.posted_at is None or post.posted_precision == "none":
        return said["first_seen"].format(time=_minute(post.first_seen))
    shapes = {"day": "%Y-%m-%d", "month": "%Y-%m"}
    shape = shapes.get(post.posted_precision, "%Y-%m-%d %H:%M UTC")
    return said["posted"].format(time=post.posted_at.astimezone(UTC).strftime(shape))


def _minute(at: datetime | None) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC") if at else "?"


def _web(url: str | None) -> str | None:
    """*url* where it may be a link at all."""
    return url if url and url.startswith(("http://", "https://")) else None


@lru_cache
def _templates() -> Environment:
    """HTML is escaped whatever it holds; the plain text is cleaned of signs that steer a client."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["clean"] = _clean
    return environment


def _render(template: str, shown: dict[str, Any]) -> str:
    return _templates().get_template(template).render(shown)


def _clean(text: str) -> str:
    """*text* on one line, without control signs and signs that turn the direction of writing."""
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign for sign in text
    )
    return " ".join("".join(kept).split())
