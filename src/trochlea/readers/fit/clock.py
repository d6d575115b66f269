"""Work out the time of messages whose header carries only the last five bits of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit.counters import unrolled
from trochlea.readers.fit.gather import Column, pieces, scalar
from trochlea.readers.fit.profile import TIMESTAMP
from trochlea.readers.fit.sections import Section

_BASE_UINT32 = 6
_BITS = 5


class Clock(NamedTuple):
    """The time at every message of a section that carries one.

    Attributes:
        at: Where the messages start, in order.
        times: Seconds since the FIT epoch; NaN before the first full timestamp.
    """

    at: NDArray[np.int64]
    times: Column

    def times_at(self, offsets: NDArray[np.int64]) -> Column:
        """Return the times of messages with a compressed timestamp, by where they start."""
        return self.times[np.searchsorted(self.at, offsets)]


def clock_of(section: Section) -> Clock:
    """Return the clock of a section that has messages with a compressed timestamp header.

    Each such stamp counts from the one before it, whatever kind of message gave that.

    Args:
        section: A scanned section.
    """
    full_at, full = _full_stamps(section)
    groups = [np.frombuffer(each.compressed, np.int64) for each in section.layouts]
    brief_at = np.sort(np.concatenate([np.empty(0, np.int64), *groups]))
    mask = (1 << _BITS) - 1
    bits = np.frombuffer(section.data, np.uint8)[brief_at].astype(np.int64) & mask
    at = np.concatenate([full_at, brief_at])
    order = np.argsort(at, kind="stable")
    is_full = order < len(full_at)
    low = np.concatenate([full & mask, bits])[order]
    whole = np.concatenate([full, np.zeros_like(bits)])[order]
    times = unrolled(low, whole, is_full, _BITS).astype(np.float64)
    times[~np.maximum.accumulate(is_full)] = np.nan
    return Clock(at[order], times)


def _full_stamps(section: Section) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where all messages with a full, valid timestamp start, and the stamps."""
    at: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
    stamps: list[Column] = [np.empty(0)]
    for message in section.by_message:
        for piece in pieces(section, message)[1]:
            for field in piece.layout.fields:
                if field.number == TIMESTAMP and field.size == 4 and field.base == _BASE_UINT32:
                    at.append(piece.offsets)
                    stamps.append(scalar(piece, field.at, field.base))
    offsets, values = np.concatenate(at), np.concatenate(stamps)
    known = ~np.isnan(values)
    return offsets[known], values[known].astype(np.int64)
