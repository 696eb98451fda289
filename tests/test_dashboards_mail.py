"""Digests over a real SMTP conversation: each person once, nothing lost, nothing that must not travel."""

import asyncio
import html
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from crawler.config import Config, Mail, Person
from crawler.home import Home, Secrets
from crawler.items import Board, Contact, Fact, Hit, Post, Reason
from dashboards.alerts.channels import Undelivered
from dashboards.alerts.channels.smtp import send
from dashboards.alerts.deliver import alert
from dashboards.alerts.gather import Family, News, Section
from dashboards.alerts.lines import lines
from dashboards.alerts.mail import compose
from index import runs
from index.desk import Desk, Watch
from index.rows import Rows
from index.tables import told

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
OLENA = Person(name="Olena", email="olena@watch.example", language="uk")
ANNA = Person(name="Anna", email="anna@watch.example", language="pl")
NOTES = {
    "en": "Indicator of risk, not evidence of an offence.",
    "pl": "Wskazanie ryzyka, nie dowód przestępstwa.",
    "uk": "Ознака ризику, а не доказ злочину.",
}


class Inbox:
    """An SMTP server's mind: what it took, and how it answers; an answer may be a function."""

    def __init__(self, *, rcpt=None, data="250 taken"):
        self.rcpt, self.data, self.taken = rcpt or {}, data, []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.rcpt:
            return self.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        answer = self.data() if callable(self.data) else self.data
        if asyncio.iscoroutine(answer):
            answer = await answer
        if answer is None:
            server.transport.abort()
            return "250 nobody hears this"
        return answer


def free_port():
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def serve():
    """Start an SMTP server for an inbox; its port."""
    started = []

    def start(inbox, **options):
        controller = Controller(inbox, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        started.append(controller)
        return controller.port

    yield start
    for controller in started:
        controller.stop()


def home_at(tmp_path, port, *people, security="none", timeout=5, password="", **mail):
    """A home whose mail goes to *port*."""
    settings = Mail(host="127.0.0.1", port=port, security=security, timeout=timeout, **mail)
    return Home(tmp_path, Config(mail=settings, people=people), Secrets(smtp_password=password))


def bad_offer(one="a" * 32, **more):
    """A raised post, invented, with contacts in title, words and text."""
    text = "You send 200 eur to +48 511 111 111 and we start. Your passport stays in our office."
    return Post(**{
        "id": one, "site": "board.example", "source": "board", "language": "en", "role": "offer",
        "title": "Packing, call 511 111 111", "text": text, "lane": "queue", "priority": 4200,
        "url": "https://board.example/t?id=7&p=1", "author": "hr_star", "posted_at": NOW,
        "posted_precision": "minute", "board": Board(name="Work abroad"),
        "hits": [
            hit("offer.fee.recruitment", text, "You send 200 eur to +48 511 111 111", "strong"),
            hit("documents.retention", text, "Your passport stays in our office", "strong"),
        ],
        "indicators": ["offer.fee.recruitment", "documents.retention"],
        "reasons": [Reason("standalone", [1]), Reason("two_dimensions", [0, 1])],
        "contacts": [
            Contact(kind="phone", value="+48511111111", raw="511 111 111", field="title",
                    start=14, end=25),
            Contact(kind="phone", value="+48511111111", raw="+48 511 111 111",
                    start=text.index("+48"), end=text.index("+48") + 15),
        ],
        "contact_values": ["+48511111111"],
    } | more)  # fmt: skip


def hit(name, text, words, strength):
    """A pattern hit on *words* of *text*."""
    start = text.index(words)
    return Hit(
        id=name, version="1", by="pattern", strength=strength, polarity="risk",
        dimension="coercive_recruitment", start=start, end=start + len(words), words=words,
    )  # fmt: skip


def hidden_post(one="c" * 32, lane="child"):
    """A restricted post with words that must be in no mail."""
    return Post(
        id=one, site="board.example", source="board", title="SECRETTITLE", text="SECRETTEXT now",
        author="SECRETAUTHOR", url="https://board.example/SECRETURL", lane=lane, restricted=True,
        role="disclosure" if lane == "disclosure" else "offer", priority=6000,
    )  # fmt: skip


def fill(home, *posts):
    """Rows of *home* with *posts*, kept."""
    home.data.mkdir(exist_ok=True)
    rows = Rows(home.rows)
    rows.add(list(posts), now=NOW)
    return rows


def bodies(message):
    """Plain text and HTML of a mail as one string each."""
    return [message.get_body(preferencelist=(kind,)).get_content() for kind in ("plain", "html")]


def test_one_digest_a_person_in_their_language_and_then_silence(tmp_path, serve):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA, OLENA)
    fill(home, bad_offer()).close()
    outcomes = alert(home, now=NOW)
    assert [(one.person, one.state, one.posts) for one in outcomes] == [
        ("Anna", "told", 1), ("Olena", "told", 1),
    ]  # fmt: skip
    assert [m["To"] for m in inbox.taken] == [
        "Anna <anna@watch.example>",
        "Olena <olena@watch.example>",
    ]
    assert [m["Subject"] for m in inbox.taken] == [
        "OfferWatch: nowe posty (1)", "OfferWatch: нові дописи (1)",
    ]  # fmt: skip
    assert [one.state for one in alert(home, now=NOW)] == ["nothing", "nothing"]
    assert len(inbox.taken) == 2


@pytest.mark.parametrize("language", ["en", "pl", "uk"])
def test_a_mail_gives_reasons_masks_contacts_and_says_what_it_is_not(language):
    person = Person(name="Pat", email="pat@watch.example", language=language)
    news = News(person, [Section("", [Family(bad_offer(), 3, ("a" * 32,))])])
    message = compose(news, "OfferWatch <watch@ngo.example>", NOW)
    for body in bodies(message):
        assert NOTES[language] in body
        assert "Your passport stays in our office" in body
        assert "+48 511 ••• •11" in body
        assert "511 111 111" not in body
        assert "511111111" not in body
        assert "hr_star" not in body
    plain, page = bodies(message)
    assert "https://board.example/t?id=7&p=1" in plain
    assert 'href="https://board.example/t?id=7&amp;p=1"' in page
    assert message["Message-ID"].endswith("@ngo.example>")


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Offer: employer: “<i>Kasia</i>, +48 511 ••• •11”; pay: 900 EUR a month"),
        ("pl", "Oferta: pracodawca: „<i>Kasia</i>, +48 511 ••• •11”; płaca: 900 EUR miesięcznie"),
        ("uk", "Пропозиція: роботодавець: «<i>Kasia</i>, +48 511 ••• •11»; платня: 900 EUR на місяць"),
    ],
)  # fmt: skip
def test_an_item_says_what_it_offers_on_one_line_without_a_contact(language, line):
    said = "<i>Kasia</i>, 511 111 111"
    text = f"900 euro a month, ask {said}"
    way = Contact(kind="phone", value="+48511111111", raw="511 111 111", start=len(text) - 11, end=len(text))  # fmt: skip
    facts = {
        "pay": Fact(state="stated", value="900 EUR/month", start=0, end=16, monthly=[900, 900]),
        "employer": Fact(state="stated", value=said, start=22, end=len(text)),
    }
    post = bad_offer(text=text, hits=[], contacts=[way], facts=facts, reasons=[])
    person = Person(name="Pat", email="pat@watch.example", language=language)
    plain, page = bodies(
        compose(News(person, [Section("", [Family(post, 1, ("a",))])]), "w@ngo.example", NOW)
    )
    assert line in plain
    assert html.escape(line) in page
    assert "511 111 111" not in plain + page


def test_words_of_a_post_are_text_in_the_page_and_never_a_header(tmp_path, serve):
    inbox = Inbox()
    home = home_at(
        tmp_path, serve(inbox), Person(name="Anna\r\nBcc: x@evil.example", email="a@w.example")
    )
    nasty = "<img src=x onerror=alert(1)>\r\nBcc: thief@evil.example\r\n\r\nhello\u202e"
    fill(home, bad_offer(title=nasty, author=nasty, site="b.example\r\nX: y", contacts=[],
                         url="javascript:alert(1)")).close()  # fmt: skip
    assert alert(home, now=NOW)[0].state == "told"
    message = inbox.taken[0]
    assert message["Bcc"] is None
    assert message["X"] is None
    plain, page = bodies(message)
    assert "<img" not in page
    assert "&lt;img" in page
    assert "javascript:" not in plain + page
    assert "\u202e" not in plain + page


@pytest.mark.parametrize("lane", ["child", "disclosure"])
def test_a_restricted_post_is_told_by_number_alone_and_only_to_those_named_for_it(
    tmp_path, serve, lane
):
    inbox = Inbox()
    keeper = Person(name="Kim", email="kim@watch.example", roles=("child",))
    home = home_at(tmp_path, serve(inbox), keeper, ANNA)
    fill(home, hidden_post(lane=lane)).close()
    told_now = alert(home, urgent=True, now=NOW)
    assert [(one.person, one.state, one.restricted) for one in told_now] == [
        ("Kim", "told", 1), ("Anna", "nothing", 0),
    ]  # fmt: skip
    for body in bodies(inbox.taken[0]):
        assert "SECRET" not in body
        assert "c" * 32 in body
        assert "board.example" in body
        assert "112" in body
        assert NOTES["en"] in body
        assert ("116 111" in body) == (lane == "child")
        assert "22 628" not in body
    assert "SECRET" not in inbox.taken[0].as_string()


def test_no_watch_ever_shows_a_restricted_post(tmp_path, serve):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA)
    rows = fill(home, hidden_post(), hidden_post("d" * 32, "disclosure"), bad_offer())
    Desk(rows).add_watch(Watch("all", "Anna", "board.example OR SECRETTEXT OR site:board.example"))
    rows.close()
    assert [(one.posts, one.restricted) for one in alert(home, now=NOW)] == [(1, 0)]
    assert "SECRET" not in "".join(bodies(inbox.taken[0]))


def test_a_family_is_told_once_and_a_decided_one_again_only_for_what_is_new(tmp_path, serve):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA)
    home.data.mkdir()
    rows = Rows(home.rows)
    same = [1] * 128

    def met(one, **more):
        rows.add([bad_offer(one * 32, **more)], signatures={one * 32: same}, now=NOW)
        return alert(home, now=NOW)[0].posts

    assert met("b") == 1
    assert met("c") == 0
    assert met("a") == 0, "the family's name is its least id, which has just changed"
    Desk(rows).decide("a" * 32, "dismissed", "agency checked", "Anna")
    assert met("d") == 0
    other = Contact(kind="telegram", value="@other_77x", raw="@other_77x")
    assert met("e", contacts=[other], contact_values=["@other_77x"]) == 1
    rows.close()
    assert len(inbox.taken) == 2


def test_what_has_no_room_is_told_by_the_next_mail(tmp_path, serve):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(
        home, *(bad_offer(f"{n:032x}", text=f"Offer {n}", hits=[], reasons=[]) for n in range(70))
    ).close()
    assert [(o.posts, o.more) for _ in range(3) for o in alert(home, now=NOW)] == [
        (50, 20),
        (20, 0),
        (0, 0),
    ]


def test_a_refused_person_is_not_told_and_stops_nobody(tmp_path, serve):
    inbox = Inbox(rcpt={"anna@watch.example": "550 no such user here"})
    home = home_at(tmp_path, serve(inbox), ANNA, OLENA)
    fill(home, bad_offer()).close()
    anna, olena = alert(home, now=NOW)
    assert (anna.state, olena.state) == ("undelivered", "told")
    assert len(anna.trouble) == 1
    assert "550 no such user here" in anna.trouble[0]
    assert "mend this person's email" in anna.trouble[0]
    inbox.rcpt.clear()
    assert [one.state for one in alert(home, now=NOW)] == ["told", "nothing"]


def test_an_address_that_is_none_stops_nobody_else(tmp_path, serve):
    inbox = Inbox()
    odd = Person(name="Odd", email="a<b,c@x>")
    home = home_at(tmp_path, serve(inbox), odd, ANNA)
    fill(home, bad_offer()).close()
    first, second = alert(home, now=NOW)
    assert (first.state, second.state) == ("undelivered", "told")
    assert "people.email" in first.trouble[0]


@pytest.mark.parametrize("where", ["rcpt", "data"])
def test_come_again_is_kept_for_the_next_run(tmp_path, serve, where):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(home, bad_offer()).close()
    if where == "rcpt":
        inbox.rcpt["anna@watch.example"] = "451 greylisted"
    else:
        inbox.data = "451 greylisted"
    outcome = alert(home, now=NOW)[0]
    assert "451 greylisted; kept, tried again at the next run" in outcome.trouble[0]
    inbox.rcpt.clear()
    inbox.data = "250 taken"
    assert alert(home, now=NOW)[0].state == "told"


def test_a_server_that_hangs_is_left_and_nothing_is_lost(tmp_path, serve):
    async def wait():
        await asyncio.sleep(3)
        return "250 late"

    inbox = Inbox(data=wait)
    home = home_at(tmp_path, serve(inbox), ANNA, timeout=1)
    fill(home, bad_offer()).close()
    begun = time.monotonic()
    outcome = alert(home, now=NOW)[0]
    assert time.monotonic() - begun < 2.5
    assert "did not answer within 1 seconds" in outcome.trouble[0]


def test_a_server_that_drops_after_data_makes_one_duplicate_that_can_be_recognised(tmp_path, serve):
    inbox = Inbox(data=lambda: None)
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(home, bad_offer()).close()
    assert alert(home, now=NOW)[0].state == "undelivered"
    inbox.data = "250 taken"
    assert alert(home, now=NOW + timedelta(hours=1))[0].state == "told"
    assert alert(home, now=NOW)[0].state == "nothing"
    first, second = inbox.taken
    assert first["Message-ID"] == second["Message-ID"]


def test_a_rude_goodbye_is_no_reason_to_send_twice(tmp_path, serve):
    class Rude(Inbox):
        async def handle_QUIT(self, server, session, envelope):
            return "421 go away"

    inbox = Rude()
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(home, bad_offer()).close()
    assert [alert(home, now=NOW)[0].state for _ in range(2)] == ["told", "nothing"]
    assert len(inbox.taken) == 1


def test_nobody_listening_is_one_line_a_person(tmp_path):
    home = home_at(tmp_path, free_port(), ANNA, OLENA)
    fill(home, bad_offer()).close()
    outcomes = alert(home, now=NOW)
    assert [len(one.trouble) for one in outcomes] == [1, 1]
    assert all(
        "cannot be reached" in one.trouble[0] and "\n" not in one.trouble[0] for one in outcomes
    )


def test_without_starttls_nothing_is_sent_in_the_clear(tmp_path, serve):
    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA, security="starttls", username="w", password="pw")
    fill(home, bad_offer()).close()
    assert "offers no STARTTLS" in alert(home, now=NOW)[0].trouble[0]
    assert inbox.taken == []


def test_a_certificate_nobody_vouches_for_is_refused_and_a_vouched_one_is_used(
    tmp_path, serve, monkeypatch
):
    cert, key = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    inbox = Inbox()
    port = serve(inbox, tls_context=context, require_starttls=True)
    home = home_at(tmp_path, port, ANNA, security="starttls")
    fill(home, bad_offer()).close()
    assert "no trusted TLS" in alert(home, now=NOW)[0].trouble[0]
    assert inbox.taken == []
    monkeypatch.setenv("SSL_CERT_FILE", str(cert))
    assert alert(home, now=NOW)[0].state == "told"


def test_a_wrong_password_is_said_without_saying_it(tmp_path, serve):
    def authenticator(server, session, envelope, mechanism, data):
        good = data.password == b"right"
        return AuthResult(success=good, handled=False)

    inbox = Inbox()
    port = serve(inbox, authenticator=authenticator, auth_require_tls=False)
    wrong = home_at(tmp_path, port, ANNA, username="w", password="wrong-one")
    fill(wrong, bad_offer()).close()
    line = alert(wrong, now=NOW)[0].trouble[0]
    assert "OFFERWATCH_SMTP_PASSWORD" in line
    assert "wrong-one" not in line
    right = home_at(tmp_path, port, ANNA, username="w", password="right")
    assert alert(right, now=NOW)[0].state == "told"


def test_a_password_never_goes_over_an_open_line(tmp_path, monkeypatch):
    import smtplib

    home = home_at(tmp_path, 25, ANNA, username="w", password="pw")
    away = home.config.mail.model_copy(update={"host": "mail.ngo.example"})
    home = Home(tmp_path, home.config.model_copy(update={"mail": away}), home.secrets)
    monkeypatch.setattr(smtplib.SMTP, "connect", lambda *_: (220, b"hello"))
    message = compose(News(ANNA, restricted=[hidden_post()]), "a@b.example", NOW)
    with pytest.raises(Undelivered, match="in the clear"):
        send(message, home)


def test_killed_between_the_servers_yes_and_the_told_log_it_sends_again_once(tmp_path, serve):
    """The server kills the sending process in the very moment it takes the mail."""
    victim = []

    def kill():
        os.kill(victim[0].pid, signal.SIGKILL)
        victim[0].wait()
        return "250 taken"

    inbox = Inbox(data=kill)
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(home, bad_offer()).close()
    (tmp_path / "offerwatch.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {home.config.mail.port}\nsecurity = "none"\n'
        '[[people]]\nname = "Anna"\nemail = "anna@watch.example"\nlanguage = "pl"\n'
    )
    code = (
        "import sys; sys.stdin.readline(); from pathlib import Path\n"
        "from crawler.home import open_home; from dashboards.alerts.deliver import alert\n"
        f"alert(open_home(Path({str(tmp_path)!r})))"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
    victim.append(child)
    child.communicate(b"go\n")
    assert child.returncode == -signal.SIGKILL
    inbox.data = "250 taken"
    assert [alert(home, now=NOW)[0].state for _ in range(2)] == ["told", "nothing"]
    assert len({message["Message-ID"] for message in inbox.taken}) == 1
    assert len(inbox.taken) == 2


def test_two_alerts_at_once_tell_everybody_once(tmp_path, serve):
    from threading import Thread

    inbox = Inbox()
    home = home_at(tmp_path, serve(inbox), ANNA)
    fill(home, bad_offer()).close()
    threads = [Thread(target=alert, args=(home,)) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(inbox.taken) == 1


def test_a_sick_index_keeps_watches_waiting_but_not_the_child_notice(tmp_path, serve):
    inbox = Inbox()
    both = Person(name="Kim", email="kim@watch.example", roles=("analyst", "child"))
    home = home_at(tmp_path, serve(inbox), both)
    sick = Config(**home.config.model_dump() | {"index": {"address": "nosuch:thing"}})
    rows = fill(home, bad_offer(), hidden_post())
    Desk(rows).add_watch(Watch("packing", "Kim", "packing"))
    rows.close()
    outcome = alert(Home(tmp_path, sick), now=NOW)[0]
    assert (outcome.state, outcome.posts, outcome.restricted) == ("told", 0, 1)
    assert "watches wait for the next run" in outcome.trouble[0]
    assert alert(home, now=NOW)[0].posts == 1


@pytest.fixture
def operator(tmp_path, serve):
    """A home whose operator is told of sources, its rows, and the inbox."""
    inbox = Inbox()
    person = Person(name="Op", email="op@w.example", roles=("operator",))
    home = home_at(tmp_path, serve(inbox), person)
    rows = fill(home)
    yield home, rows, inbox
    rows.close()


def ends(rows, *states, source="board"):
    """Write down runs that ended so."""
    for state in states:
        runs.end(rows, runs.begin(rows, source), state, {})


def told_of(home, rows, *states):
    """How many sources each alert tells of, one after each run."""
    found = []
    for state in states:
        ends(rows, state)
        found.append(alert(home, urgent=True, now=NOW)[0].crawls)
    return found


def test_the_operator_is_told_at_the_third_failing_run_and_when_it_is_well_again(operator):
    home, rows, inbox = operator
    went = ("done", "captcha", "captcha", "login_wall", "short", "short", "done", "done")
    assert told_of(home, rows, *went) == [0, 0, 0, 1, 0, 0, 1, 0]
    trouble, well = (bodies(mail)[0] for mail in inbox.taken)
    assert "board: the pages are for members only. 3 crawls in a row, since " in trouble
    assert "board: well again since " in well
    assert "the crawls bring less than expected" in well
    assert [mail["Subject"] for mail in inbox.taken] == [
        "OfferWatch: sources that need a look (1)", "OfferWatch: sources well again (1)",
    ]  # fmt: skip


def test_a_run_that_was_stopped_neither_fails_nor_mends(operator):
    home, rows, _ = operator
    went = ("failed", "stopped", "failed", "stopped", "stopped", "failed", "stopped", "done")
    assert told_of(home, rows, *went) == [0, 0, 0, 0, 0, 1, 0, 1]


def test_trouble_that_comes_and_goes_is_told_each_time_and_a_short_one_never(operator):
    home, rows, _ = operator
    went = ("failed", "failed", "done") * 2 + ("silent",) * 3 + ("done",) + ("robots",) * 3
    assert told_of(home, rows, *went) == [0] * 6 + [0, 0, 1, 1, 0, 0, 1]


def test_trouble_nobody_could_be_told_of_is_told_in_one_mail_with_its_end(operator):
    home, rows, inbox = operator
    ends(rows, "unreachable", "unreachable", "unreachable", "done")
    assert [alert(home, urgent=True, now=NOW)[0].crawls for _ in range(2)] == [1, 0]
    (mail,) = inbox.taken
    assert "well again" in bodies(mail)[0]
    assert "the site does not answer" in bodies(mail)[0]


def test_trouble_long_over_is_told_to_nobody_new(operator):
    home, rows, inbox = operator
    ends(rows, "failed", "failed", "failed", *["done"] * 11)
    assert alert(home, urgent=True, now=NOW)[0].state == "nothing"
    assert inbox.taken == []


def test_a_mail_the_server_did_not_take_is_sent_again_at_the_next_run(operator, tmp_path, serve):
    home, rows, inbox = operator
    sick = home_at(tmp_path, serve(Inbox(rcpt={"op@w.example": "451 later"})), *home.config.people)
    ends(rows, "captcha", "captcha", "captcha")
    assert alert(sick, urgent=True, now=NOW)[0].state == "undelivered"
    assert told_of(home, rows, "captcha", "captcha") == [1, 0]
    assert len(inbox.taken) == 1


def test_killed_after_the_mail_was_taken_it_is_sent_once_more_and_can_be_known_as_the_same(
    operator, monkeypatch
):
    home, rows, inbox = operator

    def killed(*_):
        raise SystemExit(9)

    for states in (("silent",) * 3, ("done",)):
        ends(rows, *states)
        with monkeypatch.context() as patch:
            patch.setattr("dashboards.alerts.deliver.Desk.tell", killed)
            with pytest.raises(SystemExit):
                alert(home, urgent=True, now=NOW)
        assert [alert(home, urgent=True, now=NOW)[0].crawls for _ in range(3)] == [1, 0, 0]
    names = [mail["Message-ID"] for mail in inbox.taken]
    assert (len(names), names[0], names[2]) == (4, names[1], names[3])
    assert names[0] != names[2]


def test_every_failing_state_has_words_in_each_language():
    from dashboards.reasons import words
    from spiders.health.states import FAILING

    for language in ("en", "pl", "uk"):
        assert set(FAILING) == set(words(language)["states"])


def test_only_what_the_server_took_is_in_the_told_log(tmp_path, serve):
    inbox = Inbox(rcpt={"anna@watch.example": "550 no"})
    home = home_at(tmp_path, serve(inbox), ANNA, OLENA)
    rows = fill(home, bad_offer())
    alert(home, now=NOW)
    with rows.engine.begin() as connection:
        kept = connection.execute(told.select()).all()
    rows.close()
    assert [(row.person, row.subject) for row in kept] == [("Olena", "a" * 32)]
    assert kept[0].mail == inbox.taken[0]["Message-ID"]


def test_a_stale_line_is_hidden_and_an_unverified_one_is_marked(tmp_path):
    path = tmp_path / "lines.yml"
    path.write_text(
        "- {number: '1', everywhere: true, lanes: [child], verified_on: null, valid_days: 9, name: {en: a}}\n"
        "- {number: '2', everywhere: false, lanes: [child], verified_on: null, valid_days: 9, name: {en: b}}\n"
        "- {number: '3', everywhere: false, lanes: [child], verified_on: 2026-02-25, valid_days: 9, name: {en: c}}\n"
        "- {number: '4', everywhere: true, lanes: [child], verified_on: 2026-02-01, valid_days: 9, name: {en: d}}\n"
    )
    shown = lines(["child"], "uk", NOW.date(), path)
    assert [(line.number, line.verified_on is None) for line in shown] == [
        ("1", True),
        ("3", False),
    ]


def test_the_folder_channel_writes_whole_mails(tmp_path):
    home = home_at(tmp_path, 25, ANNA)
    fill(home, bad_offer()).close()
    assert alert(home, "folder", now=NOW)[0].state == "told"
    (mail,) = (tmp_path / "data" / "mail").iterdir()
    message = message_from_bytes(mail.read_bytes(), policy=policy.default)
    assert message["Subject"] == "OfferWatch: nowe posty (1)"


def certificate(folder):
    """A certificate for 127.0.0.1 that is its own authority, and its key."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    return cert_file, key_file
