"""Word stems people give things in any engine's markup: weak evidence, never a proof.

They are looked for in class names, ids, addresses and shown words; none is one engine's own.
"""

import re
from functools import lru_cache
from typing import Any

NAMED = frozenset({"class", "id", "itemprop", "rel", "role", "data-role", "name"})
_TELLING = frozenset(
    {"href", "src", "srcset", "style", "title", "alt", "content", "value", "datetime", "action"}
    | {"width", "height", "target", "lang", "dir", "type", "itemtype", "cite", "placeholder"}
)

BODY = re.compile(r"(?i)content|body|text|descr|msg|post_?message")
POST = re.compile(r"(?i)post|message|msg|comment|reply|answer|entry|article|item|topic")
PERSON = re.compile(r"(?i)author|user|member|poster|nick|profil|people|person|seller|creator")
SIGNATURE = re.compile(r"(?i)signature|(?:^|[\s_-])sign?(?:$|[\s_\-\d])|sig(?:$|[\s_\d-])")
QUOTE = re.compile(r"(?i)quot|cit(?:e|ation|at)|zitat|cytat")
ASIDE = re.compile(
    r"(?i)sign|sidebar|author|user|avatar|profil|foot|tool|button|control|share|social|rating"
    r"|like|react|vote|badge|rank|meta|attach|edited|menu|nav|crumb|head|poll|action|stat\b|stats"
)
MENU = re.compile(r"(?i)menu|crumb|footer|navlink|navbar|jump|sidebar|toolbar|dropdown|pagin|pager")
AWAY = re.compile(
    r"(?i)log-?(?:in|out)|sign-?(?:in|up|out)|regist|join|profile?|members?|users?|author|account|people"
    r"|memberlist|userlist|usercp|ucp|repl(?:y|ies)|quot|posting|new-?_?(?:thread|topic|post|reply)"
    r"|compose|create|print|report|search|feed|rss|atom|syndicat|extern|subscri|mark-?read|help|faq|rules"
    r"|contact|privacy|terms|legal|calendar|stat(?:s|istics)|attach|download|rate|reputation|vote|send"
    r"|edit|delete|share|misc|private|pm|mail|cron|archive|online|moderat|warn|flag|abuse|complain|likes?|reactions?|tags?|unanswered"
)
SORTED = re.compile(
    r"(?i)^(?:sort\w*|order\w*|sOrder|sd|dir|desc|print\w*|highlight|filter|lang|theme|style)$"
)
BUTTON = re.compile(r"(?i)button|btn|share|toolbar|control|action|report|like|reaction")
NOT_POSTS = re.compile(
    r"(?i)sidebar|widget|menu|nav|footer|banner|sponsor|advert|related|similar|recommend|login"
)


IS_SIGNATURE, IS_QUOTE, IS_PERSON, IS_CONTENT, IS_ASIDE, IS_BODY = 1, 2, 4, 8, 16, 32
_CONTENT = re.compile(r"(?i)content|body|message|text\b")
_TOLD = (
    (IS_SIGNATURE, SIGNATURE), (IS_QUOTE, QUOTE), (IS_PERSON, PERSON),
    (IS_CONTENT, _CONTENT), (IS_ASIDE, ASIDE), (IS_BODY, BODY),
)  # fmt: skip


@lru_cache(maxsize=4096)
def told(names: str) -> int:
    """What *names* may mean, as IS_… flags."""
    return sum(flag for flag, stem in _TOLD if stem.search(names))


def named(element: Any) -> str:
    """The names *element* was given: class, id and the like, in one line; no texts, no addresses."""
    return " ".join(value for name, value in element.items() if name in NAMED or _may_name(name))


def _may_name(attribute: str) -> bool:
    return attribute not in _TELLING and not attribute.startswith(("data-", "on", "aria-"))
