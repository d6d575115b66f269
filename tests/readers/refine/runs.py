"""Runs that are known by construction, and what refining makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trochlea.errors import Problem
from trochlea.model.activity import Activity, StreamQuality, Streams
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.refine import refined

Column = NDArray[Any]

START = datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
SPEED_MPS = 3.0
EARTH_RADIUS_M = 6_371_008.8


def steady(seconds: int = 600, **columns: Column) -> dict[str, Column]:
    """Return the streams of a run at 3 m/s, a record a second, with those that are given."""
    time_s = np.arange(float(seconds))
    return {"time_s": time_s, "distance_m": SPEED_MPS * time_s, **columns}


def northward(seconds: int = 600) -> dict[str, Column]:
    """Return a run at 3 m/s due north, by its positions alone."""
    time_s = np.arange(float(seconds))
    north = 47.0 + np.degrees(SPEED_MPS * time_s / EARTH_RADIUS_M)
    return {
        "time_s": time_s,
        "latitude_deg": north,
        "longitude_deg": np.full(seconds, 11.0),
    }


def a_run(columns: dict[str, Column], **parts: Any) -> Activity:
    """Return a running activity with these streams, and nothing that is not given."""
    return Activity(
        **{"sport": "running", "start_time": START, "streams": Streams(columns), **parts}
    )


def refine(activity: Activity, limits: Limits = DEFAULT_LIMITS) -> Activity:
    """Return what refining makes of an activity."""
    (found,) = outcome(activity, limits).activities
    return found


def outcome(activity: Activity, limits: Limits = DEFAULT_LIMITS) -> ReadOutcome:
    """Return what refining makes of a file that holds one activity."""
    return refined(ReadOutcome("a.fit", "fit", "", (activity,), ()), limits)


def problem(activity: Activity, code: str) -> Problem:
    """Return the one problem of a kind."""
    (found,) = (each for each in outcome(activity).problems if each.code == code)
    return found


def codes(activity: Activity) -> list[str]:
    """Return the codes of all problems."""
    return [each.code for each in outcome(activity).problems]


def stream(activity: Activity, name: str) -> Column:
    """Return a stream that must be there."""
    values = activity.streams.get(name)
    assert values is not None, name
    return values


def quality(activity: Activity, name: str) -> StreamQuality:
    """Return the quality of a stream that must be judged."""
    (found,) = (each for each in activity.quality if each.stream == name)
    return found


def with_streams(activity: Activity, **columns: Column) -> Activity:
    """Return an activity with some streams replaced."""
    return replace(activity, streams=Streams({**activity.streams.columns, **columns}))
