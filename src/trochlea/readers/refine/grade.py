"""Grade: rise over run, fitted over a window of distance that is wide enough for the source.

The altitude is brought onto a grid of 5 m of distance, the mean of the records within 5 m each.
At every point of the grid the grade is the slope of the least-squares line over the window around
it (50 m with a barometer, 200 m without). Such slopes are the derivative of the altitude smoothed
with a parabola as weight (Savitzky & Golay 1964, Anal Chem 36:1627; Epanechnikov's kernel), so
that they add up to that smoothed altitude: grade and climb tell of the same ground. Within half a
window of the ends the slope is that of the first or last whole window.

The distance counts along the slope where it comes from a foot pod, and over the plane where it
comes from positions; at 20 % the two differ by 2 % of the grade, which is left uncorrected.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trochlea.readers.refine.work import Column, Rows

GRID_M = 5.0
SHORTEST_M = 20.0
# Energy cost and mechanics of running were measured up to this (Minetti et al. 2002, J Appl
# Physiol 93:1039); what is steeper over a whole window is scrambled, or a fault.
STEEPEST_PCT = 45.0
# Over more than this without an altitude, the ground between is not known.
LONGEST_GAP_M = 100.0
# Who stays within a few metres this long stands; what altitude does meanwhile is drift.
_STANDS_S, _STANDS_MPS = 60.0, 0.2


class Profile(NamedTuple):
    """The ground along the distance, on a grid of 5 m.

    Attributes:
        begin_m: Distance of the first point of the grid.
        altitude_m: What the grades add up to, from the first altitude.
        grade_pct: Clipped; NaN within gaps.
    """

    begin_m: float
    altitude_m: Column
    grade_pct: Column


def profile_of(
    distance: Column, altitude: Column, time: Column, half_window_m: float
) -> Profile | None:
    """Return the smoothed ground, or None where there is less than 20 m of it.

    Args:
        distance: Metres since the start, shape (n,); a fall in it is taken as standing.
        altitude: Metres, shape (n,).
        time: Seconds, shape (n,), never falling.
        half_window_m: Half of the window of the fit; less on a shorter way, never below 10 m.
    """
    known = ~(np.isnan(distance) | np.isnan(altitude))
    if np.count_nonzero(known) < 2:
        return None
    along = np.maximum.accumulate(distance[known])
    if along[-1] - along[0] < SHORTEST_M:
        return None
    cells, run, height = _cells(along, altitude[known], time[known])
    grid = np.arange(cells[-1] + 1) * GRID_M + (GRID_M / 2 + along[0])
    slope = _slope(np.interp(grid, run, height), half_window_m)
    slope = np.clip(slope, -STEEPEST_PCT / 100, STEEPEST_PCT / 100)
    steps = np.concatenate(([0.0], (slope[1:] + slope[:-1]) * (GRID_M / 2)))
    grade = slope * 100
    for gap in np.flatnonzero(np.diff(cells) * GRID_M > LONGEST_GAP_M):
        grade[cells[gap] + 1 : cells[gap + 1]] = np.nan
    return Profile(float(along[0]), height[0] + np.cumsum(steps), grade)


def grade_of(profile: Profile, distance: Column, altitude: Column) -> Column:
    """Return the grade at each record, %, shape (n,); NaN without a distance or an altitude."""
    known = ~(np.isnan(distance) | np.isnan(altitude))
    along = np.maximum.accumulate(distance[known])
    grade = np.full(len(distance), np.nan)
    grade[known] = profile.grade_pct[_cell(along)]
    return grade


def bridged(distance: Column, time: Column) -> Column:
    """Return the distance, also of records between two that have one up to 100 m apart.

    Some apps write the distance into records of its own, beside those with the altitude.

    Args:
        distance: Metres since the start, shape (n,).
        time: Seconds, shape (n,), never falling.
    """
    rows, missing = np.flatnonzero(~np.isnan(distance)), np.flatnonzero(np.isnan(distance))
    after = np.searchsorted(rows, missing)
    inner = (after > 0) & (after < len(rows))
    missing, after = missing[inner], after[inner]
    missing = missing[distance[rows[after]] - distance[rows[after - 1]] <= LONGEST_GAP_M]
    if not len(missing):
        return distance
    whole = distance.copy()
    whole[missing] = np.interp(time[missing], time[rows], distance[rows])
    return whole


def _cell(along: Column) -> Rows:
    cell: Rows = ((along - along[0]) / GRID_M).astype(np.int64)
    return cell


def _cells(along: Column, altitude: Column, time: Column) -> tuple[Rows, Column, Column]:
    """Return the cells of the grid that hold records, and their mean distance and altitude."""
    cell = _cell(along)
    first = np.concatenate(([0], np.flatnonzero(np.diff(cell)) + 1))
    count = np.diff(np.concatenate((first, [len(cell)])))
    run = np.add.reduceat(along, first) / count
    height = np.add.reduceat(altitude, first) / count
    return cell[first], run, height - _drift(along[first], altitude[first], time[first], height)


def _drift(along: Column, altitude: Column, time: Column, height: Column) -> Column:
    """Return by how much the altitude drifted while the runner stood, added up along the way.

    Args:
        along: Distance of the first record of each cell.
        altitude: Its altitude.
        time: Its time.
        height: Mean altitude of each cell.
    """
    took = np.diff(time)
    stands = np.flatnonzero((took >= _STANDS_S) & (np.diff(along) < _STANDS_MPS * took))
    drift = np.zeros(len(height))
    # The mean over a stop is itself half drifted: the cell goes back to how it was entered.
    drift[stands] = height[stands] - altitude[stands]
    moved = np.zeros(len(height))
    moved[stands + 1] = altitude[stands + 1] - altitude[stands]
    return np.cumsum(moved) + drift


def _slope(height: Column, half_window_m: float) -> Column:
    """Return the slope of the least-squares line around each point of the grid."""
    half = min(int(half_window_m / GRID_M), (len(height) - 1) // 2)
    weights = np.arange(half, -half - 1.0, -1.0)
    weights /= (weights**2).sum() * GRID_M
    whole = np.convolve(height, weights, mode="valid")
    return np.pad(whole, half, mode="edge")
