"""Times from heart beat to heart beat, for the activity in which they were recorded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import Tables

_MS_PER_S = 1000.0


def beat_intervals(tables: Tables, rows: NDArray[np.int64], *, only_one: bool) -> Column | None:
    """Return the times between heart beats in ms, in order, or None where there are none.

    The messages of beats carry no time; they belong where they stand in the file: to the
    activity of the record before them, the first ones to that of the first record.

    Args:
        tables: The section's tables.
        rows: The records of the activity.
        only_one: Whether the section holds no other activity.
    """
    beats = tables[profile.HRV]
    number = profile.field_number(profile.HRV, "time")
    seconds = beats.others.get(number, beats.numbers.get(number))
    if seconds is None or seconds.dtype != np.float64:
        return None
    if not only_one:
        seconds = seconds[_owned(beats.at, tables[profile.RECORD].at, rows)]
    known = seconds[~np.isnan(seconds)]
    return known * _MS_PER_S if len(known) else None


def _owned(
    at: NDArray[np.int64], records_at: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return which messages stand after a record of an activity and before the next one's."""
    if not len(records_at):
        return np.zeros(len(at), dtype=bool)
    before = np.clip(np.searchsorted(records_at, at) - 1, 0, None)
    mine = np.zeros(len(records_at), dtype=bool)
    mine[rows] = True
    return mine[before]
