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

_FEWEST = 32  # texts, below which `float` is faster
_MOST_LETTERS = 18  # of which a whole number of 64 bits holds the numerals
_EXACT = 2**53
_ZERO, _NINE, _POINT, _MINUS = b"09.-"


def numbers(texts: Sequence[str]) -> Column:
    """Return texts as numbers, shape (n,); NaN where one is none."""
    values = _of_one_shape(texts) if len(texts) >= _FEWEST else None
    return _one_by_one(texts) if values is None else values


def _of_one_shape(texts: Sequence[str]) -> Column | None:
    """Return the numbers of texts that are written alike, or None where they are not."""
    first = texts[0]
    length = len(first)
    joined = "".join(texts)
    if not 0 < length <= _MOST_LETTERS or len(joined) != length * len(texts):
        return None
    if not joined.isascii() or set(map(len, texts)) != {length}:
        return None
    grid = np.frombuffer(joined.encode(), np.uint8).reshape(-1, length)
    point_at = first.find(".")
    negative = first[0] == "-"
    marks = [(0, _MINUS)] * negative + [(point_at, _POINT)] * (point_at >= 0)
    places = [i for i in range(int(negative), length) if i != point_at]
    numerals = grid[:, places] - np.uint8(_ZERO)
    if not places or numerals.max() > _NINE - _ZERO:
        return None
    if any((grid[:, at] != mark).any() for at, mark in marks):
        return None
    whole = numerals.astype(np.int64) @ (10 ** np.arange(len(places) - 1, -1, -1))
    if whole.max() >= _EXACT:
        return None
    values: Column = whole / 10.0 ** (length - 1 - point_at if point_at >= 0 else 0)
    return -values if negative else values


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
