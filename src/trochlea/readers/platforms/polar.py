"""A training session of Polar Flow's export (`training-session-*.json`).

From programs that read such files: `startTime` is the wall clock's time, with the offset from UTC
beside it in minutes; `distance` is in metres, `duration` an ISO 8601 length, samples are lists of
`dateTime` and `value`, and `recordedRoute` holds the positions in degrees. Not verified, as no
real file was at hand: that `speed` is in km/h (it is held against distance over time, and taken
as m/s where that fits) and that the cadence of a run counts one foot (it is doubled here; the
repair of cadences halves what was doubled wrongly). Laps and power are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes, Streams
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.json_text import read_json
from trochlea.readers.platforms.outcome import gathered, words
from trochlea.readers.platforms.samples import (
    Column,
    Timeline,
    merged,
    moment,
    times_of,
    values_of,
)
from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.values import iso_duration_s, number

FORMAT_ID = "polar"
_STREAMS = {
    "heartRate": "heart_rate_bpm",
    "altitude": "altitude_m",
    "distance": "distance_m",
    "speed": "speed_mps",
    "cadence": "cadence_spm",
    "temperature": "temperature_c",
}
_ROUTE = {"latitude": "latitude_deg", "longitude": "longitude_deg", "altitude": "altitude_m"}
_OFFSETS = ("timezoneOffset", "timeZoneOffset")
_WANTED = frozenset(
    {"exercises", "samples", "recordedRoute", "dateTime", "value", "name", "note", "sport"}
    | {"startTime", "stopTime", "duration", "distance", "ascent", "descent", "identifier", "id"}
    | {"avg", *_OFFSETS, *_STREAMS, *_ROUTE}
)
_KMH_PER_MPS = 3.6
_ALIKE = (0.8, 1.25)  # a speed within these shares of distance over time is the same speed
_MOST_EXERCISES = 1_000
_MOST_OFFSET_MIN = 14 * 60
_QUARTER_MIN = 15


def read_polar(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Read a training session of Polar Flow; each of its exercises is an activity.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for; the points are counted when they are refined.
    """
    document = read_json(data, _WANTED)
    problems = document.problems(name)
    session = document.value if isinstance(document.value, dict) else {}
    return gathered(data, name, FORMAT_ID, _activities(session, name, problems), problems)


def _activities(session: dict[str, Any], name: str, problems: list[Problem]) -> Iterator[Activity]:
    exercises = _points(session.get("exercises"))
    notes = ActivityNotes(
        title=words(session.get("name")), description=words(session.get("note")), platform="polar"
    )
    dateless = max(0, len(exercises) - _MOST_EXERCISES)
    for exercise in exercises[:_MOST_EXERCISES]:
        alone = len(exercises) == 1
        found = _activity(exercise, session if alone else {}, _offset(exercise, session), notes)
        if found is None:
            dateless += 1
            continue
        activity, line = found
        yield activity
        problems += _odd(line, name)
        if activity.utc_offset_s is None:
            text = f"{name}: it names no time zone; its times are taken as the hours they show."
            problems.append(Problem("time_zone_unknown", text, name, "startTime", "all records"))
    if dateless:
        text = f"{name}: {dateless} of its exercises have no date or are too many."
        problems.append(Problem("dates_not_understood", text, name, "startTime", "the others"))


def _activity(
    exercise: dict[str, Any], session: dict[str, Any], offset_s: int | None, notes: ActivityNotes
) -> tuple[Activity, Timeline] | None:
    sport, finer = sport_in_words(exercise.get("sport"))
    told = session | {key: value for key, value in exercise.items() if value is not None}
    line = _timeline(exercise.get("samples"), sport == "running")
    start_s = float(times_of([told.get("startTime")]).unix_s[0])
    if np.isnan(start_s):
        if not len(line.unix_s):
            return None
        start_s = float(line.unix_s[0])
    start = moment(start_s - (offset_s or 0))
    if start is None:
        return None
    distance_m = _positive(told.get("distance"))
    elapsed_s = _elapsed(told, start_s) or iso_duration_s(told.get("duration"))
    _speed_in_mps(line.columns, distance_m, iso_duration_s(told.get("duration")) or elapsed_s)
    columns = {"time_s": line.unix_s - start_s} | line.columns if len(line.unix_s) else {}
    activity = Activity(
        sport=sport,
        sub_sport=finer,
        start_time=start,
        utc_offset_s=offset_s,
        distance_m=distance_m,
        elapsed_s=elapsed_s,
        moving_s=iso_duration_s(told.get("duration")),
        ascent_m=number(told.get("ascent")),
        descent_m=number(told.get("descent")),
        streams=Streams(columns),
        notes=notes,
    )
    return activity, line


def _positive(value: Any) -> float | None:
    known = number(value)
    return known if known is not None and known > 0 else None


def _elapsed(told: dict[str, Any], start_s: float) -> float | None:
    stop_s = float(times_of([told.get("stopTime")]).unix_s[0])
    return stop_s - start_s if stop_s > start_s else None


def _offset(exercise: dict[str, Any], session: dict[str, Any]) -> int | None:
    """Return the offset from UTC in seconds, where it is a possible one."""
    for place in (exercise, session):
        for key in _OFFSETS:
            minutes = number(place.get(key))
            possible = minutes is not None and abs(minutes) <= _MOST_OFFSET_MIN
            if minutes is not None and possible and minutes % _QUARTER_MIN == 0:
                return int(minutes) * 60
    return None


def _timeline(samples: Any, running: bool) -> Timeline:
    """Return the samples of an exercise on one column of times, speeds as they are written."""
    streams: dict[str, tuple[Column, Column]] = {}
    given = samples if isinstance(samples, dict) else {}
    route = _points(given.get("recordedRoute"))
    if route:
        times = times_of([each.get("dateTime") for each in route]).unix_s
        for theirs, ours in _ROUTE.items():
            streams[ours] = (times, values_of([each.get(theirs) for each in route]))
    for theirs, ours in _STREAMS.items():
        points = _points(given.get(theirs))
        if points:
            times = times_of([each.get("dateTime") for each in points]).unix_s
            streams[ours] = (times, values_of([each.get("value") for each in points]))
    line = merged({name: each for name, each in streams.items() if not np.isnan(each[1]).all()})
    if running and "cadence_spm" in line.columns:
        line.columns["cadence_spm"] = 2 * line.columns["cadence_spm"]
    return line


def _points(listed: Any) -> list[dict[str, Any]]:
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def _speed_in_mps(
    columns: dict[str, Column], distance_m: float | None, time_s: float | None
) -> None:
    """Bring the speed to m/s; see the top of this module."""
    speed = columns.get("speed_mps")
    if speed is None:
        return
    known = speed[~np.isnan(speed)]
    if distance_m and time_s and len(known):
        share = float(known.mean()) / (distance_m / time_s)
        if _ALIKE[0] < share < _ALIKE[1]:
            return
    columns["speed_mps"] = speed / _KMH_PER_MPS


def _odd(line: Timeline, name: str) -> Iterator[Problem]:
    if line.timeless:
        text = f"{name}: {line.timeless} samples have no usable time and were left out."
        yield Problem("points_without_time", text, name, "dateTime", "the other samples")
    if line.disordered:
        text = f"{name}: some samples were written out of order and were put in order of time."
        yield Problem("time_goes_back", text, name, "dateTime", "all samples")
