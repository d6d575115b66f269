"""What independent readers make of a FIT file, in the shape in which ours is compared with it.

A reading is one list of cells for each message number and column name: the row and its value, for
every message that gives one; enumerations and times as the numbers that stand in the file, places
in degrees.
"""

from __future__ import annotations

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

import fitdecode
import fitfast
import numpy as np

from trochlea.readers.fit import Messages, profile
from trochlea.units import DEGREES_PER_SEMICIRCLE

Cells = dict[int, Any]
FIT_EPOCH_UNIX_S = profile.FIT_EPOCH_UNIX_S
THIRD_PARTY = "third party: "


@dataclass
class Reading:
    """All values of a file.

    Attributes:
        counts: Message number to how many messages.
        cells: (message number, column name) to row and value.
        complete: Whether the reader came to the end of the file.
    """

    counts: Counter[int] = field(default_factory=Counter)
    cells: dict[tuple[int, str], Cells] = field(default_factory=lambda: defaultdict(dict))
    complete: bool = True


def ours(found: Messages) -> Reading:
    """Return our own reading of a file in that shape; fields of impossible size are left out."""
    out = Reading()
    for section in found.sections:
        for message, table in section.items():
            base = out.counts[message]
            out.counts[message] += table.count
            for each in table.developer:
                _take(out, message, THIRD_PARTY + each.name, base, each.values)
            columns = table.columns()
            for number in {*table.numbers, *table.others}:
                name = profile.field_name(message, number)
                _take(out, message, name, base, columns[name])
    return out


def _take(out: Reading, message: int, name: str, base: int, values: Any) -> None:
    cells = out.cells[message, name]
    if values.dtype == object:
        cells |= {base + i: value for i, value in enumerate(values) if value is not None}
    elif values.ndim == 2:
        known = ~np.isnan(values).all(axis=1)
        cells |= {base + int(i): tuple(values[i].tolist()) for i in np.flatnonzero(known)}
    else:
        known = np.flatnonzero(~np.isnan(values))
        cells |= dict(zip((known + base).tolist(), values[known].tolist(), strict=True))


def frames(data: bytes, given_up: list[str]) -> Iterator[Any]:
    """Yield fitdecode's data messages up to where it gives up, if it does (noted in the list)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with fitdecode.FitReader(
                data,
                check_crc=fitdecode.CrcCheck.DISABLED,
                error_handling=fitdecode.ErrorHandling.IGNORE,
            ) as reader:
                yield from (f for f in reader if isinstance(f, fitdecode.FitDataMessage))
        except (fitdecode.FitError, AssertionError, UnicodeDecodeError) as error:
            given_up.append(f"{type(error).__name__}: {error}")


def by_fitdecode(data: bytes) -> Reading:
    """Return fitdecode's reading of a file."""
    out, given_up = Reading(), list[str]()
    for frame in frames(data, given_up):
        message = frame.global_mesg_num
        row = out.counts[message]
        out.counts[message] += 1
        expanded: dict[str, list[Any]] = defaultdict(list)
        for each in frame.fields:
            value = _fitdecode_value(message, each)
            if value is None or (isinstance(value, tuple) and set(value) == {None}):
                continue
            if each.field_def is None and not _is_timestamp(each):
                expanded[(each.parent_field or each.field).name].append(value)
            else:
                out.cells[message, _fitdecode_name(message, each)][row] = value
        for name, values in expanded.items():
            cells = out.cells[message, name]
            cells.setdefault(row, values[0] if len(values) == 1 else tuple(values))
    out.complete = not given_up
    return out


def _is_timestamp(each: Any) -> bool:
    return bool(each.field is fitdecode.profile.FIELD_TYPE_TIMESTAMP)


def _fitdecode_name(message: int, each: Any) -> str:
    if each.field_def is not None and each.field_def.is_dev:
        return f"{THIRD_PARTY}{each.field.name}"
    number = profile.TIMESTAMP if each.field_def is None else each.field_def.def_num
    return profile.field_name(message, number)


def _fitdecode_value(message: int, each: Any) -> Any:
    """Return a value as a number wherever it is one: fitdecode names enumerations."""
    if each.field is None and isinstance(each.raw_value, int | float):
        return _scaled(message, each.field_def.def_num, each.raw_value)
    field_of = each.parent_field or each.field
    raw, value = each.raw_value, each.value
    if each.parent_field is not None and each.field_def is not None:
        value = raw  # a subfield has a scale of its own; the profile's field is what is stored
    if raw is None or isinstance(raw, str | bytes):
        return raw or None
    if isinstance(value, datetime | time | bool | str) or value is None:
        value = raw
    if isinstance(value, tuple) and any(isinstance(part, str | datetime | bool) for part in value):
        value = raw
    if field_of is not None and field_of.units == "semicircles":
        value = value * DEGREES_PER_SEMICIRCLE
    return value


def by_fitfast(data: bytes) -> Reading | None:
    """Return fitfast's reading of a file, or None where it refuses it."""
    try:
        found = fitfast.parse(data, enum_names=False)
    except fitfast.FitDecodeError:
        return None
    out = Reading()
    for name, rows in found.items():
        message = _MESSAGES[name] if name in _MESSAGES else int(name.removeprefix("unknown_"))
        out.counts[message] = len(rows)
        for row, values in enumerate(rows):
            for key, value in values.items():
                column, cell = _fitfast_cell(message, key, value)
                out.cells[message, column][row] = cell
    return out


_TYPES = {
    (message, each.name): each
    for message, kind in fitdecode.profile.MESSAGE_TYPES.items()
    for each in kind.fields.values()
}
_DATES = {key for key, each in _TYPES.items() if "date_time" in each.type.name}
_DATES |= {(message, "timestamp") for message in profile.MESSAGE_NAMES}
_PLACES = {key for key, each in _TYPES.items() if each.units == "semicircles"}
_MESSAGES = {name: number for number, name in profile.MESSAGE_NAMES.items()}
_MESSAGES |= {"mfg_range_min": 0xFF00}


def _fitfast_cell(message: int, key: str | int, value: Any) -> tuple[str, Any]:
    """Return the name of a column as ours has it, and a value of it."""
    if isinstance(key, int):
        return profile.field_name(message, key), _scaled(message, key, value)
    if (message, key) in _DATES:
        value -= FIT_EPOCH_UNIX_S
    elif (message, key) in _PLACES:
        value *= DEGREES_PER_SEMICIRCLE
    known = any(field.name == key for field in profile.FIELDS.get(message, {}).values())
    return key if known else THIRD_PARTY + key, tuple(value) if isinstance(value, list) else value


def _scaled(message: int, number: int, value: Any) -> Any:
    """Return a raw value of a field that came into the profile after the reader's, scaled."""
    known = profile.FIELDS.get(message, {}).get(number)
    if known is None or not isinstance(value, int | float):
        return tuple(value) if isinstance(value, list) else value
    return value / known.scale - known.offset


def records_by_fitfast(data: bytes) -> dict[str, Any] | None:
    """Return fitfast's columns of records, or None where it refuses the file."""
    try:
        columns: dict[str, Any] = fitfast.records(data)
    except fitfast.FitDecodeError:
        return None
    if "timestamp" in columns:
        columns["timestamp"] = columns["timestamp"] - FIT_EPOCH_UNIX_S
    return columns


def same(mine: Any, theirs: Any, tolerance: float = 1e-9) -> bool:
    """Return whether two readers mean the same by a value, whatever shape they give it.

    Of several texts in one field the first counts; bytes may be given as numbers; an array may
    be given without the numbers that say nothing at its end.
    """
    if isinstance(mine, str) or isinstance(theirs, str) or _is_texts(mine) or _is_texts(theirs):
        return bool(_first(mine) == _first(theirs))
    if isinstance(mine, bytes):
        parts = theirs if isinstance(theirs, tuple | bytes) else (theirs,)
        return bool(mine == bytes(255 if each is None else each for each in parts))
    pair = [_numbers(mine), _numbers(theirs)]
    longest = max(len(each) for each in pair)
    a, b = (np.array(each + [np.nan] * (longest - len(each))) for each in pair)
    return bool(np.isclose(a, b, rtol=1e-12, atol=tolerance, equal_nan=True).all())


def _is_texts(value: Any) -> bool:
    return isinstance(value, tuple) and any(isinstance(each, str) for each in value)


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) and value else value


def _numbers(value: Any) -> list[float]:
    parts = value if isinstance(value, tuple) else (value,)
    return [np.nan if each is None else float(each) for each in parts]


def differences(mine: Reading, theirs: Reading) -> dict[tuple[int, str], str]:
    """Return in words where two readings differ, by message number and column name.

    Where the other reader gives up, only the messages that it read are compared.
    """
    out: dict[tuple[int, str], str] = {}
    for message in sorted(set(mine.counts) | set(theirs.counts)):
        a, b = mine.counts[message], theirs.counts[message]
        if a != b and (theirs.complete or a < b):
            out[message, "count"] = f"{a} messages, they {b}"
    for key in sorted(set(mine.cells) | set(theirs.cells)):
        read = theirs.counts[key[0]]
        a_cells = {row: value for row, value in mine.cells.get(key, {}).items() if row < read}
        b_cells = theirs.cells.get(key, {})
        wrong = list(a_cells.keys() ^ b_cells.keys())
        if all(type(value) is float for value in a_cells.values()) and not wrong:
            wrong = _wrong_numbers(a_cells, b_cells)
        elif not wrong:
            wrong = [row for row, value in a_cells.items() if not same(value, b_cells[row])]
        if wrong:
            row = min(wrong)
            out[key] = (
                f"{len(wrong)} of {len(a_cells)}, first at {row}: "
                f"{a_cells.get(row)}, they {b_cells.get(row)}"
            )
    return out


def _wrong_numbers(mine: Cells, theirs: Cells) -> list[int]:
    rows = list(mine)
    others = [theirs[row] for row in rows]
    if not all(isinstance(each, int | float) for each in others):
        return [row for row in rows if not same(mine[row], theirs[row])]
    close = np.isclose(list(mine.values()), others, rtol=1e-12, atol=1e-9)
    return [row for row, each in zip(rows, close.tolist(), strict=True) if not each]
