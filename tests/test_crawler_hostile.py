"""One crawl of a site that does everything to break, trap or use it: nothing private is reached,
nothing crashes, memory stays small, and each refusal has a name."""

import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.home import make_home
from crawler.traps import BARREN
from index import runs
from index.rows import Rows
from tests import running
from tests.hostile import MB, Hostile, bombs, drip, encoded, flood, growing, http, raw, to
from tests.server import as_lines, link, page, post

LAUNCH = Path(__file__).parent / "hostile_launch.py"
POLISH = "Szukamy opiekunki dla starszej pani, mieszkanie zapewniamy, płatność co tydzień, żółć."
RUSSIAN = "Ищем сиделку к бабушке, жильё предоставляем, оплата каждую неделю, звоните вечером."
OK = "HTTP/1.1 200 OK\nContent-Type: text/html\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def thread(text, key):
    return page(post(text, key), thread=key)


def own(body, encoding, header, meta=""):
    said = f'<meta charset="{meta}">'.encode() if meta else b""
    whole = said + body.decode().encode(encoding)
    return http(whole, kind=f"text/html; charset={header}")


def bodies():
    """Answers that are too much, or not what they say."""
    noise = random.Random(7).randbytes(50_000)
    return {
        "/huge": flood(f"{OK}Content-Length: {100 * MB}\n\n", b"x" * MB, 100),
        "/endless": flood(f"{OK}\n", b"x" * MB, 100),
        "/chunked": flood(f"{OK}Transfer-Encoding: chunked\n\n", b"100000\r\n" + b"x" * MB + b"\r\n", 100),
        **{f"/bomb-{name.replace(', ', '-')}": say for name, say in bombs().items()},
        "/not-gzip": encoded(page("<p>plain</p>"), "gzip"),
        "/half-gzip": encoded(b"\x1f\x8b\x08\x00\x00\x00", "gzip"),
        "/not-br": encoded(noise, "br"),
        "/unknown-encoding": encoded(noise, "lzma"),
        "/png": http(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise),
        "/octets": http(thread("words", "99"), kind="application/octet-stream"),
        "/pdf": http(b"%PDF-1.7", kind="application/pdf"),
    }  # fmt: skip


def wire():
    """Answers that are no HTTP, or never end."""
    return {
        "/garbage": raw(b"\x16\x03\x01\x02\x00\x01 what is this\r\n\r\n"),
        "/silence": raw(b""),
        "/bad-chunk": raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
        "/short": raw(HEAD + b"Content-Length: 5000\r\n\r\n<p>only this"),
        "/headers": flood(OK, b"X-Long: " + b"y" * 4000 + b"\r\n", 25_000),
        "/one-header": flood(f"{OK}X-Long: ", b"y" * MB, 100),
        "/cookies": raw(HEAD + b"Set-Cookie: a=b; Path=/\r\n" * 3000 + b"Connection: close\r\n\r\n" + thread("cookies", "11")),
        "/drip-body": drip(HEAD + b"Content-Length: 500\r\n\r\n", b"x"),
        "/drip-head": drip(HEAD, b"X-A: b\r\n"),
        "/no-content": http(b"", status="204 No Content"),
        "/partial": http(thread("part", "98"), status="206 Partial Content"),
        "/unmodified": raw(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"),
        "/login-401": http(b"", status="401 Unauthorized", headers=('WWW-Authenticate: Basic realm="x"',)),
    }  # fmt: skip


def places(port):
    """Redirects to where a crawl may not go."""
    target = {
        "/to-name": "inside.example", "/to-turned": "turned.example", "/to-decimal": "2130706434",
        "/to-octal": "0177.0.0.2", "/to-hex": "0x7f000002", "/to-short": "127.2",
        "/to-v6": "[::1]", "/to-mapped": "[::ffff:127.0.0.2]", "/to-nat64": "[64:ff9b::7f00:2]",
        "/to-wide": "１２７.0.0.2",
    }  # fmt: skip
    return {
        **{path: to(f"http://{host}:{port}/secret") for path, host in target.items()},
        "/to-other-host": to("http://other.example/"),
        "/to-other-port": to("http://board.example:22/"),
        "/to-cloud": to("http://169.254.169.254/latest/meta-data/"),
        "/to-user": to(f"http://board.example@inside.example:{port}/secret"),
        "/to-file": to("file:///etc/passwd"),
        "/circle": to("/circle2"), "/circle2": to("/circle"), "/itself": to("/itself"),
        **{f"/chain{n}": to(f"/chain{n + 1}") for n in range(30)},
        "/turning": to(f"http://turning.example:{port}/fine1"),
        "/turning2": to(f"http://turning.example:{port}/fine2"),
        "/fine1": thread("fine one", "21"), "/fine2": thread("fine two", "22"),
    }  # fmt: skip


def words():
    """Pages whose words must come out right."""
    nested = page(
        "<div>" * 100_000 + "</div>" * 100_000 + post("after the nest", "31"), thread="31"
    )
    quoted = page(post("<blockquote>" * 20_000 + "deep", "32"), thread="32")
    return {
        "/nested": nested, "/quoted": quoted,
        "/nul": thread("wo\0rds with\0 nothing between", "33"),
        "/cp1251": own(thread(RUSSIAN, "34"), "cp1251", "utf-8"),
        "/latin2": own(thread(POLISH, "35"), "iso8859_2", "utf-8"),
        "/meta": own(thread(RUSSIAN, "36"), "cp1251", "iso-8859-1", "windows-1251"),
        "/lying-meta": own(thread(POLISH, "37"), "utf-8", "utf-8", "windows-1251"),
        "/login": page('<form id="login" action="/enter" method="post"><input name="u"></form>'),
    }  # fmt: skip


TRAPS = {
    "/cal": growing(lambda n: page(link("board", f"/cal?month={n}"))),
    "*": growing(
        lambda n: page(link("board", f"/cal?month={n}") + link("board", f"/sid/{n:032x}/"))
    ),
    "/grow": page(link("board", "/g/g/g/g/g/g/")),
}


@dataclass
class Crawled:
    """What the crawl of the hostile site left."""

    ran: running.Ran
    counts: dict[str, int]
    posts: dict[str, str]
    site: Hostile
    peak: list[int]
    home: Path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("hostile") / "home").root
    answers = {**bodies(), **wire(), **words(), **TRAPS}
    with Hostile(answers, ("127.0.0.1", "127.0.0.2", "::1")) as site:
        answers |= places(site.port)
        starts = [one for one in answers if one != "*" and not one.startswith(("/chain", "/fine"))]
        answers["/"] = page("".join(link("thread", one) for one in [*starts, "/chain0"]))
        yield run(home, site, "board.example")


def run(home, site, name, **more):
    inner = ["inside.example", "turned.example", "turning.example", "2130706434", "0177.0.0.2",
             "0x7f000002", "127.2", "[::1]", "[::ffff:127.0.0.2]", "[64:ff9b::7f00:2]", "127.0.0.2"]  # fmt: skip
    hosts = json.dumps([f"{one}:{site.port}" for one in inner])
    text = f"start: http://board.example:{site.port}/\nhosts: {hosts}\ndelay: 0\nmax_pages: 400\n"
    (home / "sources" / f"{name}.yml").write_text(text)
    names = {
        "board.example": [["127.0.0.1"]], "inside.example": [["127.0.0.2"]],
        "turned.example": [["127.0.0.1", "127.0.0.2"]],
        "turning.example": [["127.0.0.1"], ["127.0.0.2"]],
    }  # fmt: skip
    settings = {"DOWNLOAD_TIMEOUT": 2.5, "RETRY_TIMES": 0}
    env = {"NAMES": json.dumps(names), "PUBLIC": '["127.0.0.1"]', "SETTINGS": json.dumps(settings)}
    ran = running.offerwatch(
        home, "crawl", name, "--json", "--reader", "plain", "--out", home / "posts",
        launch=LAUNCH, PEAK=str(home / "peak"), **env, **more,
    )  # fmt: skip
    assert ran.code == 0, ran.err[-3000:]
    posts = as_lines((home / "posts").read_bytes())
    found = {one["url"].rpartition("#p")[2]: one["text"] for one in posts}
    peak = json.loads((home / "peak").read_text())
    return Crawled(ran, json.loads(ran.out)["counts"], found, site, peak, home)


@pytest.mark.parametrize(
    ("reason", "times"),
    [
        ("too_large", 3), ("compressed_bomb", 5), ("broken_encoding", 3), ("not_text", 4),
        ("broken_http", 1), ("cut_short", 2), ("huge_headers", 1), ("unreachable", 2), ("timeout", 2),
        ("http_204", 1), ("http_206", 1), ("http_304", 1), ("http_401", 1), ("http_302", 1),
        ("private_address", 10), ("host", 2), ("port", 1), ("credentials", 1),
        ("redirect_loop", 3), ("redirects", 1),
    ],
)  # fmt: skip
def test_each_refusal_is_counted_by_its_name(crawled, reason, times):
    assert crawled.counts.get(f"refused/{reason}") == times, crawled.ran.err


def test_no_refusal_is_without_a_name_and_all_are_in_the_record(crawled):
    refused = {key: n for key, n in crawled.counts.items() if key.startswith("refused/")}
    assert "refused/failed" not in refused
    assert "refused/reader_failed" not in refused
    rows = Rows(f"sqlite:///{crawled.home / 'data' / 'offerwatch.db'}")
    kept = runs.last(rows, "board.example")[0].counts
    rows.close()
    assert refused.items() <= kept.items()
    assert "Traceback" not in crawled.ran.err


def test_nothing_private_is_reached_and_nothing_is_asked_that_the_list_forbids(crawled):
    assert crawled.site.paths("127.0.0.2") == []
    assert crawled.site.paths("::1") == []
    assert not any("secret" in one.path for one in crawled.site.log)


def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_connected_to(crawled):
    asked = [one for one in crawled.site.log if one.headers["host"].startswith("turning")]
    assert {one.path for one in asked} == {"/robots.txt", "/fine1", "/fine2"}
    assert {one.at for one in asked} == {"127.0.0.1"}


def test_nothing_is_sent_but_get_and_no_cookie_comes_back(crawled):
    for one in crawled.site.log:
        assert (one.method, one.body) == ("GET", b"")
        assert not {"cookie", "authorization", "referer"} & one.headers.keys()
    assert "/enter" not in crawled.site.paths()
    assert crawled.counts["login_walls"] == 1


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("11", "cookies"), ("21", "fine one"), ("22", "fine two"), ("31", "after the nest"),
        ("33", "words with nothing between"), ("34", RUSSIAN), ("35", POLISH), ("36", RUSSIAN),
        ("37", POLISH),
    ],
)  # fmt: skip
def test_what_can_be_read_is_read_right(crawled, key, text):
    assert crawled.posts.get(key) == text


def test_endless_pages_end_and_leave_the_budget_to_the_others(crawled):
    asked = crawled.site.paths()
    assert crawled.counts["refused/endless"] >= 2
    assert (
        len([one for one in asked if one.startswith("/cal")]) <= 3 * BARREN
    )  # those that waited already
    assert len([one for one in asked if one.startswith("/sid")]) <= 2 * BARREN
    assert not any("/g/g/g/g" in one for one in asked)
    assert "over_budget" not in crawled.counts
    assert len(asked) < 250


def test_memory_stays_below_500_mb_over_the_whole_hostile_site(crawled):
    unit = 1024 if sys.platform != "darwin" else MB
    assert sum(crawled.peak) / unit < 500, crawled.peak
