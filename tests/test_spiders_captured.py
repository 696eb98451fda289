"""The captured sites against their truth."""

import re
from collections import Counter

import pytest

from index.rows import Rows
from tests.captured import Served, crawl, needed
from tests.truth import compare

pytestmark = needed


@pytest.fixture
def served(request, tmp_path):
    site = Served(request.param, tmp_path)
    yield site
    site.stop()


@pytest.mark.parametrize("served", ["phpbb"], indirect=True)
def test_a_whole_board_is_read_as_it_is(served, tmp_path):
    posts, said = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    shown = "\n".join(scores.wrong[:20])
    assert min(scores.precision, scores.recall) >= 0.99, shown
    assert min(scores.author, scores.posted_at, scores.board, scores.text) >= 0.98, shown
    assert len(served.asked()) == len(set(served.asked()))
    assert said["counts"]["pages"] == len(served.asked()) - 1
    rows = Rows(f"sqlite:///{tmp_path / 'home/data/offerwatch.db'}")
    before, ids = rows.last_seq(), {post["id"] for post in posts}
    assert crawl(served, tmp_path)[0] == []
    again, _ = crawl(served, tmp_path, "--whole")
    assert rows.last_seq() == before
    assert {post["id"] for post in again} == ids == set(rows.ids())


@pytest.mark.slow
@pytest.mark.parametrize("served", ["fluxbb", "fluxbb-t2", "mybb", "nodebb"], indirect=True)
def test_other_boards_are_read_as_they_are(served, tmp_path):
    posts, _ = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    shown = "\n".join(scores.wrong[:20])
    assert {post["platform"] for post in posts} == {served.site.name.removesuffix("-t2")}
    assert min(scores.precision, scores.recall) >= 0.99, shown
    assert min(scores.author, scores.posted_at, scores.board, scores.text) >= 0.98, shown
    assert len(served.asked()) == len(set(served.asked()))
    assert len({post["id"] for post in posts}) == len(posts)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("served", "feed", "platform"),
    [("mybb", "syndication.php?fid=5", "mybb"), ("nodebb", "category/5.rss", "nodebb")],
    indirect=["served"],
)
def test_a_crawl_that_begins_at_a_feed_reads_its_threads(served, feed, platform, tmp_path):
    served.url += feed
    posts, _ = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    assert {post["platform"] for post in posts} == {platform}
    assert len({post["thread"]["id"] for post in posts}) > 5
    assert (scores.precision, scores.author, scores.posted_at) == (1, 1, 1), scores.wrong[:20]


@pytest.mark.parametrize("served", ["phpbb-nocookie-sample"], indirect=True)
def test_sessions_in_every_link_lead_to_no_page_twice(served, tmp_path):
    posts, _ = crawl(served, tmp_path)
    bare = [re.sub(r"[?&;]sid=[^&;#]*", "", path) for path in served.asked()]
    assert Counter(bare).most_common(1)[0][1] == 1
    truth = served.truth("phpbb")
    wanted = ("12", "16", "24", "41")
    truth["topics"] = [
        one for one in truth["topics"] if re.search(r"[?&]t=(\d+)", one["url"])[1] in wanted
    ]
    scores = compare([one for one in posts if one["thread"]["id"] in wanted], truth)
    assert min(scores.precision, scores.recall, scores.text, scores.author) == 1, scores.wrong


@pytest.mark.parametrize("served", ["osclass"], indirect=True)
def test_every_ad_is_read_as_it_is(served, tmp_path):
    posts, _ = crawl(served, tmp_path)
    scores = compare(posts, served.truth())
    shown = "\n".join(scores.wrong[:20])
    assert scores.recall == 1, shown
    assert min(scores.precision, scores.posted_at, scores.text, scores.title) >= 0.98, shown
