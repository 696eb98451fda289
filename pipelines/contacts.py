"""Every way to reach the author that a post gives, however it is disguised."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal

from crawler.items import Contact, Page, Post
from pipelines.clean import View, view
from pipelines.contact import addresses, handles, money, phones
from pipelines.contact.hint import Hint

Finder = Callable[[View, str, Hint], Iterator[Contact]]

# What an earlier finder took is hidden from the later ones: digits of an IBAN are no number.
FINDERS: tuple[Finder, ...] = (
    money.find, handles.find_links, addresses.find_emails, handles.find_names,
    addresses.find_urls, phones.find,
)  # fmt: skip


def find_contacts(post: Post) -> Post:
    """Replace the contacts of *post* by those its title and text show; safe to run again."""
    hint = Hint(f"{view(post.title).text}\n{view(post.text).text}", post.language)
    found = [*_in_field("title", post.title, hint), *_in_field("text", post.text, hint)]
    post.contacts = list(
        {(contact.kind, contact.value): contact for contact in found[::-1]}.values()
    )[::-1]
    post.contact_values = list(dict.fromkeys(contact.value for contact in post.contacts))
    return post


class ContactsPipeline:
    """Maps `find_contacts` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its contacts."""
        item.posts = [find_contacts(post) for post in item.posts]
        return item


def _in_field(name: Literal["title", "text"], original: str, hint: Hint) -> list[Contact]:
    seen, found = view(original), []
    for find in FINDERS:
        for contact in find(seen, original, hint):
            found.append(replace(contact, field=name))
            seen = _hide(seen, contact)
    return sorted(found, key=lambda contact: contact.start)


def _hide(seen: View, contact: Contact) -> View:
    if isinstance(seen.places, range):
        hole = "\x00" * (contact.end - contact.start)
        return View(seen.text[: contact.start] + hole + seen.text[contact.end :], seen.places)
    inside = (contact.start <= place < contact.end for place in seen.places)
    hidden = "".join(
        "\x00" if hide else char for char, hide in zip(seen.text, inside, strict=False)
    )
    return View(hidden, seen.places)
