"""Turn the messages of one kind into columns: scaled, NaN for none, in the order of the file."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from trochlea.readers.fit import objects, profile
from trochlea.readers.fit.clock import Clock, clock_of
from trochlea.readers.fit.developer import (
    Description,
    Descriptions,
    descriptions,
    meanings,
)
from trochlea.readers.fit.gather import Column, Piece, numbers, pieces, scalar
from trochlea.readers.fit.plan import Plan, plan_of, sort_of
from trochlea.readers.fit.scan import FieldDef
from trochlea.readers.fit.sections import Section
from trochlea.readers.fit.table import DeveloperColumn, Table, Values

Key = TypeVar("Key", bound=Hashable)
MAX_DEVELOPER_FIELDS = 64
_CELLS_OF_AN_OBJECT = 5  # what Python adds to the bytes of an object, in numbers of 8 bytes
MAX_CELLS = 2**25  # values of one section; a run of a million records at thirty columns fits


class Room:
    """How many values there is room for."""

    def __init__(self, cells: int) -> None:
        """Set up with so much room."""
        self.left = cells

    def take(self, cells: int) -> bool:
        """Take room for so many values; return False, and take none, where there is not enough."""
        if cells > self.left:
            return False
        self.left -= cells
        return True


class SectionReader:
    """Reads the tables of one section, and holds what they share."""

    def __init__(self, section: Section, cells: int = MAX_CELLS) -> None:
        """Set up for a scanned section, whose tables may have so many values together."""
        self.section = section
        self.room = Room(cells)

    @cached_property
    def _clock(self) -> Clock:
        return clock_of(self.section)

    @cached_property
    def _book(self) -> Descriptions:
        return descriptions(self.section)

    def table(
        self, message: int, only: frozenset[int] | None = None, limit: int | None = None
    ) -> Table:
        """Return the columns of one kind of message, as the file gives them: nothing expanded.

        Args:
            message: Global message number.
            only: Field numbers to read; None reads every field.
            limit: How many messages are read at most, the first ones; None for all.
        """
        total, found = pieces(self.section, message)
        count = total
        if limit is not None and total > limit:
            count, found = pieces(self.section, message, limit)
        filling = _Filling(Table(message, count, total), self.room)
        for piece in found:
            filling.add(piece, plan_of(piece.layout.key, only))
            if piece.compressed:
                filling.put(profile.TIMESTAMP, piece, self._clock.times_at(piece.offsets))
        if any(piece.layout.developer for piece in found):
            filling.add_developer(found, self._book)
        return filling.out


class _Filling:
    """A table that pieces are put into, one after another, as far as there is room."""

    def __init__(self, out: Table, room: Room) -> None:
        self.out = out
        self.room = room

    def add(self, piece: Piece, plan: Plan) -> None:
        """Put the fields of a piece into the columns of all messages."""
        out = self.out
        if not len(out.at):
            out.at = np.zeros(out.count, np.int64)
        out.at[piece.place] = piece.offsets
        for group in plan.groups:
            new = [number for number in group.numbers if number not in out.numbers]
            if not new or self._has_room(len(new), *group.numbers):
                for number, values in zip(group.numbers, numbers(piece, group), strict=True):
                    _put(out.numbers, number, piece, values, out.count)
        for sort, each in plan.others:
            into = out.misfits if sort == "misfit" else out.others
            if self._has_room_in(into, sort, piece, each):
                _put(into, each.number, piece, self._other(sort, piece, each), out.count)

    def _other(self, sort: str, piece: Piece, each: FieldDef) -> Values:
        """Return a field that holds no single number, scaled where it holds several."""
        if sort != "array":
            return _object(sort, piece, each)
        how = profile.FIELDS.get(self.out.message, {}).get(each.number, _UNKNOWN)
        values = objects.array(piece, each.at, each.size, each.base)
        return np.asarray(values / how.scale - how.offset)

    def put(self, number: int, piece: Piece, values: Column) -> None:
        """Put the values of one field of a piece into the column of all messages."""
        _put(self.out.numbers, number, piece, values, self.out.count)

    def _has_room(self, columns: int, *fields: int) -> bool:
        """Take room for columns, or note the fields as left out where there is none."""
        return self._take(columns * self.out.count, *fields)

    def _has_room_in(
        self, into: dict[int, Values], sort: str, piece: Piece, each: FieldDef
    ) -> bool:
        """Take room for a field that holds no single number: its column, and what is in it."""
        column = into.get(each.number)
        if sort == "array":
            wide = each.size // profile.BASE_TYPES[each.base].width
            has = 0 if column is None else column.shape[1] if column.ndim == 2 else 1
            return self._has_room(max(wide - has, 0), each.number)
        cells = len(piece.offsets) * (_CELLS_OF_AN_OBJECT + each.size // 8)
        return self._take(cells + (self.out.count if column is None else 0), each.number)

    def _take(self, cells: int, *fields: int) -> bool:
        if self.room.take(cells):
            return True
        names = (profile.field_name(self.out.message, number) for number in fields)
        self.out.left_out += [name for name in names if name not in self.out.left_out]
        return False

    def add_developer(self, found: list[Piece], book: Descriptions) -> None:
        """Put third-party fields into columns; those that nothing describes as bytes."""
        out = self.out
        columns: dict[tuple[str, str, int], Values] = {}
        natives: dict[tuple[str, str, int], int | None] = {}
        for piece in found:
            seen: set[tuple[str, str, int]] = set()
            for number, size, developer, at in piece.layout.developer:
                for meaning, part in meanings(book, developer, number, piece):
                    key = _key(meaning, seen)
                    out.undescribed += meaning.at < 0
                    if key not in columns and not self._has_room_for(meaning, size, len(columns)):
                        continue
                    natives.setdefault(key, meaning.native)
                    _put(columns, key, part, _developer_values(part, at, size, meaning), out.count)
        out.developer = tuple(
            DeveloperColumn(_name(key), key[1], values, natives[key])
            for key, values in columns.items()
        )

    def _has_room_for(self, meaning: Description, size: int, taken: int) -> bool:
        """Take room for one more third-party column, or note it as left out."""
        cells = (1 + size // 8) * self.out.count
        if taken < MAX_DEVELOPER_FIELDS and self.room.take(cells):
            return True
        if meaning.name not in self.out.left_out:
            self.out.left_out.append(meaning.name)
        return False


_UNKNOWN = profile.Field("")


def _key(meaning: Description, seen: set[tuple[str, str, int]]) -> tuple[str, str, int]:
    """Return the key of a column: name, unit, and which of several alike in one message."""
    nth = 1
    while (key := (meaning.name, meaning.units, nth)) in seen:
        nth += 1
    seen.add(key)
    return key


def _name(key: tuple[str, str, int]) -> str:
    return key[0] if key[2] == 1 else f"{key[0]} {key[2]}"


def _developer_values(piece: Piece, at: int, size: int, meaning: Description) -> Values:
    """Return the values of a third-party field, scaled where they are numbers."""
    sort = sort_of(meaning.base, size)
    if sort == "number":
        return scalar(piece, at, meaning.base) / meaning.scale - meaning.offset
    if sort == "array":
        values = objects.array(piece, at, size, meaning.base)
        return np.asarray(values / meaning.scale - meaning.offset)
    return _object(sort, piece, FieldDef(0, size, meaning.base, at))


def _object(sort: str, piece: Piece, each: FieldDef) -> Values:
    """Return a field that holds no numbers as objects."""
    if sort == "text":
        return objects.text(piece, each.at, each.size)
    if sort == "exact":
        return objects.whole_numbers(piece, each.at, each.base)
    return objects.opaque(piece, each.at, each.size, invalid=sort == "opaque")


def _put(into: dict[Key, Any], key: Key, piece: Piece, values: Values, count: int) -> None:
    """Put the values of one piece where they belong in the column of all messages."""
    if len(values) == count:
        into[key] = values
        return
    column = into.get(key)
    if column is None:
        column = into[key] = _empty((count, *values.shape[1:]), values.dtype)
    elif column.dtype != values.dtype or column.ndim != values.ndim:
        # One number was declared as different things: as objects, nothing of it is lost.
        column = into[key] = _as_objects(column)
        values = _as_objects(values)
    elif values.ndim == 2 and values.shape[1] > column.shape[1]:
        wider = _empty((count, values.shape[1]), values.dtype)
        wider[:, : column.shape[1]] = column
        column = into[key] = wider
    if values.ndim == 2:
        column[piece.place, : values.shape[1]] = values
    else:
        column[piece.place] = values


def _empty(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Values:
    """Return an array that says nothing: NaN for numbers, None for objects."""
    return np.full(shape, np.nan if dtype == np.float64 else None, dtype=dtype)


def _as_objects(values: Values) -> Values:
    """Return values as objects, a tuple for each row of an array."""
    if values.dtype == object:
        return values
    out = np.empty(len(values), dtype=object)
    for i, value in enumerate(values.tolist()):
        out[i] = tuple(value) if isinstance(value, list) else value
    return out
