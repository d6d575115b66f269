"""The known run as the platforms hand it out: Polar, Suunto, Runkeeper, Garmin's summaries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from tests.contracts.known_run import (
    ALTITUDE,
    CADENCE,
    DISTANCE,
    DISTANCE_M,
    DURATION_S,
    HEART_RATE,
    LATITUDE,
    LATITUDE_DEG,
    LONGITUDE,
    LONGITUDE_DEG,
    SPEED,
    START,
    TIME_S,
    UTC_OFFSET_S,
    local_text,
)

JsonObject = dict[str, object]
_SECONDS = range(len(TIME_S))
_RUNNING_SUUNTO = 1


def encoded(document: object) -> bytes:
    return json.dumps(document, indent=1).encode()


def polar(records: Iterable[int] = _SECONDS) -> bytes:
    """Polar Flow: local times beside an offset in minutes, km/h, cadence of one foot."""
    seconds = list(records)
    samples: JsonObject = {
        "heartRate": _polar_stream(HEART_RATE, seconds),
        "altitude": _polar_stream(ALTITUDE, seconds),
        "distance": _polar_stream(DISTANCE, seconds),
        "speed": _polar_stream(SPEED * 3.6, seconds),
        "cadence": _polar_stream(CADENCE / 2, seconds),
        "recordedRoute": [
            {
                "dateTime": local_text(i),
                "longitude": round(LONGITUDE[i], 9),
                "latitude": round(LATITUDE[i], 9),
                "altitude": round(ALTITUDE[i], 1),
            }
            for i in seconds
        ],
    }
    return encoded(_polar_session(samples, float(seconds[-1])))


def polar_minimal() -> bytes:
    return encoded(_polar_session({"heartRate": _polar_stream(HEART_RATE, [0, 1])}, 1.0))


def _polar_stream(values: NDArray[np.float64], seconds: list[int]) -> list[JsonObject]:
    return [{"dateTime": local_text(i), "value": round(float(values[i]), 4)} for i in seconds]


def _polar_session(samples: JsonObject, seconds: float) -> JsonObject:
    common: JsonObject = {
        "startTime": local_text(0),
        "stopTime": local_text(seconds),
        "duration": f"PT{seconds:.3f}S",
        "distance": float(DISTANCE[int(seconds)]),
    }
    exercise = common | {
        "timezoneOffset": UTC_OFFSET_S // 60,
        "sport": "RUNNING",
        "kiloCalories": 100,
        "samples": samples,
    }
    return {"exportVersion": "1.6", "name": "Running"} | common | {"exercises": [exercise]}


def suunto(records: Iterable[int] = _SECONDS) -> bytes:
    """Suunto app: beats and steps each second (Hz), radians, metres, times with an offset."""
    seconds = list(records)
    samples = [
        {
            "TimeISO8601": _suunto_time(i),
            "HR": HEART_RATE[i] / 60,
            "Cadence": CADENCE[i] / 120,
            "Altitude": float(ALTITUDE[i]),
            "Distance": round(float(DISTANCE[i]), 2),
            "Speed": round(float(SPEED[i]), 3),
            "Latitude": float(np.radians(LATITUDE[i])),
            "Longitude": float(np.radians(LONGITUDE[i])),
        }
        for i in seconds
    ]
    return encoded(_suunto_log(samples, float(seconds[-1])))


def suunto_minimal() -> bytes:
    samples = [{"TimeISO8601": _suunto_time(i), "HR": 2.4} for i in (0, 1)]
    return encoded(_suunto_log(samples, 1.0))


def _suunto_time(second: float) -> str:
    return f"{local_text(second)}+0{UTC_OFFSET_S // 3600}:00"


def _suunto_log(samples: object, seconds: float) -> JsonObject:
    header: JsonObject = {
        "ActivityType": _RUNNING_SUUNTO,
        "DateTime": _suunto_time(0),
        "Distance": float(DISTANCE[int(seconds)]),
        "Duration": seconds,
    }
    return {"DeviceLog": {"Header": header, "Samples": samples}}


RUNKEEPER_COLUMNS = (
    "Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Average Speed (km/h),"
    "Calories Burned,Climb (m),Average Heart Rate (bpm),Friend's Tagged,Notes,GPX File"
)


def runkeeper() -> bytes:
    """Runkeeper: one line an activity, local times, km (or miles, by the column's own name)."""
    row = (
        f"a-1,{local_text(0)[:19].replace('T', ' ')},Running,,{DISTANCE_M / 1000:.2f},10:00,5:33,"
        '10.80,100.0,30,140,,"Known, run",2024-05-12-100000.gpx'
    )
    return f"{RUNKEEPER_COLUMNS}\n{row}\n".encode()


def runkeeper_miles() -> bytes:
    """Return the older table: miles, no id."""
    columns = (
        "Date,Type,Route Name,Distance (mi),Duration,Average Pace,Average Speed (mph),"
        "Calories Burned,Climb (ft),Average Heart Rate (bpm),Notes,GPX File"
    )
    when = local_text(0)[:19].replace("T", " ")
    return f"{columns}\n{when},Running,,1.12,10:00,8:56,6.71,100.0,98,140,,\n".encode()


def garmin_summary() -> bytes:
    """Garmin's account export: centimetres, milliseconds, a tenth of the speed in m/s."""
    start_ms = int(START.timestamp() * 1000)
    entry: JsonObject = {
        "activityId": 111,
        "name": "Known run",
        "activityType": "running",
        "sportType": "RUNNING",
        "beginTimestamp": start_ms,
        "startTimeGmt": start_ms,
        "startTimeLocal": start_ms + UTC_OFFSET_S * 1000,
        "duration": DURATION_S * 1000.0,
        "elapsedDuration": DURATION_S * 1000.0,
        "movingDuration": DURATION_S * 1000.0,
        "distance": DISTANCE_M * 100,
        "elevationGain": 3000.0,
        "avgSpeed": 0.3,
        "maxSpeed": 0.32,
        "avgHr": 140.0,
        "maxHr": 152.0,
        "avgDoubleCadence": 170.0,
        "avgRunCadence": 85.0,
        "startLatitude": LATITUDE_DEG,
        "startLongitude": LONGITUDE_DEG,
    }
    return encoded([{"summarizedActivitiesExport": [entry]}])


def garmin_minimal() -> bytes:
    entry = {
        "activityId": 1,
        "activityType": "running",
        "beginTimestamp": int(START.timestamp() * 1000),
        "duration": 1000.0,
        "distance": 300.0,
    }
    return encoded([{"summarizedActivitiesExport": [entry]}])


BUILDERS: dict[str, tuple[Callable[[], bytes], ...]] = {
    "polar": (polar_minimal, lambda: polar(range(60))),
    "suunto": (suunto_minimal, lambda: suunto(range(60))),
    "runkeeper": (runkeeper, runkeeper_miles),
    "garmin": (garmin_minimal, garmin_summary),
}
