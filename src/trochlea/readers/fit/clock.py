"""Work out the time of messages whose header carries only the last five bits of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit.gather import Column, numbers, pieces
from trochlea.readers.fit.profile import TIMESTAMP
from trochlea.readers.fit.sections import Section

_BASE_UINT32 = 6


def compressed_times(section: Section, offsets: NDArray[np.int64]) -> Column:
    """Return the times of messages with a compressed timestamp header.

    Each counts from the stamp before it, whatever kind of message gave that; five bits that are
    lower than before have rolled over once.

    Args:
        section: The section of the messages.
        offsets: Where they start.

    Returns:
        Seconds since the FIT epoch; NaN before the first full timestamp.
    """
    full_at, full = _full_stamps(section)
    groups = [np.frombuffer(each.compressed, np.int64) for each in section.layouts]
    brief_at = np.sort(np.concatenate([np.empty(0, np.int64), *groups]))
    bits = np.frombuffer(section.data, np.uint8)[brief_at].astype(np.int64) & 31
    at = np.concatenate([full_at, brief_at])
    order = np.argsort(at, kind="stable")
    is_full = order < len(full_at)
    low = np.concatenate([full & 31, bits])[order]
    step = np.diff(low, prepend=low[:1]) & 31
    step[is_full] = 0
    passed = np.cumsum(step)
    last_full = np.maximum.accumulate(np.where(is_full, np.arange(len(order)), -1))
    stamps = np.concatenate([full, np.zeros_like(bits)])[order]
    times = np.where(
        last_full >= 0, stamps[last_full] + passed - passed[last_full], np.nan
    ).astype(np.float64)
    return times[np.searchsorted(at[order], offsets)]


def _full_stamps(section: Section) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where all messages with a full, valid timestamp start, and the stamps."""
    at: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    stamps: list[Column] = [np.empty(0)]
    for message in {layout.message for layout in section.layouts}:
        for piece in pieces(section, message)[1]:
            for field in piece.layout.fields:
                if field.number == TIMESTAMP and field.size == 4 and field.base == _BASE_UINT32:
                    at.append(piece.offsets)
                    stamps.append(numbers(piece, field.at, field.base))
    offsets, values = np.concatenate(at), np.concatenate(stamps)
    known = ~np.isnan(values)
    return offsets[known], values[known].astype(np.int64)
