"""Counters of a few bits that roll over: put together as the whole numbers they stand for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def unrolled(low: Whole, whole: Whole, is_whole: NDArray[np.bool_], bits: int) -> Whole:
    """Return a rolling counter as running totals.

    Each value counts on from the one before it; bits that are lower than before have rolled over
    once. (The FIT protocol's rule for compressed timestamps and for accumulated components. A
    counter that rolls over twice between two messages cannot be told from one that did so once.)

    Args:
        low: The lowest bits of the counter, in order.
        whole: The whole counter, where a message gives it.
        is_whole: Where a message gives it.
        bits: How many bits `low` has.

    Returns:
        The running totals; before the first whole counter they start at the first value of `low`.
    """
    mask = (1 << bits) - 1
    step = np.diff(low, prepend=0) & mask
    step[is_whole] = 0
    passed = np.cumsum(step)
    last = np.maximum.accumulate(np.where(is_whole, np.arange(len(low)), -1))
    since = np.where(last >= 0, whole[last] - passed[last], 0)
    return np.asarray(since + passed, dtype=np.int64)
