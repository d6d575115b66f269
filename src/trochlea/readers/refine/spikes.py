"""Take out spikes: values that no runner could reach and leave again so fast.

Conservative on purpose: one value that stands off both its neighbours, which agree with each
other, or a few positions that jump away and come back. What does not come back stays.
"""

from __future__ import annotations

import numpy as np

from trochlea.readers.refine.distance import POSITION_SCATTER_M, reach_m, steps_m
from trochlea.readers.refine.plausible import highest
from trochlea.readers.refine.work import Column, Rows, Work

# How far one value must stand off both neighbours. The heart changes by about 1 to 3 beats a
# minute in a second, at the start and end of effort; 25 m of altitude within 5 s and back would
# be 5 m/s straight up and down; a distance counter never falls, but may be corrected.
SPIKE_HEIGHT = {"heart_rate_bpm": 30.0, "altitude_m": 25.0, "distance_m": 100.0}
LONGEST_STEP_S = 5.0  # between records: over longer steps, real changes grow as large

LONGEST_EXCURSION_S = 30.0
# Positions that jump more often than this are bad altogether, not good with spikes.
MOST_JUMPS = 0.1


def remove_spikes(work: Work) -> None:
    """Take spikes out of heart rate, altitude, distance and positions, and count them."""
    for name, height in SPIKE_HEIGHT.items():
        values = work.column(name)
        if values is None:
            continue
        rows = lone_spikes(values, work.time, height)
        if len(rows):
            work.columns[name] = _without(values, rows)
            _count(work, name, len(rows))
    _position_spikes(work)


def _without(values: Column, rows: Rows) -> Column:
    out = values.copy()
    out[rows] = np.nan
    return out


def _count(work: Work, name: str, count: int) -> None:
    work.take_out(name, count)
    work.spikes[name] = work.spikes.get(name, 0) + count


def lone_spikes(values: Column, time: Column, height: float) -> Rows:
    """Return where one value stands off both its neighbours, to the same side.

    The neighbours agree to within half the height, and no neighbour is such a value itself.

    Args:
        values: Shape (n,), NaN for none.
        time: Seconds, shape (n,), never falling.
        height: By how much it stands off, in the unit of the values.
    """
    step = np.diff(values)
    far = np.flatnonzero(np.abs(step) > height)
    if len(far) < 2:
        return np.empty(0, np.int64)
    out = far[:-1][np.diff(far) == 1]  # steps that are followed by another far one
    back = out + 1
    spike = step[out] * step[back] < 0
    spike &= np.abs(step[out] + step[back]) < height / 2
    spike &= (time[back] - time[out] <= LONGEST_STEP_S) & (
        time[back + 1] - time[back] <= LONGEST_STEP_S
    )
    rows: Rows = back[spike]
    close = np.diff(rows) == 1
    alone = np.ones(len(rows), bool)
    alone[1:] &= ~close
    alone[:-1] &= ~close
    return rows[alone]


def _position_spikes(work: Work) -> None:
    north, east = work.column("latitude_deg"), work.column("longitude_deg")
    if north is None or east is None:
        return
    known = np.flatnonzero(~np.isnan(north))
    fastest = highest("speed_mps", work.activity.is_run)
    found = excursions(north[known], east[known], work.time[known], fastest)
    if len(found):
        rows = known[found]
        for name, values in (("latitude_deg", north), ("longitude_deg", east)):
            work.columns[name] = _without(values, rows)
            _count(work, name, len(rows))


def excursions(latitude: Column, longitude: Column, time: Column, fastest_mps: float) -> Rows:
    """Return which positions lie away from the course: jumped to and back faster than possible.

    A step is impossible where it is longer than the fastest speed allows (`reach_m`). Impossible
    steps are paired like brackets: one out, one back, within 30 s, the step across them possible.

    Args:
        latitude: Degrees, shape (n,), all known.
        longitude: Degrees, shape (n,), all known.
        time: Seconds, shape (n,), never falling.
        fastest_mps: Above this speed a step is impossible.
    """
    far = np.flatnonzero(steps_m(latitude, longitude) > reach_m(time, fastest_mps))
    if len(far) < 2 or len(far) > MOST_JUMPS * len(time) + 2:
        return np.empty(0, np.int64)
    open_steps: list[int] = []
    away = np.zeros(len(time), bool)
    for step in far.tolist():
        if open_steps:
            ends = [open_steps[-1], step + 1]
            took = float(time[ends[1]] - time[ends[0]])
            across = float(steps_m(latitude[ends], longitude[ends])[0])
            if took <= LONGEST_EXCURSION_S and across <= fastest_mps * took + POSITION_SCATTER_M:
                away[open_steps.pop() + 1 : step + 1] = True
                continue
        open_steps.append(step)
    return np.flatnonzero(away)
