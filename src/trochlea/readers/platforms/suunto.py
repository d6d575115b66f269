"""An activity of the Suunto app: a log of samples as JSON.

Two layouts are known from programs that read or write them: `{"DeviceLog": {"Header", "Samples"}}`
and `{"Samples": [{"Attributes": {"suunto/sml": {"Sample"}}, "TimeISO8601"}]}`. By the same: heart
rate in beats and cadence in turns each second (Hz), positions in radians, temperature in kelvin,
heights, distances and speeds in m and m/s, `R-R` as times between beats in ms. `ActivityType` is
a number of the list that Movescount had, of which only a few are certain. Not verified, as no
real file was at hand: that the cadence of a run counts one foot (it is doubled here; the repair
of cadences halves what was doubled wrongly). Samples of one second are one record: GPS and
sensors write theirs apart. Pauses are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes, AltitudeSource, Lap, Streams
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.json_text import read_json
from trochlea.readers.platforms.outcome import gathered
from trochlea.readers.platforms.samples import Column, moment, times_of, values_of
from trochlea.readers.platforms.sports import sport_in_words
from trochlea.readers.platforms.values import number
from trochlea.readers.xml.times import Times

FORMAT_ID = "suunto"
_SML = "suunto/sml"
_AT_UTC = ("+00:00", "+0000")  # unlike `Z`, this is a place's own time
_LOOKED_AT = 100  # samples that are looked at for their offset
# Name there, ours, factor and what is added.
_STREAMS = {
    "HR": ("heart_rate_bpm", 60.0, 0.0),
    "Cadence": ("cadence_spm", 60.0, 0.0),
    "Speed": ("speed_mps", 1.0, 0.0),
    "Distance": ("distance_m", 1.0, 0.0),
    "Latitude": ("latitude_deg", 180.0 / np.pi, 0.0),
    "Longitude": ("longitude_deg", 180.0 / np.pi, 0.0),
    "Altitude": ("altitude_m", 1.0, 0.0),
    "GPSAltitude": ("gps_altitude_m", 1.0, 0.0),
    "Temperature": ("temperature_c", 1.0, -273.15),
    "Power": ("power_w", 1.0, 0.0),
}
_SPORTS: dict[int, tuple[str, str | None]] = {
    3: ("running", None),
    4: ("cycling", None),
    5: ("cycling", "mountain"),
    6: ("swimming", None),
    11: ("hiking", None),
    12: ("walking", None),
    82: ("running", "trail"),
}
_WANTED = frozenset(
    {"DeviceLog", "Header", "Samples", "Sample", "Attributes", _SML, "TimeISO8601", "R-R", "Data"}
    | {"ActivityType", "Activity", "DateTime", "Duration", "Ascent", "Descent", "IBI", "Window"}
    | {"Type", *_STREAMS}
)


def read_suunto(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    """Read a log of the Suunto app as one activity.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for; the points are counted when they are refined.
    """
    document = read_json(data, _WANTED)
    problems = document.problems(name)
    log = document.value if isinstance(document.value, dict) else {}
    activity = _activity(log, name, problems)
    return gathered(data, name, FORMAT_ID, [] if activity is None else [activity], problems)


def _activity(log: dict[str, Any], name: str, problems: list[Problem]) -> Activity | None:
    inner = log.get("DeviceLog")
    log = inner if isinstance(inner, dict) else log
    samples = list(_samples(log.get("Samples")))
    header = _header(log, samples)
    sport, finer = _sport(header)
    times = times_of([time for time, _ in samples])
    unix_s, columns = _records(times.unix_s, [sample for _, sample in samples])
    start_s = _start(header, times, unix_s)
    start = None if start_s is None else moment(start_s)
    if start_s is None or start is None:
        return None
    if len(unix_s):
        columns = {"time_s": unix_s - start_s} | columns
    source = _altitude(columns)
    if sport == "running" and "cadence_spm" in columns:
        columns["cadence_spm"] = 2 * columns["cadence_spm"]
    problems += _odd(times, name)
    duration_s = number(header.get("Duration"))
    return Activity(
        sport=sport,
        sub_sport=finer,
        start_time=start,
        utc_offset_s=_offset(header, samples),
        distance_m=number(header.get("Distance")),
        elapsed_s=None if len(unix_s) > 1 else duration_s,
        moving_s=duration_s,
        ascent_m=number(header.get("Ascent")),
        descent_m=number(header.get("Descent")),
        altitude_source=source,
        laps=tuple(_laps(samples, times)),
        streams=Streams(columns, rr_ms=_beats(log, samples)),
        notes=ActivityNotes(platform=FORMAT_ID),
    )


def _samples(listed: Any) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Yield time and content of each sample, in either layout."""
    for each in listed if isinstance(listed, list) else ():
        if not isinstance(each, dict):
            continue
        wrapped = each.get("Attributes")
        if isinstance(wrapped, str):  # some versions write this part as text within the text
            wrapped = _unwrapped(wrapped)
        if isinstance(wrapped, dict):
            inner = wrapped.get(_SML)
            inner = inner if isinstance(inner, dict) else {}
            sample = inner.get("Sample")
            content = sample if isinstance(sample, dict) else {}
            yield each.get("TimeISO8601"), content | {k: inner[k] for k in inner if k != "Sample"}
        else:
            yield each.get("TimeISO8601"), each


def _unwrapped(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _header(log: dict[str, Any], samples: list[tuple[Any, dict[str, Any]]]) -> dict[str, Any]:
    """Return the header: of the log, or the one that stands among the samples."""
    for candidate in (log.get("Header"), *(sample.get("Header") for _, sample in samples)):
        if isinstance(candidate, dict):
            return candidate
    return {}


def _sport(header: dict[str, Any]) -> tuple[str, str | None]:
    kind = header.get("ActivityType")
    if isinstance(kind, int) and kind in _SPORTS:
        return _SPORTS[kind]
    return sport_in_words(header.get("Activity"))


def _records(unix_s: Column, samples: list[dict[str, Any]]) -> tuple[Column, dict[str, Column]]:
    """Return times and streams; samples of one second are one record, in the file's order."""
    holds = np.array([any(key in each for key in _STREAMS) for each in samples], dtype=np.bool_)
    rows = np.flatnonzero(holds & ~np.isnan(unix_s)) if len(samples) else np.empty(0, np.intp)
    if not len(rows):
        return np.empty(0), {}
    times = unix_s[rows]
    begins = np.concatenate(([True], np.diff(np.floor(times)) != 0))
    record = np.cumsum(begins) - 1
    columns = {}
    for theirs, (ours, factor, added) in _STREAMS.items():
        values = values_of([samples[row].get(theirs) for row in rows]) * factor + added
        known = np.flatnonzero(~np.isnan(values))[::-1]  # so that the first of a second stays
        if len(known):
            column = np.full(int(record[-1]) + 1, np.nan)
            column[record[known]] = values[known]
            columns[ours] = column
    return times[begins], columns


def _altitude(columns: dict[str, Column]) -> AltitudeSource | None:
    """Keep one altitude: the watch's own, else that of its GPS; return what measured it."""
    gps = columns.pop("gps_altitude_m", None)
    if "altitude_m" in columns:
        return "unknown"
    if gps is None:
        return None
    columns["altitude_m"] = gps
    return "gps"


def _start(header: dict[str, Any], times: Times, unix_s: Column) -> float | None:
    told = float(times_of([header.get("DateTime")]).unix_s[0])
    if len(unix_s) and not told <= unix_s[0]:
        return float(unix_s[0])
    if not np.isnan(told):
        return told
    known = times.unix_s[~np.isnan(times.unix_s)]
    return float(known[0]) if len(known) else None


def _offset(header: dict[str, Any], samples: list[tuple[Any, dict[str, Any]]]) -> int | None:
    """Return the offset from UTC that the first time with one names; the watch's own is told."""
    for text in (header.get("DateTime"), *(time for time, _ in samples[:_LOOKED_AT])):
        offset_s = times_of([text]).offset_s
        if offset_s is not None:
            return int(offset_s[0])
        if isinstance(text, str) and text.strip().endswith(_AT_UTC):
            return 0
    return None


def _laps(samples: list[tuple[Any, dict[str, Any]]], times: Times) -> Iterator[Lap]:
    """Yield the laps; a window of that kind is written when it ends."""
    for row, (_, sample) in enumerate(samples):
        window = sample.get("Window")
        if not isinstance(window, dict) or window.get("Type") != "Lap":
            continue
        elapsed_s, end_s = number(window.get("Duration")), float(times.unix_s[row])
        begun = None if elapsed_s is None else moment(end_s - elapsed_s)
        yield Lap(begun, elapsed_s, None, number(window.get("Distance")))


def _beats(log: dict[str, Any], samples: list[tuple[Any, dict[str, Any]]]) -> Column | None:
    """Return the times from beat to beat, or None where there are none."""
    found: list[Any] = []
    for part in (log.get("R-R"), *(sample.get("R-R") for _, sample in samples)):
        given = part.get("IBI", part.get("Data")) if isinstance(part, dict) else None
        if isinstance(given, list):
            found += given
        elif isinstance(given, str):
            found += given.split(",")
    beats = values_of(found)
    beats = beats[beats > 0]
    return beats if len(beats) else None


def _odd(times: Times, name: str) -> Iterator[Problem]:
    missing = int(np.count_nonzero(np.isnan(times.unix_s)))
    if missing and len(times.unix_s) > missing:
        text = f"{name}: {missing} samples have no usable time and were left out."
        yield Problem("points_without_time", text, name, "TimeISO8601", "the other samples")
