"""Which posts are the same offer again: MinHash over runs of three words.

A text of fewer than eight words says too little to make a family, unless a contact is in it.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from crawler.items import Page, Post
from crawler.words import cut
from index.likeness import ALIKE, Signature, keys
from index.tokens import tokens

SIZE, SEED = 128, 1
RUN, SHORT, LONG = 3, 8, 20_000
# How many runs of words one contact is worth in a short text.
CONTACT = 4


def signature(post: Post) -> list[int]:
    """SIZE MinHash values of 32 bits; empty where the text is too short for a family."""
    tokens = _tokens(post)
    if not tokens:
        return []
    minhash = _rensa().RMinHash(num_perm=SIZE, seed=SEED)
    minhash.update(tokens)
    values: list[int] = minhash.digest()
    return values


class RepostPipeline:
    """Works out the signatures of a page's posts; families are joined where posts are kept. Their
    words, just cut, are put by for the rows."""

    def process_item(self, item: Page) -> Page:
        """The same page with the signature and the words of each post."""
        for post in item.posts:
            item.signatures[post.id] = signature(post)
            item.words[post.id] = tokens(post)
        return item


def bands(one: Signature) -> list[int]:
    """The keys of a signature: posts that are alike share at least one of them."""
    return keys(one)


def similar(one: Signature, other: Signature) -> float:
    """The share of runs two texts have in common (Jaccard), as their signatures estimate it."""
    if not one or not other:
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def clusters(signatures: Mapping[str, Signature]) -> dict[str, str]:
    """For each id that has a family, the least id of it; any order of input gives the same."""
    leader = {one: one for one in signatures}
    for one, other in _alike(signatures):
        first, second = sorted((_root(leader, one), _root(leader, other)))
        leader[second] = first
    roots = {one: _root(leader, one) for one in signatures}
    sizes: dict[str, int] = defaultdict(int)
    for root in roots.values():
        sizes[root] += 1
    return {one: root for one, root in roots.items() if sizes[root] > 1}


def packed(one: Signature) -> Signature:
    """A signature in a tenth of the memory."""
    return array("I", one)


def _tokens(post: Post) -> list[str]:
    """Runs of words, and in a short text the contacts, each several times over."""
    title, text = post.title[:LONG], post.text[: max(0, LONG - len(post.title) - 1)]
    # In the post's language, though forms know none: the rows cut the same words once more.
    words = [word.form for part in (title, text) for word in cut(part, post.language)]
    short = len(words) < SHORT
    if short and not post.contact_values:
        return []
    runs = {" ".join(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))}
    named = post.contact_values if short else []
    return sorted(runs) + [f"{value} {n}" for value in named for n in range(CONTACT)]


def _alike(signatures: Mapping[str, Signature]) -> Iterator[tuple[str, str]]:
    """Pairs of ids at least ALIKE."""
    shared: dict[int, list[str]] = defaultdict(list)
    for one, values in signatures.items():
        met: set[str] = set()
        for key in bands(values) if values else ():
            for other in shared[key]:
                if other not in met:
                    met.add(other)
                    if similar(values, signatures[other]) >= ALIKE:
                        yield other, one
            shared[key].append(one)


def _root(leader: dict[str, str], one: str) -> str:
    """The head of the family *one* is in; paths are shortened on the way."""
    while leader[one] != one:
        leader[one] = leader[leader[one]]
        one = leader[one]
    return one


@cache
def _rensa() -> Any:
    import rensa

    return rensa
