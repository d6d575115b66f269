"""TCX: activities with laps, tracks and points, and Garmin's activity extension.

Elements are told by their local name, whatever prefix a program gives them. Each `Activity` is one
activity, those of a multisport session among them; courses and workouts are plans. An activity
without points, as of a treadmill without a sensor, keeps its laps and totals.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes, Device, Lap
from trochlea.readers.limits import DEFAULT_LIMITS, Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.xml.assemble import (
    Columns,
    Draft,
    assembled,
    columns_of,
    left_out,
    moment,
    span_s,
)
from trochlea.readers.xml.bulk import PointKind
from trochlea.readers.xml.cadence import both_feet, mean_of_both_feet
from trochlea.readers.xml.document import Document, outcome, read_document
from trochlea.readers.xml.markup import attributes, plain
from trochlea.readers.xml.points import Points, finite
from trochlea.readers.xml.sports import platform_of, sport_by
from trochlea.readers.xml.times import parse_times

_FIELDS = {
    "time": "time",
    "latitudedegrees": "latitude_deg",
    "longitudedegrees": "longitude_deg",
    "altitudemeters": "altitude_m",
    "distancemeters": "distance_m",
    "value": "heart_rate_bpm",
    "cadence": "cadence_spm",
    "runcadence": "cadence_spm",
    "speed": "speed_mps",
    "watts": "power_w",
}
_POINT = PointKind("Trackpoint", {}, _FIELDS)
_STREAMS = tuple(dict.fromkeys(each for each in _FIELDS.values() if each != "time"))
_OF_LAP = frozenset({"TotalTimeSeconds", "DistanceMeters", "Cadence", "AvgRunCadence"})
_OF_ACTIVITY = frozenset({"Id", "Notes"})
_OF_CREATOR = frozenset({"Name", "UnitId", "ProductID", "VersionMajor", "VersionMinor"})
_PLANS = frozenset({"Course", "Workout"})
_PARTS = frozenset({"TrainingCenterDatabase", "Activity", "Lap", "Track", "Creator"})
_WANTED = _OF_LAP | _OF_ACTIVITY | _OF_CREATOR | _PLANS | _PARTS


@dataclass(slots=True)
class _Lap:
    """One lap as it stands there."""

    start_s: float | None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Activity:
    """One activity: what it says of itself, its laps, and the rows of its tracks."""

    sport: str
    about: dict[str, str] = field(default_factory=dict)
    creator: dict[str, str] = field(default_factory=dict)
    laps: list[_Lap] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)


class _Tcx:
    """Takes the elements of a TCX document that stand outside of points."""

    def __init__(self, points: Points) -> None:
        self.names = _WANTED
        self.taking = False
        self.activities: list[_Activity] = []
        self.plans = 0
        self.is_tcx = False
        self._points = points
        self._activity: _Activity | None = None
        self._lap: _Lap | None = None
        self._track_at = 0
        self._in_creator = False

    def start(self, name: str, tag: str, text: str) -> None:
        if name == "Track":
            self._track_at = self._points.count
            self.taking = self._activity is not None
        elif name == "Activity":
            self._activity = _Activity(attributes(tag).get("Sport", ""))
            self.activities.append(self._activity)
        elif name == "Lap" and self._activity is not None:
            self._lap = _Lap(_time(attributes(tag).get("StartTime")))
            self._activity.laps.append(self._lap)
        elif name in _PLANS:
            self.plans += 1
        elif name == "TrainingCenterDatabase":
            self.is_tcx = True
        elif name == "Creator":
            self._in_creator = True
        elif self._activity is not None and text.strip():
            self._told(self._activity, name, plain(text).strip())

    def _told(self, activity: _Activity, name: str, text: str) -> None:
        """Keep what an activity says of itself, of its lap or of the device."""
        if self._in_creator:
            if name in _OF_CREATOR:
                activity.creator.setdefault(name, text)
        elif self._lap is not None and name in _OF_LAP:
            self._lap.values.setdefault(name, text)
        elif name in _OF_ACTIVITY:
            activity.about.setdefault(name, text)

    def end(self, name: str) -> None:
        if name == "Track":
            self.end_track()
        elif name == "Lap":
            self._lap = None
        elif name == "Creator":
            self._in_creator = False
        elif name == "Activity":
            self._activity = None

    def end_track(self) -> None:
        """Close a track; once more at the end, for one that a damaged document left open."""
        if self.taking and self._activity is not None and self._points.count > self._track_at:
            self._activity.parts.append((self._track_at, self._points.count))
        self.taking = False


def read_tcx(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> ReadOutcome:
    """Read a TCX document; bad bytes become problems and never an exception.

    Args:
        data: The whole file.
        name: Display name, for problems.
        limits: What the file may ask for.

    Returns:
        One activity for each of the document, with plain columns.
    """
    points = Points(limits.points)
    found = _Tcx(points)
    document = read_document(data, name, limits, _POINT, found, points)
    found.end_track()
    columns = columns_of(points, _STREAMS, needs_position=False)
    activities = []
    odd = []
    for each in found.activities:
        draft = _draft(each, columns)
        activity = assembled(draft, columns)
        if activity is None and (activity := _totals_only(draft)) is not None:
            odd.append(_without_points(name))
        if activity is not None:
            activities.append(activity)
    odd = left_out(columns, name) + odd + _plans(found, document, bool(activities))
    return outcome(data, document, "tcx", activities, odd)


def _time(text: str | None) -> float | None:
    """Return a time in seconds since 1970, or None where a text is none."""
    seconds = float(parse_times([text]).unix_s[0]) if text else np.nan
    return None if moment(seconds) is None else seconds


def _draft(activity: _Activity, columns: Columns) -> Draft:
    notes = activity.about.get("Notes")
    sport, finer = sport_by(activity.sport, notes)
    starts = [_time(activity.about.get("Id")), *(lap.start_s for lap in activity.laps)]
    draft = Draft(
        sport=sport,
        sub_sport=finer,
        parts=activity.parts,
        description=notes,
        platform=platform_of(activity.creator.get("Name", "")),
        began_s=next((each for each in starts if each is not None), None),
        devices=tuple(_devices(activity.creator)),
    )
    draft.laps = _laps(activity.laps, draft, columns)
    draft.moving_s = _sum([lap.moving_s for lap in draft.laps])
    draft.distance_m = _sum([lap.distance_m for lap in draft.laps])
    return draft


def _sum(values: list[float | None]) -> float | None:
    """Return the sum of what is known; None where nothing is."""
    known = [each for each in values if each is not None]
    return sum(known) if known else None


def _devices(creator: dict[str, str]) -> list[Device]:
    """Return the device that the file names, if it gives any number of it."""
    numbers = {key: finite(creator.get(key)) for key in _OF_CREATOR if key != "Name"}
    product, serial = (numbers[key] for key in ("ProductID", "UnitId"))
    if product is None and serial is None:
        return []
    version = f"{creator.get('VersionMajor', '')}.{creator.get('VersionMinor', '')}"
    return [
        Device(
            index=None,
            manufacturer=None,
            product=None if product is None else int(product),
            serial_number=None if serial is None else int(serial),
            software_version=finite(version),
        )
    ]


def _laps(laps: list[_Lap], draft: Draft, columns: Columns) -> tuple[Lap, ...]:
    """Return laps; each lasts until the next begins, the last one until the last point."""
    if not laps:
        return ()
    span = span_s(draft, columns.unix_s)
    ends = [*(lap.start_s for lap in laps[1:]), span[1] if span else None]
    doubled = _counts_one_foot(draft, columns)
    running = draft.sport == "running"
    return tuple(_lap(lap, end, running, doubled) for lap, end in zip(laps, ends, strict=True))


def _counts_one_foot(draft: Draft, columns: Columns) -> bool | None:
    """Return whether the points count one foot; None where they have no cadence."""
    cadence = columns.streams.get("cadence_spm")
    if cadence is None:
        return None
    parts = [cadence[first:after] for first, after in draft.parts]
    values = np.concatenate(parts) if parts else cadence[:0]
    return both_feet(values, draft.sport == "running")[1] if (values > 0).any() else None


def _lap(lap: _Lap, end_s: float | None, running: bool, doubled: bool | None) -> Lap:
    """Return one lap; `TotalTimeSeconds` is the time of its timer, pauses left out."""
    timer = _positive(lap.values.get("TotalTimeSeconds"))
    elapsed = None if lap.start_s is None or end_s is None else end_s - lap.start_s
    if elapsed is None or elapsed <= 0 or (timer is not None and elapsed < timer):
        elapsed = timer
    cadence = _positive(lap.values.get("AvgRunCadence") or lap.values.get("Cadence"))
    return Lap(
        start_time=moment(lap.start_s),
        elapsed_s=elapsed,
        moving_s=timer,
        distance_m=_positive(lap.values.get("DistanceMeters")),
        mean_cadence_spm=mean_of_both_feet(cadence, running, doubled),
    )


def _positive(text: str | None) -> float | None:
    value = finite(text)
    return None if value is None or value < 0 else value


def _totals_only(draft: Draft) -> Activity | None:
    """Return an activity of laps alone, or None where they say neither when nor how much."""
    start = moment(draft.began_s)
    if start is None or not (draft.moving_s or draft.distance_m):
        return None
    known = [lap.elapsed_s for lap in draft.laps if lap.elapsed_s is not None]
    return Activity(
        sport=draft.sport,
        sub_sport=draft.sub_sport,
        start_time=start,
        distance_m=draft.distance_m,
        elapsed_s=sum(known) if known else None,
        moving_s=draft.moving_s,
        laps=draft.laps,
        devices=draft.devices,
        notes=ActivityNotes(description=draft.description, platform=draft.platform),
    )


def _without_points(name: str) -> Problem:
    text = f"{name}: an activity has no points with times; its laps and totals were taken."
    return Problem("no_records", text, name, "Track", "laps and totals")


def _plans(found: _Tcx, document: Document, any_taken: bool) -> list[Problem]:
    """Return what the document holds that is no activity, and whether it holds one at all."""
    parts = [f"{found.plans} courses or workouts"] if found.plans else []
    if document.elsewhere:
        parts.append(f"{document.elsewhere} points outside of any activity")
    listed = " and ".join(parts)
    name = document.name
    if any_taken:
        text = f"{name}: what is no recorded activity was left out: {listed}."
        return [Problem("not_recorded", text, name, None, "the activities")] if listed else []
    if not found.is_tcx:
        said = bool(document.problems)
        what = "nothing of it could be read" if said else "it is not a TCX document"
    elif listed:
        what = f"it holds {listed}, which are plans, and no recorded activity"
    else:
        what = "it holds no activity with times"
    return [Problem("no_activity", f"{name}: {what}.", name)]
