"""Running as columns, one row a cell or a second, and which of its rows the curve can judge.

What a row lacks is NaN here and stays unknown: no zero is ever put in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trochlea.loads.knee.curve import KneeCurve
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.model.run_summary import LoadCell
from trochlea.units import SECONDS_PER_MINUTE

Column = NDArray[np.float64]
Mask = NDArray[np.bool_]

FEET = 2
# Metres per stride (two steps) by speed, a poster of 2015 (knowledge source unc_poster_2015):
# 2.06, 2.41 and 2.77 m at 2.68, 3.35 and 4.46 m/s; the first is its lowest line drawn on to 2.5.
STRIDE_SPEEDS_MPS = (2.5, 2.68, 3.35, 4.46)
STRIDES_M = (1.966, 2.06, 2.41, 2.77)


@dataclass(frozen=True, slots=True)
class Columns:
    """Running by row.

    Attributes:
        seconds: Time of each row.
        speed_mps: Mean speed, NaN where unknown.
        cadence_spm: Steps per minute, both feet, NaN where not measured.
        grade_pct: Grade in %, downhill negative, NaN where unknown.
        own_spm: The runner's own cadence at that speed, NaN where unknown.
    """

    seconds: Column
    speed_mps: Column
    cadence_spm: Column
    grade_pct: Column
    own_spm: Column

    def taken(self, rows: Mask) -> Columns:
        """Return only some rows."""
        return Columns(
            self.seconds[rows],
            self.speed_mps[rows],
            self.cadence_spm[rows],
            self.grade_pct[rows],
            self.own_spm[rows],
        )

    @property
    def ratio(self) -> Column:
        """Cadence over the runner's own, NaN where either is unknown."""
        return self.cadence_spm / self.own_spm

    @property
    def metres(self) -> Column:
        """Metres of each row."""
        return self.seconds * self.speed_mps


def columns(
    seconds: ArrayLike,
    speed_mps: ArrayLike,
    cadence_spm: ArrayLike | None = None,
    grade_pct: ArrayLike | None = None,
    own: OwnCadence | None = None,
) -> Columns:
    """Return columns of equal length; a column that was not measured is None.

    Args:
        seconds: Time of each row, s; one number for all is allowed.
        speed_mps: Speed, m/s.
        cadence_spm: Steps per minute of both feet. 0 counts as not measured.
        grade_pct: Grade, %.
        own: The runner's own cadence.

    Raises:
        ValueError: if lengths differ or a time is negative.
    """
    speed = np.asarray(speed_mps, dtype=np.float64)
    nothing = np.full(speed.shape, np.nan)
    cadence = nothing if cadence_spm is None else np.asarray(cadence_spm, dtype=np.float64)
    grade = nothing if grade_pct is None else np.asarray(grade_pct, dtype=np.float64)
    time = np.broadcast_to(np.asarray(seconds, dtype=np.float64), speed.shape)
    if not speed.shape == cadence.shape == grade.shape:
        raise ValueError("columns of different length")
    if bool((time < 0).any()):
        raise ValueError("seconds must not be negative")
    measured = np.where(cadence > 0, cadence, np.nan)
    return Columns(time, speed, measured, grade, own_at(own, speed))


def own_at(own: OwnCadence | None, speed_mps: Column) -> Column:
    """Return the runner's own cadence at each speed, NaN where it is not known."""
    if own is None:
        return np.full(speed_mps.shape, np.nan)
    line = own.at_middle_spm + own.slope_spm_per_mps * (speed_mps - own.middle_mps)
    within = (speed_mps >= own.low_mps) & (speed_mps <= own.high_mps)
    return np.where(within, line, np.nan)


def columns_of_cells(cells: Sequence[LoadCell], own: OwnCadence | None = None) -> Columns:
    """Return the cells of a run summary as columns."""

    def listed(values: Sequence[float | None]) -> list[float]:
        return [np.nan if value is None else value for value in values]

    return columns(
        [row.seconds for row in cells],
        [row.speed_mps for row in cells],
        listed([row.cadence_spm for row in cells]),
        listed([row.grade_pct for row in cells]),
        own,
    )


def usual_cadence(speed_mps: Column) -> Column:
    """Return steps per minute of both feet that runners take at a speed, for counting only.

    From the strides of 16 people; between 2.5 and 4.46 m/s, and off by several per cent for one.
    """
    strides: Column = np.interp(speed_mps, STRIDE_SPEEDS_MPS, STRIDES_M)
    return speed_mps / strides * FEET * SECONDS_PER_MINUTE


def unknown_rows(curve: KneeCurve, rows: Columns) -> dict[str, Mask]:
    """Return why the curve cannot judge a row: each row under the first reason that holds."""
    speed, ratio = rows.speed_mps, rows.ratio
    reasons = {
        "no_speed": ~np.isfinite(speed),
        "too_slow": speed < curve.speed_low_mps,
        "too_fast": speed > curve.speed_high_mps,
        "too_steep": np.abs(rows.grade_pct) > curve.grade_limit_pct,
        "odd_cadence": (ratio < curve.ratio_low) | (ratio > curve.ratio_high),
    }
    before = np.zeros(speed.shape, dtype=np.bool_)
    found: dict[str, Mask] = {}
    for name, holds in reasons.items():
        found = {**found, name: holds & ~before}
        before = before | holds
    return found
