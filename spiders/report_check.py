"""What `check` says of the pages it looked at, for a person."""

from typing import Any

from spiders.health.states import STATES

SHOWN = 12  # posts


def checked(seen: dict[str, Any]) -> str:
    """What `check` saw: the reader, the pages, the posts, what is missing, what stands in the way."""
    sure = ", ".join(f"{name} {n}" for name, n in _surest(seen["sure"])) or "nobody is"
    lines = [f"{seen['url']}: {seen['status']}"]
    lines.append(f"reader: {seen['reader'] or 'none'} (sure: {sure})")
    if seen["reader"]:
        lines.append(f"platform: {seen['platform']}  language: {seen['language'] or 'not said'}")
        lines[-1] += f"  time zone: {seen['timezone'] or 'not shown, so UTC'}"
    lines += [f"  {n}. {_page(one)}" for n, one in enumerate(seen["pages"], 1)]
    lines += _posts(seen["posts"]) if seen["reader"] else []
    lines += [f"missing {one}" for one in seen["missing"]]
    lines += [f"trouble: {seen['trouble']}"] if seen["trouble"] else []
    return "\n".join([*lines, *_stands(seen)])


def _surest(sure: dict[str, float]) -> list[tuple[str, float]]:
    found = sorted(sure.items(), key=lambda one: (-one[1], one[0]))
    return [one for one in found if one[1] > 0]


def _page(one: dict[str, Any]) -> str:
    """A page in a line: what it is, what is on it."""
    said = [one.get("kind") or "unread", one["url"]]
    for name in ("posts", "boards", "threads", "next_pages"):
        if n := one.get(name):
            what = "further pages" if name == "next_pages" else name
            said.append(f"{n} {what if n > 1 else what[:-1]}")
    said += [f"{name}: {one[name]}" for name in ("board", "thread") if one.get(name)]
    return "  ".join([*said, *([one["wall"]] if one["wall"] else [])])


def _posts(posts: list[dict[str, Any]]) -> list[str]:
    lines = [f"posts: {len(posts)}"]
    for one in posts[:SHOWN]:
        text = " ".join(f"{one['title']} {one['text']}".split())
        lines.append(f"  {_when(one)}  {one['author'] or '?'}: {text[:90]}")
    return [*lines, f"  … and {len(posts) - SHOWN} more"] if len(posts) > SHOWN else lines


def _when(one: dict[str, Any]) -> str:
    """The moment as far as it is known; else what the page shows of it."""
    if not one["posted_at"]:
        return f"no date ({one['posted_raw']})" if one["posted_raw"] else "no date"
    size = {"day": 10, "month": 7}.get(one["precision"], 16)
    return str(one["posted_at"])[:size].replace("T", " ")


def _stands(seen: dict[str, Any]) -> list[str]:
    """What stands in the way, and what to do."""
    lines = []
    if not seen["reader"]:
        lines.append("no reader knows this page; try one of a thread or an ad, or --reader generic")
    if seen["wall"]:
        state = STATES[seen["wall"]]
        lines += [f"{state.name}: {state.means}", f"next: {state.next}"]
    return lines
