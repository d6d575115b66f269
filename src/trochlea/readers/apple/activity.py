"""Read the document of one workout: from its bytes, and nothing else, to an `Activity`."""

from __future__ import annotations

from typing import Any

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes, Device, Lap, Pause, Streams
from trochlea.readers.apple.dates import is_offset
from trochlea.readers.apple.document import MARK, VERSION
from trochlea.readers.apple.kinds import KINDS
from trochlea.readers.apple.sports import sport_of
from trochlea.readers.apple.streams import Read, samples_of, streams_of
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.platforms.json_text import read_json
from trochlea.readers.platforms.outcome import gathered
from trochlea.readers.platforms.samples import Column, moment
from trochlea.readers.platforms.values import number
from trochlea.readers.xml.gpx import read_gpx

FORMAT_ID = "apple_workout"
_PLATFORM = "apple"
_FACTS = (
    *("type", "start_s", "utc_offset_s", "elapsed_s", "timer_s", "indoor", "distance_m"),
    *("ascent_m", "step_count", "mean_heart_rate_bpm", "mean_ground_contact_ms"),
    *("hardware", "software", "events", "activities", "samples", "routes"),
)
_SAMPLES = ("start_s", "length_s", "thousandths", *(kind.name for kind in KINDS))
_WANTED = frozenset({MARK, *_FACTS, *_SAMPLES})
# Marks of kilometres and of miles begin together; those of one unit follow each other so closely.
_NEXT_SEGMENT_S = 3.0
_MOST_LAPS = 2_000
_NOT_OF_A_ROUTE = frozenset({"no_activity", "not_recorded", "not_an_activity_file"})


def read_workout(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    """Read the document of a workout; bad bytes become problems and never an exception.

    Args:
        data: The whole document.
        name: Display name, for problems.
        limits: What it may ask for.
    """
    read = read_json(data, _WANTED)
    problems = read.problems(name)
    facts = read.value if isinstance(read.value, dict) else {}
    if facts.get(MARK) not in (None, VERSION):
        text = f"{name}: it is a workout of a later Trochlea; this one reads version {VERSION}."
        problems.append(Problem("version_unknown", text, name, MARK))
        return gathered(data, name, FORMAT_ID, (), problems)
    start_s = number(facts.get("start_s"))
    begun = None if start_s is None else moment(start_s)
    if start_s is None or begun is None:
        if not problems:
            text = f"{name}: the workout has no start that a watch can have."
            problems.append(Problem("dates_not_understood", text, name, "start_s"))
        return gathered(data, name, FORMAT_ID, (), problems)
    elapsed_s = _positive(facts.get("elapsed_s"))
    samples = samples_of(facts.get("samples"), elapsed_s or 0.0)
    route = _route(facts.get("routes"), start_s, name, limits, problems)
    problems += _odd(samples, name)
    sport, finer = sport_of(_word(facts.get("type")), facts.get("indoor") is True)
    columns = streams_of(samples, route, sport)
    timer_s = _positive(facts.get("timer_s"))
    activity = Activity(
        sport=sport,
        sub_sport=finer,
        start_time=begun,
        utc_offset_s=_offset(facts.get("utc_offset_s")),
        distance_m=_positive(facts.get("distance_m")),
        elapsed_s=elapsed_s,
        moving_s=min(timer_s, elapsed_s) if timer_s and elapsed_s else timer_s,
        ascent_m=number(facts.get("ascent_m")),
        mean_cadence_spm=None if "cadence_spm" in columns else _cadence(facts, timer_s, sport),
        mean_heart_rate_bpm=_positive(facts.get("mean_heart_rate_bpm")),
        mean_ground_contact_ms=_positive(facts.get("mean_ground_contact_ms")),
        laps=_laps(facts, start_s),
        devices=_devices(facts),
        streams=Streams(columns),
        pauses=_pauses(facts, elapsed_s),
        notes=ActivityNotes(platform=_PLATFORM),
    )
    return gathered(data, name, FORMAT_ID, (activity,), problems)


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _positive(value: Any) -> float | None:
    known = number(value)
    return known if known is not None and known > 0 else None


def _offset(value: Any) -> int | None:
    known = number(value)
    return int(known) if known is not None and is_offset(int(known)) else None


def _cadence(facts: dict[str, Any], timer_s: float | None, sport: str) -> float | None:
    """Return the mean cadence of a run by the number of its steps."""
    steps = _positive(facts.get("step_count"))
    return steps * 60 / timer_s if steps and timer_s and sport == "running" else None


def _devices(facts: dict[str, Any]) -> tuple[Device, ...]:
    """Return the watch; its name is no number of the kind that `Device` has."""
    words = (_word(facts.get("software")) or "").split(".")
    version = number(".".join(words[:2]))
    return () if version is None else (Device(None, None, None, software_version=version),)


def _events(facts: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Return kind, second and length in seconds of each event, in order of time."""
    found = []
    listed = facts.get("events")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, list) and len(each) == 3 and isinstance(each[0], str):
            at, lasts = number(each[1]), number(each[2])
            if at is not None and lasts is not None:
                found.append((each[0], at, max(lasts, 0.0)))
    return sorted(found, key=lambda event: event[1])


def _pauses(facts: dict[str, Any], elapsed_s: float | None) -> tuple[Pause, ...]:
    """Return the stretches from each pause to the next resume, the last one to the end."""
    found: list[Pause] = []
    since: float | None = None
    for kind, at, _ in _events(facts):
        if kind == "pause" and since is None:
            since = max(at, 0.0)
        elif kind == "resume" and since is not None:
            found.append(Pause(since, max(at, since)))
            since = None
    if since is not None and elapsed_s is not None and elapsed_s > since:
        found.append(Pause(since, elapsed_s))
    return tuple(each for each in found if each.end_s > each.start_s)


def _laps(facts: dict[str, Any], start_s: float) -> tuple[Lap, ...]:
    """Return the laps: those that were marked, else parts of the workout, else its segments."""
    marked = [(at, lasts) for kind, at, lasts in _events(facts) if kind == "lap"]
    spans = _activities(facts)
    if marked:
        spans = [(*span, None) for span in _ended(marked)]
    elif len(spans) < 2:
        segments = [(at, lasts) for kind, at, lasts in _events(facts) if kind == "segment"]
        spans = [(*span, None) for span in _chain(segments)]
    return tuple(_lap(start_s + at, lasts, metres) for at, lasts, metres in spans[:_MOST_LAPS])


def _lap(start_s: float, lasts_s: float, distance_m: float | None) -> Lap:
    return Lap(moment(start_s), lasts_s or None, None, distance_m)


def _ended(marked: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return laps with their lengths; a mark without a length ends the lap before it."""
    if any(lasts for _, lasts in marked):
        return marked
    begins = [0.0, *(at for at, _ in marked)]
    return [(begin, at - begin) for begin, (at, _) in zip(begins, marked, strict=False)]


def _activities(facts: dict[str, Any]) -> list[tuple[float, float, float | None]]:
    found = []
    listed = facts.get("activities")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, list) and len(each) == 3:
            begin, end, metres = (number(value) for value in each)
            if begin is not None and end is not None and end > begin:
                found.append((begin, end - begin, metres or None))
    return sorted(found, key=lambda part: part[0])


def _chain(segments: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the segments that follow each other, of several at once the shortest.

    A watch marks kilometres and miles into the same list; kilometres are the shorter ones.
    """
    found: list[tuple[float, float]] = []
    end = segments[0][0] if segments else 0.0
    for at, lasts in sorted(segments, key=lambda each: (each[0], each[1])):
        if lasts > 0 and abs(at - end) <= _NEXT_SEGMENT_S:
            found.append((at, lasts))
            end = at + lasts
    return found


def _route(
    listed: Any, start_s: float, name: str, limits: Limits, problems: list[Problem]
) -> dict[str, Column]:
    """Return the points of the routes in order of time, `time_s` in seconds after the start."""
    parts: list[dict[str, Column]] = []
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, str):
            continue
        track = f"<gpx><trk>{each}</trk></gpx>".encode("utf-8", "replace")
        outcome = read_gpx(track, name, limits)
        problems += [said for said in outcome.problems if said.code not in _NOT_OF_A_ROUTE]
        if not outcome.activities:
            text = f"{name}: a route holds no points with times; the rest was taken."
            problems.append(Problem("route_empty", text, name, "routes", "all else"))
        for activity in outcome.activities:
            columns = dict(activity.streams.columns)
            lead = activity.start_time.timestamp() - start_s
            columns["time_s"] = np.round(columns["time_s"] + lead, 3)
            parts.append(columns)
    if not parts:
        return {}
    names = sorted({key for part in parts for key in part} - {"cadence_spm", "distance_m"})
    nothing = {id(part): np.full(len(part["time_s"]), np.nan) for part in parts}
    joined = {
        key: np.concatenate([part.get(key, nothing[id(part)]) for part in parts]) for key in names
    }
    order = np.argsort(joined["time_s"], kind="stable")
    if (np.diff(order) < 0).any():
        problems.append(_disordered(name))
    return {key: values[order] for key, values in joined.items()}


def _odd(samples: Read, name: str) -> list[Problem]:
    found = []
    if samples.unreadable:
        text = f"{name}: {samples.unreadable} samples are no numbers and were left out."
        found.append(Problem("values_unreadable", text, name, "samples", "the other samples"))
    if samples.disordered:
        found.append(_disordered(name))
    return found


def _disordered(name: str) -> Problem:
    text = f"{name}: some samples were written out of order and were put in order of time."
    return Problem("time_goes_back", text, name, "samples", "all samples")
