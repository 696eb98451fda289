"""Scrapy works from the root, with a home and without, and its unsafe defaults are off."""

import os
import subprocess
import sys
from pathlib import Path

from scrapy.settings import Settings

from crawler.home import make_home
from tests.server import Board, small_board

ROOT = Path(__file__).parent.parent


def scrapy(home, *words):
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        cwd=ROOT,
        env={**os.environ, "OFFERWATCH_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_what_is_unsafe_by_default_is_off():
    settings = Settings()
    settings.setmodule("crawler.settings")
    for off in ("TELNETCONSOLE", "REMOTE_CONTROL", "COOKIES", "HTTPPROXY", "METAREFRESH"):
        assert not settings.getbool(f"{off}_ENABLED"), off
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getint("DOWNLOAD_MAXSIZE") == 5 * 1024 * 1024
    assert settings.getint("REDIRECT_MAX_TIMES") == 10
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    road = settings.getdict("ITEM_PIPELINES")
    assert all(isinstance(step, str) for step in road)
    assert sorted(road.values()) == list(road.values())


def test_scrapy_list_knows_the_sources_and_bears_a_broken_one(tmp_path):
    home = make_home(tmp_path / "home")
    (home.sources / "good.yml").write_text("start: https://board.example/\n")
    (home.sources / "bad.yml").write_text("start: [\n")
    done = scrapy(home.root, "list")
    assert (done.returncode, done.stdout.split()) == (0, ["good"])
    assert "bad.yml" in done.stderr


def test_scrapy_list_works_without_a_home(tmp_path):
    done = scrapy(tmp_path / "none", "list")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_scrapy_shell_works_without_a_home_and_keeps_manners(tmp_path):
    with Board(small_board()) as board:
        refused = scrapy(tmp_path / "none", "shell", f"{board.url}/", "-c", "response")
        done = scrapy(
            tmp_path / "none", "shell", f"{board.url}/", "-c", "response.status",
            "-s", "OFFERWATCH_ALLOW_PRIVATE=1",
        )  # fmt: skip
    assert refused.stdout.strip() == "None", refused.stderr
    assert done.stdout.strip() == "200", done.stderr


def test_the_resolver_alone_lets_no_connection_through_to_a_private_address(tmp_path):
    off = '{"crawler.manners.Manners": null, "crawler.robots.Robots": null, "crawler.patience.Patience": null}'
    words = ("-c", "response", "-s", f"DOWNLOADER_MIDDLEWARES={off}", "-s", "RETRY_ENABLED=0",
             "-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=0")  # fmt: skip
    with Board(small_board()) as board:
        for host in ("0x7f.1", "localhost"):
            scrapy(tmp_path / "none", "shell", f"http://{host}:{board.port}/", *words)
        assert board.asked == []
        scrapy(
            tmp_path / "none", "shell", f"{board.url}/", *words, "-s", "OFFERWATCH_ALLOW_PRIVATE=1"
        )
        assert "/" in board.asked
