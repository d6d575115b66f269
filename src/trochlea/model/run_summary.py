"""`RunSummary`: what one run was, made once from its streams and kept for every later table.

Cells hold the whole running time by speed and grade, for loads; windows hold a few steady minutes
each, in order, for the runner's form over a run and over weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

SUMMARY_VERSION = 1


@dataclass(frozen=True, slots=True)
class LoadCell:
    """All the running of one run at about one speed and grade.

    Attributes:
        seconds: Time in it.
        distance_m: Metres in it.
        speed_mps: Mean speed, m/s.
        grade_pct: Mean grade, % (downhill negative), or None where it is not known.
        cadence_spm: Mean cadence, steps per minute of both feet, or None.
    """

    seconds: float
    distance_m: float
    speed_mps: float
    grade_pct: float | None = None
    cadence_spm: float | None = None


@dataclass(frozen=True, slots=True)
class FormWindow:
    """A few minutes of steady running, with the means of what the watch measures of form.

    Attributes:
        start_s: Seconds since the start of the run.
        seconds: How much running it holds.
        speed_mps: Mean speed, m/s.
        grade_pct: Mean grade, %, or None.
        cadence_spm: Steps per minute, both feet, or None.
        ground_contact_ms: Ground contact time, or None.
        ground_contact_balance_left_pct: Share of the left foot in contact time, or None.
        vertical_oscillation_mm: Or None.
        vertical_ratio_pct: Or None.
        step_length_mm: As the watch tells it, else speed over cadence; or None.
    """

    start_s: float
    seconds: float
    speed_mps: float
    grade_pct: float | None = None
    cadence_spm: float | None = None
    ground_contact_ms: float | None = None
    ground_contact_balance_left_pct: float | None = None
    vertical_oscillation_mm: float | None = None
    vertical_ratio_pct: float | None = None
    step_length_mm: float | None = None


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run without its streams.

    Attributes:
        activity_id: Whose it is.
        cells: All running, by speed and grade, slow first, then downhill first.
        windows: Steady stretches, in order.
        walking_s: Seconds on foot below any running speed, pauses not counted.
        unknown_s: Seconds of moving time for which no speed is known.
        version: Of the way it was made.
    """

    activity_id: str
    cells: tuple[LoadCell, ...] = ()
    windows: tuple[FormWindow, ...] = ()
    walking_s: float = 0.0
    unknown_s: float = 0.0
    version: int = SUMMARY_VERSION
