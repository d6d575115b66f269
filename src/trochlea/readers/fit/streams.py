"""From the columns of record messages to the streams of an `Activity`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trochlea.model.activity import DeveloperField
from trochlea.readers.fit import profile
from trochlea.readers.fit.columns import Table
from trochlea.readers.fit.gather import Column

# Stream to the profile names that can give it, the better one first.
SOURCES: dict[str, tuple[str, ...]] = {
    "latitude_deg": ("position_lat",),
    "longitude_deg": ("position_long",),
    "distance_m": ("distance",),
    "speed_mps": ("enhanced_speed", "speed"),
    "altitude_m": ("enhanced_altitude", "altitude"),
    "heart_rate_bpm": ("heart_rate",),
    "ground_contact_ms": ("stance_time",),
    "ground_contact_balance_left_pct": ("stance_time_balance",),
    "vertical_oscillation_mm": ("vertical_oscillation",),
    "vertical_ratio_pct": ("vertical_ratio",),
    "step_length_mm": ("step_length",),
    "power_w": ("power",),
    "temperature_c": ("temperature",),
}
_CADENCE = ("cadence", "fractional_cadence")
STEPS_PER_STRIDE = 2

RECORD_FIELDS = frozenset(
    profile.field_number(profile.RECORD, name)
    for names in (*SOURCES.values(), _CADENCE, ("timestamp",))
    for name in names
) | {profile.COMPRESSED_SPEED_DISTANCE}


def steps_per_minute(cadence: Column, fraction: Column | None, running: bool) -> Column:
    """Return the cadence as `Activity` means it.

    FIT counts strides (one foot) a minute for running and crank turns for cycling: the first is
    doubled, the second left as given.

    Args:
        cadence: Whole part, per minute.
        fraction: Fractional part, or None.
        running: Whether the sport is running.
    """
    total = cadence if fraction is None else cadence + np.nan_to_num(fraction)
    return total * STEPS_PER_STRIDE if running else total


def streams(
    records: Table, rows: NDArray[np.int64], running: bool
) -> tuple[dict[str, Column], tuple[DeveloperField, ...]]:
    """Return the streams of some records, without `time_s`, and the third-party streams.

    Args:
        records: The record table of a section.
        rows: Which of them, in order.
        running: Whether the sport is running.
    """
    out: dict[str, Column] = {}
    for stream, names in SOURCES.items():
        values = _first_known([records.get(name) for name in names], rows)
        if values is not None:
            out[stream] = values
    cadence = records.get("cadence")
    if cadence is not None:
        fraction = records.get("fractional_cadence")
        part = None if fraction is None else fraction[rows]
        out["cadence_spm"] = steps_per_minute(cadence[rows], part, running)
    out = {stream: values for stream, values in out.items() if not np.isnan(values).all()}
    developer = tuple(
        DeveloperField(each.name, each.units, each.values[rows])
        for each in records.developer
        if not np.isnan(each.values[rows]).all()
    )
    return out, developer


def _first_known(columns: list[Column | None], rows: NDArray[np.int64]) -> Column | None:
    """Return for each row the value of the first column that has one; None without columns."""
    out: Column | None = None
    for column in columns:
        if column is not None:
            values = column[rows]
            out = values if out is None else np.where(np.isnan(out), values, out)
    return out
