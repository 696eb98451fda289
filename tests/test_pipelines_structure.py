"""What posts show only together: under which names, in which order, and when it is taken back."""

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from crawler.home import make_home
from crawler.items import Fact, Hit, Page, PageRef, Post
from index import pages
from index.company import MOST
from index.rows import Rows
from index.tables import across, unsettled
from pipelines import retag as again
from pipelines.judge import judge
from pipelines.keep import KeepPipeline, keep
from pipelines.repost import signature
from pipelines.road import read
from pipelines.structure import MANY_NAMES, MANY_PLACES, THROWAWAY
from pipelines.structure_names import given_name
from pipelines.structure_rows import settle

ROOT = Path(__file__).parent.parent
NOON = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
NUMBER = "+48 500 000 731"
# One number, other names, other trades, other boards; nobody wrote these, and nobody has the number.
BAD = [
    ("ania.k", "en", f"Au pair wanted near Bristol, two children, own room, you start next week. Call Anna {NUMBER}"),
    ("mar_ek77", "pl", f"Praca przy zbiorze papryki w Holandii, zakwaterowanie na miejscu, wyjazd w piątek. Dzwoń do Marka: {NUMBER}"),
    ("LenaWork", "de", f"Wir suchen Bedienungen für eine Bar in Köln, Unterkunft wird gestellt. Melde dich bei Lena {NUMBER}"),
    ("", "uk", f"Потрібні люди на склад у Празі, житло надаємо, оплата щотижня. Телефонуйте {NUMBER} Оксана"),
]  # fmt: skip
OFFICE = "+48 22 555 01 71"
TOWNS = [
    "Radom",
    "Kielce",
    "Opole",
    "Lublin",
    "Płock",
    "Gniezno",
    "Sopot",
    "Tarnów",
    "Zamość",
    "Elbląg",
    "Suwałki",
    "Leszno",
    "Konin",
    "Piła",
    "Legnica",
    "Chełm",
    "Krosno",
    "Żary",
    "Jasło",
    "Mielec",
    "Śrem",
    "Kutno",
    "Iława",
    "Ełk",
    "Łomża",
    "Sanok",
    "Nysa",
    "Brzeg",
    "Oława",
    "Świdnica",
    "Lubin",
    "Polkowice",
    "Żagań",
    "Turek",
    "Koło",
    "Września",
    "Gostyń",
    "Rawicz",
    "Jarocin",
    "Pleszew",
]
CHAIN = (
    "Do naszego sklepu spożywczego w mieście {town} przyjmiemy osobę na stanowisko sprzedawcy. Umowa o pracę od "
    "pierwszego dnia, grafik znany miesiąc wcześniej, trzydzieści dwie godziny w tygodniu, dopłata do obiadów i "
    "zniżka na zakupy. Prosimy o doświadczenie w handlu i książeczkę sanepidu. Rozmowy prowadzimy w sklepie od "
    "poniedziałku do piątku między dziesiątą a czternastą, wystarczy zapytać przy kasie. Telefon: {phone}"
)
LURE = (
    "We are looking for girls for a small hotel by the sea, no experience is needed and no language either. You "
    "get a room with the others, meals and a ticket, the money is paid every Sunday in cash and you can send it "
    "home the same day. The manager meets you at the station with a sign. The season is long and the guests are "
    "generous. Places go quickly, so write today with your age. {town}, ask for {name}: {phone}"
)


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home")


@pytest.fixture
def rows(home):
    with closing(Rows(home.rows)) as opened:
        yield opened


def made(n, text, *, author="", site="board.example", at=None, **more):
    post = Post(id=f"{n:032x}", site=site, source="b", author=author or None, text=text, **more)
    post.posted_at, post.posted_precision = at or NOON + timedelta(hours=n), "minute"
    return read(post)


def bad():
    return [
        made(n, text, author=author, site=f"{language}.example")
        for n, (author, language, text) in enumerate(BAD, 1)
    ]


def arrive(rows, home, posts):
    """Each post on a page of its own, as a crawl keeps it."""
    for post in posts:
        put(rows, home, [post])


def put(rows, home, posts, body=b"<p>a page</p>"):
    sha256 = f"{int(posts[0].id, 16):064x}"
    ref = PageRef(url=f"http://{posts[0].site}/{sha256[-4:]}", sha256=sha256, fetched_at=NOON)
    signed = {post.id: signature(post) for post in posts}
    return keep(rows, home, Page(source="b", ref=ref, posts=posts, signatures=signed, body=body))


def hits(rows, indicator):
    """Strength and evidence of *indicator* by post, as kept."""
    return {
        int(post.id, 16): (hit.strength, tuple(int(one, 16) for one in hit.evidence))
        for post in rows.where()
        for hit in post.hits
        if hit.id == indicator
    }


def offers(rows):
    return {int(post.id, 16) for post in rows.where() if post.role in ("offer", "reply")}


def test_the_written_posts_are_offers_with_the_number(rows, home):
    arrive(rows, home, bad())
    assert offers(rows) == {1, 2, 3, 4}
    assert all(post.contact_values == ["+48500000731"] for post in rows.where())


@pytest.mark.parametrize("seed", range(4))
def test_one_number_under_many_names_marks_them_all_in_any_order(rows, home, seed):
    posts = bad()
    random.Random(seed).shuffle(posts)
    arrive(rows, home, posts)
    assert hits(rows, MANY_NAMES) == dict.fromkeys((1, 2, 3, 4), ("strong", (1, 2, 3, 4)))
    for post in rows.where():
        assert MANY_NAMES in post.indicators
        hit = next(hit for hit in post.hits if hit.id == MANY_NAMES)
        assert (hit.by, hit.start, hit.words, hit.dimension) == (
            "structure", None, None, "own.network_pattern",
        )  # fmt: skip


def test_two_names_are_not_many_and_the_third_changes_the_earlier_posts(rows, home):
    first = bad()
    arrive(rows, home, first[:2])
    assert hits(rows, MANY_NAMES) == {}
    before = rows.last_seq()
    arrive(rows, home, first[2:3])
    assert hits(rows, MANY_NAMES).keys() == {1, 2, 3}
    assert {int(change.id, 16) for change in rows.changes(before)} == {1, 2, 3}
    assert MANY_NAMES in first[2].indicators  # `--out` and the next step see it too


def test_the_lane_is_judged_again_and_the_page_of_a_post_raised_so_is_held(rows, home):
    posts = bad()
    words = BAD[2][2][:12]
    posts[2].hits = [
        Hit(id="deception.instant_hire", version="1", by="pattern", strength="medium", polarity="risk",
            dimension="deceptive_recruitment", start=0, end=len(words), words=words)
    ]  # fmt: skip
    judge(posts[2])
    assert posts[2].lane is None
    arrive(rows, home, posts[:2])
    put(rows, home, [posts[2]])
    raised = rows.get(posts[2].id)
    assert raised.lane == "queue"
    assert raised.priority > 1500
    assert {reason.code for reason in raised.reasons} == {"two_dimensions"}
    assert raised.page.kept
    assert pages.path_of(home, raised.page.sha256).exists()
    assert posts[2].lane == "queue"


def test_an_office_with_forty_ads_under_one_name_shows_nothing(rows, home):
    people = ["Kasi", "Tomka", "Anny", "Olgi", "Piotra"]
    for n, town in enumerate(TOWNS):
        trade = ("magazynie", "kuchni", "szpitalu", "szwalni", "cegielni")[n % 5]
        text = f"Agencja Pracus szuka osób do pracy w {trade} w mieście {town}. Umowa o pracę. "
        text += f"Zapytaj o {people[n % 5]}, tel. {OFFICE}"
        post = made(n, text, author="Pracus", at=NOON + timedelta(hours=7 * n))
        post.facts["sector"] = Fact(state="stated", value=trade)
        post.facts["employer"] = Fact(state="stated", value="Agencja Pracus")
        arrive(rows, home, [post])
    assert len(offers(rows)) == len(TOWNS) == 40
    assert hits(rows, MANY_NAMES) == hits(rows, THROWAWAY) == {}


def test_three_recruiters_of_one_account_in_one_trade_show_nothing(rows, home):
    texts = [
        f"Kierowcy kat. C do transportu mleka, baza {town}. Dzwoń do {who} {NUMBER}"
        for town, who in (("Ełk", "Kasi"), ("Piła", "Tomka"), ("Śrem", "Anny"), ("Nysa", "Olgi"))
    ]
    arrive(rows, home, [made(n, text, author="mleko") for n, text in enumerate(texts)])
    assert len(offers(rows)) >= 3
    assert hits(rows, MANY_NAMES) == {}


@pytest.mark.parametrize("number", [OFFICE, NUMBER])
def test_an_office_without_a_name_is_let_be_where_its_line_is_fixed(rows, home, number):
    texts = [
        f"Kierowcy kat. C do transportu mleka, baza {town}. Dzwoń do {who} {number}"
        for town, who in (("Ełk", "Kasi"), ("Piła", "Tomka"), ("Śrem", "Anny"), ("Nysa", "Olgi"))
    ]
    arrive(rows, home, [made(n, text) for n, text in enumerate(texts)])
    assert bool(hits(rows, MANY_NAMES)) == (number == NUMBER)


def test_a_number_that_rested_for_a_year_is_somebody_elses(rows, home):
    old = [replace(post, posted_at=NOON - timedelta(days=400)) for post in bad()[:2]]
    arrive(rows, home, [*old, *bad()[2:]])
    assert hits(rows, MANY_NAMES) == {}


def test_forum_members_who_repeat_a_number_are_no_names(rows, home):
    said = [
        made(n, f"Does anybody know this number {NUMBER}? {who} here, is it safe?", author=who)
        for n, who in enumerate(("Anna", "Marek", "Lena", "Oksana"))
    ]
    arrive(rows, home, said)
    assert offers(rows) == set()
    assert hits(rows, MANY_NAMES) == {}


def chain(phone):
    for n, town in enumerate(TOWNS):
        text = CHAIN.format(town=town, phone=phone(n))
        post = made(n, text, author="sklepy", at=NOON + timedelta(days=n // 10))
        post.facts["place"] = Fact(state="stated", value=town)
        yield post


@pytest.mark.parametrize(
    "phone", [lambda n: OFFICE, lambda n: f"+48 22 555 01 {n + 10}"], ids=["one office", "branches"]
)
def test_a_chain_in_forty_towns_is_only_weak_and_raises_nothing(rows, home, phone):
    arrive(rows, home, chain(phone))
    found = hits(rows, MANY_PLACES)
    assert len({post.cluster for post in rows.where()}) == 1
    assert len(found) == 40
    assert {strength for strength, _ in found.values()} == {"weak"}
    assert all(len(evidence) == 12 for _, evidence in found.values())
    assert not [post for post in rows.where() if post.lane]


def test_a_family_that_grows_does_not_write_its_older_posts_anew(rows, home):
    posts = list(chain(lambda n: OFFICE))
    arrive(rows, home, posts[:30])
    before = rows.last_seq()
    arrive(rows, home, posts[30:31])
    assert {int(change.id, 16) for change in rows.changes(before)} == {30}


def lures():
    who = [
        ("Varna", "Anna", 11),
        ("Rimini", "Marko", 22),
        ("Split", "Lena", 33),
        ("Corfu", "Ivan", 44),
    ]
    return [
        made(n, LURE.format(town=town, name=name, phone=f"+48 500 000 7{tail}"), author=f"acc{n}")
        for n, (town, name, tail) in enumerate(who)
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_one_text_with_other_towns_names_and_mobiles_is_medium(rows, home, turn):
    arrive(rows, home, lures()[::turn])
    assert len({post.cluster for post in rows.where()}) == 1
    found = hits(rows, MANY_PLACES)
    assert found == dict.fromkeys(range(4), ("medium", (0, 1, 2, 3)))


def test_the_same_ad_again_with_the_same_number_shows_nothing(rows, home):
    text = LURE.format(town="Varna", name="Anna", phone=NUMBER)
    arrive(rows, home, [made(n, text, at=NOON + timedelta(days=n)) for n in range(5)])
    assert hits(rows, MANY_PLACES) == {}


def burst(count, step, *, author="qwe991", first=0, **more):
    trades = ["cooks", "cleaners", "drivers", "packers", "waiters", "carers", "pickers", "bakers"]
    return [
        made(first + n, f"{trades[n % 8]} wanted for the islands, free flat, pay in cash, WhatsApp +48 500 000 {600 + n}",
             author=author, at=NOON + step * n, **more)
        for n in range(count)
    ]  # fmt: skip


def test_a_burst_of_a_new_account_is_seen_and_a_known_one_is_not(rows, home):
    hour = timedelta(hours=1)
    arrive(rows, home, burst(7, hour))
    assert hits(rows, THROWAWAY).keys() == set(range(7))
    known = made(200, "Is the ferry running today?", author="oldhand", at=NOON - timedelta(days=90))
    arrive(rows, home, [*burst(7, hour, author="oldhand", first=100), known])
    assert hits(rows, THROWAWAY).keys() == set(range(7))


def test_a_weekly_ad_a_guest_and_a_channel_are_no_throwaway_accounts(rows, home):
    arrive(rows, home, burst(8, timedelta(days=7)))
    arrive(rows, home, burst(8, timedelta(hours=1), author="Gość", first=50))
    arrive(rows, home, burst(8, timedelta(hours=1), author="jobs", first=100, platform="telegram"))
    assert hits(rows, THROWAWAY) == {}


def test_an_account_whose_offers_all_went_within_days_is_seen_when_they_go(rows, home):
    soon = datetime.now(UTC) - timedelta(hours=20)
    posts = [replace(post, posted_at=soon) for post in burst(3, timedelta(hours=2))]
    arrive(rows, home, posts)
    assert hits(rows, THROWAWAY) == {}
    keep(
        rows,
        home,
        Page(source="b", ref=PageRef(url="http://b.example/"), gone=[posts[0].id, posts[1].id]),
    )
    assert hits(rows, THROWAWAY) == {}
    keep(rows, home, Page(source="b", ref=PageRef(url="http://b.example/"), gone=[posts[2].id]))
    assert hits(rows, THROWAWAY).keys() == {0, 1, 2}


def test_an_edit_takes_it_back_from_all(rows, home):
    posts = bad()[:3]
    arrive(rows, home, posts)
    assert hits(rows, MANY_NAMES).keys() == {1, 2, 3}
    arrive(
        rows,
        home,
        [
            made(
                3,
                "The place is taken, thank you all, please do not call any more.",
                author="LenaWork",
                site="de.example",
            )
        ],
    )
    assert hits(rows, MANY_NAMES) == {}
    assert all(MANY_NAMES not in post.indicators for post in rows.where())


def test_a_purge_and_an_erasure_take_it_back_and_leave_no_trace(rows, home):
    arrive(rows, home, bad())
    ids = [f"{n:032x}" for n in (3, 4)]
    rows.purge(ids[:1], home.key())
    assert settle(rows, home.indicators)
    assert hits(rows, MANY_NAMES) == dict.fromkeys((1, 2, 4), ("strong", (1, 2, 4)))
    rows.erase(ids[1:])
    settle(rows, home.indicators)
    assert hits(rows, MANY_NAMES) == {}
    with rows.engine.begin() as connection:
        assert connection.execute(across.select()).all() == []


def test_a_dismissed_post_is_new_again_when_it_turns_out_to_be_one_of_many(rows, home):
    from index.desk import Desk

    posts = bad()
    arrive(rows, home, posts[:2])
    Desk(rows).decide(posts[0].id, "dismissed", "a family I know", "t")
    Desk(rows).decide(posts[1].id, "referred", "told", "t")
    arrive(rows, home, posts[2:])
    assert [rows.get(post.id).status for post in posts[:2]] == ["new", "referred"]
    Desk(rows).decide(posts[0].id, "dismissed", "still", "t")
    settle(rows, home.indicators)
    assert rows.get(posts[0].id).status == "dismissed"


def test_a_crash_between_keeping_and_looking_is_made_good_by_the_next_page(rows, home):
    arrive(rows, home, bad()[:2])
    code = (
        "import os, signal, sys; from pathlib import Path; from crawler.home import open_home\n"
        "from index.rows import Rows; from pipelines import keep\n"
        "from tests.test_pipelines_structure import bad, put\n"
        "keep.settle = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "home = open_home(Path(sys.argv[1])); put(Rows(home.rows), home, [bad()[2]])"
    )
    command = [sys.executable, "-c", code, str(home.root)]
    assert (
        subprocess.run(command, cwd=ROOT, check=False, env=os.environ).returncode == -signal.SIGKILL
    )
    assert hits(rows, MANY_NAMES) == {}
    with rows.engine.begin() as connection:
        assert len(connection.execute(unsettled.select()).all()) == 1
    arrive(rows, home, [made(90, "Who sells a bicycle?")])
    assert hits(rows, MANY_NAMES).keys() == {1, 2, 3}


def test_a_crash_within_the_looking_changes_nothing_until_it_is_done_again(rows, home):
    posts = bad()
    rows.add(posts[:3])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipelines.structure_rows.put", _fail)
        with pytest.raises(RuntimeError):
            settle(rows, home.indicators)
    assert hits(rows, MANY_NAMES) == {}
    assert len(settle(rows, home.indicators)) == 3
    assert settle(rows, home.indicators) == []


def _fail(*_):
    raise RuntimeError("the disk is full")


def write_sign(home):
    (home.indicators / "home.made.yml").write_text(
        "title: x\nwhy: y\npolarity: risk\ndimension: z\nstrength: weak\nsources: [o]\nversion: '1'\n"
        "terms: {en: {words: [bristol]}}\n"
    )


def test_retag_keeps_what_posts_show_together(rows, home):
    arrive(rows, home, bad())
    write_sign(home)
    done = again.retag(rows, home.indicators)
    assert done.read == 4
    assert hits(rows, MANY_NAMES) == dict.fromkeys((1, 2, 3, 4), ("strong", (1, 2, 3, 4)))
    assert again.retag(rows, home.indicators).read == 0


def test_a_retag_that_is_killed_loses_nothing_that_posts_show_together(rows, home):
    arrive(rows, home, [*bad(), *(made(n, f"Who sells bicycle {n}?") for n in range(50, 70))])
    write_sign(home)
    code = (
        "import os, signal, sys; from pathlib import Path; from index.rows import Rows\n"
        "from pipelines import retag\nretag.BATCH = 10\n"
        "kill = lambda done, total: done == int(sys.argv[3]) and os.kill(os.getpid(), signal.SIGKILL)\n"
        "retag.retag(Rows(sys.argv[1]), Path(sys.argv[2]), progress=kill)"
    )
    for done in ("10", "10"):
        command = [sys.executable, "-c", code, home.rows, str(home.indicators), done]
        ended = subprocess.run(command, cwd=ROOT, check=False, env=os.environ)
        assert ended.returncode == -signal.SIGKILL
        assert hits(rows, MANY_NAMES).keys() == {1, 2, 3, 4}
    heard = []
    assert again.retag(rows, home.indicators, progress=lambda *told: heard.append(told)).read == 4
    assert heard == [(0, 4), (4, 4)]
    assert hits(rows, MANY_NAMES) == dict.fromkeys((1, 2, 3, 4), ("strong", (1, 2, 3, 4)))
    with rows.engine.begin() as connection:
        assert connection.execute(unsettled.select()).all() == []


def test_an_indicator_that_is_switched_off_is_taken_from_what_posts_show_together(rows, home):
    arrive(rows, home, bad())
    (home.indicators / f"{MANY_NAMES}.yml").write_text("enabled: false\n")
    command = [sys.executable, str(ROOT / "offerwatch.py"), "retag", "--home", str(home.root)]
    subprocess.run(command, check=True, capture_output=True)
    assert hits(rows, MANY_NAMES) == {}
    (home.indicators / f"{MANY_NAMES}.yml").unlink()
    subprocess.run(command, check=True, capture_output=True)
    assert hits(rows, MANY_NAMES).keys() == {1, 2, 3, 4}


def test_a_crawl_says_once_which_indicator_is_broken_and_goes_on(home, caplog):
    (home.indicators / "home.broken.yml").write_text("[]")
    crawler = SimpleNamespace(
        settings={"OFFERWATCH_HOME": str(home.root)}, stats=SimpleNamespace(inc_value=_fail)
    )
    pipeline = KeepPipeline(crawler)
    for post in bad():
        page = Page(
            source="b", ref=PageRef(url=f"http://{post.site}/", fetched_at=NOON), posts=[post]
        )
        pipeline._keep(page)
    pipeline.close_spider()
    said = [record.getMessage() for record in caplog.records]
    assert len([line for line in said if "home.broken.yml: not a table" in line]) == 1
    with closing(Rows(home.rows)) as rows:
        assert hits(rows, MANY_NAMES).keys() == {1, 2, 3, 4}


def test_a_group_beyond_what_is_looked_at_still_arrives_quickly(rows, home):
    texts = [f"Praca w mieście {n}, umowa, biuro: {OFFICE}" for n in range(MOST + 30)]
    posts = [made(n, text, author="biuro") for n, text in enumerate(texts)]
    rows.add(posts)
    assert settle(rows, home.indicators) == []
    with rows.engine.begin() as connection:
        assert connection.execute(unsettled.select()).all() == []


def test_tag_finds_them_within_its_input(tmp_path):
    lines = [
        {"id": n, "text": text, "author": author, "site": f"{language}.example", "mine": n}
        for n, (author, language, text) in enumerate(BAD)
    ]
    lines += [{"id": "z", "text": "Bakers wanted in Hull, day shift, call 01482 555 0171"}]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    command = [sys.executable, str(ROOT / "offerwatch.py"), "tag", str(path)]
    done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    out = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in out] == [0, 1, 2, 3, "z"]
    assert [MANY_NAMES in one["indicators"] for one in out] == [True] * 4 + [False]
    hit = next(hit for hit in out[0]["hits"] if hit["id"] == MANY_NAMES)
    assert hit["evidence"] == ["0", "1", "2", "3"]
    assert [one.get("mine") for one in out] == [0, 1, 2, 3, None]


@pytest.mark.parametrize(
    ("form", "name"),
    [("Annę", "anna"), ("Оленою", "elena"), ("Marka", "marek"), ("Tomaszem", "tomek"), ("Сергея", "sergiu"),
     ("ANIA", "anna"), ("Work", None), ("Telefon", None), ("Zimmer", None), ("Склад", None)],
)  # fmt: skip
def test_a_given_name_is_known_in_its_forms(form, name):
    assert given_name(form) == name
