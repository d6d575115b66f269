"""The totals, means and laps of an activity: impossible ones left out, missing ones completed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np

from trochlea.model.activity import Activity, Lap, Pause
from trochlea.readers.refine.plausible import RANGES
from trochlea.readers.refine.timeline import LONGEST_S
from trochlea.readers.refine.work import Column, Work, in_words

# Lowest and highest total that is kept, in the units of its name.
TOTALS: dict[str, tuple[float, float]] = {
    "distance_m": RANGES["distance_m"],
    "elapsed_s": (0.0, LONGEST_S),
    "moving_s": (0.0, LONGEST_S),
    "ascent_m": (0.0, 100_000.0),
    "descent_m": (0.0, 100_000.0),
    "mean_cadence_spm": RANGES["cadence_spm"],
    "mean_ground_contact_ms": (1.0, RANGES["ground_contact_ms"][1]),
    "mean_heart_rate_bpm": RANGES["heart_rate_bpm"],
    "altitude_uncertainty_m": (0.0, 1_000.0),
}
_ZERO_IS_NONE = ("mean_heart_rate_bpm", "mean_ground_contact_ms")
_OF_LAPS = tuple(each.name for each in fields(Lap) if each.name in TOTALS)
# Where the distance stream goes further than this, totals of 0 say nothing.
_NOT_STILL_M = 100.0
# Below this speed a person stands, and scatter of the positions looks like movement.
STANDING_MPS = 0.5
# Over a longer step between records, without any distance to tell, the timer stood still.
LONGEST_STEP_S = 10.0


def clean_totals(work: Work) -> None:
    """Leave out totals and lap values that are not finite or beyond any runner; note which."""
    activity = work.activity
    wrong: dict[str, Any] = {
        name: None for name in TOTALS if _is_impossible(name, getattr(activity, name))
    }
    laps = tuple(_clean_lap(work, each) for each in activity.laps)
    work.doubted += [in_words(name) for name in wrong]
    pauses = tuple(_pauses(activity.pauses))
    if wrong or laps != activity.laps or pauses != activity.pauses:
        work.activity = replace(activity, laps=laps, pauses=pauses, **wrong)


def _without_zeros(work: Work) -> Activity:
    """Return the activity without totals of 0 that mean none."""
    zero: dict[str, Any] = {
        name: None for name in _told_otherwise(work) if getattr(work.activity, name) == 0
    }
    return replace(work.activity, **zero) if zero else work.activity


def _told_otherwise(work: Work) -> Iterator[str]:
    """Yield the totals of which 0 means none: it is no value, or the records tell otherwise."""
    yield from _ZERO_IS_NONE
    distance, cadence = work.column("distance_m"), work.column("cadence_spm")
    if cadence is not None and np.nanmax(cadence) > 0:
        yield "mean_cadence_spm"
    if len(work.time) and work.time[-1] > 0:
        yield "elapsed_s"
    if distance is not None and np.nanmax(distance) > _NOT_STILL_M:
        yield from ("distance_m", "moving_s")


def _is_impossible(name: str, value: float | None) -> bool:
    if value is None or (value == 0 and name in _ZERO_IS_NONE):
        return False
    low, high = TOTALS[name]
    return not (math.isfinite(value) and low <= value <= high)


def _clean_lap(work: Work, lap: Lap) -> Lap:
    wrong = [name for name in _OF_LAPS if _is_impossible(name, getattr(lap, name))]
    if not wrong:
        return lap
    work.doubted += [f"{in_words(name)} of a lap" for name in wrong]
    return replace(lap, **dict.fromkeys(wrong))


def _pauses(pauses: tuple[Pause, ...]) -> Iterator[Pause]:
    """Yield pauses in order that do not overlap and have a length; nothing before the start."""
    possible = [each for each in pauses if -LONGEST_S <= each.start_s <= each.end_s <= LONGEST_S]
    end = 0.0
    for each in sorted(possible, key=lambda each: (each.start_s, each.end_s)):
        begin = max(each.start_s, end)
        if each.end_s > begin:
            yield Pause(begin, each.end_s)
            end = each.end_s


def complete_totals(work: Work) -> None:
    """Add the totals and means that the file did not give and its streams do.

    A mean is that of the records that have a value, standing (a cadence of 0) left out. A
    distance comes from the stream, never from a guess.
    """
    activity = _without_zeros(work)
    found: dict[str, float | None] = {
        "distance_m": _last(work.column("distance_m")),
        "mean_cadence_spm": _mean_above_zero(work.column("cadence_spm")),
        "mean_ground_contact_ms": _mean_above_zero(work.column("ground_contact_ms")),
        "mean_heart_rate_bpm": _mean_above_zero(work.column("heart_rate_bpm")),
        "elapsed_s": float(work.time[-1]) if len(work.time) and work.time[-1] > 0 else None,
    }
    missing: dict[str, Any] = {
        name: value for name, value in found.items() if getattr(activity, name) is None
    }
    work.activity = replace(activity, **missing)
    if activity.moving_s is None:
        work.activity = replace(work.activity, moving_s=_moving_s(work))


def _last(values: Column | None) -> float | None:
    """Return the highest value of a counter: the last, where it never falls."""
    return None if values is None else float(np.nanmax(values))


def _mean_above_zero(values: Column | None) -> float | None:
    known = None if values is None else values[values > 0]
    return float(known.mean()) if known is not None and len(known) else None


def _moving_s(work: Work) -> float | None:
    """Return the moving time where the file does not give it.

    Where the file names pauses: all the time but these. Else the steps from record to record at
    0.5 m/s or more, by the speed stream; a step longer than 10 s by the distance covered in it.
    Without any distance: all steps up to 10 s.
    """
    elapsed = work.activity.elapsed_s
    if elapsed is None:
        return None
    if work.activity.pauses:
        still = sum(
            min(each.end_s, elapsed) - each.start_s
            for each in work.activity.pauses
            if each.start_s < elapsed
        )
        return max(elapsed - still, 0.0)
    if len(work.time) < 2:
        return None
    step = np.diff(work.time)
    speed, distance = work.column("speed_mps"), work.column("distance_m")
    moved = step <= LONGEST_STEP_S
    if speed is not None:
        # A record without a speed tells nothing of standing.
        moved &= ~(np.fmax(speed[:-1], speed[1:]) < STANDING_MPS)
    if distance is not None:
        covered = np.diff(distance)
        moved |= (step > LONGEST_STEP_S) & (covered >= STANDING_MPS * step)
    return float(min(step[moved].sum(), elapsed))
