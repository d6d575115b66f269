"""One run of ten minutes whose every number is known: each format's sample is written from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from trochlea.model.activity import Activity, Lap, Streams

Column = NDArray[np.float64]

START = datetime(2024, 5, 12, 8, 0, tzinfo=UTC)
UTC_OFFSET_S = 7200
DURATION_S = 600
DISTANCE_M = 1800.0
EARTH_RADIUS_M = 6_371_008.8
LATITUDE_DEG, LONGITUDE_DEG = 46.5, 11.25

TIME_S: Column = np.arange(DURATION_S + 1, dtype=np.float64)


def wave(period_s: float) -> Column:
    return np.sin(2 * np.pi * TIME_S / period_s)


# The integral of 3 m/s + 0.2 m/s * wave(150): four whole waves, so that 1,800 m come out.
DISTANCE: Column = 3.0 * TIME_S + 0.2 * 150 / (2 * np.pi) * (1 - np.cos(2 * np.pi * TIME_S / 150))
SPEED: Column = 3.0 + 0.2 * wave(150)
# North along a meridian, where sphere and ellipsoid are nearest to each other at this latitude.
LATITUDE: Column = LATITUDE_DEG + np.degrees(DISTANCE / EARTH_RADIUS_M)
LONGITUDE: Column = LONGITUDE_DEG + 1e-6 * wave(97)
ALTITUDE: Column = np.round(300 + 15 * (1 - np.cos(2 * np.pi * TIME_S / DURATION_S)), 1)
HEART_RATE: Column = np.round(140 + 12 * wave(300))
# Even, so that formats which count one foot hold the same number.
CADENCE: Column = 2 * np.round(85 + 3 * wave(90))

COLUMNS: dict[str, Column] = {
    "time_s": TIME_S,
    "latitude_deg": LATITUDE,
    "longitude_deg": LONGITUDE,
    "distance_m": DISTANCE,
    "speed_mps": SPEED,
    "altitude_m": ALTITUDE,
    "heart_rate_bpm": HEART_RATE,
    "cadence_spm": CADENCE,
}


def activity(records: int = len(TIME_S), streams: Iterable[str] = COLUMNS) -> Activity:
    """Return the known run, or its first records and some of its streams, as an activity."""
    end = float(TIME_S[records - 1])
    metres = float(DISTANCE[records - 1])
    return Activity(
        sport="running",
        start_time=START,
        utc_offset_s=UTC_OFFSET_S,
        distance_m=metres,
        elapsed_s=end,
        moving_s=end,
        mean_cadence_spm=170.0,
        mean_heart_rate_bpm=140.0,
        laps=(Lap(START, end, end, metres),),
        streams=Streams({name: COLUMNS[name][:records] for name in streams}),
    )
