"""When the timer of the watch stood still, by its events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trochlea.model.activity import Pause
from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import Tables

_STILL_S = 1.0  # a record up to so much after a stop is still of the time before it


class Timer(NamedTuple):
    """What the events of the timer say of one activity.

    Attributes:
        pauses: Stretches in which it stood still, in seconds since the start.
        ended: When it was stopped for good, or None.
        used: Whether there is any event of the timer.
    """

    pauses: tuple[Pause, ...]
    ended: float | None
    used: bool

    def running_s(self, elapsed: float | None) -> float | None:
        """Return how long it ran in an activity of a given length; None where it never says."""
        if elapsed is None or not self.used:
            return None
        end = elapsed if self.ended is None else min(self.ended, elapsed)
        still = sum(
            max(min(each.end_s, end) - max(each.start_s, 0.0), 0.0) for each in self.pauses
        )
        return end - still


def timer_of(tables: Tables, begin: float, until: float, time_s: Column | None) -> Timer:
    """Return when the timer of an activity stood still.

    A stop lasts until the next start. Where that is missing, it lasts until the next record; the
    last stop, after which nothing comes, is the end of the run and no pause. A start without a
    stop before it says nothing.

    Args:
        tables: The section's tables.
        begin: Start of the activity, seconds since the FIT epoch.
        until: Start of the next one, or infinite.
        time_s: Times of its records since the start, or None.
    """
    switches = _switches(tables, begin, until)
    found: list[Pause] = []
    stopped: float | None = None
    for at, is_start in switches:
        if is_start and stopped is not None:
            found += _pause(stopped, at)
            stopped = None
        elif not is_start and stopped is None:
            stopped = at
    if stopped is not None and (resumed := _next_record(stopped, time_s)) is not None:
        found += _pause(stopped, resumed)
        stopped = None
    return Timer(tuple(found), stopped, bool(switches))


def _switches(tables: Tables, begin: float, until: float) -> list[tuple[float, bool]]:
    """Return when the timer was switched within an activity, and whether it was started."""
    events = tables[profile.EVENT]
    times, kinds = events.times("timestamp"), events.column("event_type")
    timer = (events.column("event") == profile.EVENT_TIMER) & (times >= begin) & (times < until)
    order = np.flatnonzero(timer)
    order = order[np.argsort(times[order], kind="stable")]
    stops = np.isin(kinds, list(profile.EVENT_TYPES_STOP))
    starts = kinds == profile.EVENT_TYPE_START
    return [
        (float(times[row]) - begin, bool(starts[row]))
        for row in order
        if starts[row] or stops[row]
    ]


def _next_record(stopped: float, time_s: Column | None) -> float | None:
    """Return the time of the first record after a stop, or None where there is none."""
    later = None if time_s is None else time_s[time_s > stopped + _STILL_S]
    return float(later.min()) if later is not None and len(later) else None


def _pause(start: float, end: float) -> list[Pause]:
    return [Pause(start, end)] if end > start else []
