"""Write an `Activity` as a FIT file: the few messages that a reader needs, with checksums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
from fastcrc import crc16

from trochlea.model.activity import Activity, Lap
from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.streams import SOURCES, STEPS_PER_STRIDE

_MANUFACTURER_DEVELOPMENT = 255
_PROTOCOL_2_0 = 0x20
_PROFILE_VERSION = 21_00
_DEFINITION = 0x40
_ENUM, _UINT8, _UINT16, _UINT32 = 0x00, 0x02, 0x84, 0x86
_SINT8, _SINT32 = 0x01, 0x85

# The base type in which each field is written; what is not here is written as 8 bits.
_TYPES = {
    "position_lat": _SINT32,
    "position_long": _SINT32,
    "temperature": _SINT8,
    "sport": _ENUM,
    "sub_sport": _ENUM,
    "event": _ENUM,
    "event_type": _ENUM,
    "type": _ENUM,
}
_WIDE = (
    "timestamp start_time time_created local_timestamp total_elapsed_time total_timer_time"
    " total_distance distance enhanced_speed enhanced_altitude"
)
_MIDDLE = (
    "manufacturer product num_sessions total_ascent avg_stance_time stance_time"
    " stance_time_balance vertical_oscillation vertical_ratio step_length power"
)
_TYPES |= dict.fromkeys(_WIDE.split(), _UINT32) | dict.fromkeys(_MIDDLE.split(), _UINT16)

Value = float | None


def encode_activity(activity: Activity, *, big_endian: bool = False) -> bytes:
    """Return an activity as the bytes of a FIT file.

    Streams are written at the resolution of FIT (a second, a centimetre, a millimetre a second,
    0.2 m of height); third-party streams are not written.

    Args:
        activity: What to write; its records need `time_s`.
        big_endian: Byte order of the numbers.
    """
    start = _fit_time(activity.start_time)
    end = start + (activity.elapsed_s or 0.0)
    running = activity.is_run
    parts = [
        message(profile.FILE_ID, _file_id(start), big_endian),
        # Early, so that a file that is cut off is still known to be a run.
        message(profile.SPORT, _kind(activity), big_endian),
        message(profile.EVENT, _timer(start, profile.EVENT_TYPE_START), big_endian),
        _records(activity, start, big_endian),
        message(profile.EVENT, _timer(end, profile.EVENT_TYPE_STOP_ALL), big_endian),
        *(message(profile.LAP, _lap(lap, end, running), big_endian) for lap in activity.laps),
        message(profile.SESSION, _session(activity, start, end), big_endian),
        message(profile.ACTIVITY, _activity(activity, end), big_endian),
    ]
    return framed(b"".join(parts))


def framed(body: bytes) -> bytes:
    """Return messages with the file header before them and the checksum after them."""
    head = bytes((14, _PROTOCOL_2_0)) + _PROFILE_VERSION.to_bytes(2, "little")
    head += len(body).to_bytes(4, "little") + b".FIT"
    head += crc16.arc(head).to_bytes(2, "little")
    return head + body + crc16.arc(head + body).to_bytes(2, "little")


def message(number: int, values: Mapping[str, Value], big_endian: bool = False) -> bytes:
    """Return one message with its definition, under local number 0.

    Args:
        number: Global message number.
        values: Profile name to value in the profile's unit; None is written as invalid.
        big_endian: Byte order of the numbers.
    """
    columns = {
        name: np.array([np.nan if value is None else value]) for name, value in values.items()
    }
    return messages(number, columns, big_endian)


def messages(number: int, columns: Mapping[str, Column], big_endian: bool = False) -> bytes:
    """Return many messages of one kind, and one definition before them.

    Args:
        number: Global message number.
        columns: Profile name to values, all of one length; NaN is written as invalid.
        big_endian: Byte order of the numbers.
    """
    order = ">" if big_endian else "<"
    fields = [(name, profile.field_number(number, name)) for name in columns]
    bases = [_TYPES.get(name, _UINT8) for name, _ in fields]
    kinds = [profile.BASE_TYPES[base & 31] for base in bases]
    head = bytes((_DEFINITION, 0, int(big_endian)))
    head += number.to_bytes(2, "big" if big_endian else "little") + bytes((len(fields),))
    for (_, field), base, kind in zip(fields, bases, kinds, strict=True):
        head += bytes((field, kind.width, base))
    layout = [("header", "u1")]
    layout += [(name, order + kind.code) for (name, _), kind in zip(fields, kinds, strict=True)]
    rows = np.zeros(len(next(iter(columns.values()))), np.dtype(layout))
    for (name, field), kind in zip(fields, kinds, strict=True):
        rows[name] = _stored(columns[name], profile.FIELDS[number][field], kind)
    return head + rows.tobytes()


def _stored(values: Column, field: profile.Field, kind: profile.BaseType) -> Column:
    """Return values as the whole numbers that FIT stores; what does not fit is invalid."""
    raw = np.round((values + field.offset) * field.scale)
    bounds = np.iinfo(kind.code)
    invalid = float(kind.invalid if kind.invalid is not None else 0)
    usable = (raw >= bounds.min) & (raw <= bounds.max)  # NaN is neither
    return np.where(usable, raw, invalid)


def _records(activity: Activity, start: float, big_endian: bool) -> bytes:
    """Return the record messages; none for an activity without times."""
    time = activity.streams.get("time_s")
    if time is None or not len(time):
        return b""
    columns = {"timestamp": start + time}
    for stream, source in SOURCES.items():
        values = activity.streams.get(stream)
        if values is not None:
            columns[source] = values
    cadence = activity.streams.get("cadence_spm")
    if cadence is not None:
        stored = cadence / STEPS_PER_STRIDE if activity.is_run else cadence
        whole = np.floor(stored)
        columns |= {"cadence": whole, "fractional_cadence": stored - whole}
    return messages(profile.RECORD, columns, big_endian)


def _file_id(start: float) -> dict[str, Value]:
    return {
        "type": profile.FILE_TYPE_ACTIVITY,
        "manufacturer": _MANUFACTURER_DEVELOPMENT,
        "product": 0,
        "time_created": start,
    }


def _timer(at: float, event_type: int) -> dict[str, Value]:
    return {"timestamp": at, "event": profile.EVENT_TIMER, "event_type": event_type}


def _lap(lap: Lap, end: float, running: bool) -> dict[str, Value]:
    start = None if lap.start_time is None else _fit_time(lap.start_time)
    return {
        "timestamp": end if start is None else start + (lap.elapsed_s or 0.0),
        "start_time": start,
        "total_elapsed_time": lap.elapsed_s,
        "total_timer_time": lap.moving_s,
        "total_distance": lap.distance_m,
        **_mean_cadence(lap.mean_cadence_spm, running),
    }


def _kind(activity: Activity) -> dict[str, Value]:
    return {
        "sport": _number_of(profile.SPORTS, activity.sport),
        "sub_sport": _number_of(profile.SUB_SPORTS, activity.sub_sport or "generic"),
    }


def _session(activity: Activity, start: float, end: float) -> dict[str, Value]:
    return {
        "timestamp": end,
        "start_time": start,
        **_kind(activity),
        "total_elapsed_time": activity.elapsed_s,
        "total_timer_time": activity.moving_s,
        "total_distance": activity.distance_m,
        "total_ascent": activity.ascent_m,
        "avg_heart_rate": activity.mean_heart_rate_bpm,
        "avg_stance_time": activity.mean_ground_contact_ms,
        **_mean_cadence(activity.mean_cadence_spm, activity.is_run),
    }


def _activity(activity: Activity, end: float) -> dict[str, Value]:
    offset = activity.utc_offset_s
    return {
        "timestamp": end,
        "total_timer_time": activity.moving_s,
        "num_sessions": 1,
        "type": 0,
        "local_timestamp": None if offset is None else end + offset,
    }


def _mean_cadence(cadence: float | None, running: bool) -> dict[str, Value]:
    """Return a mean cadence as FIT stores it: strides for running, in two parts."""
    if cadence is None:
        return {"avg_cadence": None, "avg_fractional_cadence": None}
    whole, fraction = divmod(cadence / STEPS_PER_STRIDE if running else cadence, 1.0)
    return {"avg_cadence": whole, "avg_fractional_cadence": fraction}


def _number_of(names: Mapping[int, str], name: str) -> float | None:
    return next((float(number) for number, each in names.items() if each == name), None)


def _fit_time(at: datetime) -> float:
    return (at.astimezone(UTC) - datetime(1989, 12, 31, tzinfo=UTC)).total_seconds()
