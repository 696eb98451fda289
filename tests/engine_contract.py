"""What every engine must do. A subclass gives `engine`: a function that opens the same index again."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Board, Contact, Hit, Post, Reason, Thread, as_json, post_id
from crawler.words import cut
from index.change import Change
from index.engines import IndexTrouble
from index.highlight import highlight
from index.query import parse

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
INFLECTED = [  # language, text, queries that find it, one that does not
    ("en", "We are looking for carers and cleaners", ["carer", "cleaner", "look"], "nurse"),
    (
        "pl",
        "Zatrudnię opiekunek do starszej pani",
        ["opiekunka", "opiekunkami", "starsza"],
        "kelner",
    ),
    ("uk", "Шукаємо доглядальницю до Польщі", ["доглядальниця", "доглядальниць"], "водій"),
    ("ru", "Работа сиделкой, няней", ["сиделка", "сиделок", "работы"], "водитель"),
    ("ro", "Căutăm îngrijitoarele bătrânilor", ["îngrijitoare", "ingrijitoarelor"], "șofer"),
    ("de", "Wir suchen Pflegekräfte und Häuser", ["Pflegekraft", "haus"], "Koch"),
    ("es", "Se buscan camareras, habitaciones incluidas", ["camarera", "habitación"], "cocinero"),
    ("fr", "On cherche des serveuses logées", ["serveuse", "serveur", "logé"], "cuisinier"),
]


def made(n, text="work", **how):
    """An invented post; number *n* gives it its id and minute."""
    usual = {"language": "en", "site": "board.example", "first_seen": NOON}
    posted = {"posted_at": NOON + timedelta(minutes=n)}
    return Post(id=post_id("board.example", "page", str(n)), text=text, **usual | posted | how)


def change(post, seq):
    post.seq = seq
    title, text = (cut(words, post.language) for words in (post.title, post.text))
    return Change(id=post.id, seq=seq, post=post, title_words=title, text_words=text)


def gone(post, seq):
    return Change(id=post.id, seq=seq, post=None)


def fill(engine, *posts, start=1):
    changes = [change(post, seq) for seq, post in enumerate(posts, start)]
    engine.apply(changes, changes[-1].seq)
    return posts


def ids(engine, query, **how):
    return [post.id for post in engine.search(parse(query), **{"limit": 100, **how}).posts]


class EngineContract:
    @pytest.fixture
    def opened(self, engine):
        with_it = engine()
        yield with_it
        with_it.close()

    def test_nothing_yet(self, opened):
        assert opened.followed() == 0
        assert opened.search(parse("work")).total == 0
        assert list(opened.scan(parse(""))) == []
        assert opened.facets(parse(""), ["site"]) == {"site": []}
        assert opened.histogram(parse(""), "day") == []

    def test_a_post_comes_back_whole(self, opened):
        hit = Hit(id="a.b", version="1", by="pattern", strength="strong", polarity="risk",
                  dimension="d", start=0, end=4, words="work")  # fmt: skip
        contact = Contact(kind="phone", value="+48600100200", raw="600 100 200", start=1, end=5)
        whole = made(1, "work “ok”\r\n\n ж", title="T", hits=[hit], contacts=[contact],
                     contact_values=[contact.value], reasons=[Reason("x", [0])], author="A  b",
                     board=Board("Jobs", "u"), thread=Thread("7", "u", "t"), url="https://x.example/1",
                     posted_at=None, languages=["en", "pl"], quotes=["q"], lane="queue")  # fmt: skip
        fill(opened, whole)
        (found,) = opened.search(parse("work")).posts
        assert as_json(found) == as_json(whole)

    def test_follow_new_edited_retagged_gone_and_erased(self, engine, opened):
        one, two = fill(opened, made(1, "first text"), made(2, "second text"))
        assert opened.followed() == 2
        edited = made(1, "other words", revision=2, role="offer")
        opened.apply([change(edited, 3)], 3)
        assert ids(opened, "first") == []
        assert ids(opened, "other role:offer revision:2") == [one.id]
        opened.apply([change(made(2, "second text", gone_at=NOON, lane="queue"), 4)], 4)
        assert ids(opened, "second gone_at:* lane:queue") == [two.id]
        opened.apply([gone(one, 5)], 5)
        assert ids(opened, "") == [two.id]
        again = engine()
        assert (again.followed(), ids(again, "")) == (5, [two.id])
        again.close()

    def test_applying_twice_is_harmless_and_stale_writes_are_refused(self, opened):
        old, other = change(made(1, "old"), 1), change(made(2, "other"), 2)
        opened.apply([old, other], 2)
        opened.apply([old, other], 2)
        assert opened.search(parse("")).total == 2
        opened.apply([change(made(1, "new"), 3), gone(other.post, 4)], 4)
        opened.apply([old, other], 2)
        assert ids(opened, "new") == ids(opened, "") == [old.id]
        assert opened.followed() == 4
        opened.apply([change(made(3, "b"), 6), change(made(3, "a"), 5)], 6)
        assert (len(ids(opened, "b")), ids(opened, "a")) == (1, [])

    @pytest.mark.parametrize(("language", "text", "found", "not_found"), INFLECTED)
    def test_words_in_their_inflected_forms(self, opened, language, text, found, not_found):
        post, *_ = fill(opened, made(1, text, language=language), made(2, "zzz", language=language))
        for query in found:
            assert ids(opened, query) == [post.id], query
        assert ids(opened, not_found) == []
        assert ids(opened, f"NOT {found[0]}") == [made(2).id]

    def test_phrases_prefixes_and_booleans(self, opened):
        a, b, c = fill(
            opened, made(1, "work in Berlin now"), made(2, "in work Berlin", title="Now"),
            made(3, "working", title="Bergen"),
        )  # fmt: skip
        for query, wanted in [
            ('"work in berlin"', [a]), ('"work"', [b, a]), ("work", [c, b, a]), ("wor*", [c, b, a]),
            ("ber*", [c, b, a]), ("title:ber*", [c]), ("text:ber*", [b, a]), ("berlin -now", []),
            ("berlin AND NOT title:now", [a]), ("now OR bergen", [c, b, a]), ("NOT now", [c]),
            ("-now -work", []), ("+work +berlin", [b, a]), ("*", [c, b, a]),
            ("work (title:now OR title:bergen)", [c, b]), ('"berlin now"', [a]),
        ]:  # fmt: skip
            assert ids(opened, query) == [post.id for post in wanted], query

    def test_a_prefix_meets_any_number_of_words(self, opened):
        fill(opened, *(made(n, f"zed{n:04}") for n in range(300)))
        assert opened.search(parse("zed*")).total == 300
        assert opened.search(parse("zed01*")).total == 100

    def test_filters_and_ranges(self, opened):
        one = made(1, author="Jan Kowalski", board=Board("Praca – Dam"), site="a.example",
                   indicators=["offer.fee"], contact_values=["+48600100200", "@anna"], priority=5,
                   url="https://www.a.example/t/1/#p2")  # fmt: skip
        two = made(
            2, posted_at=None, first_seen=NOON + timedelta(days=3), restricted=True, priority=-2
        )
        three = made(
            3, posted_at=datetime(2026, 3, 31, 23, 59, 59, 999_999, tzinfo=UTC), role="seek"
        )
        fill(opened, one, two, three)
        for query, wanted in [
            ('author:"jan kowalski"', [one]), ("author:jan*", [one]), ('board:"praca - dam"', [one]),
            ("site:a.example", [one]), ("indicator:offer.*", [one]), ("0600 100 200", [one]),
            ("+48 (600) 100-200", [one]), ("+49 600 100 200", []), ("contacts:@Anna", [one]),
            ("url:a.example/t/1", [one]), ("restricted:true", [two]), ("priority:>0", [one]),
            ("priority:<=-2", [two]), ("posted_at:2026-03-31", [three]), ("posted_at:2026-04", []),
            ("posted_at:[2026-03-05 TO *]", [three]), ("timestamp:[2026-03-05 TO *]", [three, two]),
            ("NOT posted_at:*", [two]), ("-role:seek", [two, one]), ("seq:{1 TO 3}", [two]),
            ("posted_at:[2026-04 TO 2026-03]", []), ("contacts:*", [one]),
        ]:  # fmt: skip
            assert ids(opened, query) == [post.id for post in wanted], query

    def test_two_hundred_clauses(self, opened):
        post, *_ = fill(opened, made(1, "w7"))
        assert ids(opened, " OR ".join(f"w{n}" for n in range(200))) == [post.id]

    def test_facets_by_count_then_value(self, opened):
        kinds = ["b", "a", "c", "a", "c", "a"]
        fill(opened, *(made(n, site=k, indicators=[k, "all"]) for n, k in enumerate(kinds)))
        counted = opened.facets(parse("work"), ["site", "indicators", "author"], size=3)
        pairs = {name: [(b.value, b.count) for b in bars] for name, bars in counted.items()}
        assert pairs["site"] == [("a", 3), ("c", 2), ("b", 1)]
        assert pairs["indicators"] == [("all", 6), ("a", 3), ("c", 2)]
        assert pairs["author"] == []
        assert len(opened.facets(parse("site:c"), ["site"])["site"]) == 1
        with pytest.raises(IndexTrouble, match="nonsense"):
            opened.facets(parse(""), ["nonsense"])

    def test_date_histograms(self, opened):
        days = ["2025-12-28T23:59:59", "2025-12-29T00:00:00", "2026-01-04T12:00:00",
                "2026-01-05T00:00:00", "2026-03-01T00:00:00", "1969-12-31T23:00:00"]  # fmt: skip
        whens = [datetime.fromisoformat(day).replace(tzinfo=UTC) for day in days]
        fill(opened, *(made(n, posted_at=when) for n, when in enumerate(whens)))
        recent = parse("posted_at:>=2025")
        weeks = opened.histogram(recent, "week")
        assert [(f"{b.value:%m-%d}", b.count) for b in weeks[:3]] == [
            ("12-22", 1), ("12-29", 2), ("01-05", 1),
        ]  # fmt: skip
        assert len(weeks) == 10
        assert sum(b.count for b in weeks) == 5
        months = opened.histogram(recent, "month")
        assert [(b.value.month, b.count) for b in months] == [(12, 2), (1, 2), (2, 0), (3, 1)]
        assert len(opened.histogram(recent, "day")) == 64
        assert opened.histogram(parse("posted_at:1969"), "day")[0].value.day == 31
        assert opened.histogram(parse(""), "month", "first_seen")[0].count == 6

    @pytest.mark.parametrize("sort", ["by_date", "by_priority", "seq"])
    @pytest.mark.parametrize("descending", [True, False])
    def test_the_order_is_total_and_pages_hold_each_once(self, opened, sort, descending):
        posts = [
            made(n, posted_at=NOON + timedelta(days=n % 3), priority=n % 2 - 1) for n in range(50)
        ]
        fill(opened, *posts)
        key = {"by_date": lambda p: p.posted_at, "by_priority": lambda p: p.priority,
               "seq": lambda p: p.seq}[sort]  # fmt: skip
        wanted = [p.id for p in sorted(posts, key=lambda p: (key(p), p.id), reverse=descending)]
        assert ids(opened, "", sort=sort, descending=descending) == wanted
        paged, after = [], None
        for _ in itertools.count():
            found = opened.search(parse(""), sort=sort, descending=descending, limit=7, after=after)
            paged += [post.id for post in found.posts]
            after = found.after
            assert found.total == 50
            if after is None:
                break
        assert paged == wanted

    def test_ids_that_begin_alike_are_still_ordered(self, opened):
        posts = [made(n, posted_at=NOON) for n in range(40)]
        for n, post in enumerate(posts):
            post.id = f"{'a' * 28}{n:04}"
        fill(opened, *posts)
        for descending in (True, False):
            paged, after = [], None
            while not paged or after:
                found = opened.search(parse(""), descending=descending, limit=3, after=after)
                paged += [post.id for post in found.posts]
                after = found.after
            assert paged == sorted((p.id for p in posts), reverse=descending)

    def test_no_limit_gives_the_count_alone(self, opened):
        fill(opened, made(1), made(2))
        found = opened.search(parse("work"), limit=0)
        assert (found.total, found.posts) == (2, [])

    def test_a_place_that_is_none_is_said(self, opened):
        fill(opened, made(1))
        with pytest.raises(IndexTrouble, match="first page"):
            opened.search(parse(""), after="nonsense")

    def test_past_ten_thousand(self, opened):
        count = 10_500
        changes = [change(made(n, "many" if n else "one"), n + 1) for n in range(count)]
        for start in range(0, count, 2000):
            batch = changes[start : start + 2000]
            opened.apply(batch, batch[-1].seq)
        assert [p.seq for p in opened.scan(parse(""))] == list(range(1, count + 1))
        assert sum(1 for _ in opened.scan(parse("many"))) == count - 1
        deep = opened.search(parse("many"), sort="seq", descending=False, limit=10_400)
        assert (deep.total, len(deep.posts)) == (count - 1, 10_400)
        rest = opened.search(
            parse("many"), sort="seq", descending=False, after=deep.after, limit=500
        )
        assert [p.seq for p in deep.posts + rest.posts] == list(range(2, count + 1))
        assert rest.after is None

    def test_a_scan_does_not_see_what_comes_after_it_began(self, opened):
        fill(opened, *(made(n) for n in range(1500)))
        scan = opened.scan(parse(""))
        first = next(scan)
        opened.apply([gone(made(1499), 1501), change(made(2000), 1502)], 1502)
        assert [first.seq, *(post.seq for post in scan)] == list(range(1, 1501))
        assert opened.search(parse("")).total == 1500

    def test_highlights_have_the_offsets_of_the_original(self, opened):
        text = "😀 Szukam „Opiekunek” do domu – opiekunka, opieka"
        fill(opened, made(1, text, language="pl"))
        query = parse('opiekunka "do domu" -kelner')
        (found,) = opened.search(query).posts
        spans = highlight(query, cut(found.text, found.language))
        assert [found.text[a:b] for a, b in spans] == ["Opiekunek", "do domu", "opiekunka"]

    def test_rebuild_from_nothing(self, engine, opened):
        posts = fill(opened, made(1), made(2), made(3))
        opened.clear()
        assert opened.followed() == 0
        assert opened.search(parse("")).total == 0
        again = engine()
        fill(again, *posts[:2])
        assert (again.followed(), again.search(parse("")).total) == (2, 2)
        again.close()
        assert opened.search(parse("")).total == 2

    def test_endless_values_are_kept_and_refused_by_nobody(self, opened):
        long = made(1, "x" * 70_000 + " work", author="a" * 40_000, thread=Thread("t" * 40_000),
                    contact_values=["c" * 40_000], url="u" * 40_000)  # fmt: skip
        fill(opened, long, made(2))
        assert ids(opened, "work site:board.example") == [made(2).id, long.id]
        assert ids(opened, "author:*") == []
        assert as_json(opened.search(parse("seq:1")).posts[0]) == as_json(long)

    def test_signs_of_a_pattern_are_only_signs(self, opened):
        post, *_ = fill(
            opened, made(1, author="a.b+c [x] (y)|z", source="S.p"), made(2, author="aXb")
        )
        for query in ("author:a.b*", 'author:"a.b+c [x] (y)|z"', "source:S.*", "author:a.b\\+c*"):
            assert ids(opened, query) == [post.id], query
