"""The planned workout that a file carries, step by step."""

from __future__ import annotations

import numpy as np

from trochlea.model.activity import WorkoutStep
from trochlea.readers.fit import profile
from trochlea.readers.fit.table import Table, Tables

STEP_FIELDS = profile.field_numbers(
    profile.WORKOUT_STEP,
    *("message_index", "wkt_step_name", "duration_type", "duration_value", "target_type"),
    *("intensity", "notes"),
)

_DURATIONS = """
time distance hr_less_than hr_greater_than calories open repeat_until_steps_cmplt
repeat_until_time repeat_until_distance repeat_until_calories repeat_until_hr_less_than
repeat_until_hr_greater_than repeat_until_power_less_than repeat_until_power_greater_than
power_less_than power_greater_than training_peaks_tss
repeat_until_power_last_lap_less_than repeat_until_max_power_last_lap_less_than
power_3s_less_than power_10s_less_than power_30s_less_than power_3s_greater_than
power_10s_greater_than power_30s_greater_than power_lap_less_than power_lap_greater_than
repeat_until_training_peaks_tss repetition_time reps
"""
DURATION_TYPES: dict[int, str] = dict(enumerate(_DURATIONS.split())) | {31: "time_only"}
_TARGETS = """
speed heart_rate open cadence power grade resistance power_3s power_10s power_30s power_lap
swim_stroke speed_lap heart_rate_lap
"""
TARGET_TYPES: dict[int, str] = dict(enumerate(_TARGETS.split()))
_INTENSITIES = "active rest warmup cooldown recovery interval other"
INTENSITIES: dict[int, str] = dict(enumerate(_INTENSITIES.split()))

# Divisors to seconds and metres, by the type of duration.
_SCALES = {"time": 1000.0, "repetition_time": 1000.0, "time_only": 1000.0, "distance": 100.0}


def workout_steps(tables: Tables) -> tuple[WorkoutStep, ...]:
    """Return the steps of the planned workout in their order; empty where the file has none."""
    steps = tables[profile.WORKOUT_STEP]
    order = np.argsort(steps.column("message_index"), kind="stable")
    return tuple(_step(steps, int(row)) for row in order)


def _step(steps: Table, row: int) -> WorkoutStep:
    kind = _named(DURATION_TYPES, steps.value("duration_type", row))
    value = steps.value("duration_value", row)
    scale = _SCALES.get(kind or "")
    return WorkoutStep(
        name=steps.text("wkt_step_name", row) or steps.text("notes", row),
        duration_type=kind,
        duration=None if value is None or scale is None else value / scale,
        target_type=_named(TARGET_TYPES, steps.value("target_type", row)),
        intensity=_named(INTENSITIES, steps.value("intensity", row)),
    )


def _named(names: dict[int, str], number: float | None) -> str | None:
    return None if number is None else names.get(int(number))
