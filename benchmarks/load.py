"""Posts in any number for loads: the corpus, read by the road once, then dated, placed and reworded."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.items import Board, PageRef, Post, Thread, post_id
from pipelines.road import read

CORPUS = Path(__file__).parent.parent / "corpus"
NEWEST = datetime(2026, 6, 1, tzinfo=UTC)


def corpus() -> list[Post]:
    """The training posts, untouched: title and text only."""
    lines = (line for path in sorted(CORPUS.glob("t*.jsonl")) for line in path.open())
    return [Post(title=plain["title"], text=plain["text"]) for plain in map(json.loads, lines)]


def posts(count: int, seed: int = 1) -> Iterator[Post]:
    """*count* posts on 40 sites over two years, as the road would hand them on."""
    dice = random.Random(seed)
    models = [read(post) for post in corpus()]
    for n in range(count):
        yield _placed(replace(dice.choice(models)), n, dice)


def _placed(post: Post, n: int, dice: random.Random) -> Post:
    site = f"board{n % 40}.example"
    post.id, post.site, post.source = post_id(site, "phpbb", str(n)), site, f"board{n % 40}"
    post.platform, post.url = "phpbb", f"https://{site}/viewtopic.php?p={n}#p{n}"
    post.board = Board(f"Board {n % 7}", f"https://{site}/viewforum.php?f={n % 7}")
    post.thread = Thread(str(n // 8), f"https://{site}/viewtopic.php?t={n // 8}", post.title)
    post.page = PageRef(url=f"https://{site}/viewtopic.php?t={n // 8}", fetched_at=NEWEST)
    post.posted_at = NEWEST - timedelta(minutes=dice.randrange(2 * 365 * 24 * 60))
    post.posted_precision, post.author = "minute", f"writer{dice.randrange(5000)}"
    post.position, post.first_seen, post.last_seen = n % 8 + 1, NEWEST, NEWEST
    return post
