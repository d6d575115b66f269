"""What holds for whatever comes out of any reader: types, ranges, order, and words of problems.

The same checks judge the samples of the contract battery and the mutants of `tests/fuzz`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import STREAM_UNITS, Activity
from trochlea.readers import ReadOutcome

# Of the limits to ship: reliability of values. `speed_mps` holds for runs only.
RANGES = {
    "latitude_deg": (-90.0, 90.0),
    "longitude_deg": (-180.0, 180.0),
    "heart_rate_bpm": (20.0, 250.0),
    "cadence_spm": (0.0, 300.0),
    "speed_mps": (0.0, 12.5),
}
# Beyond what the Earth, a body or a thermometer can do, whatever the rules of cleaning are.
ABSURD = {
    "time_s": (0.0, 366 * 86_400.0),
    "distance_m": (0.0, 5e7),
    "altitude_m": (-11_000.0, 30_000.0),
    "ground_contact_ms": (0.0, 10_000.0),
    "ground_contact_balance_left_pct": (0.0, 100.0),
    "vertical_oscillation_mm": (0.0, 1_000.0),
    "vertical_ratio_pct": (0.0, 100.0),
    "step_length_mm": (0.0, 10_000.0),
    "power_w": (0.0, 65_535.0),
    "temperature_c": (-128.0, 128.0),
    "grade_pct": (-1_000.0, 1_000.0),
}
EARLIEST = datetime(1989, 1, 1, tzinfo=UTC)
CODE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
# What a person must never see: how the program is made inside.
INNARDS = re.compile(
    r"Traceback|\b\w+(?:Error|Exception|Warning)\b|<class|object at 0x|numpy|ndarray|\bNone\b"
    r"|line \d+, in |\.py\b"
)
LONGEST_MESSAGE = 600
MOST_PROBLEMS = 1_000
MOST_OFFSET_S, STEP_OFFSET_S = 14 * 3600, 900


def violations(outcome: ReadOutcome) -> list[str]:
    """Return what an outcome says that none may say; empty where all is well."""
    return list(_all(outcome))


def _all(outcome: ReadOutcome) -> Iterator[str]:
    if len(outcome.problems) > MOST_PROBLEMS:
        yield f"{len(outcome.problems)} problems for one file"
    if not outcome.activities and not outcome.problems:
        yield "nothing was read and nothing said"
    for problem in outcome.problems:
        yield from problem_violations(problem, outcome.file)
    starts = [activity.start_time for activity in outcome.activities]
    if any(start.tzinfo is None for start in starts):
        yield "a start without a time zone"
    elif starts != sorted(starts):
        yield "activities are not in the order of time"
    for activity in outcome.activities:
        yield from activity_violations(activity)


def problem_violations(problem: Problem, file: str | None = None) -> Iterator[str]:
    """Yield what is wrong with the words of a problem."""
    if not CODE.fullmatch(problem.code):
        yield f"problem code {problem.code!r}"
    if not problem.file or (file is not None and problem.file != file):
        yield f"{problem.code}: names {problem.file!r} and not the file"
    text = problem.message
    if not text.endswith(".") or text.endswith(".."):
        yield f"{problem.code}: no full stop: {text[:200]!r}"
    if not text.isprintable():
        yield f"{problem.code}: not printable: {text[:200]!r}"
    if len(text) > LONGEST_MESSAGE:
        yield f"{problem.code}: a message of {len(text)} letters"
    said = text.replace(problem.file or "", "")
    if INNARDS.search(said):
        yield f"{problem.code}: words of the program: {text[:200]!r}"


def activity_violations(activity: Activity) -> Iterator[str]:
    """Yield what is wrong with the values of an activity."""
    if activity.start_time.tzinfo is None or activity.start_time.utcoffset() != timedelta(0):
        yield "the start is not in UTC"
    elif activity.start_time < EARLIEST:
        yield f"a start in {activity.start_time.year}"
    offset = activity.utc_offset_s
    if offset is not None and (abs(offset) > MOST_OFFSET_S or offset % STEP_OFFSET_S):
        yield f"an offset from UTC of {offset} s"
    if not activity.sport or activity.sport != activity.sport.lower():
        yield f"sport {activity.sport!r}"
    yield from _columns(activity)
    yield from _other_streams(activity)
    yield from _summary(activity)
    yield from _parts(activity)


def _columns(activity: Activity) -> Iterator[str]:
    streams = activity.streams
    for name, values in streams.columns.items():
        if name not in STREAM_UNITS:
            yield f"unknown stream {name!r}"
            continue
        if values.dtype != np.float64 or values.ndim != 1 or len(values) != len(streams):
            yield f"{name}: {values.dtype} of shape {values.shape} beside {len(streams)} records"
            continue
        if np.isinf(values).any():
            yield f"{name}: not finite"
        if name == "speed_mps" and not activity.is_run:
            continue
        low, high = RANGES.get(name) or ABSURD[name]
        known = values[~np.isnan(values)]
        if len(known) and not (known.min() >= low and known.max() <= high):
            yield f"{name}: {known.min()} to {known.max()}, outside {low} to {high}"
    yield from _times(activity)


def _times(activity: Activity) -> Iterator[str]:
    times = activity.streams.get("time_s")
    if times is None:
        if activity.streams.columns:
            yield "streams without times"
        return
    if np.isnan(times).any():
        yield "time_s: not known for every record"
    elif len(times) and (np.diff(times) < 0).any():
        yield "time_s: runs backwards"


def _other_streams(activity: Activity) -> Iterator[str]:
    for extra in activity.streams.developer:
        if len(extra.values) != len(activity.streams):
            yield f"developer field {extra.name!r}: {len(extra.values)} values"
        if np.isinf(extra.values).any():
            yield f"developer field {extra.name!r}: not finite"
    beats = activity.streams.rr_ms
    if beats is not None and not (np.isfinite(beats).all() and (beats > 0).all()):
        yield "rr_ms: not finite, or not above 0"


def _summary(activity: Activity) -> Iterator[str]:
    for name in ("distance_m", "elapsed_s", "moving_s", "ascent_m", "descent_m"):
        yield from _number(name, getattr(activity, name), 0.0, 1e9)
    yield from _number("mean_cadence_spm", activity.mean_cadence_spm, 0.0, 300.0)
    yield from _number("mean_heart_rate_bpm", activity.mean_heart_rate_bpm, 20.0, 250.0)
    yield from _number("mean_ground_contact_ms", activity.mean_ground_contact_ms, 0.0, 10_000.0)
    yield from _number("altitude_uncertainty_m", activity.altitude_uncertainty_m, 0.0, 1_000.0)


def _number(name: str, value: float | None, low: float, high: float) -> Iterator[str]:
    """Yield a fault where a number is neither absent nor within its bounds."""
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        yield f"{name}: {value}"


def _parts(activity: Activity) -> Iterator[str]:
    for lap in activity.laps:
        if lap.start_time is not None and lap.start_time.tzinfo is None:
            yield "a lap's start without a time zone"
        for name in ("elapsed_s", "moving_s", "distance_m"):
            yield from _number(f"lap {name}", getattr(lap, name), 0.0, 1e9)
        yield from _number("lap cadence", lap.mean_cadence_spm, 0.0, 300.0)
    end = 0.0
    for pause in activity.pauses:
        if not (end <= pause.start_s <= pause.end_s and math.isfinite(pause.end_s)):
            yield f"a pause from {pause.start_s} to {pause.end_s} after {end}"
        end = pause.end_s
    for quality in activity.quality:
        if quality.stream not in STREAM_UNITS:
            yield f"quality of {quality.stream!r}"
        yield from _number(f"coverage of {quality.stream}", quality.coverage, 0.0, 1.0)
        yield from _number(f"gap in {quality.stream}", quality.longest_gap_s, 0.0, 1e9)
        yield from _number(f"removed from {quality.stream}", quality.removed, 0, 1e9)
        yield from _number(f"stuck {quality.stream}", quality.stuck_s, 0.0, 1e9)
    if activity.notes is not None:
        yield from _number("exertion", activity.notes.perceived_exertion, 0.0, 10.0)
