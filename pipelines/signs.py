"""Signs of risk that are in a post's contacts rather than in its words."""

import re
from collections.abc import Iterator
from functools import lru_cache

from crawler.items import Contact, Post

NUMBERS = frozenset({"phone", "whatsapp", "viber", "signal"})
FREE_MAIL = re.compile(
    r"@(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|aol|proton(?:mail)?|pm|gmx|web|t-online|"
    r"wp|o2|onet|interia|op|poczta|ukr|i|meta|mail|inbox|bk|list|yandex|ya|rambler|orange|laposte|free|sfr|"
    r"wanadoo|tutanota|zoho)\.[a-z.]{2,6}$"
)


def contact_signs(post: Post) -> Iterator[tuple[str, Contact]]:
    """(indicator, the contact that shows it) for each sign in the contacts of *post*."""
    for contact in post.contacts:
        if contact.disguised and contact.kind in NUMBERS:
            yield "contact.obscured_phone", contact
            break
    if post.contacts and all(_is_private(contact) for contact in post.contacts):
        reached = (c for c in post.contacts if c.kind in NUMBERS or c.kind == "email")
        for contact in reached:
            yield "contact.only_mobile_free_email", contact
            break


def _is_private(contact: Contact) -> bool:
    """A mobile number, a free mailbox or a messenger: nothing that names a firm."""
    if contact.kind == "url":
        return False
    if contact.kind == "email":
        return FREE_MAIL.search(contact.value) is not None
    return contact.kind not in NUMBERS or not is_landline(contact.value)


@lru_cache(maxsize=10_000)
def is_landline(number: str) -> bool:
    """Is the E.164 *number* surely a fixed line?"""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.FIXED_LINE)
