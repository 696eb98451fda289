"""The screens over real HTTP: what is shown, what is never shown, and what a verdict does."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from crawler.home import make_home
from crawler.items import Board, Contact, Fact, Hit, Post, Reason, Thread, post_id
from dashboards.screens import guard, serving
from dashboards.screens.marks import cover, folded, pieces
from index import runs
from index.opening import opened
from index.rows import Rows

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
EVIL = "<script>alert(1)</script> <img src=x onerror=alert(2)> pay 200 euro first"


def made(key: str, text: str = "You pay 200 euro first, call 0700 123 456", **said: object) -> Post:
    """One invented post; the words `pay 200 euro` show an indicator."""
    at = text.find("pay 200 euro")
    hit = Hit(
        id="offer.fee.recruitment", version="1", by="pattern", strength="strong", polarity="risk",
        dimension="deceptive_recruitment", start=at, end=at + 12, words=text[at : at + 12],
    )  # fmt: skip
    base = Post(
        id=post_id("board.example", "page", key), site="board.example", source="board",
        platform="page", board=Board("Work"), thread=Thread("1", None, "A thread"),
        url=f"https://board.example/{key}", title=f"Offer {key}", text=text, language="en",
        role="offer", posted_at=NOW, posted_precision="day", lane="queue", priority=5,
        hits=[hit] if at >= 0 else [], reasons=[Reason("standalone", [0] if at >= 0 else [])],
    )  # fmt: skip
    for name, value in said.items():
        setattr(base, name, value)
    return base


@pytest.fixture
def home(tmp_path):
    """An empty home."""
    return make_home(tmp_path)


@pytest.fixture
def site(home):
    """A client of the screens, served as `serve` serves them."""
    sock = serving.listen("127.0.0.1", 0)
    screens = serving.Screens(home, sock, by="ana")
    screens.start()
    with httpx.Client(base_url=serving.address(sock), follow_redirects=False, timeout=60) as client:
        client.key = home.key()
        yield client
    screens.stop()


def keep(home, *posts, **more):
    """Keep posts in the rows of *home*."""
    rows = Rows(home.rows)
    rows.add(posts, **more)
    rows.close()


def decide(site, post, status, **more):
    """Post a verdict as the form does."""
    said = {"token": guard.token(site.key), "post": post.id, "status": status, "back": "/", **more}
    headers = {"Origin": str(site.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    return site.post("/decide", data=said, headers=headers)


def test_the_queue_shows_reasons_and_underlines_the_words(home, site):
    keep(home, made("a"))
    shown = site.get("/").text
    assert re.search(r'<mark class="risk strong" title="[^"]+">pay 200 euro</mark>', shown)
    assert "This is enough by itself" in shown
    assert "Indicator of risk, not evidence of an offence." in shown
    assert 'href="https://board.example/a" rel="noreferrer' in shown


def test_what_a_page_says_is_text_and_never_markup(home, site):
    keep(home, made("a", EVIL, title=EVIL, author=EVIL, board=Board(EVIL)))
    shown = site.get("/").text
    assert "<script" not in shown
    assert "<img src=x" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_link_that_is_no_web_address_is_not_a_link(home, site):
    keep(home, made("a", url="javascript:alert(1)"))
    assert "javascript:" not in site.get("/").text


def test_nothing_comes_from_elsewhere_and_no_script_or_style_is_inline(home, site):
    keep(home, made("a"))
    answer = site.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
    assert set(re.findall(r'(?:src|stylesheet" href)="([^"]+)"', answer.text)) == {
        "/static/mark.svg", "/static/screens.css",
    }  # fmt: skip
    assert site.get("/static/screens.css").status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_facts_are_a_table_of_text_with_the_words_that_state_or_deny_them(home, site):
    text = "Boss <b>Evil</b> pays 2000 euro a month. No fees at all. pay 200 euro"
    facts = {
        "employer": Fact(state="stated", value="<b>Evil</b>", start=5, end=16),
        "pay": Fact(state="stated", value="2000 EUR/month", start=22, end=39, monthly=[2000, 2000]),
        "fee": Fact(state="denied", value="named", start=44, end=48),
    }
    keep(home, made("a", text, facts=facts))
    shown = site.get("/").text
    rows = re.findall(r'<tr( class="denied")?><th[^>]*>([^<]+)</th><td>(.+?)</td></tr>', shown)
    plain = [(bool(no), label, re.sub("<[^>]+>", "", cell)) for no, label, cell in rows]
    assert plain == [
        (False, "Employer", "“&lt;b&gt;Evil&lt;/b&gt;”"),
        (False, "Pay", "2,000 EUR a month – “2000 euro a month”"),
        (True, "Fee", "denied – “No fees at all”"),
    ]
    assert "<b>Evil" not in shown


def test_a_sign_that_posts_share_leads_to_them(home, site):
    one, two, hidden = made("a"), made("b"), made("c", lane="child", restricted=True)
    ids = [post.id for post in (one, two, hidden)]
    across = Hit(
        id="network.contact_many_names", version="1", by="structure", strength="strong",
        polarity="risk", dimension="own.network_pattern", evidence=ids,
    )  # fmt: skip
    one.hits.append(across)
    keep(home, one, two, hidden)
    with opened(home):
        pass
    shown = site.get("/").text
    (link,) = re.findall(r'<a href="(/search\?q=id[^"]+)">see the 3 posts</a>', shown)
    assert "One contact, many names or employers" in shown
    found = site.get(link).text
    assert "Offer a" in found
    assert "Offer b" in found
    assert "Offer c" not in found


@pytest.mark.parametrize("lane", ["child", "disclosure"])
def test_restricted_lanes_are_counted_and_never_shown(home, site, lane):
    hidden = made("secret", "Zanzibarword here", lane=lane, restricted=True)
    keep(home, hidden, made("open"))
    with opened(home):
        pass
    for path in ("/", f"/?lane={lane}", "/search?q=Zanzibarword", "/search?q=", "/?status=watch"):
        assert "Offer secret" not in site.get(path).text
    assert "1 post in restricted lanes" in site.get("/").text
    assert site.get(f"/?lane={lane}").status_code == 404
    assert decide(site, hidden, "dismissed").status_code == 404
    assert "Offer secret" not in site.get(f"/?done={hidden.id}").text


def test_contacts_are_covered_in_the_text_and_whole_only_behind_the_fold(home, site):
    text = "Write to me: 0700 123 456, pay 200 euro"
    way = Contact(kind="phone", value="+48700123456", raw="0700 123 456", start=13, end=25)
    keep(home, made("a", text, contacts=[way], contact_values=[way.value]))
    shown = site.get("/").text
    assert "0700 123 456" not in shown
    assert "070• ••• •••" in shown
    assert shown.count("+48700123456") == 1
    assert "<code>+48700123456</code>" in shown.split("Show in full")[1]


def test_a_verdict_is_kept_for_the_whole_family_and_can_be_undone(home, site):
    sign = list(range(1, 129))
    one, two = made("a"), made("b")
    keep(home, one, two, signatures={one.id: sign, two.id: sign})
    assert "2 posts alike" in site.get("/").text
    assert "1 item to look at" in site.get("/").text
    went = decide(site, one, "dismissed", back="/?lane=queue&page=1")
    assert (went.status_code, went.headers["location"]) == (
        303, f"/?lane=queue&page=1&done={one.id}",
    )  # fmt: skip
    after = site.get(went.headers["location"]).text
    assert "Dismissed:" in after
    assert "Nothing waits here" in after
    assert "1 item dismissed" in site.get("/?status=dismissed").text
    decide(site, one, "new")
    assert "1 item to look at" in site.get("/").text


def test_to_refer_needs_a_reason_and_the_reason_is_kept(home, site):
    one = made("a")
    keep(home, one)
    assert decide(site, one, "referred").status_code == 422
    assert decide(site, one, "referred", reason="to the labour inspectorate").status_code == 303
    rows = Rows(home.rows)
    with rows.engine.begin() as connection:
        kept = connection.exec_driver_sql('SELECT status, reason, "by" FROM verdicts').all()
    rows.close()
    assert kept == [("referred", "to the labour inspectorate", "ana")]


@pytest.mark.parametrize(
    "change",
    [
        {"token": "x"},
        {"token": ""},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_decides_nothing(home, site, change):
    one = made("a")
    keep(home, one)
    data = {"token": guard.token(site.key), "post": one.id, "status": "dismissed"}
    headers = {"Origin": str(site.base_url).rstrip("/"), "Sec-Fetch-Site": "same-origin"}
    data |= {k: v for k, v in change.items() if k == "token"}
    headers |= {k: v for k, v in change.items() if k != "token"}
    assert site.post("/decide", data=data, headers=headers).status_code == 403
    assert "1 item to look at" in site.get("/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_one_never_goes_back_to_another_host(home, site, back):
    one = made("a")
    keep(home, one)
    assert decide(site, one, "watch", back=back).headers["location"] == f"/?done={one.id}"


def test_a_name_that_is_not_ours_is_refused(site):
    assert site.get("/", headers={"Host": "rebound.example"}).status_code == 400
    assert site.get("/", headers={"Host": "localhost:1"}).status_code == 200


def test_a_form_that_is_too_long_is_refused(site):
    assert site.post("/decide", content=b"a=" + b"x" * 20_000).status_code == 413


def test_200_items_are_twenty_a_page_and_none_is_left_out(home, site):
    keep(home, *(made(f"n{n:03}", priority=n) for n in range(200)))
    found = []
    for n in range(1, 11):
        found += re.findall(r">Offer (n\d{3})<", site.get(f"/?page={n}").text)
    assert found == [f"n{n:03}" for n in reversed(range(200))]
    assert "Page 10 of 10" in site.get("/?page=999").text


def test_the_search_shows_what_it_found_and_pages_on(home, site):
    many = [made(f"n{n:02}", "Wanted: drivers", posted_at=NOW - timedelta(n)) for n in range(25)]
    keep(home, *many)
    with opened(home):
        pass
    first = site.get("/search", params={"q": "driver"}).text
    assert '<mark class="found">drivers</mark>' in first
    assert "25 posts" in first
    more = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = site.get(more).text
    both = re.findall(r">Offer (n\d\d)<", first + second)
    assert both == [f"n{n:02}" for n in range(25)]


@pytest.mark.parametrize("query", ['"open', "(a", "nofield:x", "/", "a~", "*"])
def test_a_query_that_cannot_be_read_is_answered_in_words(site, query):
    answer = site.get("/search", params={"q": query})
    assert answer.status_code == 200
    assert "Traceback" not in answer.text
    assert "Internal Server Error" not in answer.text


def test_an_index_that_is_away_is_said_and_the_queue_still_works(tmp_path):
    (tmp_path / "offerwatch.toml").write_text('[index]\naddress = "http://127.0.0.1:9"\n')
    home = make_home(tmp_path)
    keep(home, made("a"))
    sock = serving.listen("127.0.0.1", 0)
    screens = serving.Screens(home, sock)
    screens.start()
    with httpx.Client(base_url=serving.address(sock), timeout=60) as client:
        assert "not available just now" in client.get("/search?q=x").text
        assert "1 item to look at" in client.get("/").text
    screens.stop()


def test_a_port_that_is_taken_is_one_clear_line():
    sock = serving.listen("127.0.0.1", 0)
    port = sock.getsockname()[1]
    with pytest.raises(serving.Failure, match=rf"127.0.0.1:{port}: the port is taken; .* --port"):
        serving.listen("127.0.0.1", port)
    sock.close()


def ended(home, name, *states, why=""):
    """A source, and runs of it that ended so."""
    (home.sources / f"{name}.yml").write_text("start: https://board.example/\nschedule: 6h\n")
    rows = Rows(home.rows)
    for state in states:
        runs.end(rows, runs.begin(rows, name), state, {"pages": 3, "posts": 9, "new": 1}, why)
    rows.close()


def test_the_sources_show_those_that_fail_first_with_why_and_what_to_do(home, site):
    ended(home, "awell", "done")
    ended(home, "walled", "done", "captcha", "captcha", why="asks whether we are a machine")
    ended(home, "new")
    shown = site.get("/sources").text
    assert re.findall(r"<h2>(\w+)</h2>", shown) == ["walled", "new", "awell"]
    assert "3 sources, 1 needs a look" in shown
    assert "Asks whether we are a machine." in shown
    assert "2 failing crawls in a row" in shown
    assert "a CAPTCHA is never solved" in shown
    assert "1 new post (9 read on 3 pages)" in shown
    assert "offerwatch crawl new" in shown
    assert 'href="/sources" aria-current="page"' in shown


def test_a_source_whose_file_is_broken_is_said_beside_the_others(home, site):
    ended(home, "good", "done")
    (home.sources / "bad.yml").write_text("start: nowhere\n")
    shown = site.get("/sources").text
    assert "bad.yml: start" in shown
    assert "2 sources, 1 needs a look" in shown


def test_what_a_site_made_us_write_is_text_on_the_page_of_the_sources(home, site):
    ended(home, "board", "unreachable", why=f"https://board.example/{EVIL}: answered 503")
    shown = site.get("/sources").text
    assert "<script" not in shown
    assert "<img src=x" not in shown


def test_a_home_without_sources_says_how_to_add_one(site):
    assert "offerwatch check https://" in site.get("/sources").text


def hit(start: int, end: int, **said: object) -> Hit:
    """A hit at a place of the text."""
    base: dict[str, object] = {
        "id": "x", "version": "1", "by": "pattern", "strength": "weak", "polarity": "risk",
        "dimension": "d", "start": start, "end": end,
    }  # fmt: skip
    return Hit(**(base | said))  # type: ignore[arg-type]


def test_overlapping_hits_are_all_shown_and_the_text_stays_whole():
    post = made("a", "abcdefghij")
    post.hits = [hit(0, 6), hit(4, 8, strength="strong"), hit(4, 5, polarity="mitigating")]
    parts = pieces(post, "text")
    assert "".join(one.text for one in parts) == post.text
    assert [(one.text, one.strength, one.hits) for one in parts] == [
        ("abcd", "weak", (0,)), ("e", "strong", (0, 1, 2)), ("f", "strong", (0, 1)),
        ("gh", "strong", (1,)), ("ij", "", ()),
    ]  # fmt: skip


def test_a_long_text_is_folded_and_no_word_of_it_is_lost_or_cut():
    post = made("a", "word " * 400)
    post.hits = [hit(590, 620)]
    head, rest = folded(pieces(post, "text"))
    assert "".join(one.text for one in [*head, *rest]) == post.text
    assert 300 <= sum(len(one.text) for one in head) <= 600
    assert rest
    short = made("b", "word " * 100)
    assert folded(pieces(short, "text"))[1] == []


def test_a_covered_contact_keeps_its_length():
    assert cover("+44 7103 900") == "+44 7••• •••"
    assert len(cover("seven 1")) == len("seven 1")
