"""A run's summary: what is kept of its streams for loads and form, made once.

The time from one record to the next is a step; a record tells of the step that ends with it.
Steps of running are added up in cells of about one speed and grade, so that any later load model
can be put over all runs without their streams. Cells hold their true means, so that a straight
line over speed or grade is not changed by them at all, and a curve only by its bend within one
cell. A cell is 0.25 m/s wide: even if force grew as fast as speed does, its fourth power would be
off by at most 0.4 % and its ninth by 2 % at 3 m/s (the variance within a cell, 0.25^2 / 12, times
half the curvature), far less than sources on force differ. It is 2 % of grade wide: a grade is
fitted over 50 to 200 m, and is no finer than that.

Widths and limits here are those of data processing; none is a threshold for a runner. Where they
stop being true: a step longer than a minute (speeds between are not known), and walking at a
running cadence or running at a walking one, which a watch cannot tell apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from trochlea.model import Activity, FormWindow, LoadCell, Pause, RunSummary
from trochlea.units import SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Column = NDArray[np.float64]
    Mask = NDArray[np.bool_]

SPEED_BIN_MPS = 0.25
GRADE_BIN_PCT = 2.0
# Below it a person stands and the scatter of positions looks like movement; as the readers hold.
STANDING_MPS = 0.5
# A longer step without a distance is a pause that nobody noted; as the readers hold.
LONGEST_STEP_S = 10.0
# With a distance, a step tells its mean speed; over a longer one that hides too much.
LONGEST_KNOWN_STEP_S = 60.0
# At an average of 1.9 m/s people mostly walk, at 3.0 they mostly run (Baker, Long, Srinivasan
# 2025, arXiv 2501.00720); with a running cadence also slower is a run, and few walk at 2.5.
WALKING_MPS = 2.0
ALWAYS_RUNNING_MPS = 2.5
SLOWEST_SHUFFLE_MPS = 1.2
# Walkers take about 110 to 130 steps a minute, who runs faster than 2 m/s 140 to 200.
WALKING_SPM = 130.0
# Long enough for a steady median, short enough for several in an easy run.
WINDOW_S = 5 * SECONDS_PER_MINUTE
# After an unsteady stretch a window is tried this much later.
WINDOW_STEP_S = SECONDS_PER_MINUTE
# Running that is broken for longer is another stretch: after a traffic light it goes on.
LONGEST_BREAK_S = 30.0
# Standard deviation of the speed over its mean; the watch's own noise is about half of it.
STEADY_SHARE = 0.08
# A value that fewer records of a window hold is not that of the window.
LEAST_COVERAGE = 0.5

_FORM = (
    "ground_contact_ms",
    "ground_contact_balance_left_pct",
    "vertical_oscillation_mm",
    "vertical_ratio_pct",
    "step_length_mm",
)
_UNKNOWN_GRADE = 1000  # a bin beyond any grade
_GRADE_BINS = 2 * _UNKNOWN_GRADE + 1


class _Steps(NamedTuple):
    """The steps from record to record, without pauses; NaN where a value is not known.

    Attributes:
        row: Index of the record that ends each step.
        start_s: When it began, seconds since the start.
        seconds: How long it took, pauses not counted.
        distance_m: How far it went.
        speed_mps: How fast.
        grade_pct: How steep.
        cadence_spm: Steps a minute of both feet; one that no runner has is not known.
        running: Whether it was running.
        walking: Whether it was on foot and no running.
    """

    row: NDArray[np.int64]
    start_s: Column
    seconds: Column
    distance_m: Column
    speed_mps: Column
    grade_pct: Column
    cadence_spm: Column
    running: Mask
    walking: Mask


def summarise(activity_id: str, activity: Activity) -> RunSummary:
    """Return what a run was, by speed and grade, with its steady stretches.

    The seconds of all cells, of walking and of unknown speed add up to the moving time: all
    steps but pauses, standing, and steps over 10 s in which no distance is known.

    Args:
        activity_id: Its id in the journal.
        activity: With its streams. Where they tell no speed, the totals give one cell of the
            mean speed with an unknown grade; where these do not either, there is none.

    Returns:
        Seconds and metres to the thousandth, speeds in m/s, grades in %, cadences in steps per
        minute of both feet.
    """
    steps = _steps(activity)
    if steps is None:
        return _from_totals(activity_id, activity)
    unknown = ~(steps.running | steps.walking)
    return RunSummary(
        activity_id,
        _cells(steps),
        tuple(_windows(activity, steps)),
        _rounded(float(steps.seconds[steps.walking].sum()), 3),
        _rounded(float(steps.seconds[unknown].sum()), 3),
    )


def _from_totals(activity_id: str, activity: Activity) -> RunSummary:
    """Return the summary of a run of which only totals are known."""
    seconds, distance_m = activity.moving_s or 0.0, activity.distance_m or 0.0
    if seconds <= 0 or distance_m <= 0:
        return RunSummary(activity_id, unknown_s=_rounded(max(seconds, 0.0), 3))
    speed_mps = _rounded(distance_m / seconds, 4)
    cadence = activity.mean_cadence_spm or None
    cell = LoadCell(_rounded(seconds, 3), _rounded(distance_m, 3), speed_mps, None, cadence)
    return RunSummary(activity_id, (cell,))


# -- steps ------------------------------------------------------------------------------------


def _steps(activity: Activity) -> _Steps | None:
    """Return the steps of the moving time, or None where only the totals tell a speed."""
    time = activity.streams.get("time_s")
    if time is None or len(time) < 2:
        return None
    begin, end = time[:-1], time[1:]
    seconds = end - begin - (_paused_s(end, activity.pauses) - _paused_s(begin, activity.pauses))
    covered = _covered_m(activity, time)
    speed = _ending(activity, "speed_mps", len(time))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = covered / seconds
    # Over a long step the speed at its end says little of it, and the way that was made all.
    speed = np.where(np.isnan(speed) | (seconds > LONGEST_STEP_S), mean, speed)
    speed = np.where(seconds > LONGEST_KNOWN_STEP_S, np.nan, speed)
    if not np.isfinite(speed).any() and activity.distance_m and activity.moving_s:
        return None
    moving = (seconds > 0) & ~(speed < STANDING_MPS)
    moving &= (seconds <= LONGEST_STEP_S) | (covered >= STANDING_MPS * seconds)
    row = np.flatnonzero(moving)
    cadence = _ending(activity, "cadence_spm", len(time))[row]
    pace, took = speed[row], seconds[row]
    running = _is_running(pace, cadence)
    return _Steps(
        row + 1,
        begin[row],
        took,
        np.where(np.isnan(covered[row]), pace * took, covered[row]),
        pace,
        _ending(activity, "grade_pct", len(time))[row],
        np.where(cadence >= WALKING_SPM, cadence, np.nan),
        running,
        ~running & ~np.isnan(pace),
    )


def _is_running(speed: Column, cadence: Column) -> Mask:
    """Return which steps are running; one of unknown speed is not."""
    told = cadence > 0
    by_cadence = told & (cadence >= WALKING_SPM) & (speed >= SLOWEST_SHUFFLE_MPS)
    running: Mask = (speed >= ALWAYS_RUNNING_MPS) | by_cadence | (~told & (speed >= WALKING_MPS))
    return running


def _ending(activity: Activity, name: str, count: int) -> Column:
    """Return a stream at the end of each step, or at its begin where only that is known."""
    values = activity.streams.get(name)
    if values is None:
        return np.full(count - 1, np.nan)
    column: Column = np.where(np.isnan(values[1:]), values[:-1], values[1:])
    return column


def _covered_m(activity: Activity, time: Column) -> Column:
    """Return the way of each step by the counter, which never falls; NaN where it is not known.

    Between two records that have a distance it is shared out by time.
    """
    distance = activity.streams.get("distance_m")
    known = np.zeros(len(time), np.bool_) if distance is None else np.isfinite(distance)
    if distance is None or np.count_nonzero(known) < 2:
        return np.full(len(time) - 1, np.nan)
    counter = np.maximum.accumulate(distance[known])
    if not known.all():
        counter = np.interp(time, time[known], counter, left=np.nan, right=np.nan)
    return np.diff(counter)


def _paused_s(moments: Column, pauses: Sequence[Pause]) -> Column:
    """Return how long the timer had stood still by each moment, seconds."""
    at, total, until = [0.0], [0.0], 0.0
    for each in sorted(pauses, key=lambda pause: pause.start_s):
        begin = max(each.start_s, until)
        if each.end_s > begin:
            at += [begin, each.end_s]
            total += [total[-1], total[-1] + each.end_s - begin]
            until = each.end_s
    return np.interp(moments, at, total)


# -- cells ------------------------------------------------------------------------------------


def _cells(steps: _Steps) -> tuple[LoadCell, ...]:
    """Return the running by speed and grade, slow first, then downhill first, unknown last."""
    chosen = steps.running
    seconds, speed = steps.seconds[chosen], steps.speed_mps[chosen]
    grade, cadence = steps.grade_pct[chosen], steps.cadence_spm[chosen]
    level = np.where(np.isnan(grade), _UNKNOWN_GRADE, np.rint(grade / GRADE_BIN_PCT))
    key = np.floor(speed / SPEED_BIN_MPS) * _GRADE_BINS + level
    _, cell = np.unique(key, return_inverse=True)
    stepped = np.where(np.isnan(cadence), 0.0, seconds)
    time = _sums(cell, seconds)
    columns = (
        time,
        _sums(cell, steps.distance_m[chosen]),
        _sums(cell, seconds * speed) / time,
        _sums(cell, seconds * grade) / time,
        _shares(_sums(cell, stepped * np.nan_to_num(cadence)), _sums(cell, stepped)),
    )
    return tuple(
        LoadCell(
            _rounded(took, 3),
            _rounded(way, 3),
            _rounded(pace, 4),
            _known(slope, 2),
            _known(turnover, 2),
        )
        for took, way, pace, slope, turnover in zip(*(c.tolist() for c in columns), strict=True)
        if _rounded(took, 3) > 0
    )


def _sums(cell: NDArray[np.int64], values: Column) -> Column:
    """Return the sum of the values of each cell."""
    return np.bincount(cell, values).astype(np.float64)


def _shares(part: Column, whole: Column) -> Column:
    """Return the quotient, NaN where there is no whole."""
    share: Column = np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), np.nan)
    return share


# -- windows ----------------------------------------------------------------------------------


def _windows(activity: Activity, steps: _Steps) -> list[FormWindow]:
    """Return the steady stretches of five minutes of running, in order; what is over is left."""
    rows = np.flatnonzero(steps.running)
    if not len(rows):
        return []
    seconds, speed = steps.seconds[rows], steps.speed_mps[rows]
    begin = steps.start_s[rows]
    # Running time so far, and its first and second moment of speed, at the end of each step.
    ran, first, second = (
        np.concatenate(([0.0], np.cumsum(each)))
        for each in (seconds, seconds * speed, seconds * speed**2)
    )
    breaks = np.flatnonzero(begin[1:] - begin[:-1] - seconds[:-1] > LONGEST_BREAK_S) + 1
    edges = [0, *breaks.tolist(), len(rows)]
    found = []
    for low, high in pairwise(edges):
        at = low
        while ran[high] - ran[at] >= WINDOW_S:
            end = int(np.searchsorted(ran, ran[at] + WINDOW_S))
            took = ran[end] - ran[at]
            mean = (first[end] - first[at]) / took
            spread = max((second[end] - second[at]) / took - mean**2, 0.0) ** 0.5
            if spread <= STEADY_SHARE * mean:
                found.append(_window(activity, steps, rows[at:end]))
                at = end
            else:
                at = int(np.searchsorted(ran, ran[at] + WINDOW_STEP_S))
    return found


def _window(activity: Activity, steps: _Steps, rows: NDArray[np.int64]) -> FormWindow:
    """Return one steady stretch with the medians of what its records hold."""
    speed_mps = _rounded(float(np.median(steps.speed_mps[rows])), 4)
    cadence_spm = _median(steps.cadence_spm[rows], 2)
    form = {}
    for name in _FORM:
        values = activity.streams.get(name)
        if values is not None:
            # No runner has a contact, a bounce or a step of nothing: 0 is "not measured".
            told = values[steps.row[rows]]
            form[name] = _median(np.where(told > 0, told, np.nan), 2)
    if form.get("step_length_mm") is None and cadence_spm is not None:
        form["step_length_mm"] = _rounded(1000 * speed_mps * SECONDS_PER_MINUTE / cadence_spm, 2)
    return FormWindow(
        _rounded(float(steps.start_s[rows[0]]), 3),
        _rounded(float(steps.seconds[rows].sum()), 3),
        speed_mps,
        _median(steps.grade_pct[rows], 2),
        cadence_spm,
        **form,
    )


def _median(values: Column, digits: int) -> float | None:
    """Return the median of the known values, or None where too few are known."""
    known = values[~np.isnan(values)]
    if len(known) < LEAST_COVERAGE * len(values):
        return None
    return _rounded(float(np.median(known)), digits)


def _known(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else _rounded(value, digits)


def _rounded(value: float, digits: int) -> float:
    """Return a value rounded, without a minus before a zero: the same run, the same bytes."""
    return round(value, digits) + 0.0
