"""Boards nobody has a reader for: invented engines, drawn each in its own way, with what they say."""

from dataclasses import dataclass
from datetime import UTC, datetime

from spiders.pages.document import Document

CLOCK = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MENU = (
    '<div><a href="/">Start</a> | <a href="/regulamin">Rules</a> | <a href="/konto/login">Log in</a>'
    ' | <a href="/szukaj">Search</a></div>'
)
FOOT = "<div>Users here: 3 guests. All content belongs to those who wrote it.</div>"


@dataclass(frozen=True)
class Said:
    """One post of an invented board; `at` is how the skin writes the time it was posted."""

    number: int
    author: str
    text: str
    at: str
    sign: str = ""
    quote: str = ""


SAID = [
    Said(412, "Zosia", "Szukam dwóch osób do zbioru jabłek pod Grójcem, od września.", "2026-09-02 08:15"),
    Said(415, "kierowca77", "Czy nocleg jest na miejscu i ile kosztuje?", "2026-09-02 10:40", "Szerokiej drogi!"),
    Said(419, "Zosia", "Nocleg jest darmowy, obiady po osiem złotych.", "2026-09-03 07:05", "", "Czy nocleg jest"),
    Said(422, "Olena_L", "A umowa od pierwszego dnia?", "2026-09-04 21:30", "Wiosna już blisko."),
    Said(430, "kierowca77", "Dziękuję, dzwonię jutro: 555-0133.", "2026-09-05 06:55", "Szerokiej drogi!"),
    Said(431, "Olena_L", "Ja też przyjadę.", "2026-09-05 09:10", "Wiosna już blisko."),
]  # fmt: skip


def wrapped(title: str, body: str, url: str, language: str = "pl") -> Document:
    """A page of an invented board at *url*."""
    head = f"<head><title>{title}</title></head>"
    text = f'<html lang="{language}">{head}<body>{MENU}{body}{FOOT}</body></html>'
    return Document(url=url, text=text, fetched_at=CLOCK, answered_at=CLOCK)


def cards(said: list[Said] = SAID) -> Document:
    """Nested boxes whose class names mean nothing; the number stands in an id and a permalink."""
    posts = "".join(
        f'<div class="x7q" id="w{one.number}"><div class="k2"><a href="/u/{n % 3}">{one.author}</a>'
        f'<i>Nowicjusz</i><i>Wpisów: {n + 3}</i></div><div class="k3">'
        f'<a href="/watek/88?strona=1#w{one.number}">{one.at}</a>'
        + '<div class="k4">'
        + (f"<blockquote>{one.quote}</blockquote>" if one.quote else "")
        + f"{one.text}</div>"
        + (f'<div class="k9"><hr>{one.sign}</div>' if one.sign else "")
        + "</div></div>"
        for n, one in enumerate(said)
    )
    way = '<div><a href="/">Sad</a> » <a href="/dzial/5">Praca sezonowa</a> » Zbiór jabłek</div>'
    bar = '<p>Strona: <b>1</b> <a href="/watek/88?strona=2">2</a> <a href="/watek/88?strona=2">dalej</a></p>'
    body = f"{way}<h1>Zbiór jabłek</h1>{posts}{bar}"
    return wrapped("Zbiór jabłek - Sad", body, "http://sad.example/watek/88")


def rows(said: list[Said] = SAID) -> Document:
    """An old table: a row of name and time, then a row of words, for each post, without a class."""
    posts = "".join(
        f'<tr><td><a name="{one.number}"></a><b>{one.author}</b></td><td>Dodano: {one.at}</td></tr>'
        f'<tr><td colspan="2">{one.text}</td></tr>'
        for one in said
    )
    body = f'<h2>Zbiór jabłek</h2><table border="1">{posts}</table>'
    return wrapped("Zbiór jabłek", body, "http://stara.example/temat.php?nr=88")


def one_post() -> Document:
    """A thread with a single post."""
    one = SAID[0]
    body = (
        "<div><a href='/'>Sad</a> › <a href='/dzial/5'>Praca sezonowa</a></div><h1>Zbiór jabłek</h1>"
        f'<div id="post-{one.number}"><div><a href="/osoby/zosia" rel="author">{one.author}</a> · '
        f'<a href="#post-{one.number}">{one.at}</a></div><div><p>{one.text}</p></div></div>'
    )
    return wrapped("Zbiór jabłek | Sad", body, "http://sad.example/watek/88-zbior-jablek")


def listing() -> Document:
    """A board's threads, with answers and last posts."""
    titles = ["Zbiór jabłek", "Opieka w Niemczech", "Kto jedzie do Kentu?", "Magazyn, Brno"]
    body = "".join(
        f'<div class="z"><a href="/watek/{80 + n}">{title}</a><em>Zosia</em><span>{n + 2}</span>'
        f"<span>2026-11-{20 - n} 0{n}:15, Olena_L</span></div>"
        for n, title in enumerate(titles)
    )
    bar = '<p><b>1</b> <a href="/dzial/5?strona=2">2</a></p>'
    return wrapped(
        "Praca sezonowa - Sad", f"<h1>Praca sezonowa</h1>{body}{bar}", "http://sad.example/dzial/5"
    )


def ad() -> Document:
    """One ad of an unknown site, with similar ones below."""
    words = (
        "Hledáme šest lidí na chmel od 20. srpna, strava a ubytování zdarma, mzda 160 Kč za hodinu."
        " Volejte 555-0171 nebo pište na chmel@example.org."
    )
    others = "".join(
        f'<div class="card"><a href="/inzerat/{n}">Práce na {where}</a> <span>{n - 80}. 10. 2026</span></div>'
        for n, where in ((91, "vinici u Znojma"), (92, "farmě na Hané"), (93, "stavbě v Brně"))
    )
    body = (
        "<div><a href='/'>Bazar</a> › <a href='/kategorie/3'>Sezónní práce</a> › Česání chmele</div>"
        f"<h1>Česání chmele</h1><div class='item'><p>Vloženo: 2. 11. 2026</p><div class='text'>{words}</div>"
        f"<p>Prodejce: Chmelnice Úštěk</p></div><h3>Podobné inzeráty</h3>{others}"
    )
    head = f'<meta name="description" content="Česání chmele. {words[:60]}">'
    page = wrapped("Česání chmele | Bazar", body, "http://bazar.example/inzerat/87", "cs")
    page.text = page.text.replace("<head>", f"<head>{head}")
    return page
