"""Distance from positions, and speed from distance, where the watch gave none."""

from __future__ import annotations

import numpy as np

from trochlea.readers.refine.plausible import RANGES, highest
from trochlea.readers.refine.work import Column, Work

EARTH_RADIUS_M = 6_371_008.8
# Over more than this between two records the recording stood still, by a pause or a lost signal...
LONGEST_STEP_S = 300.0
# ... and what was moved meanwhile counts only up to the scatter of two positions.
PAUSE_SCATTER_M = 50.0
POSITION_SCATTER_M = 30.0  # between tall houses two good fixes may lie so far apart
SPEED_WINDOW_S = 10.0


def haversine_m(
    latitude_a: Column, longitude_a: Column, latitude_b: Column, longitude_b: Column
) -> Column:
    """Return the way between points along great circles of a sphere.

    The haversine formula (Sinnott 1984, "Virtues of the haversine") with the mean radius of
    WGS 84, (2a + b) / 3 = 6,371,008.8 m. On the ellipsoid a way differs by up to 0.6 %, by
    latitude and direction; over a run that is less than what GPS itself is off.

    Args:
        latitude_a: Degrees, shape (n,).
        longitude_a: Degrees, shape (n,).
        latitude_b: Degrees, shape (n,).
        longitude_b: Degrees, shape (n,).

    Returns:
        Metres, shape (n,).
    """
    north_a, north_b = np.radians(latitude_a), np.radians(latitude_b)
    half_north = np.sin((north_b - north_a) / 2)
    half_east = np.sin(np.radians(longitude_b - longitude_a) / 2)
    share = half_north**2 + np.cos(north_a) * np.cos(north_b) * half_east**2
    way: Column = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(share, 1.0)))
    return way


def steps_m(latitude: Column, longitude: Column) -> Column:
    """Return the way from each position to the next, as if the Earth were flat between them.

    For telling steps apart: three times as fast as `haversine_m`, and within 0.1 % of it up to
    10 km (below 80 degrees of latitude).

    Args:
        latitude: Degrees, shape (n,).
        longitude: Degrees, shape (n,).

    Returns:
        Metres, shape (n - 1,).
    """
    if len(latitude) < 2:
        return np.empty(0)
    degree_m = EARTH_RADIUS_M * np.pi / 180
    north = np.diff(latitude)
    east = np.diff(longitude)
    if np.abs(east).max() > 180:
        east = (east + 180) % 360 - 180
    east = east * np.cos(np.radians((latitude[1:] + latitude[:-1]) / 2))
    return degree_m * np.hypot(north, east)


def reach_m(time: Column, fastest_mps: float) -> Column:
    """Return how far each position may lie from the one before it.

    Args:
        time: Seconds, shape (n,), never falling.
        fastest_mps: The highest speed there is.

    Returns:
        Metres, shape (n - 1,): the way at that speed, of one second at least, and 30 m.
    """
    return fastest_mps * np.maximum(np.diff(time), 1.0) + POSITION_SCATTER_M


def complete_distance(work: Work) -> None:
    """Add the distance stream where there are positions and none was given.

    What was moved in a pause is not counted: neither in a pause that the file names nor between
    two positions more than 5 minutes apart, beyond 50 m. Nor is a leap that is beyond `reach_m`,
    as from the last place that the watch knew to that where it was switched on. Scatter of the
    positions makes such a distance a little long, bends cut between records a little short.
    Without positions, or indoors, nothing is computed: there is nothing that could tell.
    """
    north, east = work.column("latitude_deg"), work.column("longitude_deg")
    if "distance_m" in work.columns or north is None or east is None or work.is_indoor:
        return
    rows = np.flatnonzero(~np.isnan(north))
    if len(rows) < 2:
        return
    north, east = north[rows], east[rows]
    steps = haversine_m(north[:-1], east[:-1], north[1:], east[1:])
    paused = _across_pause(work, work.time[rows]) & (steps > PAUSE_SCATTER_M)
    leaps = steps > reach_m(work.time[rows], highest("speed_mps", work.activity.is_run))
    _remark_leaps(work, int(np.count_nonzero(leaps & ~paused)))
    steps = np.where(paused | leaps, 0.0, steps)
    distance = np.full(len(work.time), np.nan)
    distance[rows] = np.concatenate(([0.0], np.cumsum(steps)))
    distance[distance > RANGES["distance_m"][1]] = np.nan
    work.columns["distance_m"] = distance


def _remark_leaps(work: Work, count: int) -> None:
    if count:
        times = "once" if count == 1 else f"{count} times"
        text = f"the positions leap {times} farther than anyone gets in that time; such a leap is "
        work.remark("position_leaps", text + "no part of the distance", "distance_m", "the rest")


def _across_pause(work: Work, time: Column) -> np.ndarray:
    """Return which steps between these times lead across a pause."""
    paused = np.diff(time) > LONGEST_STEP_S
    for pause in work.activity.pauses:
        # The step that holds the middle of the pause.
        step = int(np.searchsorted(time, (pause.start_s + pause.end_s) / 2)) - 1
        if 0 <= step < len(paused):
            paused[step] = True
    return paused


def complete_speed(work: Work) -> None:
    """Add the speed stream where there is a distance and none was given.

    It is the distance of the 10 s around each record over the time: as smooth as what watches
    show, and blunt for changes within a few seconds. Faster than a person, it is left open.
    """
    distance = work.column("distance_m")
    if "speed_mps" in work.columns or distance is None:
        return
    known = ~np.isnan(distance)
    time, distance = work.time[known], distance[known]
    if len(time) < 2 or time[-1] - time[0] < SPEED_WINDOW_S:
        return
    half = SPEED_WINDOW_S / 2
    begin, end = np.maximum(time - half, time[0]), np.minimum(time + half, time[-1])
    covered = np.interp(end, time, distance) - np.interp(begin, time, distance)
    found = covered / (end - begin)
    top = highest("speed_mps", work.activity.is_run)
    speed = np.full(len(work.time), np.nan)
    speed[known] = np.where((found < 0) | (found > top), np.nan, found)
    if not np.isnan(speed).all():
        work.columns["speed_mps"] = speed
