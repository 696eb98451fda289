"""The demo: the sites it invents, and the whole road as a process."""

import json
import re
import signal
import subprocess
import sys

import httpx
import pytest

from crawler.config import HomeError
from dashboards.demo.show import demo_home
from dashboards.demo.sites import A_PAGE, Board, Jobs

LINK = re.compile(r'href="\./([^"#]+)')


def test_every_post_can_be_reached_from_the_front_page_and_no_link_is_dead():
    board, seen, ahead = Board(), {}, ["index.php"]
    while ahead:
        path = ahead.pop().replace("&amp;", "&")
        if path not in seen:
            answer = board.answer(f"/{path}")
            assert answer.status == 200, path
            seen[path] = answer.body
            ahead += LINK.findall(answer.body)
    shown = set(re.findall(r'<div id="p(\d+)" class="post', "".join(seen.values())))
    assert len(shown) == sum(len(one["posts"]) for one in board.threads)
    assert any(len(one["posts"]) > A_PAGE for one in board.threads)


def test_every_ad_is_a_job_posting():
    jobs = Jobs()
    for n in range(1, len(jobs.said["ads"]) + 1):
        body = jobs.answer(f"/job/{n}").body
        linked = re.search(r'<script type="application/ld\+json">(.*?)</script>', body)
        assert json.loads(linked[1])["@type"] == "JobPosting"
    assert jobs.answer("/job/0").status == 404


def test_what_it_says_is_invented():
    said = json.dumps([Board().said, Jobs().said], ensure_ascii=False)
    hosts = re.findall(r"[\w-]+\.(?:com|net|org|pl|de|uk|eu|io)\b", said)
    assert hosts == []
    assert 40 <= sum(len(one["posts"]) for one in Board().threads) <= 60


def test_a_home_of_somebody_is_left_alone(tmp_path):
    (tmp_path / "offerwatch.toml").write_text("[crawl]\ndelay = 9.0\n")
    with pytest.raises(HomeError, match="another folder"), demo_home(tmp_path, ""):
        pass
    assert "9.0" in (tmp_path / "offerwatch.toml").read_text()


def demo(home):
    """Run `offerwatch demo --once`."""
    command = [sys.executable, "-m", "offerwatch", "demo", "--once", "--home", str(home)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


def test_the_whole_road_and_once_more(tmp_path):
    first = demo(tmp_path)
    assert first.returncode == 0, first.stderr
    queued = int(re.search(r"(\d+) items in the queue", first.stdout)[1])
    assert 5 <= queued <= 25
    assert "Warehouse Venlo" in first.stdout
    assert "“" in first.stdout, "the words that show a sign are cited"
    assert "15 and 16 year olds" not in first.stdout
    assert "+447103900123" not in first.stdout
    (mail,) = tmp_path.rglob("*.eml")
    assert b"Subject:" in mail.read_bytes()
    again = demo(tmp_path)
    assert again.returncode == 0, again.stderr
    assert int(re.search(r"(\d+) items in the queue", again.stdout)[1]) == queued


def test_the_page_is_served_until_it_is_stopped(tmp_path):
    command = [sys.executable, "-m", "offerwatch", "demo", "--port", "0", "--home", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        said = ""
        while "The page: " not in said:
            line = child.stdout.readline()
            assert line, said
            said += line
        address = re.search(r"The page: (http://127.0.0.1:\d+/)", said)[1]
        assert "items to look at" in httpx.get(address).text
        assert "<mark" in httpx.get(address + "search?q=passport").text
        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
