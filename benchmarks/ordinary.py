"""False alarms: how many ordinary ads the road would raise: python -m benchmarks.ordinary FILE…

Each FILE is JSON Lines (gzip too) of posts with at least `text`, all of them honest.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from crawler.items import Post
from pipelines.road import read


def main() -> None:
    """One line a file: ads, raised by lane, share; then the titles of what was raised."""
    for name in sys.argv[1:]:
        lanes: Counter[str] = Counter()
        raised: list[str] = []
        ads = posts(Path(name))
        for post in map(read, ads):
            if post.lane:
                lanes[post.lane] += 1
                raised.append(
                    f"    {post.lane}: {post.title or post.text[:60]!r} {post.indicators}"
                )
        share = sum(lanes.values()) / len(ads)
        print(f"{Path(name).name}: {len(ads)} ads, raised {dict(lanes)}: {share:.2%}")
        print("\n".join(raised))


def posts(path: Path) -> list[Post]:
    """The ads of a file, title and text only."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        plain = [json.loads(line) for line in lines]
    return [Post(title=one.get("title") or "", text=one["text"]) for one in plain]


if __name__ == "__main__":
    main()
