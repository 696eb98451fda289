"""Walls before a board: told in any language and from no vendor only, and never seen on a board."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from spiders.pages.document import Document
from spiders.pages.walls import wall

NOW = datetime(2026, 3, 1, tzinfo=UTC)
URL = "https://board.example/forum/viewtopic.php?t=7"


def document(text: str) -> Document:
    return Document(url=URL, text=text, fetched_at=NOW)


def page(inside: str, title: str = "Harbour board", head: str = "") -> str:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{inside}</body></html>"


NAV = "".join(
    f'<a href="/forum/{n}">{n}</a> ' for n in ("index", "faq", "search", "members", "rules")
)
FOOT = "".join(f'<a href="/help/{n}">Help {n}</a> ' for n in range(12))
QUICK_LOGIN = (
    '<form action="/login"><h3>Login</h3><input name="username"><input type="password" name="password">'
    "<button>Login</button></form>"
)
ROWS = "".join(
    f'<li><a href="/forum/t{n}">Work on a farm, season {n}</a> by <a href="/u{n}">ola</a>'
    f" {n} replies, last post Tue Feb {n + 1}, 2026 10:0{n % 10}</li>"
    for n in range(25)
)
POSTS = "".join(
    f"<article><a href='/u{n}'>ola</a> wrote on 3 March: We look for people for the harvest number {n},"
    " the pay is weekly and the house is near the field, ask me for more of it.</article>"
    for n in range(12)
)

CAPTCHAS = {
    "cloudflare, any language": page(
        '<div class="main-wrapper"><h1>board.example</h1><noscript>Enable JavaScript and cookies to'
        " continue</noscript></div><script>window._cf_chl_opt={cType:'managed'};</script>",
        "Nur einen Moment…",
    ),
    "turnstile": page('<form><div class="cf-turnstile" data-sitekey="0x4"></div></form>', "One step"),
    "hcaptcha": page('<p>Please go on.</p><div class="h-captcha" data-sitekey="1"></div>'),
    "recaptcha within the board's own frame": page(
        NAV + '<h2>Security</h2><p>Potwierdź, że nie jesteś robotem, a pokażemy temat.</p>'
        '<div class="g-recaptcha" data-sitekey="6L"></div>' + FOOT
    ),
    "a picture of our own": page(
        '<form><p>Przepisz kod z obrazka</p><img src="/captcha.php?x=1"><input name="code"></form>'
    ),
    "en": page("<p>Checking your browser before accessing board.example</p>"),
    "pl": page("<p>Trwa sprawdzanie Twojej przeglądarki, to potrwa kilka sekund.</p>"),
    "de": page("<h1>Sind Sie ein Mensch?</h1><p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>"),
    "fr": page("<p>Veuillez confirmer que vous n'êtes pas un robot.</p>"),
    "es": page("<p>Estamos comprobando su navegador. Confirme que no es un robot.</p>"),
    "ru": page("<p>Подтвердите, что запросы отправляли вы, а не робот. Вы не робот?</p>"),
    "uk": page("<p>Перевірка вашого браузера. Доведіть, що ви людина.</p>"),
    "ro": page("<p>Vă rugăm să confirmați că nu sunteți un robot.</p>"),
}  # fmt: skip

LOGINS = {
    "to see posts": page(
        NAV + "<p>You must be logged in to view posts and attachments.</p>" + FOOT
    ),
    "rights": page(NAV + "<p>Sie besitzen nicht die notwendigen Zugriffsrechte.</p>" + FOOT),
    "a form and a title": page(
        NAV + "<div>" + QUICK_LOGIN + "</div>" + FOOT, "Harbour board • Login"
    ),
    "en": page(
        NAV
        + "<p>The board requires you to be registered and logged in to view this forum.</p>"
        + FOOT
    ),
    "en, by rank": page(
        NAV
        + "<p>You are either not logged in or do not have permission to view this page.</p>"
        + QUICK_LOGIN
    ),
    "pl": page(
        NAV + "<div>Musisz się zalogować, aby przeglądać to forum.</div>" + QUICK_LOGIN,
        "Informacja",
    ),
    "de": page(NAV + "<p>Um dieses Forum zu lesen, müssen Sie sich anmelden.</p>" + FOOT),
    "fr": page(NAV + "<p>Vous devez être connecté pour voir ce sujet.</p>" + QUICK_LOGIN),
    "es": page(NAV + "<p>Debes iniciar sesión para ver este contenido.</p>" + FOOT),
    "ru": page(
        NAV + "<p>Для просмотра темы необходимо авторизоваться или зарегистрироваться.</p>" + FOOT
    ),
    "uk": page(NAV + "<p>Щоб переглянути тему, вам потрібно увійти.</p>" + QUICK_LOGIN),
    "ro": page(NAV + "<p>Trebuie să vă autentificați pentru a vedea acest forum.</p>" + FOOT),
    "a CAPTCHA in the form to log in": page(
        QUICK_LOGIN + '<div class="g-recaptcha"></div><script src="/recaptcha/api.js"></script>',
        "Zaloguj się",
    ),
}

CONSENTS = {
    "onetrust alone": page(
        '<div id="onetrust-consent-sdk"><h2>We value your privacy</h2><p>We and our partners store cookies on'
        ' your device.</p><a href="/privacy">Privacy policy</a><button>Accept all</button>'
        '<button>Reject all</button></div><div id="app"></div>'
    ),
    "no known tool, fr": page(
        "<main><h1>Avant de continuer</h1><p>Nous utilisons des cookies. Votre consentement est demandé ; vos"
        " données personnelles restent entre nos partenaires et nous.</p><form><button>Tout accepter</button>"
        "<button>Tout refuser</button></form></main>"
    ),
    "pl": page(
        "<div class='brama'><p>Twoja prywatność jest dla nas ważna. Używamy plików cookie i ciasteczek, za Twoją"
        " zgodą, wraz z partnerami.</p><button>Przejdź do serwisu</button></div>"
    ),
    "de, or pay": page(
        "<h1>Willkommen</h1><p>Mit Ihrer Einwilligung zeigen wir Werbung und setzen Cookies, nach unserer"
        " Datenschutzerklärung.</p><button>Einverstanden</button><a href='/abo'>Zum Abo</a>"
    ),
    "before one goes on": page(
        "<h1>Before you continue</h1><p>We use cookies to keep the service running.</p>"
        "<form><input type='submit' value='Accept all'></form>"
    ),
    "age, ru": page(
        "<h2>Вам исполнилось 18 лет?</h2><p>Только так.</p><button>Да, мне есть 18</button>"
    ),
    "age": page(
        "<h1>Adults only</h1><p>Are you over 18 years of age?</p><a href='?ok=1'>Yes, I am</a>"
    ),
}

BLOCKS = {
    "nothing": "",
    "an empty body": page(""),
    "a word": page("<h1>Hello</h1>"),
    "denied": page(
        "<h1>Access Denied</h1><p>You have been blocked. " + "Reference 18.3f. " * 30 + "</p>"
    ),
    "ru": page(
        "<p>Доступ к ресурсу ограничен. Доступ ограничен по правилам. " + "Код 31. " * 60 + "</p>"
    ),
}

NONE = {
    "a listing": page(NAV + QUICK_LOGIN + f"<ul>{ROWS}</ul>" + FOOT),
    "a thread no reader understood": page(NAV + QUICK_LOGIN + POSTS + FOOT),
    "a demand to log in before one writes": page(
        NAV + f"<ul>{ROWS[:700]}</ul><p>You must log in or register to post here.</p>" + FOOT
    ),
    "the same, pl": page(NAV + POSTS[:800] + "<p>Musisz się zalogować, aby odpowiadać.</p>" + FOOT),
    "the same, ru": page(NAV + "<p>Вы должны войти, чтобы ответить.</p>" + FOOT),
    "before one writes": page(NAV + "<p>Нет тем. Для создания темы вы должны войти.</p>" + FOOT),
    "before one writes, de": page(NAV + "<p>Um zu antworten, musst du dich anmelden.</p>" + FOOT),
    "a guest is greeted": page(NAV + "<p>Willkommen Gast, bitte melde dich an.</p><p>Keine Themen.</p>"),
    "who is here": page(NAV + "<p>You are not logged in.</p><p>No topics yet, be the first.</p>"),
    "an empty board": page(NAV + QUICK_LOGIN + "<p>There are no topics in this forum.</p>" + FOOT),
    "a search that found nothing": page(NAV + "<h1>Search</h1><p>Nothing was found.</p>" + FOOT),
    "a banner over a listing": page(
        '<div id="onetrust-consent-sdk"><p>We value your privacy, cookies, partners.</p>'
        "<button>Accept all</button></div>" + NAV + f"<ul>{ROWS}</ul>" + FOOT
    ),
    "a banner over an empty board": page(
        '<div class="cookie-bar"><p>We use cookies. By going on you give consent and agree to our privacy'
        " rules.</p><button>Accept</button></div>" + NAV + "<p>There are no topics.</p>" + FOOT
    ),
    "a CAPTCHA in the footer of a board": page(
        NAV + f"<ul>{ROWS}</ul><form><div class='g-recaptcha'></div></form>" + FOOT
    ),
    "the invisible kind on an empty board": page(
        NAV + "<p>No threads.</p>" + FOOT, head='<script src="https://x.example/recaptcha/api.js?render=6Lk">'
        "</script>",
    ),
    "a thread that asks about robots": page(NAV + "<h1>Are you a robot?</h1>" + POSTS + FOOT, "Are you a robot?"),
    "a thread on logging in": page(NAV + QUICK_LOGIN + "<h1>Cannot login</h1>" + POSTS, "Cannot login • Board"),
    "a feed": '<?xml version="1.0"?><rss><channel><title>Login</title></channel></rss>',
    "json": '{"posts": []}',
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(name, text, id=f"{name}: {what}")
        for name, found in {
            "captcha": CAPTCHAS, "login_wall": LOGINS, "consent_wall": CONSENTS, "soft_block": BLOCKS,
            None: NONE,
        }.items()
        for what, text in found.items()
    ],
)  # fmt: skip
def test_a_page_is_the_wall_it_shows(name, text):
    assert wall(document(text)) == name


@pytest.mark.parametrize("text", [BLOCKS["nothing"], CAPTCHAS["en"], LOGINS["pl"], CONSENTS["age"]])
def test_a_page_with_posts_is_no_wall(text):
    assert wall(document(text), posts=1) is None


def test_a_small_front_page_leads_on_and_is_no_wall():
    assert wall(document(page('<a href="/b">Work</a>')), leads=1) is None


@pytest.mark.parametrize("tag", ["div", "a", "span", "table"])
def test_a_page_that_nests_without_end_is_looked_at_all_the_same(tag):
    assert wall(document(page(f'<{tag} class="cookie">' * 60_000 + "x"))) == "soft_block"


@pytest.mark.shared
def test_no_saved_page_of_a_board_is_a_wall(shared):
    """Every third page of the captured boards."""
    walls = {}
    for site in sorted(shared.glob("forums/*/truth.json")):
        base = json.loads(site.read_text())["base_url"]
        for path in sorted(site.parent.glob("pages/*.html.gz"))[::3]:
            text = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
            found = wall(Document(url=f"{base}/page", text=text, fetched_at=NOW))
            walls |= {path.name: found} if found else {}
    assert walls == {}


@pytest.mark.shared
def test_real_threads_are_no_walls(shared):
    """Threads of 2024 to 2026 of many boards, less those that are shells for a script to fill."""
    walls, seen = {}, 0
    for path in sorted(shared.glob("pages/wcxb/*.html.gz")):
        page = document(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"))
        start = json.loads(path.with_suffix("").with_suffix(".json").read_text())["ground_truth"]
        words = " ".join(start["main_content"].split())[:25]
        if words in " ".join(" ".join(page.tree.find("body").itertext()).split()):
            seen += 1
            walls |= {path.name: found} if (found := wall(page)) else {}
    assert seen > 50
    assert [*walls.values()] == ["captcha"], "one of them was saved as a guest is shown it"
