"""What a stream of a running watch can hold; beyond it, a value is a fault of the recording."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from trochlea.model.activity import DeveloperField
from trochlea.readers.refine.work import Column, Work

# Lowest and highest value that is kept, in the units of `STREAM_UNITS`.
RANGES: dict[str, tuple[float, float]] = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "distance_m": (0.0, 2_000_000.0),
    "speed_mps": (0.0, 100.0),
    "altitude_m": (-1_000.0, 12_000.0),
    "heart_rate_bpm": (20.0, 250.0),
    "cadence_spm": (0.0, 300.0),
    "ground_contact_ms": (0.0, 2_000.0),
    "ground_contact_balance_left_pct": (0.0, 100.0),
    "vertical_oscillation_mm": (0.0, 500.0),
    "vertical_ratio_pct": (0.0, 100.0),
    "step_length_mm": (0.0, 5_000.0),
    "power_w": (0.0, 5_000.0),
    "temperature_c": (-60.0, 80.0),
}
# The fastest stretches of the fastest sprinters are a little slower than this.
FASTEST_RUN_MPS = 12.5

# A watch writes 0 here when it has nothing to say: none is meant, and no fault.
ZERO_IS_NONE = frozenset(
    {
        "heart_rate_bpm",
        "ground_contact_ms",
        "ground_contact_balance_left_pct",
        "vertical_oscillation_mm",
        "vertical_ratio_pct",
        "step_length_mm",
    }
)


def highest(stream: str, running: bool) -> float:
    """Return the highest value of a stream that is kept; a run bounds the speed more tightly."""
    return FASTEST_RUN_MPS if running and stream == "speed_mps" else RANGES[stream][1]


def clean_streams(work: Work) -> None:
    """Take out of the streams what is not finite or beyond its range, and count it.

    A stream that has no value left is left out; its quality still says how many it had.
    """
    _other_streams(work)
    names = [name for name in work.columns if name in RANGES]
    if not len(work.time):
        work.columns.clear()
    elif names:
        _clean_table(work, names)


def _clean_table(work: Work, names: list[str]) -> None:
    running = work.activity.is_run
    table = np.stack([work.columns[name] for name in names])
    low = np.array([[RANGES[name][0]] for name in names])
    high = np.array([[highest(name, running)] for name in names])
    zero_is_none = np.array([[name in ZERO_IS_NONE] for name in names])
    table[(table == 0) & zero_is_none] = np.nan
    bad = (table < low) | (table > high)
    table[bad] = np.nan
    for name, values, is_bad in zip(names, table, bad, strict=True):
        work.columns[name] = values
        _count(work, name, int(np.count_nonzero(is_bad)))
    _whole_positions(work)
    for name, values in zip(names, table, strict=True):
        if np.isnan(values).all():
            del work.columns[name]


def _count(work: Work, name: str, count: int) -> None:
    if count:
        work.take_out(name, count)
        work.impossible[name] = work.impossible.get(name, 0) + count


def _whole_positions(work: Work) -> None:
    """Take out half positions, and that of 0 degrees both ways, which devices write for none."""
    north, east = work.column("latitude_deg"), work.column("longitude_deg")
    if north is None or east is None:
        return
    nowhere = (north == 0) & (east == 0)
    if nowhere.any():
        _count(work, "latitude_deg", int(np.count_nonzero(nowhere)))
        _count(work, "longitude_deg", int(np.count_nonzero(nowhere)))
    half = np.isnan(north) != np.isnan(east)
    for values in (north, east):
        values[nowhere | half] = np.nan


def _other_streams(work: Work) -> None:
    """Take what is not finite out of third-party streams, and what is no time out of the beats."""
    streams = work.activity.streams
    developer = tuple(
        DeveloperField(each.name, each.units, _finite(work, each)) for each in streams.developer
    )
    beats = streams.rr_ms
    if beats is not None:
        possible = np.isfinite(beats) & (beats > 0)
        if not possible.all():
            _count(work, "rr_ms", int(len(beats) - np.count_nonzero(possible)))
            beats = beats[possible]
    work.activity = replace(
        work.activity, streams=replace(streams, developer=developer, rr_ms=beats)
    )


def _finite(work: Work, field: DeveloperField) -> Column:
    """Return the values of a third-party stream, NaN where they are infinite."""
    infinite = np.isinf(field.values)
    if not infinite.any():
        return field.values
    _count(work, f"{field.name} ", int(np.count_nonzero(infinite)))
    return np.where(infinite, np.nan, field.values)
