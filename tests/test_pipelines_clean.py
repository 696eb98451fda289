"""A folded view shows what the eye sees, and every slice of it leads back to the author's letters."""

import pytest

from crawler.items import Page, PageRef, Post
from pipelines.clean import CleanPipeline, unleet, view

SEEN = [
    ("0️⃣7️⃣ and 8⃣", "07 and 8"),
    ("⓪①⑦① ０７", "0171 07"),
    ("t.mе/kаsа_pl", "t.me/kasa_pl"),
    ("шiсть оdин", "шість один"),
    ("pass\u200bport\u00adnow", "passportnow"),
    ("ﬁne", "fine"),
]


@pytest.mark.parametrize(("text", "seen"), SEEN)
def test_a_view_shows_what_the_eye_sees(text, seen):
    assert view(text).text == seen


@pytest.mark.parametrize("text", ["4½ h", "20 m²", "Привет, мир", "zażółć gęślą jaźń", "plain"])
def test_what_hides_nothing_is_its_own_view(text):
    assert view(text).text == text
    assert list(view(text).places) == list(range(len(text) + 1))


@pytest.mark.parametrize(("text", "seen"), SEEN)
def test_slices_lead_back_and_cover_the_text(text, seen):
    whole = view(text)
    assert whole.span(0, len(whole.text)) == (0, len(text))
    for start in range(len(whole.text)):
        left, right = whole.span(start, start + 1)
        assert left < right
        assert whole.span(start, len(whole.text))[0] == left


def test_a_keycap_is_taken_whole():
    left, right = view("a 7️⃣ b").span(2, 3)
    assert "a 7️⃣ b"[left:right] == "7️⃣"


def test_leet_reads_as_letters():
    assert unleet("tr3nt3") == "trente"


def test_the_text_is_never_altered():
    post = Post(title="0️⃣", text="t.mе/x")
    page = CleanPipeline().process_item(Page(source="s", ref=PageRef(url="u"), posts=[post]))
    assert (page.posts[0].title, page.posts[0].text) == ("0️⃣", "t.mе/x")
