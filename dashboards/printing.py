"""What the finding verbs print: plain lines without a sign that steers a terminal, or JSON."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import msgspec

from crawler.items import Post, as_json
from dashboards import offers
from dashboards.finding import Marked, Spans
from dashboards.lookup import Answer, Sighting
from dashboards.reasons import NONE, Titles, explain, named, title, words

AROUND, MARK = 60, ("»", "«")  # signs shown around the first word found; what stands around it


def found(total: int, every: Sequence[Marked], own: Titles = NONE) -> str:
    """Search results for a terminal; *own* is what the home calls indicators of its own."""
    lines = [f"{total} found, {len(every)} shown"]
    for one in every:
        post = one.post
        when = post.posted_at or post.first_seen
        head = (f"{when:%Y-%m-%d}" if when else "no date", post.site, post.language, post.role)
        lane = f"{post.lane} {post.priority}" if post.lane else ""
        lines += ["", "  ".join(part for part in (*head, lane) if part)]
        lines.append(f"  {marked(post.title, one.title) or _in_thread(post)}")
        lines.append(f"  {snippet(post.text, one.text)}")
        told = explain(post, own=own)
        lines += [f"  - {clean(why)}" for why in told.why]
        lines += [f"  + {clean(why)}" for why in told.mitigating if post.lane]
        lines += [f"  {clean(offer)}" for offer in [offers.line(post)] if offer]
        lines.append(f"  {post.id}  {clean(post.url or '')}")
    if any(one.post.lane for one in every):
        lines += ["", words("en")["note"]]
    return "\n".join(lines)


def found_json(total: int, every: Sequence[Marked]) -> str:
    """Search results as JSON: posts whole, with `highlights` as offsets in title and text."""
    posts = [
        as_json(one.post) | {"highlights": {"title": one.title, "text": one.text}} for one in every
    ]
    return msgspec.json.encode({"total": total, "posts": posts}).decode()


def answer(said: Answer, language: str, own: Titles = NONE) -> str:
    """A lookup for a terminal: what was seen, what that means, the advice to give."""
    spoken = named(language, own)
    lines = [line for one in said.sightings for line in (*_sighting(one, spoken), "")]
    if said.too_short:
        lines += [spoken["lookup"]["similar_short"], ""]
    lines += [spoken["lookup"]["advice_title"] + ":"]
    lines += [f"  - {one}" for one in spoken["advice"]]
    return "\n".join([*lines, "", spoken["note"]])


def answer_json(said: Answer, language: str = "en", own: Titles = NONE) -> dict[str, Any]:
    """A lookup as JSON values."""
    spoken = named(language, own)
    return {
        "seen": said.seen, "sightings": [asdict(one) | {"seen": one.seen} for one in said.sightings],
        "too_short": said.too_short, "advice": spoken["advice"], "note": spoken["note"],
        "said": [line for one in said.sightings for line in _sighting(one, spoken)],
    }  # fmt: skip


def _in_thread(post: Post) -> str:
    return f"in: {clean(post.thread.title)}" if post.thread.title else "(no title)"


def _sighting(one: Sighting, spoken: Mapping[str, Any]) -> list[str]:
    said = spoken["lookup"]
    what = clean(one.what) or said["the_text"]
    if not one.seen:
        return [said["unseen"].format(what=_capital(what))]
    lines = []
    if one.posts:
        form = said["similar" if one.kind == "text" else "seen"]
        lines.append(form.format(what=what, posts=one.posts, count=one.posts))
    if one.gone:
        lines.append(said["gone"].format(what=what, posts=one.gone))
    first, last = f"{one.first_seen:%Y-%m-%d}", f"{one.last_seen:%Y-%m-%d}"
    lines += [said["first"].format(first=first, last=last), *_counted(one, spoken)]
    if one.restricted:
        lines.append("  " + said["restricted"].format(count=one.restricted))
    lines += _offered(one, spoken)
    return lines + [f"  {link['id']}  {clean(link['url'] or '')}" for link in one.links]


def _counted(one: Sighting, spoken: Mapping[str, Any]) -> list[str]:
    """Where, as what and with which signs it was seen; what was never is left out."""
    counts = {
        "sites": one.sites,
        "roles": {spoken["roles"].get(name, name): n for name, n in one.roles.items()},
        "lanes": {spoken["lanes"].get(name, name): n for name, n in one.lanes.items()},
        "verdicts": {spoken["statuses"].get(name, name): n for name, n in one.statuses.items()},
        "indicators": {title(name, dict(spoken)): n for name, n in one.indicators.items()},
    }
    return [
        "  " + spoken["lookup"][key].format(**{key: _counts(found)})
        for key, found in counts.items()
        if found
    ]


def _offered(one: Sighting, spoken: Mapping[str, Any]) -> list[str]:
    """What the posts offer, a line a fact, the values most often said first."""
    said = spoken["facts"]
    lines = []
    for name, values in one.offered.items():
        counts = {offers.value(name, plain, spoken["code"]): n for plain, n in values.items()}
        lines.append("  " + said["row"].format(label=said["names"][name], value=_counts(counts)))
    return lines


def _counts(counts: Mapping[str, int]) -> str:
    shown = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "; ".join(f"{clean(name)} ({count})" for name, count in shown)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def snippet(text: str, spans: Spans) -> str:
    """The part of *text* around the first place found, or its beginning."""
    first = spans[0][0] if spans else 0
    start = max(0, first - AROUND)
    end = min(len(text), start + 4 * AROUND)
    inside = [
        (max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and e > start
    ]
    shown = marked(text[start:end], inside)
    return f"{'…' if start else ''}{shown}{'…' if end < len(text) else ''}"


def marked(text: str, spans: Spans) -> str:
    """*text* on one line with what was found between marks."""
    out, at = "", 0
    for start, end in spans:
        out += f"{text[at:start]}{MARK[0]}{text[start:end]}{MARK[1]}"
        at = end
    return clean(out + text[at:])


def clean(text: str) -> str:
    """*text* on one line, without control signs and signs that turn the direction of writing."""
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign for sign in text
    )
    return " ".join("".join(kept).split())
