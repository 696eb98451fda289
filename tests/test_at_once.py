"""Two crawls write, one process follows, another searches, all at once; nothing is lost or torn."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from crawler.home import make_home
from dashboards.demo.server import served
from dashboards.demo.sites import Board, Jobs
from index.engines import open_index
from index.follow import follow
from index.opening import engine_of
from index.query import parse
from index.rows import Rows


def crawl(home, address):
    """One crawl in a process of its own, which does not follow: the lock is ours."""
    command = [sys.executable, "-m", "offerwatch", "crawl", address, "--allow-private"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [*command, "--delay", "0", "--home", str(home.root)], stdout=pipe, stderr=pipe, text=True
    )


def at_once(home, engine, searcher):
    """Crawl both sites while *engine* follows and *searcher* asks; (posts in rows, in the index)."""
    rows, done = Rows(home.rows), threading.Event()

    def keep_asking():
        asked = 0
        while not done.is_set():
            found = searcher.search(parse(""), limit=100)
            assert all(post.id and post.text for post in found.posts)
            asked += 1
        return asked

    pool = ThreadPoolExecutor(1)
    asking = pool.submit(keep_asking)
    with served([Board(), Jobs()], [0, 0]) as addresses:
        crawls = [crawl(home, address) for address in addresses]
        while any(one.poll() is None for one in crawls):
            follow(rows, engine)
        said = [one.communicate() for one in crawls]
    follow(rows, engine)
    done.set()
    assert asking.result() > 10
    pool.shutdown()
    assert [one.returncode for one in crawls] == [0, 0], said
    kept = {post.id: post for post in rows.where()}
    found = {post.id: post for post in engine.scan(parse(""))}
    rows.close()
    return kept, found


def test_two_crawls_a_follower_and_a_reader(tmp_path):
    home = make_home(tmp_path)
    Rows(home.rows).close()
    engine, searcher = engine_of(home), engine_of(home)
    kept, found = at_once(home, engine, searcher)
    assert len(kept) > 50
    assert found == kept
    engine.close()
    searcher.close()


@pytest.mark.slow
def test_two_crawls_a_follower_and_a_reader_on_elasticsearch(tmp_path, elasticsearch_node):
    home = make_home(tmp_path)
    Rows(home.rows).close()
    engine = open_index(elasticsearch_node.url, name="at-once")
    searcher = open_index(elasticsearch_node.url, name="at-once")
    kept, found = at_once(home, engine, searcher)
    assert found == kept
    engine.close()
    searcher.close()
