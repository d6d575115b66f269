"""The streams of a workout: its samples and the points of its routes on one column of times.

A record stands wherever something was measured: at each moment of a sample, at the end of each
interval, and at each point of the route. What was measured over an interval (steps, a distance, a
mean) holds for every record within it; where nothing was measured there is no value, and none is
made from its neighbours. The distance is known at the ends of its intervals only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trochlea.readers.apple.kinds import KINDS, THOUSANDTHS
from trochlea.readers.platforms.samples import Column, values_of

_LONGEST_S = 40 * 86_400.0
_PER_MINUTE = 60.0
_ON_WHEELS = "cycling"
_ON_FOOT = frozenset({"running", "walking", "hiking", "track_and_field", "unknown"})
_DISTANCES = ("distance_m", "cycling_distance_m")
_PLAIN = tuple(each.name for each in KINDS if each.name not in ("steps", *_DISTANCES))


@dataclass(slots=True)
class Samples:
    """Samples of one kind: seconds after the start at which each begins and ends, and its value.

    They are in the order of their ends.
    """

    begin: Column
    end: Column
    value: Column


@dataclass(slots=True)
class Read:
    """What the lists of a document hold.

    Attributes:
        kinds: Samples by the name of their kind.
        unreadable: Samples that were left out.
        disordered: Whether some stood out of the order of time.
    """

    kinds: dict[str, Samples] = field(default_factory=dict)
    unreadable: int = 0
    disordered: bool = False


def samples_of(listed: Any, elapsed_s: float) -> Read:
    """Return the samples of a document, cut to the length of the workout.

    Args:
        listed: What stands under `samples`.
        elapsed_s: Seconds from start to end; 0 where not known, and then nothing is cut.
    """
    read = Read()
    for kind in KINDS:
        given = listed.get(kind.name) if isinstance(listed, dict) else None
        if isinstance(given, dict):
            found = _samples(given, read)
            if found is not None:
                adds_up = kind.name in ("steps", *_DISTANCES)
                read.kinds[kind.name] = _within(found, elapsed_s, adds_up)
    return read


def _samples(given: dict[str, Any], read: Read) -> Samples | None:
    parts = [_column(given.get(key)) for key in ("start_s", "length_s", "thousandths")]
    count = min(map(len, parts))
    read.unreadable += max(map(len, parts)) - count
    begin, length, value = (part[:count] for part in parts)
    with np.errstate(invalid="ignore"):
        good = (np.abs(begin) <= _LONGEST_S) & (length >= 0) & (length <= _LONGEST_S)
    good &= np.isfinite(value)
    read.unreadable += int(np.count_nonzero(~good))
    begin, length, value = begin[good], length[good], value[good]
    if not len(begin):
        return None
    read.disordered |= bool((np.diff(begin) < 0).any())
    order = np.lexsort((begin, begin + length))
    begin, length = begin[order], length[order]
    return Samples(begin, begin + length, value[order] / THOUSANDTHS)


def _column(listed: Any) -> Column:
    if not isinstance(listed, list):
        return np.empty(0)
    try:
        column = np.array(listed, np.float64)
    except (TypeError, ValueError, OverflowError):
        return values_of(listed)
    return column if column.ndim == 1 else np.full(len(listed), np.nan)


def _within(samples: Samples, elapsed_s: float, adds_up: bool) -> Samples:
    """Return samples cut to the workout; of what adds up, the share that is within it."""
    if elapsed_s <= 0:
        return samples
    begin, end = np.clip(samples.begin, 0, elapsed_s), np.clip(samples.end, 0, elapsed_s)
    value = samples.value
    if adds_up:
        length = samples.end - samples.begin
        value = np.where(
            length > 0, value * (end - begin) / np.where(length > 0, length, 1), value
        )
    return Samples(begin, end, value)


def streams_of(read: Read, route: dict[str, Column], sport: str) -> dict[str, Column]:
    """Return the columns of an activity; empty where nothing was measured.

    Args:
        read: The samples of the document.
        route: Columns of its points, with `time_s` in seconds after the start; or empty.
        sport: Of the activity.
    """
    distance = read.kinds.get(_DISTANCES[sport == _ON_WHEELS])
    held = {name: read.kinds[name] for name in _PLAIN if name in read.kinds}
    if sport in _ON_FOOT and "steps" in read.kinds:
        cadence = _rates(read.kinds["steps"])
        if len(cadence.end):
            held["cadence_spm"] = cadence
    times = [each.end for each in held.values()]
    if distance is not None:
        times += [distance.end, distance.begin[:1]]
    if route:
        times.append(route["time_s"])
    time = np.unique(np.concatenate(times)) if times else np.empty(0)
    if not len(time):
        return {}
    columns = {"time_s": time}
    for name, values in route.items():
        if name != "time_s" and name not in held:
            columns[name] = _at(time, route["time_s"], values)
    for name, samples in held.items():
        columns[name] = _held(time, samples)
    if distance is not None:
        ends, counter = _counter(distance)
        columns["distance_m"] = _at(time, ends, counter)
    return columns


def _rates(samples: Samples) -> Samples:
    """Return counts over intervals as counts a minute; a count at one moment has no rate."""
    long = samples.end > samples.begin
    begin, end = samples.begin[long], samples.end[long]
    return Samples(begin, end, samples.value[long] * _PER_MINUTE / (end - begin))


def _counter(samples: Samples) -> tuple[Column, Column]:
    """Return when a sum was known, and how much it was: the last where two end together."""
    ends = np.concatenate((samples.begin[:1], samples.end))
    sums = np.concatenate(([0.0], np.cumsum(samples.value)))
    last = np.append(np.diff(ends) != 0, True)
    return ends[last], sums[last]


def _at(time: Column, known: Column, values: Column) -> Column:
    """Return values at their own times; of two at one time the first."""
    column = np.full(len(time), np.nan)
    column[np.searchsorted(time, known)[::-1]] = values[::-1]
    return column


def _held(time: Column, samples: Samples) -> Column:
    """Return at each time the value of the interval that it lies in, begins after or ends at."""
    place = np.minimum(np.searchsorted(samples.end, time), len(samples.end) - 1)
    begin, end = samples.begin[place], samples.end[place]
    within = ((begin < time) | (begin == end)) & (time <= end) & (begin <= time)
    return np.where(within, samples.value[place], np.nan)
