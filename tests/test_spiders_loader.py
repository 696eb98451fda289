"""A spider class of each source, with the manners home and source set."""

import pytest
from scrapy import Request
from scrapy.settings import Settings

from crawler.home import make_home
from spiders.loader import Sources, spider_class
from spiders.source import adhoc


@pytest.fixture
def home(tmp_path):
    root = make_home(tmp_path / "home").root
    (root / "offerwatch.toml").write_text("[crawl]\ndelay = 3\nmax_pages = 12\n")
    return make_home(root)


def settings_of(spider):
    settings = Settings()
    settings.setmodule("crawler.settings")
    spider.update_settings(settings)
    return settings


def test_the_source_wins_over_the_home(home):
    plain = spider_class(adhoc("https://board.example/"), home)
    eager = spider_class(adhoc("https://board.example/", delay=0, max_pages=2), home)
    assert settings_of(plain).getfloat("DOWNLOAD_DELAY") == 3
    assert settings_of(plain).getbool("AUTOTHROTTLE_ENABLED")
    assert not settings_of(eager).getbool("AUTOTHROTTLE_ENABLED")
    assert (plain.budget, eager.budget) == (12, 2)
    assert not settings_of(plain).getbool("OFFERWATCH_ALLOW_PRIVATE")


def test_scrapy_finds_a_source_by_name_and_by_address(home):
    (home.sources / "one.yml").write_text("start: https://board.example/\n")
    found = Sources.from_settings(Settings({"OFFERWATCH_HOME": str(home.root)}))
    assert found.list() == ["one"]
    assert found.load("one").source.start == ("https://board.example/",)
    assert found.find_by_request(Request("https://board.example/x")) == ["one"]
    assert found.find_by_request(Request("https://other.example/x")) == []
    with pytest.raises(KeyError, match="no source called"):
        found.load("two")
