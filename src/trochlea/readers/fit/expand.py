"""Expand components: fields that carry other fields within them, by the rules of the profile.

A field that the message gives itself always wins over one that is taken out of another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit import profile
from trochlea.readers.fit.counters import Whole, unrolled
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import Table, Values

_HR = 132
_RAW_BBI = 372


class Part(NamedTuple):
    """Some bits of a whole number that are a field of their own.

    Attributes:
        source: The field that carries it.
        target: The field that it is.
        bits: How many.
        shift: From which bit on.
        scale: Divisor.
        when: Another field and the values of it for which this holds; None for always.
        invalid: The number that means none, or None.
    """

    source: str
    target: str
    bits: int
    shift: int
    scale: float = 1.0
    when: tuple[str, frozenset[int]] | None = None
    invalid: int | None = None


class Counter(NamedTuple):
    """A field of a few bits that counts on to another."""

    source: str
    target: str
    bits: int
    scale: float = 1.0


# Besides these, every field X is copied to `enhanced_X` where the message has both.
_COPIES = {profile.EVENT: {"data16": "data"}, _HR: {"time256": "fractional_timestamp"}}

_GEAR = ("event", frozenset((42, 43)))
_SPORT_POINT = ("event", frozenset((33,)))
_RADAR = ("event", frozenset((75,)))
_PARTS = {
    profile.EVENT: (
        Part("data", "rear_gear_num", 8, 0, when=_GEAR, invalid=0),
        Part("data", "rear_gear", 8, 8, when=_GEAR, invalid=0),
        Part("data", "front_gear_num", 8, 16, when=_GEAR, invalid=0),
        Part("data", "front_gear", 8, 24, when=_GEAR, invalid=0),
        Part("data", "score", 16, 0, when=_SPORT_POINT),
        Part("data", "opponent_score", 16, 16, when=_SPORT_POINT),
        Part("data", "radar_threat_level_max", 8, 0, when=_RADAR),
        Part("data", "radar_threat_count", 8, 8, when=_RADAR),
        Part("data", "radar_threat_avg_approach_speed", 8, 16, 10.0, _RADAR),
        Part("data", "radar_threat_max_approach_speed", 8, 24, 10.0, _RADAR),
    ),
    55: (
        Part("current_activity_type_intensity", "activity_type", 5, 0),
        Part("current_activity_type_intensity", "intensity", 3, 5),
    ),
}
_COUNTERS = {
    profile.RECORD: (
        Counter("cycles", "total_cycles", 8),
        Counter("compressed_accumulated_power", "accumulated_power", 16),
    )
}

_ENHANCED = {
    message: {
        field.name.removeprefix("enhanced_"): field.name
        for field in fields.values()
        if field.name.startswith("enhanced_")
        and any(other.name == field.name.removeprefix("enhanced_") for other in fields.values())
    }
    for message, fields in profile.FIELDS.items()
}


def expand(out: Table) -> None:
    """Fill the fields of a table that stand within other fields of it.

    Args:
        out: A table as the file gives it; changed in place.
    """
    message = out.message
    if message == profile.RECORD:
        _speed_and_distance(out)
    elif message == _HR:
        _beat_times(out)
    elif message == _RAW_BBI:
        _raw_beats(out)
    for counter in _COUNTERS.get(message, ()):
        _count_on(out, counter)
    copies = _ENHANCED.get(message, {}) | _COPIES.get(message, {})
    for source, target in copies.items():
        values = out.get(source)
        if values is not None:
            _fill(out, target, values)
    for part in _PARTS.get(message, ()):
        _take_out(out, part)


def _fill(out: Table, name: str, values: Column) -> None:
    """Put values where no message gives the field itself."""
    number = profile.field_number(out.message, name)
    given = out.numbers.get(number)
    if given is None:
        out.numbers[number] = values
    elif np.isnan(given).any():
        out.numbers[number] = np.where(np.isnan(given), values, given)


def _take_out(out: Table, part: Part) -> None:
    source = _as_numbers(out, part.source)
    if source is None:
        return
    known = ~np.isnan(source)
    if part.when is not None:
        known &= np.isin(out.column(part.when[0]), list(part.when[1]))
    if not known.any():
        return
    values = np.full(out.count, np.nan)
    raw = source[known].astype(np.int64) >> part.shift & ((1 << part.bits) - 1)
    values[known] = np.where(raw == part.invalid, np.nan, raw / part.scale)
    _fill(out, part.target, values)


def _as_numbers(out: Table, name: str) -> Column | None:
    """Return a field as numbers, also where it is declared as a single byte; None without it."""
    packed = out.others.get(profile.field_number(out.message, name))
    if packed is None or packed.dtype != object:
        return out.get(name)
    return np.array([each[0] if isinstance(each, bytes) else np.nan for each in packed])


def _count_on(out: Table, counter: Counter) -> None:
    """Fill a total from the counter that rolls over within a few bits."""
    low = out.get(counter.source)
    if low is not None:
        total = _running(low, out.get(counter.target), counter.bits, counter.scale)
        _fill(out, counter.target, total)


def _running(low: Column, given: Column | None, bits: int, scale: float) -> Column:
    """Return the total that a rolling counter stands for, scaled; NaN where it says nothing.

    Args:
        low: The counter's bits as a message gives them.
        given: The total where a message gives it, or None.
        bits: How many bits the counter has.
        scale: Divisor of the total.
    """
    nothing = np.full(len(low), np.nan)
    whole = nothing if given is None else np.round(given * scale)
    is_whole = ~np.isnan(whole)
    known = ~np.isnan(low) | is_whole
    whole_known: Whole = np.where(is_whole, whole, 0)[known].astype(np.int64)
    bits_known: Whole = np.where(is_whole, np.mod(whole, 1 << bits), low)[known].astype(np.int64)
    total = nothing.copy()
    total[known] = unrolled(bits_known, whole_known, is_whole[known], bits) / scale
    return total


def _speed_and_distance(out: Table) -> None:
    """Fill speed and distance from the three packed bytes that older footpods wrote."""
    packed = out.others.get(profile.COMPRESSED_SPEED_DISTANCE)
    if packed is None or packed.dtype != object:
        return
    known = [i for i, value in enumerate(packed) if isinstance(value, bytes) and len(value) == 3]
    if not known:
        return
    speed, distance = np.full((2, out.count), np.nan)
    speed[known], distance[known] = _pairs(packed[known], 3).T
    _fill(out, "speed", speed / 100)
    _fill(out, "distance", _running(distance, out.get("distance"), 12, 16.0))


def _beat_times(out: Table) -> None:
    """Fill the times of beats from the packed times of 12 bits that count on from a full one."""
    packed = out.others.get(profile.field_number(_HR, "event_timestamp_12"))
    if packed is None or packed.dtype != object:
        return
    number = profile.field_number(_HR, "event_timestamp")
    sizes = np.array([len(each) // 3 * 3 if isinstance(each, bytes) else 0 for each in packed])
    if not sizes.any():
        return
    low = np.full((out.count, int(sizes.max()) // 3 * 2), np.nan)
    for size in np.unique(sizes[sizes > 0]).tolist():
        rows = np.flatnonzero(sizes == size)
        low[rows, : size // 3 * 2] = _pairs(packed[rows], size)
    given = _as_rows(out, number, low.shape[1])
    times = _running(low.ravel(), given.ravel(), 12, 1024.0).reshape(given.shape)
    out.numbers.pop(number, None)
    out.others[number] = np.where(np.isnan(given), times, given)


def _pairs(packed: Values, size: int) -> NDArray[np.int64]:
    """Return the numbers of 12 bits in bytes: two in three bytes, the lower half byte first.

    Args:
        packed: Bytes of one message each.
        size: How many of them are read, a multiple of 3.

    Returns:
        One row a message.
    """
    joined = b"".join(value[:size] for value in packed)
    low, middle, high = np.frombuffer(joined, np.uint8).astype(np.int64).reshape(-1, 3).T
    pairs = np.stack([low | (middle & 15) << 8, middle >> 4 | high << 4], axis=1)
    return pairs.reshape(len(packed), -1)


def _as_rows(out: Table, number: int, width: int) -> NDArray[np.float64]:
    """Return a field as an array of so many values a message, whether it holds one or several."""
    rows = np.full((out.count, width), np.nan)
    single, several = out.numbers.get(number), out.others.get(number)
    if several is not None and several.ndim == 2:
        rows[:, : several.shape[1]] = several[:, :width]
    if single is not None:
        rows[:, 0] = np.where(np.isnan(rows[:, 0]), single, rows[:, 0])
    return rows


def _raw_beats(out: Table) -> None:
    """Fill time, quality and gap of raw beats from the 16 bits in which they are packed."""
    data = out.others.get(profile.field_number(_RAW_BBI, "data"))
    if data is None or data.ndim != 2:
        return
    known = ~np.isnan(data)
    raw = np.where(known, data, 0).astype(np.int64)
    for name, shift, bits in (("time", 0, 14), ("quality", 14, 1), ("gap", 15, 1)):
        number = profile.field_number(_RAW_BBI, name)
        if number not in out.others and number not in out.numbers:
            values = raw >> shift & ((1 << bits) - 1)
            out.others[number] = np.where(known, values, np.nan)
