"""A run as the platforms hand it out: Polar, Suunto, Runkeeper, Garmin, a workout of Apple's."""

from __future__ import annotations

import json
import math
from datetime import timedelta

import numpy as np

from tests.contracts.known_run import (
    DISTANCE_M,
    DURATION_S,
    LATITUDE_DEG,
    LONGITUDE_DEG,
    START,
    UTC_OFFSET_S,
    Column,
)
from trochlea.model.activity import Activity

JsonObject = dict[str, object]
_RUNNING_SUUNTO = 3  # of the list that Movescount had
# Polar's names of streams, ours, and what one of our units is in theirs.
_POLAR = {
    "heartRate": ("heart_rate_bpm", 1.0),
    "altitude": ("altitude_m", 1.0),
    "distance": ("distance_m", 1.0),
    "speed": ("speed_mps", 3.6),
    "cadence": ("cadence_spm", 0.5),
}
_SUUNTO = {
    "HR": ("heart_rate_bpm", 1 / 60),
    "Cadence": ("cadence_spm", 1 / 120),
    "Altitude": ("altitude_m", 1.0),
    "Distance": ("distance_m", 1.0),
    "Speed": ("speed_mps", 1.0),
    "Latitude": ("latitude_deg", np.pi / 180),
    "Longitude": ("longitude_deg", np.pi / 180),
}


def encoded(document: object) -> bytes:
    return json.dumps(document, indent=1).encode()


def local_text(run: Activity, second: float) -> str:
    """Return a moment as the runner's wall clock shows it, without an offset."""
    offset = run.utc_offset_s or 0
    moment = run.start_time + timedelta(seconds=float(second) + offset)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def polar(run: Activity) -> bytes:
    """Polar Flow: local times beside an offset in minutes, km/h, cadence of one foot."""
    columns = run.streams.columns
    samples: JsonObject = {
        theirs: _polar_stream(run, ours, share)
        for theirs, (ours, share) in _POLAR.items()
        if ours in columns
    }
    if "latitude_deg" in columns:
        samples["recordedRoute"] = [
            {
                "dateTime": local_text(run, second),
                "longitude": float(longitude),
                "latitude": float(latitude),
            }
            for second, latitude, longitude in zip(
                columns["time_s"], columns["latitude_deg"], columns["longitude_deg"], strict=True
            )
            if not math.isnan(latitude)
        ]
    common: JsonObject = {
        "startTime": local_text(run, 0),
        "stopTime": local_text(run, run.elapsed_s or 0),
        "duration": f"PT{run.elapsed_s:.3f}S",
        "distance": run.distance_m,
    }
    exercise = common | {
        "timezoneOffset": (run.utc_offset_s or 0) // 60,
        "sport": "RUNNING",
        "kiloCalories": 100,
        "samples": samples,
    }
    head: JsonObject = {"exportVersion": "1.6", "name": "Running"}
    return encoded(head | common | {"exercises": [exercise]})


def _polar_stream(run: Activity, name: str, share: float) -> list[JsonObject]:
    rows = zip(run.streams.columns["time_s"], run.streams.columns[name], strict=True)
    return [
        {"dateTime": local_text(run, second), "value": round(float(value) * share, 4)}
        for second, value in rows
        if not math.isnan(value)
    ]


def suunto(run: Activity) -> bytes:
    """Suunto app: beats and steps each second (Hz), radians, metres, times with an offset."""
    samples = [_suunto_sample(run, row) for row in range(len(run.streams))]
    header: JsonObject = {
        "ActivityType": _RUNNING_SUUNTO,
        "DateTime": _suunto_time(run, 0),
        "Distance": run.distance_m,
        "Duration": run.elapsed_s,
    }
    return encoded({"DeviceLog": {"Header": header, "Samples": samples}})


def _suunto_sample(run: Activity, row: int) -> JsonObject:
    columns = run.streams.columns
    sample: JsonObject = {"TimeISO8601": _suunto_time(run, columns["time_s"][row])}
    for theirs, (ours, share) in _SUUNTO.items():
        if ours in columns and not math.isnan(columns[ours][row]):
            sample[theirs] = float(columns[ours][row]) * share
    return sample


def _suunto_time(run: Activity, second: float) -> str:
    offset = run.utc_offset_s or 0
    hours, minutes = divmod(abs(offset) // 60, 60)
    sign = "-" if offset < 0 else "+"
    return f"{local_text(run, second)}{sign}{hours:02d}:{minutes:02d}"


RUNKEEPER_COLUMNS = (
    "Activity Id,Date,Type,Route Name,Distance (km),Duration,Average Pace,Average Speed (km/h),"
    "Calories Burned,Climb (m),Average Heart Rate (bpm),Friend's Tagged,Notes,GPX File"
)
_RUNKEEPER_DATE = "2024-05-12 10:00:00"


def runkeeper() -> bytes:
    """Runkeeper: one line an activity, local times, km (or miles, by the column's own name)."""
    row = (
        f"a-1,{_RUNKEEPER_DATE},Running,,{DISTANCE_M / 1000:.2f},10:00,5:33,"
        '10.80,100.0,30,140,,"Known, run",2024-05-12-100000.gpx'
    )
    return f"{RUNKEEPER_COLUMNS}\n{row}\n".encode()


def runkeeper_miles() -> bytes:
    """Return the older table: miles, no id."""
    columns = (
        "Date,Type,Route Name,Distance (mi),Duration,Average Pace,Average Speed (mph),"
        "Calories Burned,Climb (ft),Average Heart Rate (bpm),Notes,GPX File"
    )
    row = f"{_RUNKEEPER_DATE},Running,,1.12,10:00,8:56,6.71,100.0,98,140,,"
    return f"{columns}\n{row}\n".encode()


# What is known by name or place of Strava's wide table; the rest of its 94 columns is left empty.
_STRAVA_PLACES = {
    "Activity ID": (0, "4163856655"),
    "Activity Date": (1, "May 12, 2024, 8:00:00 AM"),
    "Activity Name": (2, "Known, run"),
    "Activity Type": (3, "Run"),
    "Elapsed Time": (15, f"{DURATION_S}.0"),
    "Moving Time": (16, f"{DURATION_S}.0"),
    "Distance": (17, f"{DISTANCE_M}"),
    "Elevation Gain": (20, "30.0"),
    "Average Heart Rate": (31, "140.0"),
    "Filename": (12, ""),
}
_STRAVA_WIDTH = 94


def strava() -> bytes:
    """Strava: one line an activity; times and distances twice, for display and in s and m."""
    headers = [f"Column {i}" for i in range(_STRAVA_WIDTH)]
    cells = [""] * _STRAVA_WIDTH
    for header, (place, cell) in _STRAVA_PLACES.items():
        headers[place], cells[place] = header, f'"{cell}"'
    headers[5], cells[5] = "Elapsed Time", f"{DURATION_S}"
    headers[6], cells[6] = "Distance", f"{DISTANCE_M / 1000:.2f}"
    return f"{','.join(headers)}\n{','.join(cells)}\n".encode()


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


def apple_workout(run: Activity) -> bytes:
    """One workout of Apple Health, as the reader of its export hands it on."""
    columns = run.streams.columns
    seconds = [int(second) for second in columns["time_s"]]
    ordered = sorted(seconds)
    before = dict(zip(ordered, [ordered[0], *ordered[:-1]], strict=True))
    lengths = [at - before[at] for at in seconds]
    moments = [0] * len(seconds)
    samples: JsonObject = {
        name: _apple_samples(seconds, moments, columns[name])
        for name in ("heart_rate_bpm", "speed_mps")
        if name in columns
    }
    if "cadence_spm" in columns:
        steps = columns["cadence_spm"] * np.array(lengths) / 60
        samples["steps"] = _apple_samples(seconds, lengths, steps)
    if "distance_m" in columns:
        sums = dict(zip(seconds, np.round(1000 * columns["distance_m"]) / 1000, strict=True))
        covered = np.array([sums[at] - sums[before[at]] for at in seconds])
        samples["distance_m"] = _apple_samples(seconds, lengths, covered)
    routes = [_apple_route(run)] if "latitude_deg" in columns else []
    document: JsonObject = {
        "trochlea_apple_workout": 1,
        "type": "HKWorkoutActivityTypeRunning",
        "start_s": int(run.start_time.timestamp()),
        "utc_offset_s": run.utc_offset_s,
        "elapsed_s": int(run.elapsed_s or 0),
        "timer_s": run.moving_s,
        "indoor": False,
        "distance_m": run.distance_m,
        "events": [["segment", 0, run.elapsed_s]],
        "samples": samples,
        "routes": routes,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def _apple_samples(seconds: list[int], lengths: list[int], values: Column) -> JsonObject:
    rows = [row for row in zip(seconds, lengths, values.tolist(), strict=True) if row[2] == row[2]]
    return {
        "start_s": [at - length for at, length, _ in rows],
        "length_s": [length for _, length, _ in rows],
        "thousandths": [round(1000 * value) for _, _, value in rows],
    }


def _apple_route(run: Activity) -> str:
    columns = run.streams.columns
    rows = [columns[name] for name in ("time_s", "latitude_deg", "longitude_deg")]
    altitude = columns.get("altitude_m", np.full(len(rows[0]), np.nan))
    return (
        "<trkseg>"
        + "".join(
            f'<trkpt lon="{east:.9f}" lat="{north:.9f}">'
            + ("" if math.isnan(ele) else f"<ele>{ele:.6f}</ele>")
            + f"<time>{run.start_time + timedelta(seconds=float(at)):%Y-%m-%dT%H:%M:%SZ}</time>"
            "</trkpt>"
            for at, north, east, ele in zip(*rows, altitude, strict=True)
        )
        + "</trkseg>"
    )
