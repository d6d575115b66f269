"""When the timer of the watch stood still, by its events."""

from __future__ import annotations

import numpy as np

from trochlea.model.activity import Pause
from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import Tables

_STILL_S = 1.0  # a record up to so much after a stop is still of the time before it


def pauses(tables: Tables, begin: float, until: float, time_s: Column | None) -> tuple[Pause, ...]:
    """Return the stretches in which the timer stood still, in seconds since the start.

    A stop lasts until the next start. Where that is missing, it lasts until the next record; the
    last stop, after which nothing comes, is the end of the run and no pause. A start without a
    stop before it says nothing.

    Args:
        tables: The section's tables.
        begin: Start of the activity, seconds since the FIT epoch.
        until: Start of the next one, or infinite.
        time_s: Times of its records since the start, or None.
    """
    found: list[Pause] = []
    stopped: float | None = None
    for at, is_start in _switches(tables, begin, until):
        if is_start and stopped is not None:
            found += _pause(stopped, at, time_s, given=True)
            stopped = None
        elif not is_start and stopped is None:
            stopped = at
    if stopped is not None:
        found += _pause(stopped, np.inf, time_s, given=False)
    return tuple(found)


def running_time(tables: Tables, stops: tuple[Pause, ...], elapsed: float | None) -> float | None:
    """Return the time in which the timer ran, by its events; None where there are none.

    Args:
        tables: The section's tables.
        stops: The pauses of the activity.
        elapsed: Its whole time in seconds, or None.
    """
    if elapsed is None or not (tables[profile.EVENT].column("event") == profile.EVENT_TIMER).any():
        return None
    still = sum(max(min(each.end_s, elapsed) - max(each.start_s, 0.0), 0.0) for each in stops)
    return elapsed - still


def _switches(tables: Tables, begin: float, until: float) -> list[tuple[float, bool]]:
    """Return when the timer was switched within an activity, and whether it was started."""
    events = tables[profile.EVENT]
    times, kinds = events.column("timestamp"), events.column("event_type")
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


def _pause(start: float, end: float, time_s: Column | None, *, given: bool) -> list[Pause]:
    """Return the pause from a stop to a start, or to the next record where none was written."""
    if not given:
        later = np.empty(0) if time_s is None else time_s[time_s > start + _STILL_S]
        if not len(later):
            return []
        end = float(later.min())
    return [Pause(start, end)] if end > start else []
