"""The process that reads posts: what it needs, and that it is ready before the first page."""

import subprocess
import sys
from pathlib import Path

from crawler import trips
from crawler.items import Page, PageRef, Post

ROOT = Path(__file__).parent.parent
BARE = """
import sys
from importlib import import_module
from crawler import trips
from crawler.settings import ITEM_PIPELINES
names = [name.rsplit(".", 1) for name in sorted(ITEM_PIPELINES, key=ITEM_PIPELINES.get)]
away = [pair for pair in names if pair[0] not in ("pipelines.keep", "pipelines.out")]
trips._trips[:] = [[getattr(import_module(file), step)().process_item for file, step in away]]
trips.warm_up()
loaded = "pipelines.reader" in sys.modules and "rensa" in sys.modules and "phonenumbers" in sys.modules
print(loaded, *({"scrapy", "twisted", "sqlalchemy"} & sys.modules.keys()))
"""


def test_the_worker_loads_the_whole_road_and_neither_scrapy_nor_a_database():
    done = subprocess.run(
        [sys.executable, "-c", BARE], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["True"]


def test_a_trip_takes_its_steps_in_order_and_the_warm_up_every_trip(monkeypatch):
    said = []

    def step(name):
        def go(page):
            said.append((name, len(page.posts)))
            return page

        return go

    monkeypatch.setattr(trips, "_trips", [[step("a"), step("b")], [step("c")]])
    page = Page(source="s", ref=PageRef(url="http://site.test/"), posts=[Post(), Post()])
    assert trips.travel(0, page) is page
    trips.warm_up()
    assert said == [("a", 2), ("b", 2), ("a", 1), ("b", 1), ("c", 1)]
