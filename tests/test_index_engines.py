"""Both engines and a plain-Python oracle: the same posts, in the same order, for every query."""

import json
import random
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from uuid import uuid4

import pytest

from crawler.items import Board, Post, Thread, post_id
from index.engines import open_index
from index.query import parse
from tests.engine_contract import change
from tests.oracle import Read, matches, ordered

pytestmark = pytest.mark.elasticsearch
LANGUAGES = ("en", "pl", "uk", "ru", "ro", "de", "es", "fr")
DAY = datetime(2026, 1, 31, tzinfo=UTC)
ORDERS = list(product(("by_date", "by_priority", "seq"), (True, False)))
CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("t*.jsonl"))
FIXED = [
    "", "role:offer", "-role:offer", "role:(offer OR reply) -lane:queue", "lane:*", "NOT lane:*",
    "site:board.example priority:>0", "priority:[-1 TO 1]", "priority:-2", "restricted:true",
    "posted_at:2026-01", "posted_at:{2026-01-31 TO 2026-02-03]", "NOT posted_at:*", "author:ann*",
    "posted_at:>=2026-02-02T08:30", "timestamp:[* TO 2026-02-01]", "seq:>=300", "seq:[10 TO 20]",
    'author:"anna k."', 'board:"praca dam"', "thread:7", "contacts:*", "indicators:*",
    "indicator:offer.* -indicator:offer.fee.recruitment", "contacts:+48*", "language:uk OR lang:pl",
    "+447700900416", "07700 900416", "site:board*", "12:30", '"1" OR "2"', "languages:en -lang:en",
    "whatsapp viber", "whatsapp OR viber OR telegram", "euro* -eur", "24/7", "l'emploi", "не*",
    "-praca -робота -работа -work", "*",
]  # fmt: skip


def corpus_posts():
    """45 posts of each language as written, then short ones with many ties and few words."""
    chance = random.Random(11)
    lines = [line for path in CORPUS for line in path.read_text().split("\n") if line]
    rows = [json.loads(line) for line in lines]
    for language in LANGUAGES:
        chosen = [row for row in rows if row["lang"] == language][::2][:45]
        for row in chosen:
            yield row["title"] or "", row["text"], row["role"], list(row["indicators"]), row
        words = " ".join(row["text"] for row in chosen).split()
        for _ in range(10):
            yield "", " ".join(chance.choices(words, k=6)), "other", [], {"lang": language}


def posts():
    """The posts with invented surroundings: whole days shared by many, times missing, odd names."""
    chance = random.Random(7)
    for n, (title, text, role, indicators, row) in enumerate(corpus_posts()):
        posted = DAY + timedelta(days=chance.randrange(5), minutes=chance.choice([0, 0, 510, 900]))
        lane = chance.choice([None, None, "queue", "fraud", "child"])
        yield Post(
            id=post_id("board.example", "page", str(n)), title=title, text=text, role=role,
            site=chance.choice(["board.example", "ads.example"]), language=row["lang"],
            languages=[row["lang"], *chance.choice([[], [], ["en"]])], indicators=indicators,
            contact_values=[c["normalized"] for c in row.get("contacts", []) if c["normalized"]],
            author=chance.choice(["Anna K.", "ANNA-M", "Öl", None]), lane=lane,
            board=Board(chance.choice(["Praca: Dam", "Praca dam", None])),
            thread=Thread(str(chance.randrange(30))), restricted=lane == "child",
            priority=chance.randrange(-2, 3), first_seen=DAY + timedelta(days=chance.randrange(3)),
            posted_at=chance.choice([posted, posted, posted, None]),
        )  # fmt: skip


def queries(reads):
    """For each language: words, inflections as they stand in posts, phrases, prefixes, mixtures."""
    chance = random.Random(5)
    yield from FIXED
    for language in LANGUAGES:
        ours = [read for read in reads if read.post.language == language and read.words["text"]]
        for _ in range(4):
            words = chance.choice(ours).words["text"]
            at = chance.randrange(max(1, len(words) - 3))
            forms = [word.form for word in words[at : at + 3]]
            long = max(forms, key=len)
            yield long
            yield f'"{" ".join(forms)}"'
            yield f"{long[: max(2, len(long) - 3)]}*"
            yield f"{forms[0]} -{long}" if forms[0] != long else f"title:{long} OR text:{long}"
            yield f"({' OR '.join(forms)}) AND NOT (lang:en OR role:seek)"


@pytest.fixture(scope="module")
def reads():
    found = [Read(post) for post in posts()]
    for seq, read in enumerate(found, 1):
        read.post.seq = seq
    return found


@pytest.fixture(scope="module")
def engines(elasticsearch_node, tmp_path_factory, reads):
    both = [
        open_index(f"tantivy:{tmp_path_factory.mktemp('tantivy')}"),
        open_index(elasticsearch_node.url, name=f"both{uuid4().hex[:8]}"),
    ]
    for engine in both:
        engine.apply([change(read.post, read.post.seq) for read in reads], len(reads))
    yield both
    for engine in both:
        engine.clear()
        engine.close()


def test_the_material_is_worth_comparing(reads):
    asked = list(queries(reads))
    found = [sum(matches(parse(query), read) for read in reads) for query in asked]
    assert len(reads) >= 400
    assert len(set(asked)) >= 150
    assert sum(0 < n < len(reads) for n in found) >= 130
    assert {read.post.language for read in reads} == set(LANGUAGES)


def test_the_same_posts_in_the_same_order(engines, reads):
    for number, query in enumerate(queries(reads)):
        node = parse(query)
        found = [read for read in reads if matches(node, read)]
        for sort, descending in ORDERS:
            limit = len(reads) if (number + len(sort)) % 5 == 0 else 25
            wanted = ordered(found, sort, descending)
            for engine in engines:
                got = engine.search(node, sort=sort, descending=descending, limit=limit)
                assert got.total == len(found), (query, engine)
                assert [p.id for p in got.posts] == wanted[:limit], (
                    query,
                    sort,
                    descending,
                    engine,
                )


def test_the_same_facets_and_histograms(engines, reads):
    for query in (*FIXED[:12], "praca OR work OR работа"):
        node = parse(query)
        names = ["site", "author", "board", "role", "indicators", "contacts", "languages", "thread"]
        for size in (3, 100):
            one, other = (engine.facets(node, names, size) for engine in engines)
            assert one == other, query
        for every in ("day", "week", "month"):
            one, other = (engine.histogram(node, every) for engine in engines)
            assert one == other, query
            assert sum(bar.count for bar in one) == sum(matches(node, read) for read in reads)
