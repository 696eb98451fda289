"""Words: folding with offsets, cutting, and stems that meet their base form in eight languages."""

import time

import pytest

from crawler.stems import LANGUAGES
from crawler.words import cut, fold, folded, form_of, stem, stems

MEET = {
    "en": "carer carers, nanny nannies, job jobs, work working, passport passports, girl girls,"
    " promise promised, carer carer's",
    "pl": "opiekunka opiekunek, opiekunka opiekunkę, opiekunka opiekunkami, opiekunka opiekunce,"
    " praca pracy, bilet biletów, paszport paszportu, zarobki zarobków, córka córek, szukam szukać,"
    " dziewczyna dziewczyn, chłopiec chłopca, Niemcy Niemiec, dziewczynka dziewczynek, pokój pokoju,"
    " sprzątanie sprzątania, opiekunkę opiekunke, pracować pracuje",
    "uk": "доглядальниця доглядальницю, доглядальниця доглядальниць, жінка жінок, жінка жінці,"
    " робота роботу, робота роботою, дівчина дівчат, паспорт паспорта, документи документів,"
    " будинок будинку, праця праці, вакансія вакансії, молода молодої, п'ять п’ять, квиток квитки,"
    " працювати працює, прибирання прибиранням, їжа їжу, їжа їжею, зарплата зарплату",
    "ru": "сиделка сиделкой, сиделка сиделок, девушка девушек, работа работой, няня нянь,"
    " документ документов, хозяйка хозяек, паспорт паспорта, билет билеты, молодая молодой,"
    " продавец продавца, ещё еще, нянька нянек",
    "ro": "îngrijitoare îngrijitoarele, îngrijitoare ingrijitoarelor, muncă muncii, loc locuri,"
    " loc locului, fată fete, fată fetei, menajeră menajere, pașaport pasaportul, bani banii,"
    " bonă bonei, femeie femeilor, floare flori, țară țări",
    "de": "Pflegerin Pflegerinnen, Pflegekraft Pflegekräfte, Haus Häuser, Wohnung Wohnungen,"
    " Frau Frauen, Straße Strasse, Unterkunft Unterkünfte, Mädchen maedchen",
    "es": "cuidadora cuidadoras, camarera camareras, habitación habitaciones, trabajo trabajos,"
    " chica chicas, camión camiones, niñera nineras",
    "fr": "employé employée, serveuse serveuses, serveuse serveur, travail travaux, logé logée,"
    " étrangère étrangers, garde gardes, logement logements",
}
APART = {
    "en": "carer car, passport pass, nanny night, home hotel",
    "pl": "praca prawo, bilet biały, opiekunka opieka, matka mata, kobieta kolano",
    "uk": "робота рубати, жінка жито, паспорт пасажир, дім дитина, праця право, няня нянчити",
    "ru": "работа рубаха, няня нить, паспорт пассажир, девушка дерево, билет белый",
    "ro": "muncă munte, fată frate, loc lac, bani bine, casă cursă",
    "de": "Pflege Pflicht, Haus Hose, Arbeit Armut, Wohnung Wolle",
    "es": "trabajo trabado, chica cheque, casa cosa, camarera cámara",
    "fr": "garde grade, travail travers, logement longue, serveuse service",
}
UNMET = {("de", "Mädchen", "maedchen"), ("uk", "дівчина", "дівчат")}  # known, and said to be


def pairs(table):
    for language, line in table.items():
        for pair in line.split(", "):
            yield (language, *pair.split())


def of(word, language):
    return [w.stem for w in cut(word, language)]


@pytest.mark.parametrize(("language", "one", "other"), sorted(set(pairs(MEET)) - UNMET))
def test_inflected_forms_meet(language, one, other):
    assert of(one, language) == of(other, language)
    assert set(of(other, language)) & set(stems(form_of(one))), "a query knows no language"


@pytest.mark.parametrize(("language", "one", "other"), list(pairs(APART)))
def test_other_words_stay_apart(language, one, other):
    assert of(one, language) != of(other, language)


def test_every_language_has_pairs_of_both_kinds():
    assert set(MEET) == set(APART) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ŁÓDŹ", "lodz"), ("мой Йод", "мой йод"), ("и\u0306", "й"), ("Ґанок їжак ё", "ганок іжак е"),
        ("Straße", "strasse"), ("“так”, d’accord", "\"так\", d'accord"), ("𝐖𝐨𝐫𝐤 ﬁne", "work fine"),
        ("ca\u00adrer\u200b", "carer"), ("หญิง हिन्दी", "หญิง हिन्दी"), ("", ""), ("3–5", "3-5"),
    ],
)  # fmt: skip
def test_fold(text, plain):
    assert fold(text) == plain


@pytest.mark.parametrize("text", ["Straße ﬁ ½ x", "и\u0306 a", "œuvre Łódź", "", "a\u0301\u0301b"])
def test_folded_offsets_lead_back(text):
    plain, offsets = folded(text)
    assert len(offsets) == len(plain) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)
    for index, sign in enumerate(plain):
        assert sign in fold(text[offsets[index] : offsets[index] + 2])


def test_offsets_count_code_points_of_the_original():
    text = "🇵🇱 Szukam “Opiekunek” — l’emploi, п’ять\u00adдесят, don't; +48 600"
    words = cut(text, None)
    assert [text[w.start : w.end] for w in words] == [
        "Szukam", "Opiekunek", "l", "emploi", "п’ять\u00adдесят", "don't", "48", "600",
    ]  # fmt: skip
    assert [w.form for w in words][3:6] == ["emploi", "п'ятьдесят", "don't"]
    assert words[0].stem == "xx:szukam"


def test_no_token_is_too_long_for_an_engine():
    for sign in "aÄ𐌰я1":
        (word,) = cut(sign * 70_000, "pl")
        assert len(word.stem.encode("utf-16-le")) <= 2 * 255
        assert word.end == 70_000


def test_tokens_hold_no_white_space():
    assert all(not w.form.isspace() and " " not in w.form for w in cut("ﷺ a\u00a0b ﷺ\u0301", None))


def test_a_query_word_is_stemmed_in_every_language():
    assert [s.partition(":")[0] for s in stems("job")] == [*LANGUAGES, "xx"]
    assert stem("job", "pt") == "xx:job"


def test_hostile_text_is_cut_in_time():
    start = time.perf_counter()
    for text in (
        "a'" * 50_000,
        "l'" * 50_000,
        "\u0301" * 100_000,
        "a\u200b" * 50_000,
        "ок" * 50_000,
    ):
        cut(text, "uk")
    assert time.perf_counter() - start < 3
