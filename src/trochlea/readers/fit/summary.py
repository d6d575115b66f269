"""Sum up one stretch of a FIT section as an `Activity`: the session's own totals first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from trochlea.model.activity import Activity, AltitudeSource, Device, Lap, Streams, WorkoutStep
from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.local_time import utc_offset
from trochlea.readers.fit.streams import STEPS_PER_STRIDE
from trochlea.readers.fit.table import Table, Tables
from trochlea.readers.fit.timer import timer_of
from trochlea.readers.fit.workout import workout_steps

SESSION_FIELDS = profile.field_numbers(
    profile.SESSION,
    *("timestamp", "start_time", "sport", "sub_sport", "total_elapsed_time", "total_timer_time"),
    *("total_distance", "avg_heart_rate", "avg_cadence", "avg_fractional_cadence"),
    *("total_ascent", "total_descent", "avg_stance_time"),
)
LAP_FIELDS = profile.field_numbers(
    profile.LAP,
    *("timestamp", "start_time", "sport", "sub_sport", "total_elapsed_time", "total_timer_time"),
    *("total_distance", "avg_cadence", "avg_fractional_cadence"),
)
DEVICE_FIELDS = profile.field_numbers(
    profile.DEVICE_INFO,
    *("device_index", "device_type", "manufacturer", "product", "serial_number"),
    *("software_version", "source_type"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch of a section that makes one activity.

    Attributes:
        session: Row of its session message, or None where there is none.
        begin: Start, in seconds since the FIT epoch.
        since: From when on laps belong to it: its start, or any time for the first stretch.
        until: Start of the next stretch.
        rows: Its records.
    """

    session: int | None
    begin: float
    since: float
    until: float
    rows: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Common:
    """What a section says once, for all its activities.

    Attributes:
        utc_offset_s: Local offset from UTC.
        devices: As named.
        has_barometer: Whether one of them measures the pressure of the air.
        workout: Steps of the planned workout.
    """

    utc_offset_s: int | None
    devices: tuple[Device, ...]
    has_barometer: bool
    workout: tuple[WorkoutStep, ...]


def common_of(tables: Tables) -> Common:
    """Return what a section says for all its activities."""
    return Common(
        utc_offset(tables), _devices(tables), _has_barometer(tables), workout_steps(tables)
    )


def moment(seconds: float) -> datetime:
    """Return seconds since the FIT epoch as an aware UTC moment."""
    return datetime(1989, 12, 31, tzinfo=UTC) + timedelta(seconds=seconds)


def kind_of(tables: Tables, span: Span) -> tuple[str, str | None]:
    """Return the sport and sub-sport of a stretch; `unknown` where no message names it."""
    if span.session is not None:
        sessions, row = tables[profile.SESSION], span.session
        sport, sub_sport = sessions.value("sport", row), sessions.value("sub_sport", row)
        if sport is not None:
            return _sport(sport), _sub_sport(sub_sport)
    for kind in (profile.LAP, profile.SPORT):
        table = tables[kind]
        if table.count and (sport := table.value("sport", 0)) is not None:
            return _sport(sport), _sub_sport(table.value("sub_sport", 0))
    return "unknown", None


def _sport(number: float) -> str:
    return profile.SPORTS.get(int(number), "unknown")


def _sub_sport(number: float | None) -> str | None:
    return None if not number else profile.SUB_SPORTS.get(int(number))


def summed_up(tables: Tables, common: Common, span: Span, streams: Streams) -> Activity:
    """Return the activity of a stretch: what its session says, and its events.

    Totals and means that it does not give are completed from the streams by `readers.refine`.

    Args:
        tables: The section's tables by message number.
        common: What the section says for all its activities.
        span: The stretch.
        streams: Its streams.
    """
    sport, sub_sport = kind_of(tables, span)
    said = _Session(tables[profile.SESSION], span.session)
    running = sport == "running"
    elapsed = _first(said("total_elapsed_time"), _last(streams.get("time_s")))
    timer = timer_of(tables, span.begin, span.until, streams.get("time_s"))
    return Activity(
        sport=sport,
        sub_sport=sub_sport,
        start_time=moment(span.begin),
        utc_offset_s=common.utc_offset_s,
        distance_m=said("total_distance"),
        elapsed_s=said("total_elapsed_time"),
        moving_s=_first(said("total_timer_time"), timer.running_s(elapsed)),
        ascent_m=said("total_ascent"),
        descent_m=said("total_descent"),
        altitude_source=_altitude_source(common, streams),
        mean_cadence_spm=_cadence(said("avg_cadence"), said("avg_fractional_cadence"), running),
        mean_ground_contact_ms=said("avg_stance_time") or None,
        mean_heart_rate_bpm=said("avg_heart_rate") or None,
        laps=_laps(tables[profile.LAP], span, running),
        devices=common.devices,
        streams=streams,
        pauses=timer.pauses,
        workout=common.workout,
    )


class _Session:
    """Look-ups in one session message; None for everything where there is none."""

    def __init__(self, sessions: Table, row: int | None) -> None:
        self.sessions = sessions
        self.row = row

    def __call__(self, name: str) -> float | None:
        return None if self.row is None else self.sessions.value(name, self.row)


def _first(said: float | None, computed: float | None) -> float | None:
    return computed if said is None else said


def _last(values: Column | None) -> float | None:
    known = None if values is None else values[~np.isnan(values)]
    return float(known[-1]) if known is not None and len(known) else None


def _cadence(whole: float | None, fraction: float | None, running: bool) -> float | None:
    """Return a mean cadence as `Activity` means it, or None."""
    if whole is None:
        return None
    return (whole + (fraction or 0.0)) * (STEPS_PER_STRIDE if running else 1)


def _laps(laps: Table, span: Span, running: bool) -> tuple[Lap, ...]:
    """Return the laps that begin within a stretch; without any start, by their end."""
    starts = laps.times("start_time")
    begins = np.where(np.isnan(starts), laps.times("timestamp"), starts)
    # Laps are stamped in whole seconds and may be a second early.
    inside = (begins >= span.since - 1) & (begins < span.until - 1)
    if span.session is None:
        inside |= ~inside
    return tuple(
        _lap(laps, int(row), float(starts[row]), running) for row in np.flatnonzero(inside)
    )


def _lap(laps: Table, row: int, start: float, running: bool) -> Lap:
    whole, fraction = laps.value("avg_cadence", row), laps.value("avg_fractional_cadence", row)
    return Lap(
        start_time=None if math.isnan(start) else moment(start),
        elapsed_s=laps.value("total_elapsed_time", row),
        moving_s=laps.value("total_timer_time", row),
        distance_m=laps.value("total_distance", row),
        mean_cadence_spm=_cadence(whole, fraction, running),
    )


def _altitude_source(common: Common, streams: Streams) -> AltitudeSource | None:
    """Return what measured the altitude, None where the file does not say it or has none."""
    has_altitude = streams.get("altitude_m") is not None
    return "barometric" if has_altitude and common.has_barometer else None


def _has_barometer(tables: Tables) -> bool:
    table = tables[profile.DEVICE_INFO]
    local = table.column("source_type") == profile.SOURCE_LOCAL
    barometer = table.column("device_type") == profile.LOCAL_BAROMETER
    return bool((local & barometer).any())


def _devices(tables: Tables) -> tuple[Device, ...]:
    """Return the devices named, each once; the file's maker where none is."""
    table = tables[profile.DEVICE_INFO]
    names = ("device_index", "manufacturer", "product", "serial_number")
    found: dict[tuple[int | None, int | None, int | None, int | None], Device] = {}
    for row in range(table.count):
        index, maker, product, serial = (_whole(table.value(name, row)) for name in names)
        if (maker, product, serial) != (None, None, None):
            version = table.value("software_version", row)
            key = (index, maker, product, serial)
            found.setdefault(key, Device(*key, version))
    file_id = tables[profile.FILE_ID]
    if not found and file_id.count:
        maker, product, serial = (_whole(file_id.value(name, 0)) for name in names[1:])
        return (Device(0, maker, product, serial),)
    return tuple(found.values())


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)
