"""Repair a cadence that counts one foot, or every foot twice.

Files count strides or steps, and programs that write them mix the two up. The rule: a person who
runs faster than 2 m/s takes 140 to 200 steps a minute (walkers about 110 to 130), so that a median
of 60 to 110 while moving at such a speed is the count of one foot and is doubled; nobody keeps up
more than 240, so that such a median is a doubled count and is halved. Between them nothing is
touched. Only runs are repaired: a walk at 55 or 110 may be either.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trochlea.model.activity import Activity, Lap
from trochlea.readers.refine.plausible import RANGES
from trochlea.readers.refine.work import Work

ONE_FOOT_SPM = (60.0, 110.0)
MOST_STEPS_SPM = 240.0
SLOWEST_RUN_MPS = 2.0
# Longer than this is a stride of two steps, at the speeds of all but sprinters.
LONGEST_STEP_M = 1.6
_AGREES = 0.2  # share by which step length times cadence may miss the speed
_REPAIRS = {"cadence_doubled": 2.0, "cadence_halved": 0.5}


def halve_cadence(work: Work) -> None:
    """Halve a cadence that counts every step twice; before its range is enforced."""
    if not work.activity.is_run or _was_judged(work):
        return
    cadence = work.column("cadence_spm")
    if cadence is None:
        median = work.activity.mean_cadence_spm or 0.0
    else:
        moving = cadence[(cadence > 0) & np.isfinite(cadence)]
        median = float(np.median(moving)) if len(moving) else 0.0
    if MOST_STEPS_SPM < median < 2 * MOST_STEPS_SPM:
        _repair(work, "cadence_halved", median)


def double_cadence(work: Work) -> None:
    """Double a cadence that counts one foot; after the speed is cleaned and completed."""
    if not work.activity.is_run or _was_judged(work):
        return
    cadence, speed = work.column("cadence_spm"), work.column("speed_mps")
    if cadence is None:
        median, pace = work.activity.mean_cadence_spm, _mean_speed(work.activity)
    elif speed is None:
        steps = cadence[cadence > 0]
        median = float(np.median(steps)) if len(steps) else None
        pace = _mean_speed(work.activity)
    else:
        moving = (cadence > 0) & (speed > SLOWEST_RUN_MPS)
        if np.count_nonzero(moving) * 2 < np.count_nonzero(cadence > 0):
            return  # mostly walked
        median = float(np.median(cadence[moving])) if moving.any() else None
        pace = float(np.median(speed[moving])) if moving.any() else None
    if median is None or pace is None or pace <= SLOWEST_RUN_MPS:
        return
    low, high = ONE_FOOT_SPM
    if low <= median <= high and not _steps_agree(work, median, pace):
        _repair(work, "cadence_doubled", median)


def _was_judged(work: Work) -> bool:
    """Return whether it was refined before: what is left of it may not be judged anew."""
    return any(each.stream == "cadence_spm" for each in work.activity.quality)


def _mean_speed(activity: Activity) -> float | None:
    if not activity.distance_m or not activity.moving_s:
        return None
    return activity.distance_m / activity.moving_s


def _steps_agree(work: Work, cadence_spm: float, speed_mps: float) -> bool:
    """Return whether the watch's own step length says that the cadence is of both feet."""
    lengths = work.column("step_length_mm")
    known = None if lengths is None else lengths[~np.isnan(lengths)]
    if known is None or not len(known):
        return False
    length_m = float(np.median(known)) / 1000
    off = abs(length_m * cadence_spm / 60 - speed_mps)
    return length_m < LONGEST_STEP_M and off < _AGREES * speed_mps


def _repair(work: Work, rule: str, median: float) -> None:
    """Multiply the cadence of streams, mean and laps; a mean that is right already stays."""
    factor = _REPAIRS[rule]
    top = RANGES["cadence_spm"][1]

    def mended(mean: float | None) -> float | None:
        if mean is None or abs(mean - median) > abs(mean - factor * median):
            return mean
        return mean * factor

    def lap(each: Lap) -> Lap:
        return replace(each, mean_cadence_spm=mended(each.mean_cadence_spm))

    cadence = work.column("cadence_spm")
    if cadence is not None:
        repaired = cadence * factor
        # Where one foot was counted only for the most part, the rest would be beyond the range.
        over = (repaired > top) & (cadence <= top)
        if over.any():
            repaired[over] = np.nan
            work.take_out("cadence_spm", int(np.count_nonzero(over)))
        work.columns["cadence_spm"] = repaired
    work.repaired["cadence_spm"] = rule
    work.activity = replace(
        work.activity,
        mean_cadence_spm=mended(work.activity.mean_cadence_spm),
        laps=tuple(lap(each) for each in work.activity.laps),
    )
    why = "one foot was counted" if factor > 1 else "every step was counted twice"
    done = "doubled" if factor > 1 else "halved"
    text = f"a cadence of {median:.0f} a minute cannot be that of a run: {why}, and it was {done}"
    work.remark("cadence_repaired", text, "cadence_spm", "the cadence, repaired")
