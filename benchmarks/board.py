"""Makes a capture of an invented board, as large as asked, for `benchmarks.crawl`:

python -m benchmarks.board FOLDER [--pages 1500]
Ten posts a page with sentences of the corpus, in the markup the demo's board has.
"""

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

from benchmarks.load import CORPUS, corpus
from dashboards.demo import sites

BASE = "http://127.0.0.1:8199"
PER_PAGE, PER_THREAD, PER_BOARD = 10, 25, 60


class Large(sites.Board):
    """A board with as many threads as it is given."""

    def __init__(self, threads: list[dict[str, Any]]) -> None:
        super().__init__()
        self.made = threads

    @property
    def said(self) -> Any:
        """The board's data."""
        count = 1 + (len(self.made) - 1) // PER_BOARD
        boards = [{"id": n + 1, "name": f"Board {n + 1}", "about": ""} for n in range(count)]
        return {"name": "Large Board", "about": "", "boards": boards, "threads": self.made}


def threads(pages: int, dice: random.Random) -> list[dict[str, Any]]:
    """Threads that fill about *pages* topic pages."""
    pools = sentences()
    titles = [post.title or "Work" for post in corpus()]
    made = []
    while pages > 0:
        pool = dice.choice(pools)
        posts = [_post(dice, pool) for _ in range(dice.randint(1, 2 * PER_THREAD))]
        made.append(
            {"board": 1 + len(made) // PER_BOARD, "title": dice.choice(titles), "posts": posts}
        )
        pages -= 1 + (len(posts) - 1) // PER_PAGE
    return made


def sentences() -> list[list[str]]:
    """The corpus cut into sentences, those of a language together."""
    pools: dict[str, list[str]] = {}
    for path in sorted(CORPUS.glob("t*.jsonl")):
        for plain in map(json.loads, path.open()):
            pools.setdefault(plain["lang"], []).extend(re.split(r"(?<=[.!?])\s+", plain["text"]))
    return [pool for pool in pools.values() if len(pool) > 100]


def _post(dice: random.Random, pool: list[str]) -> dict[str, Any]:
    """One post of some sentences nobody put together before: of texts drawn whole, each post would
    be the repost of a hundred others, as on no board."""
    text = " ".join(dice.choice(pool) for _ in range(dice.randint(2, 9)))
    return {"by": f"writer{dice.randrange(900)}", "ago": f"{dice.randint(1, 500)}d", "text": text}


def main() -> None:
    """Write every page of the board down, as a browser would ask for them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=1500)
    asked = parser.parse_args()
    print(f"{write(asked.folder, asked.pages)} pages")


def write(folder: Path, pages: int) -> int:
    """Write a capture of about so many pages into *folder*; how many there are."""
    sites.A_PAGE = PER_PAGE
    board = Large(threads(pages, random.Random(1)))
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    urls = {}
    for n, target in enumerate(_targets(board)):
        answer = board.answer(target)
        (folder / f"pages/{n}.html").write_text(answer.body)
        kind = {"file": f"pages/{n}.html", "status": answer.status, "content_type": "text/html"}
        urls[BASE + target] = kind
    index = {"base_url": BASE, "urls": urls, "stripped_params": ["sid"]}
    (folder / "index.json").write_text(json.dumps(index))
    return len(urls)


def _targets(board: Large) -> list[str]:
    found = ["/"] + [f"/viewforum.php?f={one['id']}" for one in board.said["boards"]]
    for thread in board.threads:
        starts = range(0, len(thread["posts"]), PER_PAGE)
        rest = [f"&start={start}" if start else "" for start in starts]
        found += [f"/viewtopic.php?t={thread['id']}{one}" for one in rest]
    return found


if __name__ == "__main__":
    main()
