"""Which reader a page gets, and what happens where a platform's own finds nothing."""

from datetime import UTC, datetime

from crawler.home import make_home
from index.rows import Rows
from spiders import glance
from spiders.look import Looker
from spiders.pages.document import Document
from spiders.source import adhoc

POST = """<section class="bubble"><header><b><a href="/u/{n}">{who}</a></b>
<span>2026-03-0{n} 10:05</span> <a href="/x/m{n}#m{n}">#{n}</a></header>
<div class="words">{said}</div></section>"""
SAID = {
    "ana": "We look for two people for the harvest in May. Call in the evening, we answer everybody.",
    "bo": "Is a room given, and who pays for the bus? My sister went to such a farm two years ago.",
    "cy": "I was there last summer: nine hours a day, paid each Friday, three of us in one caravan.",
    "dan": "Which papers does one need? They asked me for a copy of the passport before any contract.",
}
ODD = (
    '<html lang="en"><head><meta name="generator" content="phpBB"><title>Harvest</title></head>'
    '<body id="phpbb"><h1>Harvest</h1><main>{posts}</main></body></html>'
)


def page(posts):
    clock = datetime(2026, 3, 9, tzinfo=UTC)
    return Document(url="https://board.example/x/7", text=ODD.format(posts=posts), fetched_at=clock)


def looker(tmp_path, **said):
    home = make_home(tmp_path / "home")
    return Looker(adhoc("https://board.example/", **said), Rows(home.rows), None)


def test_a_skin_its_reader_cannot_read_is_read_by_structure(tmp_path):
    people = enumerate(SAID.items(), 1)
    odd = page("".join(POST.format(n=n, who=who, said=said) for n, (who, said) in people))
    reading = looker(tmp_path)._read(odd)
    assert reading.platform == "phpbb"
    assert [one.author for one in reading.posts] == list(SAID)
    assert not looker(tmp_path, reader="phpbb")._read(odd).posts  # asked for by name, it is that


def test_a_look_before_a_crawl_shows_what_the_crawl_would_read(tmp_path):
    odd = page("".join(POST.format(n=n, who=w, said=s) for n, (w, s) in enumerate(SAID.items(), 1)))
    seen = glance.look(odd, adhoc("https://board.example/"))
    assert [one.author for one in seen.reading.posts] == list(SAID)
    assert seen.reading == looker(tmp_path)._read(odd)


def test_a_page_of_a_platform_with_nothing_on_it_is_not_guessed_at(tmp_path):
    reading = looker(tmp_path)._read(page("<p>The requested topic does not exist.</p>"))
    assert (reading.platform, reading.posts, reading.threads) == ("phpbb", [], [])
