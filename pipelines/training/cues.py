"""Trains the weights of the role model, which needs no encoder.

Softmax regression by AdaGrad, from zero and in a fixed order, so that the same corpus always
gives the same file. Rare roles weigh more: to miss a victim's words costs most.
"""

import gzip
import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from crawler.items import ROLES, Post, Role
from pipelines.contacts import find_contacts
from pipelines.cues import WEIGHTS, Features, features, softmax
from pipelines.language import read_language
from pipelines.training.posts import Labelled

ROUNDS, RATE, PULL, SEED = 25, 0.1, 1e-3, 7
BALANCE = 0.7  # 0: as often as in the corpus, 1: every role weighs the same
SEEN_AT_LEAST, KEEP_ABOVE = 3, 0.02

Weights = dict[str, list[float]]
Example = tuple[Features, Role]


def examples(posts: Iterable[Labelled]) -> list[Example]:
    """The labelled *posts* as features and roles."""
    return [(_features(post), post.role) for post in posts]


def _features(labelled: Labelled) -> Features:
    post = find_contacts(read_language(Post(title=labelled.title, text=labelled.text)))
    return features(post.title, post.text, post.language, reached=bool(post.contacts))


def train(known: list[Example]) -> Weights:
    """Weights per feature, one for each role in the order of ROLES."""
    counts = Counter(name for found, _ in known for name in found)
    roles = Counter(role for _, role in known)
    costs = {r: (len(known) / (len(roles) * n)) ** BALANCE for r, n in roles.items()}
    kept = [
        ({name: x for name, x in found.items() if counts[name] >= SEEN_AT_LEAST}, role)
        for found, role in known
    ]
    weights: Weights = defaultdict(lambda: [0.0] * len(ROLES))
    slopes: Weights = defaultdict(lambda: [1e-6] * len(ROLES))
    shuffle = random.Random(SEED)
    for _ in range(ROUNDS):
        shuffle.shuffle(kept)
        for found, role in kept:
            _step(weights, slopes, found, role, costs[role])
    return _rounded(weights)


def train_all(posts: Iterable[Labelled], path: Path = WEIGHTS) -> None:
    """Train on *posts* and write the weights at *path*."""
    weights = train(examples(posts))
    text = json.dumps(weights, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


def _step(weights: Weights, slopes: Weights, found: Features, role: Role, cost: float) -> None:
    sums = [sum(weights[name][at] * x for name, x in found.items()) for at in range(len(ROLES))]
    chances = softmax(sums)
    errors = [cost * (chances[r] - (r == role)) for r in ROLES]
    for name, x in found.items():
        row, slope = weights[name], slopes[name]
        for at, error in enumerate(errors):
            gradient = error * x + PULL * row[at]
            slope[at] += gradient * gradient
            row[at] -= RATE * gradient / math.sqrt(slope[at])


def _rounded(weights: Weights) -> Weights:
    rounded = {name: [round(weight, 3) for weight in row] for name, row in weights.items()}
    return {name: row for name, row in rounded.items() if max(map(abs, row)) >= KEEP_ABOVE}
