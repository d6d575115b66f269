"""Intervals for a share: Wilson's for any, and the exact one-sided bound beside a zero."""

from __future__ import annotations

import math

Z_95 = 1.959963984540054
ONE_SIDED = 0.05


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927); (0, 1) where there is nothing.

    Args:
        hits: How many.
        total: Of how many.
    """
    if total == 0:
        return 0.0, 1.0
    share, z2 = hits / total, Z_95**2
    middle = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = Z_95 / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def exact_upper(hits: int, total: int) -> float:
    """Return the exact one-sided 95 % upper bound of a share (Clopper and Pearson 1934).

    Args:
        hits: How many.
        total: Of how many.

    Found by halving on the binomial tail; with no hits it is 1 - 0.05 ** (1 / total).
    """
    if hits >= total:
        return 1.0
    low, high = hits / total, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        tail = sum(
            math.comb(total, k) * middle**k * (1 - middle) ** (total - k) for k in range(hits + 1)
        )
        low, high = (middle, high) if tail > ONE_SIDED else (low, middle)
    return high
