"""The road reads a bare post whole, and reads it again to the same."""

from copy import deepcopy

from crawler.items import Post
from pipelines.road import ROAD, read, rules

TEXT = (
    "Praca w magazynie w Holandii, oddasz paszport kierowcy na czas kontraktu, opłata rekrutacyjna "
    "200 euro przed wyjazdem. Pisz tylko na WhatsApp 572 000 100."
)


def test_a_bare_post_is_read_whole():
    post = read(Post(text=TEXT))
    assert (post.language, post.role, post.lane) == ("pl", "offer", "queue")
    assert {"documents.retention", "offer.fee.recruitment"} <= set(post.indicators)
    assert post.contacts
    assert post.reasons
    assert post.priority > 1000
    assert post.text == TEXT
    assert post.rules == rules()


def test_reading_again_changes_nothing():
    once = read(Post(text=TEXT))
    before = deepcopy(once)
    assert read(once) == before


def test_an_edit_takes_old_findings_away():
    post = read(Post(text=TEXT))
    post.text = "Dziękuję wszystkim za pomoc, pozdrawiam serdecznie."
    read(post)
    assert (post.lane, post.contacts, post.reasons, post.priority) == (None, [], [], 0)
    assert "documents.retention" not in post.indicators


def test_the_order_is_clean_language_contacts_role_facts_tag_judge():
    names = [step.__name__ for step in ROAD]
    first = ["read_clean", "read_language", "find_contacts"]
    whole = [*first, "decide_role", "find_facts", "tag", "judge"]
    assert names == whole


def test_an_empty_post_passes():
    post = read(Post())
    assert post.lane is None
