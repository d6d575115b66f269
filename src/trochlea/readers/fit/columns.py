"""Turn the messages of one kind into columns: scaled, NaN for none, in the order of the file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from trochlea.model.activity import DeveloperField
from trochlea.readers.fit import profile
from trochlea.readers.fit.clock import compressed_times
from trochlea.readers.fit.developer import Descriptions, described, descriptions
from trochlea.readers.fit.gather import Column, Piece, is_misfit, is_number, numbers, pieces
from trochlea.readers.fit.sections import Section, read_messages

Key = TypeVar("Key")

MAX_DEVELOPER_FIELDS = 64


@dataclass(slots=True)
class Table:
    """The messages of one kind in one section.

    Attributes:
        message: Message number.
        count: How many messages.
        numbers: Field number to values, scaled; NaN where a message gives none.
        developer: Third-party fields, in the order of the file.
        misfits: Numbers of fields that were not read: their size does not fit their type.
        undescribed: How many third-party fields were not read: no description says what they are.
    """

    message: int
    count: int
    numbers: dict[int, Column] = field(default_factory=dict)
    developer: tuple[DeveloperField, ...] = ()
    misfits: set[int] = field(default_factory=set)
    undescribed: int = 0

    def get(self, name: str) -> Column | None:
        """Return a column by its profile name, or None where no message has it."""
        return self.numbers.get(profile.field_number(self.message, name))

    def column(self, name: str) -> Column:
        """Return a column by its profile name, all NaN where no message has it."""
        values = self.get(name)
        return np.full(self.count, np.nan) if values is None else values

    def value(self, name: str, row: int) -> float | None:
        """Return one value by profile name and row, or None where the message gives none."""
        values = self.get(name)
        return None if values is None or np.isnan(values[row]) else float(values[row])


def table(section: Section, message: int, only: Collection[int] | None = None) -> Table:
    """Return the columns of one kind of message.

    Args:
        section: A scanned section.
        message: Global message number.
        only: Field numbers to read; None reads every field that holds one number.
    """
    count, found = pieces(section, message)
    out = Table(message, count)
    known = profile.FIELDS.get(message, {})
    for piece in found:
        for number, size, base, at in piece.layout.fields:
            if only is not None and number not in only:
                continue
            if is_number(base, size):
                scaling = known.get(number, _UNKNOWN)
                values = numbers(piece, at, base, scaling.scale, scaling.offset)
                _put(out.numbers, number, piece, values, count)
            elif is_misfit(base, size):
                out.misfits.add(number)
        if piece.compressed:
            times = compressed_times(section, piece.offsets)
            _put(out.numbers, profile.TIMESTAMP, piece, times, count)
    if message == profile.RECORD:
        _unpack_compressed_speed(out, found, only)
    if any(piece.layout.developer for piece in found):
        _add_developer(out, found, descriptions(section))
    return out


_UNKNOWN = profile.Field("")


def _put(into: dict[Key, Column], key: Key, piece: Piece, values: Column, count: int) -> None:
    """Put the values of one piece where they belong in the column of all messages."""
    if len(values) == count:
        into[key] = values
        return
    column = into.get(key)
    if column is None:
        column = into[key] = np.full(count, np.nan)
    column[piece.place] = values


def _unpack_compressed_speed(out: Table, found: list[Piece], only: Collection[int] | None) -> None:
    """Fill speed and distance from the three packed bytes that older footpods wrote."""
    number = profile.COMPRESSED_SPEED_DISTANCE
    if only is not None and number not in only:
        return
    packed = np.full((out.count, 3), np.nan)
    seen = False
    for piece in found:
        for definition in piece.layout.fields:
            if definition.number == number and definition.size == 3:
                seen = True
                for byte in range(3):
                    packed[piece.place, byte] = piece.raw(definition.at + byte, "u1")
    packed[(packed == 255).all(axis=1)] = np.nan
    if not seen:
        return
    low, middle, high = packed.T
    speed_number = profile.field_number(profile.RECORD, "speed")
    distance_number = profile.field_number(profile.RECORD, "distance")
    if speed_number not in out.numbers:
        out.numbers[speed_number] = (low + (middle % 16) * 256) / 100
    if distance_number not in out.numbers:
        out.numbers[distance_number] = _unrolled(middle // 16 + high * 16, 4096) / 16


def _unrolled(values: Column, period: int) -> Column:
    """Return a rolling counter as a running total that starts at its first value."""
    known = ~np.isnan(values)
    total = values.copy()
    steps = np.diff(values[known], prepend=0.0) % period
    total[known] = np.cumsum(steps)
    return total


def _add_developer(out: Table, found: list[Piece], book: Descriptions) -> None:
    """Read the third-party fields that a description explains; count those that none does."""
    columns: dict[tuple[str, str], Column] = {}
    for piece in found:
        for number, size, developer, at in piece.layout.developer:
            meaning = described(book, developer, number, int(piece.offsets[0]))
            if meaning is None:
                out.undescribed += 1
                continue
            key = (meaning.name, meaning.units)
            if key not in columns and len(columns) >= MAX_DEVELOPER_FIELDS:
                continue
            if is_number(meaning.base, size):
                values = numbers(piece, at, meaning.base, meaning.scale, meaning.offset)
                _put(columns, key, piece, values, out.count)
    out.developer = tuple(DeveloperField(*key, values) for key, values in columns.items())


def record_columns(data: bytes) -> dict[str, Column]:
    """Return the columns of all records of a FIT file, by name: the plain view of a decoder.

    Args:
        data: The whole file.

    Returns:
        Profile name (or `unknown_N`, or a third party's own name) to values in file order;
        timestamps in seconds since the FIT epoch; every field that holds one number is there.
    """
    tables = [table(section, profile.RECORD) for section in read_messages(data).sections]
    tables = [each for each in tables if each.count]
    named = [_named(each) for each in tables]
    if len(named) == 1:
        return named[0]
    names = dict.fromkeys(name for each in named for name in each)
    return {
        name: np.concatenate(
            [
                columns[name] if name in columns else np.full(each.count, np.nan)
                for columns, each in zip(named, tables, strict=True)
            ]
        )
        for name in names
    }


def _named(records: Table) -> dict[str, Column]:
    known = profile.FIELDS[profile.RECORD]
    columns = {
        known[number].name if number in known else f"unknown_{number}": values
        for number, values in records.numbers.items()
    }
    for extra in records.developer:
        columns.setdefault(extra.name, extra.values)
    return columns
