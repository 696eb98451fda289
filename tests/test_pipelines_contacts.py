"""Contacts however they are written, and what only looks like one."""

import json
import time
from pathlib import Path

import pytest

from crawler.items import Page, PageRef, Post, field_text
from pipelines.contact.money import is_base58, is_bech32
from pipelines.contacts import ContactsPipeline, find_contacts

CORPUS = Path(__file__).parents[1] / "corpus"


def read(text, language="en", title=""):
    post = find_contacts(Post(title=title, text=text, language=language))
    for contact in post.contacts:
        assert field_text(post, contact.field)[contact.start : contact.end] == contact.raw
    return [(contact.kind, contact.value) for contact in post.contacts]


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("en", "ring 0113 496 0123 after six", "phone", "+441134960123"),
        ("en", "call +44 7700 900123, ask for Kim", "phone", "+447700900123"),
        ("en", "oh double seven, double oh, nine hundred, one two three", "phone", "+447700900123"),
        ("en", "O77OO 9OO I23 text only", "phone", "+447700900123"),
        ("en", "0 7 7 0 0 9 0 0 1 2 3", "phone", "+447700900123"),
        ("en", "0️⃣7️⃣7️⃣0️⃣0️⃣ 900 123", "phone", "+447700900123"),
        ("en", "WhatsApp +44 7700 900123", "whatsapp", "+447700900123"),
        ("en", "https://wa.me/447700900123", "whatsapp", "+447700900123"),
        ("pl", "tel. 451 220\n317", "phone", "+48451220317"),
        ("pl", "cztery pięć jeden, dwieście dwadzieścia, trzysta siedemnaście", "phone", "+48451220317"),
        ("uk", "нуль сімдесят два, три нулі, двадцять чотири, сорок один", "phone", "+380720002441"),
        ("ru", "восемь девятьсот пятьдесят, сто два, сорок один, семь 6", "phone", "+79501024176"),
        ("ro", "zero șapte sute doi, trei de zero, doi cinci opt", "phone", "+40702000258"),
        ("de", "null eins sieben eins, neununddreißig zwanzig, null null sieben", "phone", "+491713920007"),
        ("es", "siete 35 dos dos nueve cero seis cuatro", "phone", "+34735229064"),
        ("fr", "zéro six, trente-neuf, quatre-vingt-dix-huit, soixante-douze, zéro un", "phone", "+33639987201"),
        ("fr", "06 tr3nte-neuf 98 72 01", "phone", "+33639987201"),
        ("de", "Viber: 0171 3920007", "viber", "+491713920007"),
        ("en", "Telegram: @night_crew_9", "telegram", "@night_crew_9"),
        ("en", "t . me / night_crew_9", "telegram", "@night_crew_9"),
        ("de", "t punkt me schrägstrich night_crew_9", "telegram", "@night_crew_9"),
        ("es", "arroba night guion bajo crew", "telegram", "@night_crew"),
        ("en", "insta @night.crew", "instagram", "@night.crew"),
        ("en", "https://www.facebook.com/nightcrew/", "facebook", "@nightcrew"),
        ("en", "Write to Crew.Nine@Farm.Example", "email", "crew.nine@farm.example"),
        ("en", "crew [at] farm [dot] example", "email", "crew@farm.example"),
        ("pl", "ekipa(małpa)farma(kropka)pl", "email", "ekipa@farma.pl"),
        ("ru", "brigada собака ferma точка ру", "email", "brigada@ferma.ru"),
        ("fr", "equipe chez ferme point fr", "email", "equipe@ferme.fr"),
        ("en", "see WWW.Farm.Example/Jobs/.", "url", "https://www.farm.example/Jobs"),
        ("en", "see farm.example for more", "url", "https://farm.example"),
        ("de", "IBAN DE22 9999 9999 0000 4177 00 bitte", "iban", "DE22999999990000417700"),
        ("en", "BTC 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "crypto", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"),
    ],
)  # fmt: skip
def test_a_contact_is_found(language, text, kind, value):
    assert (kind, value) in read(text, language)
    assert len(read(text, language)) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Praca od 12.05.2026 do 30.09.2026, zmiany 6.00-14.00 / 14.00-22.00"),
        ("pl", "NIP 525 000 12 12, REGON 145 220 317"),
        ("pl", "Stawka 451 220 317 zł w puli, KRS 0000451220"),
        ("en", "Licence no. 07700 900123, ref 0113 496 0123"),
        ("en", "between 2019-2026 we placed 1 200 000 people, 10 000 - 12 000 a year"),
        ("en", "£1,200 - £1,500 a month, 7:00-15:00, 5/2, 40 hours, one or two or three rooms"),
        ("ru", "график 5/2, 09:00-18:00, паспорт 4510 220317, оклад 80 000 - 120 000 руб"),
        ("en", "Experience of ASP.NET, Node.js or C#; works at amazon.com scale @ home"),
        ("en", "thanks @maria, that helped"),
        ("en", "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3 has a wrong checksum"),
        ("de", "DE21 9999 9999 0000 4177 00 has a wrong checksum"),
    ],
)
def test_what_only_looks_like_a_contact(language, text):
    assert [c for c in read(text, language) if c[0] != "url"] == []


def test_the_country_named_decides():
    assert read("Farm in Poland, 451 220 317", "en") == [("phone", "+48451220317")]


def test_title_and_text_are_both_read():
    post = find_contacts(
        Post(title="Call 0113 496 0123", text="or crew@farm.example", language="en")
    )
    assert [contact.field for contact in post.contacts] == ["title", "text"]
    assert post.contact_values == ["+441134960123", "crew@farm.example"]


def test_disguise_is_told_apart():
    plain, hidden = (
        find_contacts(Post(text=text, language="en")).contacts[0]
        for text in ("07700 900123", "O77OO nine hundred 123")
    )
    assert plain.value == hidden.value
    assert (plain.disguised, hidden.disguised) == (False, True)


def test_again_gives_the_same():
    page = Page(source="s", ref=PageRef(url="u"), posts=[Post(text="0113 496 0123", language="en")])
    pipeline = ContactsPipeline()
    first = list(pipeline.process_item(page).posts[0].contacts)
    assert pipeline.process_item(page).posts[0].contacts == first


@pytest.mark.parametrize(
    "text",
    ["7" * 50_000, "one two " * 6_000, "a at b dot " * 5_000, "@ _ " * 10_000, "t . me " * 8_000],
)
def test_no_text_hangs(text):
    began = time.process_time()
    find_contacts(Post(text=text, language="en"))
    assert time.process_time() - began < 3


def test_checksums():
    assert is_base58("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    assert is_bech32("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4")
    assert not is_bech32("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")


def test_the_corpus_offsets_and_recall():
    found = wanted = 0
    for path in sorted(CORPUS.glob("t*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            labelled = json.loads(line)
            values = {v for _, v in read(labelled["text"], labelled["lang"], labelled["title"])}
            phones = {c["normalized"] for c in labelled["contacts"] if c["kind"] == "phone"}
            found, wanted = found + len(phones & values), wanted + len(phones)
    assert found / wanted >= 0.95


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "text f0ur f0ur, double seven, double-oh nine double oh, triple one", "+447700900111"),
        ("en", "oh-seven-seven then double oh, then nine hundred, then two twos and a four", "+447700900224"),
        ("en", "z-e-r-o 7 7 0 0 n.i.n.e zero zero 1 1 six", "+447700900116"),
        ("pl", "pisz: 5oo, potem dwie dwójki i trójka, dalej trzy piątki", "+48500223555"),
        ("pl", "pięćset trzy zera, dwieście jedenaście", "+48500000211"),
        ("pl", "P1ęć zer0 zer0 / zerozerozero / jeden4siedem", "+48500000147"),
        ("uk", "нуль шістдесят сім, далі три п'ятірки, двічі по нуль, двадцять один", "+380675550021"),
        ("uk", "nul' simdesyat try, p'yatsot p'yatdesyat pyat, nul odyn dvanadtsyat", "+380735550112"),
        ("uk", "нуль☎️шість☎️сім☎️555☎️нуль☎️нуль☎️два☎️один", "+380675550021"),
        ("ru", "восемь, девятьсот шестнадцать, три пятёрки, потом ноль один, двенадцать", "+79165550112"),
        ("ru", "vosem devyatsot shestnadcat, pyatsot pyatdesyat pyat, nol odin, 12", "+79165550112"),
        ("ru", "89I6 555 О1 I2", "+79165550112"),
        ("ro", "zero șapte doi doi, de trei ori cinci, zero zero, apoi unu", "+40722555001"),
        ("de", "nulleinssieben sechs, dann dreimal die fünf, zwo null, vierunddreißig, eins", "+491765552034"),
        ("es", "s e i s  c e r o  cero, luego cinco-cinco-cinco, cer0 uno d0s", "+34600555012"),
        ("es", "seiscientos doce, tres veces el cuatro, 0 uno dos", "+34612444012"),
        ("fr", "zérosix trenteneuf 98 puis deux fois 40", "+33639984040"),
        ("fr", "+33 s-i-x, trente-neuf… quatre-vingt-dix-huit… zéro zéro… soixante et onze", "+33639980071"),
    ],
)  # fmt: skip
def test_a_number_is_found_however_it_is_hidden(language, text, value):
    found = read(text, language)
    assert [number for _, number in found if number.startswith(value)], found
    assert len(found) == 1


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "two or three months, five days a week, eight hours, one or two beds, ten of us"),
        ("pl", "ul. Młynarska 43/45, 01-170 Warszawa, lokal 17 B/3, blok 241B, 53-234 Wrocław"),
        ("pl", "4 129,95 - 6 966,03 PLN, netto +VAT (B2B) 8 000- 12 000, stal S235, S355, ISO27001/2"),
        ("uk", "два чи три місяці, п'ять днів, по вісім годин, один вихідний, двадцять чоловік"),
        ("ru", "один-два раза в неделю, потом три дня, двадцать пять лет, сорок тысяч, два на два"),
        ("de", "zwei bis drei Monate, fünf Tage, dann acht Stunden, ein Zimmer für vier, KRAZ 12345/6a"),
        ("es", "uno o dos meses, luego cinco días, ocho horas, once personas, una cama, dos mil euros"),
        ("fr", "un ou deux mois, puis cinq jours, huit heures, onze personnes, deux mille euros"),
        ("ro", "unu sau două luni, apoi cinci zile, opt ore, trei de fiecare cameră, o mie de euro"),
        ("en", "count with me: one two three four five six seven"),
    ],
)  # fmt: skip
def test_quantities_in_words_are_no_numbers(language, text):
    assert [c for c in read(text, language) if c[0] != "url"] == []


@pytest.mark.parametrize(
    ("language", "text", "kind", "value"),
    [
        ("en", "t[.]me/quietfarm_pl", "telegram", "@quietfarm_pl"),
        ("ru", "т точка ме слеш stroybrig", "telegram", "@stroybrig"),
        ("ru", "пишите в телегу stroy_brig", "telegram", "@stroy_brig"),
        ("en", "find me on T-e-l-e-g-r-a-m @quietfarm", "telegram", "@quietfarm"),
        ("fr", "télégram : equipe_nuit", "telegram", "@equipe_nuit"),
        ("en", "facebook . com / quietfarm.jobs", "facebook", "@quietfarm.jobs"),
        ("en", "W-h-a-t-s-A-p-p +44 7700 900123", "whatsapp", "+447700900123"),
        ("en", "wa . me / 44 7700 900123", "whatsapp", "+447700900123"),
        ("en", "crew.nine at gmail com", "email", "crew.nine@gmail.com"),
        ("en", "c r e w n i n e @ g m a i l . c o m", "email", "crewnine@gmail.com"),
        ("ru", "brigada9 собака мэйл точка ру", "email", "brigada9@mail.ru"),
        ("uk", "brygada собачка ukr крапка net", "email", "brygada@ukr.net"),
        ("pl", "nr konta 61 1090 1014 0000 0712 1981 2874", "iban", "PL61109010140000071219812874"),
        ("en", "gb33 bukb 2020 1555 5555 55", "iban", "GB33BUKB20201555555555"),
        ("en", "0\n7\n7\n0\n0\n9\n0\n0\n1\n2\n3", "phone", "+447700900123"),
        ("en", "07-\n700-\n900-\n123", "phone", "+447700900123"),
        ("en", "0 77 00 🔥 900 🔥 123", "phone", "+447700900123"),
    ],
)  # fmt: skip
def test_hidden_names_addresses_and_accounts(language, text, kind, value):
    assert read(text, language) == [(kind, value)]
