"""Columns from lists of samples, each with a time of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.platforms.values import number
from trochlea.readers.xml.times import Times, parse_times

Column = NDArray[np.float64]
_SAME_S = 5e-4  # times are written to the millisecond
_ABSURD = 1e15  # of any unit; what is beyond is left out as not finite when it is refined
_LATEST_S = 4_102_444_800.0  # 2100


def times_of(texts: list[Any]) -> Times:
    """Return times of samples in seconds since 1970; NaN where a sample has none."""
    return parse_times([text if isinstance(text, str) else "" for text in texts] or [""])


def values_of(cells: list[Any]) -> Column:
    """Return values of samples; NaN where one is no number, infinite where it is absurd."""
    known = (number(cell) for cell in cells)
    values = np.array([np.nan if value is None else value for value in known], dtype=np.float64)
    values[np.abs(values) > _ABSURD] = np.inf
    return values


def moment(unix_s: float) -> datetime | None:
    """Return seconds since 1970 as an aware UTC moment, or None beyond the years of watches."""
    if not 0 <= unix_s < _LATEST_S:
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=unix_s)


@dataclass(slots=True)
class Timeline:
    """Several streams brought onto one column of times.

    Attributes:
        unix_s: Seconds since 1970, a record each.
        columns: Streams by name, NaN where one has no value at a time.
        timeless: Samples left out for want of a time.
        disordered: Whether some stream went back in time and was put in order.
    """

    unix_s: Column = field(default_factory=lambda: np.empty(0))
    columns: dict[str, Column] = field(default_factory=dict)
    timeless: int = 0
    disordered: bool = False


def merged(streams: dict[str, tuple[Column, Column]]) -> Timeline:
    """Return streams on one column of times.

    Where all have the same times, these are kept in the order of the file; else every time that
    any of them has is a record, in the order of time.

    Args:
        streams: Name to times (seconds since 1970) and values, each pair of one length.
    """
    line = Timeline()
    dated = {}
    for name, (times, values) in streams.items():
        known = ~np.isnan(times)
        line.timeless += int(np.count_nonzero(~known))
        if known.any():
            dated[name] = (times[known], values[known])
    if not dated:
        return line
    first = next(iter(dated.values()))[0]
    if all(len(times) == len(first) and (times == first).all() for times, _ in dated.values()):
        line.unix_s = first
        line.columns = {name: values for name, (_, values) in dated.items()}
        return line
    line.disordered = any((np.diff(times) < 0).any() for times, _ in dated.values())
    every = np.unique(np.concatenate([times for times, _ in dated.values()]))
    line.unix_s = every[np.concatenate(([True], np.diff(every) > _SAME_S))]
    for name, (times, values) in dated.items():
        column = np.full(len(line.unix_s), np.nan)
        rows = np.searchsorted(line.unix_s, times + _SAME_S / 2, side="right") - 1
        column[np.maximum(rows, 0)] = values
        line.columns[name] = column
    return line
