"""When two texts are alike, by their MinHash values: pure arithmetic, needed where no rows are."""

from array import array
from collections.abc import Sequence
from hashlib import blake2b

BANDS = 32
ALIKE = 0.7  # share of equal MinHash values: the Jaccard similarity it estimates
_NUMBERS = [array("Q", [n]).tobytes() for n in range(BANDS)]

Signature = Sequence[int]


def keys(signature: Signature) -> list[int]:
    """One 63-bit key for each of the BANDS bands of a signature of 32-bit values."""
    width = len(signature) // BANDS * 8
    raw = array("Q", signature).tobytes()
    return [
        int.from_bytes(
            blake2b(number + raw[n * width : (n + 1) * width], digest_size=8).digest(), "big"
        )
        >> 1
        for n, number in enumerate(_NUMBERS)
    ]
