"""A captured board some days later: what a second crawl of the same address finds, and asks for."""

import json
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from index.rows import Rows
from index.tables import visits
from tests.captured import Served, crawl, needed
from tests.truth import compare

pytestmark = needed
BUDGET = 1.5
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_change_a_list_shows_is_found_within_the_budget(tmp_path):
    first = Served("fluxbb", tmp_path)
    crawl(first, tmp_path)
    rows = Rows(f"sqlite:///{tmp_path / 'home/data/offerwatch.db'}")
    before = {one.url: one for one in rows.where()}
    first.stop()
    later = Served("fluxbb-t2", tmp_path, first.port)
    later.log.write_text("")
    posts, said = crawl(later, tmp_path)
    later.stop()
    truth = later.truth()
    found = {post["url"]: post for post in posts}
    changes = truth["changes_since_first_capture"]
    new = {f"{urlsplit(one).path}?pid={n}#p{n}" for one, n in numbers(changes)}
    assert new <= {path(one) for one in found} - {path(one) for one in before}
    gone = {path(one["url"]) for one in posts if one["gone_at"]}
    deleted = {
        f"/viewtopic.php?pid={one['post_id']}#p{one['post_id']}" for one in changes["deleted_posts"]
    }
    assert gone == deleted
    lists = [one for one in later.asked() if "viewtopic" not in one]
    changed = {one["topic_url"] for name in ("new_posts", "deleted_posts") for one in changes[name]}
    pages = len(changed) + len(changes["new_topics"])
    assert len(later.asked()) - len(lists) <= BUDGET * pages
    assert said["counts"]["threads_moved"] == pages
    kept = [one for one in rows.where() if one.gone_at is None]
    unseen = {one["post_id"] for one in changes["edited_posts"]}
    scores = compare([json.loads(msgspec.json.encode(one)) for one in kept], truth)
    assert (scores.precision, scores.recall) == (1, 1)
    assert len([one for one in scores.wrong if " text: " in one]) <= len(unseen)
    with rows.writing() as connection:
        connection.execute(visits.update().values(visited_at=LONG_AGO))
    once_more, _ = crawl_again(first.port, tmp_path)
    edited = {one["url"] for one in once_more if one["revision"] == 2}
    assert edited == {url for url in edited if "EDIT" in by_url(once_more)[url]["text"]}
    assert len(edited) == len(unseen)


def crawl_again(port, tmp_path):
    later = Served("fluxbb-t2", tmp_path, port)
    try:
        return crawl(later, tmp_path)
    finally:
        later.stop()


def by_url(posts):
    return {one["url"]: one for one in posts}


def numbers(changes):
    for one in changes["new_posts"]:
        yield one["topic_url"], one["post_id"]
    for one in changes["new_topics"]:
        for number in one["post_ids"]:
            yield one["topic_url"], number


def path(url):
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}#{parts.fragment}"
