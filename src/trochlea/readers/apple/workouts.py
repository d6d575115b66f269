"""The workouts of an export: the first reading, which passes over all records.

A workout is small: its own element, told here as the facts that a document begins with. Of what
stands in a `WorkoutActivity` (a step of a planned workout, or a part of a multisport one) only
its times and its distance are taken, as a lap.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from trochlea.readers.apple.dates import moment
from trochlea.readers.apple.kinds import PREFIX, length_m, time_s
from trochlea.readers.apple.tags import Tag, tags
from trochlea.readers.apple.zones import offset_s
from trochlea.readers.limits import Limits
from trochlea.readers.platforms.values import number

_MARK = re.compile(rb"<(/?)Workout(?=[\s/>])")
_NAME = b"Workout"
_MOST_BYTES = 1 << 23  # of one workout, without its records
_LONGEST_S = 30 * 86_400  # a longer one is a watch that was never stopped
_MOST_EVENTS = 10_000
_LARGEST = 1e9
_EVENTS = {
    "HKWorkoutEventTypePause": "pause",
    "HKWorkoutEventTypeResume": "resume",
    "HKWorkoutEventTypeLap": "lap",
    "HKWorkoutEventTypeSegment": "segment",
}
_DISTANCES = (PREFIX + "DistanceWalkingRunning", PREFIX + "DistanceCycling", PREFIX + "Distance")
_MEANS = {
    PREFIX + "HeartRate": "mean_heart_rate_bpm",
    PREFIX + "RunningGroundContactTime": "mean_ground_contact_ms",
}
_DEVICE = re.compile(r"\b(hardware|software):([^<>]{1,40}?)(?=, [a-z ]+:|>|\Z)")
_QUANTITY = re.compile(r"\s*([-+0-9.,eE]{1,30})\s*([^\s]{0,20})\s*")


@dataclass(frozen=True, slots=True)
class Workout:
    """One workout as its own element tells of it.

    Attributes:
        start_s: Seconds since 1970.
        end_s: Likewise, not before the start.
        source: Name of the device or program that recorded it.
        routes: Paths of its routes within the export.
        kind: Apple's name for its sport.
        facts: What a document tells of it, as JSON; see `document`.
    """

    start_s: int
    end_s: int
    source: str
    routes: tuple[str, ...]
    kind: str
    facts: str


@dataclass(slots=True)
class Found:
    """What a reading has found so far.

    Attributes:
        workouts: In the order of the export.
        odd: Why some were not taken: problem codes and clauses.
        open: Whether a workout has begun and not ended.
        full: Whether there were too many to go on.
    """

    workouts: list[Workout] = field(default_factory=list)
    odd: list[tuple[str, str]] = field(default_factory=list)
    open: bool = False
    full: bool = False


def as_json(facts: Any) -> str:
    """Return something as JSON of one way to write it, what is empty left out at the top."""
    if isinstance(facts, dict):
        facts = {key: value for key, value in facts.items() if value not in (None, [])}
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


class WorkoutError(Exception):
    """A workout cannot be taken: a clause that gives the reason."""


def elements(blocks: Iterable[bytes], found: Found) -> Iterator[bytes | None]:
    """Yield the bytes of each workout, its tags included; None for one that does not end.

    Args:
        blocks: Of an export; each begins with a tag and ends before one.
        found: Told whether a workout is open.
    """
    parts: list[bytes] = []
    size = 0
    for block in blocks:
        at = 0
        marks = _MARK.finditer(block) if block.find(_NAME) >= 0 else iter(())
        for mark in marks:
            if mark[1] and found.open:
                yield b"".join([*parts, block[at : mark.start()]]) if size < _MOST_BYTES else None
                found.open = False
            elif not mark[1]:
                if found.open:
                    yield None  # another one begins before it has ended
                after = block.find(b"<", mark.end())
                tag = block[mark.start() : after if after >= 0 else len(block)]
                found.open = not tag.rstrip().endswith(b"/>")
                if not found.open:
                    yield tag
            parts, size, at = [], 0, mark.start()
        if found.open:
            size += len(block) - at
            parts = [*parts, block[at:]] if size < _MOST_BYTES else []


def workout(element: bytes, limits: Limits) -> Workout:
    """Return a workout.

    Args:
        element: Its bytes, from its start tag to its last child.
        limits: `xml_depth` and `attribute_bytes` are held.

    Raises:
        WorkoutError: if it cannot be dated, is longer than any, or exceeds a limit.
    """
    draft = _Draft(limits)
    for tag in tags(element.decode("utf-8", "replace")):
        draft.take(tag)
    return draft.finished()


class _Draft:
    """A workout in the making, tag by tag."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._path: list[str] = []
        self._own: dict[str, str] = {}
        self._metadata: dict[str, str] = {}
        self._means: dict[str, float] = {}
        self._distances: dict[str, float] = {}
        self._steps: float | None = None
        self._events: list[tuple[str, int, float | None]] = []
        self._activities: list[tuple[int, int, float | None]] = []
        self._routes: list[str] = []

    def take(self, tag: Tag) -> None:
        """Take the next tag."""
        if len(tag.text) > self._limits.attribute_bytes:
            raise WorkoutError(f"a tag of it is longer than {self._limits.attribute_bytes} bytes")
        if tag.is_end:
            if tag.name in self._path:
                while self._path.pop() != tag.name:
                    pass
            return
        within = self._path[-1] if self._path else ""
        if not self._path:
            self._own = tag.attributes()
        elif within == "Workout":
            self._child(tag)
        elif within == "WorkoutActivity" and tag.name == "WorkoutStatistics":
            self._lap_distance(tag.attributes())
        elif within == "WorkoutRoute" and tag.name == "FileReference":
            self._routes.append(tag.attributes().get("path", ""))
        if not tag.is_empty:
            self._path.append(tag.name)
            if len(self._path) + 1 > self._limits.xml_depth:
                most = self._limits.xml_depth
                raise WorkoutError(f"its elements stand more than {most} deep")

    def _child(self, tag: Tag) -> None:
        given = tag.attributes()
        if tag.name == "MetadataEntry":
            self._metadata.setdefault(given.get("key", ""), given.get("value", ""))
        elif tag.name == "WorkoutStatistics":
            self._statistics(given)
        elif tag.name == "WorkoutEvent":
            self._event(given)
        elif tag.name == "WorkoutActivity":
            start, end = moment(given.get("startDate", "")), moment(given.get("endDate", ""))
            if start and end and end[0] > start[0] and len(self._activities) < _MOST_EVENTS:
                self._activities.append((start[0], end[0], None))

    def _statistics(self, given: dict[str, str]) -> None:
        kind, unit = given.get("type", ""), given.get("unit")
        if kind in _MEANS:
            mean = _finite(given.get("average"))
            share = {"count/min": 1.0, "count/s": 60.0, "ms": 1.0, "s": 1000.0}.get(unit or "")
            if mean is not None and share is not None:
                self._means[_MEANS[kind]] = round(mean * share, 3)
        elif kind.startswith(_DISTANCES[-1]):
            metres = length_m(_finite(given.get("sum")), unit)
            if metres is not None:
                self._distances[kind] = metres
        elif kind == PREFIX + "StepCount":
            self._steps = _finite(given.get("sum"))

    def _event(self, given: dict[str, str]) -> None:
        kind, at = _EVENTS.get(given.get("type", "")), moment(given.get("date", ""))
        if kind is not None and at is not None and len(self._events) < _MOST_EVENTS:
            lasts = time_s(_finite(given.get("duration")), given.get("durationUnit") or "min")
            self._events.append((kind, at[0], lasts))

    def _lap_distance(self, given: dict[str, str]) -> None:
        metres = length_m(_finite(given.get("sum")), given.get("unit"))
        if given.get("type", "").startswith(_DISTANCES[-1]) and metres and self._activities:
            start, end, _ = self._activities[-1]
            self._activities[-1] = (start, end, metres)

    def finished(self) -> Workout:
        """Return the workout.

        Raises:
            WorkoutError: if it cannot be dated or is longer than any.
        """
        start, end = (moment(self._own.get(key, "")) for key in ("startDate", "endDate"))
        if start is None:
            raise WorkoutError("its start is no time of a watch")
        lasts = time_s(_finite(self._own.get("duration")), self._own.get("durationUnit") or "min")
        if end is None:
            end = (start[0] + math.ceil(lasts or 0), 0)
        if not 0 <= end[0] - start[0] <= _LONGEST_S:
            raise WorkoutError("it ends before it starts or lasts longer than any workout")
        return Workout(
            start[0],
            end[0],
            self._own.get("sourceName", ""),
            tuple(dict.fromkeys(path for path in self._routes if path)),
            self._own.get("workoutActivityType", ""),
            as_json(self._facts(start, end[0], lasts)),
        )

    def _facts(self, start: tuple[int, int], end_s: int, lasts: float | None) -> dict[str, Any]:
        start_s = start[0]
        offset = offset_s(self._metadata.get("HKTimeZone"), start_s)
        device = dict(_DEVICE.findall(self._own.get("device", "")))
        return {
            "type": self._own.get("workoutActivityType", ""),
            "start_s": start_s,
            "utc_offset_s": start[1] if offset is None else offset,
            "elapsed_s": end_s - start_s,
            "timer_s": _thousandths(lasts),
            "indoor": {"0": False, "1": True}.get(self._metadata.get("HKIndoorWorkout", "")),
            "distance_m": _thousandths(self._distance_m()),
            "ascent_m": _thousandths(_quantity_m(self._metadata.get("HKElevationAscended"))),
            "step_count": _thousandths(self._steps),
            **self._means,
            "hardware": device.get("hardware", "").strip() or None,
            "software": device.get("software", "").strip() or None,
            "events": sorted(
                [kind, at - start_s, _thousandths(lasts) or 0] for kind, at, lasts in self._events
            ),
            "activities": sorted(
                [begin - start_s, end - start_s, _thousandths(metres) or 0]
                for begin, end, metres in self._activities
            ),
        }

    def _distance_m(self) -> float | None:
        told = length_m(
            _finite(self._own.get("totalDistance")), self._own.get("totalDistanceUnit")
        )
        for kind in _DISTANCES[:-1]:
            if kind in self._distances:
                return self._distances[kind]
        return max(self._distances.values()) if self._distances else told


def _finite(text: str | None) -> float | None:
    value = number(text)
    return value if value is not None and abs(value) <= _LARGEST else None


def _thousandths(value: float | None) -> float:
    """Return a number to three digits; None stays so."""
    return None if value is None else round(value, 3)  # type: ignore[return-value]


def _quantity_m(text: str | None) -> float | None:
    """Return a length as metadata have it, such as `8412 cm`."""
    found = _QUANTITY.fullmatch(text or "")
    return None if found is None else length_m(_finite(found[1]), found[2])
