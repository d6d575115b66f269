"""From the columns of record messages to the streams of an `Activity`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trochlea.model.activity import DeveloperField
from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import DeveloperColumn, Table

# Stream to the field that gives it, once components are expanded.
SOURCES: dict[str, str] = {
    "latitude_deg": "position_lat",
    "longitude_deg": "position_long",
    "distance_m": "distance",
    "speed_mps": "enhanced_speed",
    "altitude_m": "enhanced_altitude",
    "heart_rate_bpm": "heart_rate",
    "ground_contact_ms": "stance_time",
    "ground_contact_balance_left_pct": "stance_time_balance",
    "vertical_oscillation_mm": "vertical_oscillation",
    "vertical_ratio_pct": "vertical_ratio",
    "step_length_mm": "step_length",
    "power_w": "power",
    "temperature_c": "temperature",
}
STEPS_PER_STRIDE = 2

RECORD_FIELDS = profile.field_numbers(
    profile.RECORD,
    *SOURCES.values(),
    *("timestamp", "speed", "altitude", "compressed_speed_distance"),
    *("cadence", "fractional_cadence", "cadence256"),
)

# A third party's field may say that it is one of the profile's; its unit is its own, though.
# By the profile's field: units as they are written (in lower case) to the factor that makes them
# the profile's. A unit that does not stand here is not trusted.
_STAND_IN_UNITS: dict[str, dict[str, float]] = {
    "distance": {"m": 1.0, "meters": 1.0, "metres": 1.0, "km": 1000.0},
    "enhanced_speed": {"m/s": 1.0, "meters/second": 1.0, "km/h": 1 / 3.6},
    "enhanced_altitude": {"m": 1.0, "meters": 1.0, "metres": 1.0},
    "heart_rate": {"bpm": 1.0, "beats/min": 1.0},
    "stance_time": {"ms": 1.0, "milliseconds": 1.0},
    "stance_time_balance": {"%": 1.0, "percent": 1.0},
    "vertical_oscillation": {"mm": 1.0, "cm": 10.0, "millimeters": 1.0, "centimeters": 10.0},
    "vertical_ratio": {"%": 1.0, "percent": 1.0},
    "step_length": {"mm": 1.0, "cm": 10.0, "m": 1000.0},
    "power": {"w": 1.0, "watts": 1.0},
    "temperature": {"c": 1.0, "degrees c": 1.0},
    "cadence": {"rpm": 1.0, "strides/min": 1.0},
}
_STEPS = {"spm": 1 / STEPS_PER_STRIDE, "steps/min": 1 / STEPS_PER_STRIDE}  # of a runner
_PLAIN_NAMES = {"enhanced_speed": "speed", "enhanced_altitude": "altitude"}


# FIT counts strides (one foot) a minute for running and crank turns for cycling: the first is
# doubled to steps of both feet, the second left as given.
_CADENCE = ("cadence", "fractional_cadence", "cadence256")


def streams(
    records: Table, rows: NDArray[np.int64], running: bool
) -> tuple[dict[str, Column], tuple[DeveloperField, ...]]:
    """Return the streams of some records, without `time_s`, and the third-party streams.

    Args:
        records: The record table of a section.
        rows: Which of them, in order.
        running: Whether the sport is running.
    """
    part = _part(rows)
    columns = {source: records.get(source) for source in (*SOURCES.values(), *_CADENCE)}
    for each in records.developer:
        _stand_in(columns, each, running)
    out: dict[str, Column] = {}
    for stream, source in SOURCES.items():
        values = columns[source]
        if values is not None:
            out[stream] = values[part]
    cadence, fraction, fine = (columns[name] for name in _CADENCE)
    if cadence is not None:
        cadence = cadence if fraction is None else cadence + np.nan_to_num(fraction)
    if fine is not None:
        cadence = fine if cadence is None else np.where(np.isnan(cadence), fine, cadence)
    if cadence is not None:
        out["cadence_spm"] = cadence[part] * STEPS_PER_STRIDE if running else cadence[part]
    out = {stream: values for stream, values in out.items() if not np.isnan(values).all()}
    developer = tuple(
        DeveloperField(each.name, each.units, each.values[part])
        for each in records.developer
        if each.is_number and not np.isnan(each.values[part]).all()
    )
    return out, developer


def _part(rows: NDArray[np.int64]) -> NDArray[np.int64] | slice:
    """Return rows as a slice where they follow one another, which saves a copy of each column."""
    if len(rows) and rows[-1] - rows[0] == len(rows) - 1 and (np.diff(rows) == 1).all():
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _stand_in(columns: dict[str, Column | None], each: DeveloperColumn, running: bool) -> None:
    """Let a third-party field fill the field that it says it is, where that one says nothing."""
    if each.native is None or not each.is_number:
        return
    name = profile.field_name(profile.RECORD, each.native)
    name = next((fine for fine, plain in _PLAIN_NAMES.items() if plain == name), name)
    units = each.units.strip().lower()
    factor = _STAND_IN_UNITS.get(name, {}).get(units)
    if factor is None and name == "cadence" and running:
        factor = _STEPS.get(units)
    if factor is None:
        return
    given = columns[name]
    values = each.values * factor
    columns[name] = values if given is None else np.where(np.isnan(given), values, given)
