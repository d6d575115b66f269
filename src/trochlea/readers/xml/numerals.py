"""Turn a column of decimal numbers into floats, as `float` would, but all at once.

Texts of one length with the point at one place are a grid of numerals: the numerals without the
point are a whole number, and that over a power of ten is the value. Up to 2**53 and 10**22 both
are exact in binary64, so that the one division rounds to the nearest float, which is what `float`
gives (Clinger 1990, "How to read floating point numbers accurately"). Everything else, such as
numbers of different lengths, exponents or words, is left to `float`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]

_FEWEST = 160  # texts, below which `float` is faster
_MOST_LETTERS = 18
_EXACT = 2.0**52  # half of what is exact, as the sum itself may be rounded
_ZERO = ord("0")


def numbers(texts: Sequence[str]) -> Column:
    """Return texts as numbers, shape (n,); NaN where one is none."""
    values = _of_one_shape(texts) if len(texts) >= _FEWEST else None
    return _one_by_one(texts) if values is None else values


def _of_one_shape(texts: Sequence[str]) -> Column | None:
    """Return the numbers of texts that are written alike, or None where they are not."""
    length = len(texts[0])
    joined = "".join(texts)
    if not 0 < length <= _MOST_LETTERS or len(joined) != length * len(texts):
        return None
    if not joined.isascii() or set(map(len, texts)) != {length}:
        return None
    grid = np.frombuffer(joined.encode(), np.uint8).reshape(-1, length)
    pattern, highest, weights, decimals = _shape(texts[0])
    numerals = grid - pattern
    if not weights.any() or (numerals > highest).any():
        return None
    whole = numerals.astype(np.float64) @ weights
    if whole.max() >= _EXACT:
        return None
    values: Column = whole / 10.0**decimals
    return -values if texts[0][0] == "-" else values


def _shape(first: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8], Column, int]:
    """Return what stands in each place of a text: the mark or `0`, what may be added, its weight.

    And how many decimals there are.
    """
    pattern = np.frombuffer(first.encode(), np.uint8).copy()
    marks = [0] if first[0] == "-" else []
    point_at = first.find(".")
    if point_at >= 0:
        marks.append(point_at)
    places = [at for at in range(len(first)) if at not in marks]
    pattern[places] = _ZERO
    highest = np.zeros(len(first), np.uint8)
    highest[places] = 9
    weights = np.zeros(len(first))
    weights[places] = 10.0 ** np.arange(len(places) - 1, -1, -1)
    return pattern, highest, weights, len(first) - 1 - point_at if point_at >= 0 else 0


def _one_by_one(texts: Sequence[str]) -> Column:
    try:
        return np.fromiter(map(float, texts), np.float64, len(texts))
    except ValueError:
        return np.fromiter(map(number, texts), np.float64, len(texts))


def number(text: str) -> float:
    """Return a text as a number, a decimal comma allowed; NaN where it is none."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")
