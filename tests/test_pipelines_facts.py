"""Facts of offers: what they say, the very words, and what is no fact."""

import gzip

import pytest

from crawler.items import Post, field_text
from crawler.words import cut
from pipelines.contacts import find_contacts
from pipelines.facts.money import amounts
from pipelines.facts.place import look_up, places
from pipelines.facts.step import find_facts
from pipelines.facts.tagger import TaggerError, open_tagger
from pipelines.facts.terms import sectors
from pipelines.facts.wages import wage_signs


def read(text, language, title="", role="offer", **more):
    return find_facts(Post(title=title, text=text, language=language, role=role, **more))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We pay 14.20 euro per hour", "14.2 EUR/hour"),
        ("£12.95 an hour", "12.95 GBP/hour"),
        ("1 500 – 2 000 EUR netto miesięcznie", "1500-2000 EUR/month net"),
        ("5,5 tys. zł brutto na miesiąc", "5500 PLN/month gross"),
        ("платимо 90 грн за годину", "90 UAH/hour"),
        ("зарплата 120 000 руб. в месяц", "120000 RUB/month"),
        ("2.300 de euro pe lună", "2300 EUR/month"),
        ("2.900 € brutto im Monat", "2900 EUR/month gross"),
        ("62 € al día", "62 EUR/day"),
        ("12,30 € brut de l'heure", "12.3 EUR/hour gross"),
        ("€9k a month", "9000 EUR/month"),
        ("38–52 zł", "38-52 PLN"),
    ],
)
def test_a_sum_has_amount_currency_and_period(text, value):
    assert [amount.value for amount in amounts(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "Call +48 500 000 123",
        "born 1999",
        "from 12.05.2026 at 10:30",
        "15 % of it",
        "room 12, floor 3",
        "100,000,0",
    ],
)
def test_other_numbers_are_no_sums(text):
    assert not list(amounts(text))


def test_a_period_belongs_to_its_own_sum():
    first, second = amounts("2500 dollars, trained within a week. 20 euro per hour")
    assert (first.period, second.period) == (None, "hour")


def test_monthly_euros_follow_the_hours_of_the_country():
    (amount,) = amounts("12 euro per hour")
    assert amount.monthly("FR")[0] < amount.monthly("DE")[0] == round(12 * 40 * 52 / 12)
    assert not next(amounts("12 euro")).monthly("DE")


@pytest.mark.parametrize(
    ("words", "country"),
    [
        ("w Berlinie", "DE"), ("pod Wuppertalem", "DE"), ("у Варшаві", "PL"), ("в Варшаве", "PL"),
        ("din Italia", "IT"), ("до Германии", "DE"), ("в Дубае", "AE"), ("nach Österreich", "AT"),
        ("en los Países Bajos", "NL"), ("à Marseille", "FR"), ("in MALTA", "MT"), ("do Niemiec", "DE"),
        ("w Krakowie", "PL"), ("в Стамбулі", "TR"), ("la Lisabona", "PT"), ("en Sevilla", "ES"),
    ],
)  # fmt: skip
def test_places_are_found_in_any_case(words, country):
    found = list(places(cut(words, None), words))
    assert [(named.place.country, named.sure) for named in found] == [(country, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Most people like reading in the bath and a nice split.", "Praca od zaraz, dobra kasa, bar mleczny.",
        "Робота для всіх, додому щотижня, решта потім.", "Работа для всех, самое лучшее.",
        "Arbeit im Hof, jeden Tag neben dem Wald.", "Se busca gente para trabajar, nada más.",
        "Tu viens seule ou avec une amie, tout de suite.", "Munca la masa, bani buni, casa mare.",
    ],
)  # fmt: skip
def test_ordinary_words_are_no_places(text):
    assert not [named for named in places(cut(text, None), text) if named.sure]


OFFERS = {
    "en": ("Fruit pickers wanted in Kent", "Berry Lane Farm Ltd needs pickers. Pay is £12.60 per hour, 40 hours a week. Caravan on site. You never pay us any fee.", "GB", "farm"),
    "pl": ("Opiekunka do Hannoveru", "Szukamy opiekunki dla starszej pani. 1700 euro netto miesięcznie, pokój z łazienką w domu. Bez opłat.", "DE", "care"),
    "uk": ("Робота в Чехії, склад", "Потрібні пакувальники на склад у Брно. Зарплата 32000 крон на місяць. Житло в гуртожитку. Без комісії.", "CZ", "warehouse"),
    "ru": ("Сиделка в Тбилиси", "Ищем сиделку для бабушки. 1300 лари в месяц, живём вместе, комната своя. Без комиссии.", "GE", "care"),
    "ro": ("Cules căpșuni Huelva", "Căutăm culegători de căpșuni în Spania. 62 €/zi. Cazare asigurată în module. Fără comision.", "ES", "farm"),
    "de": ("Küchenhilfe in Rostock", "Wir suchen eine Küchenhilfe für unser Restaurant. 14,30 Euro pro Stunde. Zimmer vorhanden. Keine Gebühr.", "DE", "hospitality"),
    "es": ("Camarero en Bilbao", "Buscamos camarero para restaurante. 1.450 € netos al mes. Alojamiento incluido. Sin comisión.", "ES", "hospitality"),
    "fr": ("Vendanges à Reims", "On cherche des vendangeurs. 12,10 € brut de l'heure. Logement en dortoir. Aucun frais.", "FR", "farm"),
}  # fmt: skip


@pytest.mark.parametrize("language", OFFERS)
def test_an_offer_in_each_language(language):
    title, text, country, sector = OFFERS[language]
    post = read(text, language, title)
    assert post.facts["country"].value == country
    assert post.facts["sector"].value == sector
    assert post.facts["fee"].state == "denied"
    assert post.facts["pay"].value[0].isdigit()
    assert post.facts["housing"].state == "stated"


@pytest.mark.parametrize("language", OFFERS)
def test_the_words_stand_where_they_are_said_to(language):
    title, text, *_ = OFFERS[language]
    post = read("🍓🍓 " + text, language, title)
    for fact in post.facts.values():
        words = field_text(post, fact.field)[fact.start : fact.end]
        assert words == words.strip() != ""


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Warehouse work in Leeds, £13 an hour. No accommodation."),
        ("pl", "Praca na magazynie w Łodzi, 31 zł za godzinę. Bez zakwaterowania."),
        ("ru", "Работа на складе в Москве. Жильё не предоставляем."),
        ("de", "Lagerarbeit in Köln, 14 Euro die Stunde. Keine Unterkunft."),
    ],
)
def test_housing_is_denied(language, text):
    assert read(text, language).facts["housing"].state == "denied"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Packers for Leeds. Experience is not required."),
        ("pl", "Pakowanie w Łodzi, doświadczenie niepotrzebne."),
        ("uk", "Пакувальники у Брно, досвід не потрібен."),
        ("ru", "Упаковщики в Москву, без опыта."),
        ("de", "Packer in Köln, Erfahrung nicht nötig."),
        ("es", "Mozo en Bilbao, sin experiencia."),
    ],
)
def test_experience_that_nobody_asks_is_denied(language, text):
    assert read(text, language).facts["experience"].state == "denied"


@pytest.mark.parametrize("role", ["ask", "warning", "disclosure", "other"])
def test_only_offers_have_facts(role):
    post = read(OFFERS["en"][1], "en", role=role)
    assert post.facts == {}


def test_running_again_changes_nothing():
    post = read(OFFERS["pl"][1], "pl", OFFERS["pl"][0])
    before = dict(post.facts)
    assert find_facts(post).facts == before


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "😀" * 400, "\ud800 work \udfff in Leeds", "1 " * 500_000, "€" * 100_000, "a" * 100_000,
     "1.000" * 20_000, "Sankt " * 20_000, "\u200f\u200d" * 1000, "no " * 30_000],
)  # fmt: skip
def test_hostile_text_passes(text):
    post = read(text, "en", title=text[:300])
    for fact in post.facts.values():
        assert 0 <= fact.start < fact.end <= len(field_text(post, fact.field))


def test_a_number_to_ring_is_no_fact():
    """A demo visitor was once told that a carer is paid +49 171 …"""
    text = "Rund um die Uhr im Haus. Kaution 300 Euro im Voraus.\nNur WhatsApp: 0 1 7 1 / 3 9 2 0 0 / 3 3"
    post = find_contacts(Post(text=text, language="de", languages=["de"], role="offer"))
    (number,) = post.contacts
    for name, fact in find_facts(post).facts.items():
        assert fact.end <= number.start or fact.start >= number.end, name
    assert post.facts["fee"].value == "300 EUR"


def test_a_language_nobody_knows():
    assert isinstance(read("Werk in Utrecht, 15 euro per uur", None).facts, dict)


class TestWages:
    def test_far_above_the_norm(self):
        post = read(
            "Waitress in Prague, no experience. Salary 9000 euro a month.", "en", "Waitress"
        )
        (sign,) = wage_signs(post)
        assert sign.id == "deception.too_good_wage"
        assert "9000 euro" in field_text(post, sign.field)[sign.start : sign.end + 5]

    def test_below_the_minimum(self):
        post = read(
            "Zimmermädchen für Hotel in München gesucht. Wir zahlen 4 Euro pro Stunde.", "de"
        )
        assert [sign.id for sign in wage_signs(post)] == ["exploitation.below_minimum_pay"]

    @pytest.mark.parametrize(
        ("language", "text"),
        [
            ("en", "Waiter in Dublin, part time, 12 hours. Pay 600 euro a month."),
            ("en", "Au pair in Berlin, own room, pocket money 280 euro a month, 30 hours."),
            ("de", "Küchenhilfe in Köln, Minijob, 538 Euro im Monat."),
            ("en", "Doctor in Berlin, 9000 euro gross a month."),
            ("pl", "Kelner w Krakowie, dodatek 4 zł brutto za godzinę nocną."),
            ("pl", "Opiekunka w Hanowerze, 1900 euro netto miesięcznie."),
            ("en", "Cleaner in Zurich, 4500 francs a month."),
            ("en", "Waiter in Leeds, 31000 pounds a year."),
            ("de", "Erntehelfer in Bayern, 13 Euro pro Stunde."),
        ],
    )
    def test_lawful_pay_is_no_sign(self, language, text):
        assert wage_signs(read(text, language)) == []

    def test_no_facts_no_signs(self):
        assert wage_signs(Post(text="4 euro per hour", role="offer")) == []


def test_sectors_are_codes_an_export_lets_through():
    assert len(sectors()) > 20
    assert all(name.replace("_", "").isalpha() and name.islower() for name in sectors())


def test_weights_that_are_missing_or_foreign_are_named(tmp_path):
    with pytest.raises(TaggerError, match=r"none\.bin"):
        open_tagger(tmp_path / "none.bin")
    (tmp_path / "old.bin").write_bytes(gzip.compress(b"old"))
    with pytest.raises(TaggerError, match=r"old\.bin.*train"):
        open_tagger(tmp_path / "old.bin")


def test_the_largest_place_of_a_name_wins():
    assert look_up("warsaw").country == "PL"
    assert look_up("reading") is None or look_up("reading").country == "GB"
