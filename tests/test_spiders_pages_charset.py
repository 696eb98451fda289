"""A page's bytes come out as its author's words, whatever header and markup say of them."""

import time

import pytest

from spiders.pages.charset import decode

WORDS = {
    "ru": "Ищем сиделку к бабушке, жильё предоставляем, оплата каждую неделю, звоните вечером.",
    "uk": "Шукаємо доглядальницю для бабусі, житло надаємо, її син їде, телефонуйте ввечері.",
    "pl": "Szukamy opiekunki dla starszej pani, mieszkanie zapewniamy, płatność co tydzień, żółć.",
    "es": "Buscamos dos señoras para la limpieza, llámenos por la mañana, ningún riesgo.",
    "de": "Für unsere Bäckerei zwei Verkäuferinnen, tägliche Auszahlung, Größe egal.",
    "el": "Ζητούμε δύο γυναίκες για καθαριότητα, πληρωμή κάθε εβδομάδα, παρέχεται διαμονή.",
}
CASES = [
    ("ru", "cp1251"), ("ru", "koi8_r"), ("uk", "cp1251"), ("uk", "koi8_u"), ("pl", "iso8859_2"),
    ("pl", "cp1250"), ("es", "cp1252"), ("de", "cp1252"),
]  # fmt: skip


def page(words, encoding, meta=""):
    said = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{said}</head><body><p>{words}</p></body></html>".encode(encoding)


@pytest.mark.parametrize(("language", "encoding"), CASES)
@pytest.mark.parametrize("header", ["; charset=utf-8", "; charset=iso-8859-1", "", "; charset=no"])
@pytest.mark.parametrize("meta", ["", "utf-8", "right"])
def test_the_bytes_tell(language, encoding, header, meta):
    body = page(WORDS[language], encoding, encoding if meta == "right" else meta)
    assert WORDS[language] in decode(body, f"text/html{header}")


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("header", ["iso-8859-1", "windows-1251", "utf-8"])
def test_utf8_is_known_by_itself(language, header):
    body = page(WORDS[language], "utf-8", "iso-8859-1")
    assert WORDS[language] in decode(body, f"text/html; charset={header}")


def test_a_script_we_do_not_read_is_taken_at_its_word():
    assert WORDS["el"] in decode(page(WORDS["el"], "cp1253"), "text/html; charset=windows-1253")


def test_marks_torn_signs_and_nothing():
    assert decode("\ufeffżółć".encode(), "text/html; charset=iso-8859-1") == "żółć"
    assert WORDS["pl"] in decode(WORDS["pl"].encode("utf-16"), "text/html; charset=utf-8")
    assert decode(WORDS["pl"].encode() + b"\xc5 end").startswith(WORDS["pl"])
    assert decode(b"") == ""
    assert decode(b"plain\0words") == "plain\0words"


def test_no_bytes_take_long():
    before = time.monotonic()
    for body in (bytes(range(256)) * 20_000, b"\xff<" * 2_500_000, b"\xff<script" * 600_000):
        decode(body, "text/html; charset=utf-8")
    assert time.monotonic() - before < 6
