"""How good each stream is, as data: coverage, gaps, what was taken out, what stands still."""

from __future__ import annotations

import numpy as np

from trochlea.model.activity import STREAM_UNITS, StreamQuality
from trochlea.readers.refine.stuck import stuck_s
from trochlea.readers.refine.work import Column, Work


def judged(work: Work) -> tuple[StreamQuality, ...]:
    """Return the quality of each stream there is, and of those that cleaning left nothing of.

    Counts of an earlier refining are kept. `longest_gap_s` is the longest time from one value to
    the next with a record without a value between (or from the start, or to the end); of `time_s`
    it is the longest time without a record.
    """
    before = {each.stream: each for each in work.activity.quality if each.stream in STREAM_UNITS}
    gone = [name for name in (*before, *work.removed) if name in STREAM_UNITS]
    names = dict.fromkeys([*(["time_s"] if len(work.time) else []), *work.columns, *gone])
    return tuple(_quality(work, name, before.get(name)) for name in names)


def _quality(work: Work, name: str, before: StreamQuality | None) -> StreamQuality:
    values = work.column(name)
    if name == "time_s":
        coverage, gap = float(len(work.time) > 0), _longest_step_s(work.time)
    elif values is None:
        coverage, gap = 0.0, _length_s(work.time)
    else:
        coverage, gap = _coverage(values, work.time)
    removed = work.removed.get(name, 0) + (max(before.removed, 0) if before else 0)
    repaired = work.repaired.get(name) or (before.repaired if before else None)
    return StreamQuality(name, coverage, gap, removed, stuck_s(work, name), repaired)


def _length_s(time: Column) -> float:
    return float(time[-1] - time[0]) if len(time) else 0.0


def _longest_step_s(time: Column) -> float:
    return float(np.diff(time).max()) if len(time) > 1 else 0.0


def _coverage(values: Column, time: Column) -> tuple[float, float]:
    """Return the share of records with a value and the longest time without one."""
    missing = np.isnan(values)
    count = int(np.count_nonzero(missing))
    if not count:
        return 1.0, 0.0
    known = np.flatnonzero(~missing)
    if not len(known):
        return 0.0, _length_s(time)
    inner = np.diff(time[known])[np.diff(known) > 1]
    edges = (time[known[0]] - time[0], time[-1] - time[known[-1]])
    longest = max(float(inner.max()) if len(inner) else 0.0, *map(float, edges))
    return 1 - count / len(values), longest
