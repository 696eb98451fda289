"""Why a post stands in its lane, in full sentences that cite the words which show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from crawler.home import Home
from crawler.items import Hit, Post, Reason
from dashboards.masking import masked_text

FOLDER = Path(__file__).parent / "words"
LONGEST, MOST = 160, 3  # signs of one quotation; quotations of one indicator
SURE = ((0.9, "very"), (0.7, "likely"), (0.5, "rather"), (0.0, "possible"))
Titles = Mapping[str, str]
NONE: Titles = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sentences of one post, in one language; `note` is said wherever they are shown.

    `why` is whole: each reason with its signs and their words. `brief` and `grounds` say the same
    in two parts, for a list: the reasons by rule alone, and the signs they rest on, strongest first.
    """

    why: list[str]
    signs: list[str]
    mitigating: list[str]
    note: str
    brief: list[str]
    grounds: list[str]


def explain(
    post: Post, language: str = "en", *, mask: bool = False, own: Titles = NONE
) -> Explanation:
    """Say why *post* was raised. *mask* hides contacts within cited words; *own* is what a home calls
    the indicators it added or replaced.

    A restricted post's words are never cited. An unknown language is English, an unknown reason
    code is said by its signs.
    """
    said = named(language, own)
    risk = [hit for hit in post.hits if hit.polarity == "risk"]
    good = [hit for hit in post.hits if hit.polarity == "mitigating"]
    rested = {n for reason in post.reasons for n in reason.hits}
    grounds = [hit for n, hit in enumerate(post.hits) if n in rested and hit.polarity == "risk"]
    return Explanation(
        why=_whys(post, said, mask),
        signs=[_sign(post, hits, said, mask) for hits in _grouped(risk)],
        mitigating=[_sign(post, hits, said, mask) for hits in _grouped(good)],
        note=said["note"],
        brief=_briefly(post, said),
        grounds=[_sign(post, hits, said, mask) for hits in _grouped(grounds)],
    )


@lru_cache
def words(language: str) -> dict[str, Any]:
    """All words of *language* (ISO 639-1); English where there are none."""
    path = FOLDER / f"{language}.yml"
    if not path.exists():
        return words("en")
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


def named(language: str, own: Titles) -> dict[str, Any]:
    """The words of *language* in which a home's *own* titles of indicators come first."""
    said = words(language)
    return said | {"titles": said["titles"] | dict(own)} if own else said


def own_titles(home: Home) -> Titles:
    """What *home* calls the indicators that it added or replaced, as its files stand now."""
    from pipelines.catalogue import own_titles as read

    return read(home.indicators)


def languages() -> list[str]:
    """The languages there are words in."""
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def title(indicator: str, said: dict[str, Any]) -> str:
    """What an indicator is called: in the language's words, else as its catalogue file says."""
    from pipelines.catalogue import titles

    return str(said["titles"].get(indicator) or titles().get(indicator) or indicator)


def _whys(post: Post, said: dict[str, Any], mask: bool) -> list[str]:
    """A sentence for each reason; words cited once are not cited again in the next one.

    What speaks for the offer has its own sentences.
    """
    cited: set[str] = set()
    return [_why(post, one, said, mask, cited) for one in post.reasons if one.code != "mitigating"]


def _why(post: Post, reason: Reason, said: dict[str, Any], mask: bool, cited: set[str]) -> str:
    hits = [post.hits[n] for n in reason.hits if 0 <= n < len(post.hits)]
    named = []
    for group in _grouped(hits):
        name = title(group[0].id, said)
        named.append(name if group[0].id in cited else _cited(name, post, group, said, mask))
        cited.add(group[0].id)
    kinds = {said["dimensions"].get(hit.dimension, hit.dimension): None for hit in hits}
    form = said["reasons"].get(reason.code, said["reasons"]["unknown"])
    whole = form["with"] if named else form["alone"]
    return str(whole).format(signs="; ".join(named), dimension=" / ".join(kinds), code=reason.code)


def _briefly(post: Post, said: dict[str, Any]) -> list[str]:
    """Each rule that raised the post, once, without its signs."""
    forms = {
        reason.code: said["reasons"].get(reason.code, said["reasons"]["unknown"])
        for reason in post.reasons
        if reason.code != "mitigating"
    }
    return [str(form["alone"]).format(code=code) for code, form in forms.items()]


def _sign(post: Post, hits: list[Hit], said: dict[str, Any], mask: bool) -> str:
    """One sentence for all hits of one indicator."""
    first = hits[0]
    name = title(first.id, said)
    kind = "mitigating" if first.polarity == "mitigating" else first.strength
    whole = said["sign"][kind].format(sign=_cited(name, post, hits, said, mask))
    likes = dict.fromkeys(hit.like for hit in hits if hit.by == "model" and hit.like)
    if likes and not post.restricted:
        whole = f"{whole} {said['like'].format(like=shortened(next(iter(likes))))}"
    return str(whole)


def _cited(name: str, post: Post, hits: list[Hit], said: dict[str, Any], mask: bool) -> str:
    """The name of an indicator with what shows it: words, how sure a trained hit is, other posts."""
    shown = [_shown(post, hit, said, mask) for hit in hits if hit.by != "structure"]
    evidence = {one for hit in hits if hit.by == "structure" for one in hit.evidence}
    if len(evidence) > 1:
        shown.append(said["across"].format(count=len(evidence)))
    kept = list(dict.fromkeys(filter(None, shown)))[:MOST]
    return f"{name} ({', '.join(kept)})" if kept else name


def _shown(post: Post, hit: Hit, said: dict[str, Any], mask: bool) -> str:
    """The words of one hit, none of a restricted post, and how sure a trained one is."""
    quoted = hit.words and not post.restricted
    words = said["quote"].format(words=shortened(_words(post, hit, mask))) if quoted else ""
    sure = certainty(hit, said)
    return str(said["sure"].format(words=words, sure=sure)) if words and sure else words or sure


def certainty(hit: Hit, said: dict[str, Any]) -> str:
    """How sure a trained *hit* is, in words and per cent; nothing of another, which needs no belief."""
    if hit.by != "model":
        return ""
    word = next(name for least, name in SURE if hit.confidence >= least)
    percent = min(99, max(1, round(100 * hit.confidence)))
    return str(said["certainty"][word].format(percent=percent))


def _words(post: Post, hit: Hit, mask: bool) -> str:
    if mask and hit.start is not None and hit.end is not None:
        return masked_text(post, hit.field, hit.start, hit.end)
    return hit.words or ""


def shortened(text: str, longest: int = LONGEST) -> str:
    """*text* on one line, at most *longest* signs of it."""
    text = " ".join(text.split())
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _grouped(hits: list[Hit]) -> list[list[Hit]]:
    """Hits of one indicator together, strongest first, else in the order found."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.id, []).append(hit)
    order = {"strong": 0, "medium": 1, "weak": 2}
    return sorted(groups.values(), key=lambda group: order[group[0].strength])
