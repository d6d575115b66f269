"""`Table`: the messages of one kind as columns, by the numbers and names of the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit import objects, profile
from trochlea.readers.fit.gather import Column, Offsets

Values = NDArray[Any]

_END_OF_TIME_S = 2.0**32


@dataclass(frozen=True, slots=True)
class DeveloperColumn:
    """A third-party field of all messages of one kind.

    Attributes:
        name: Its own name.
        units: Its own unit, as written.
        values: Numbers (float64), arrays of them (2-D), or objects (text, bytes, whole numbers).
        native: The profile's field that it says it is, or None.
    """

    name: str
    units: str
    values: Values
    native: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether it holds one number a message."""
        return self.values.ndim == 1 and self.values.dtype == np.float64


@dataclass(slots=True)
class Table:
    """The messages of one kind in one section.

    Attributes:
        message: Message number.
        count: How many messages were read.
        total: How many there are.
        numbers: Field number to values, scaled; NaN where a message gives none.
        others: Field number to what is no single number: float64 arrays of two dimensions (a row
            a message, NaN for none), or objects: text, bytes, whole numbers of 64 bits.
        misfits: Field number to bytes, where a field's size does not fit its type.
        developer: Third-party fields, in the order of the file.
        undescribed: How many third-party fields no description explains: they are bytes.
        left_out: Names of fields for which there was no room.
        at: Where each message starts in the file.
    """

    message: int
    count: int
    total: int
    numbers: dict[int, Column] = field(default_factory=dict)
    others: dict[int, Values] = field(default_factory=dict)
    misfits: dict[int, Values] = field(default_factory=dict)
    developer: tuple[DeveloperColumn, ...] = ()
    undescribed: int = 0
    left_out: list[str] = field(default_factory=list)
    at: Offsets = field(default_factory=lambda: np.empty(0, np.int64))

    def get(self, name: str) -> Column | None:
        """Return a column by its profile name, or None where no message has it.

        Where a file declares several numbers for a field of one, the first counts.
        """
        number = profile.field_number(self.message, name)
        values = self.numbers.get(number)
        if values is None:
            several = self.others.get(number)
            if several is not None and several.ndim == 2:
                return np.asarray(several[:, 0], dtype=np.float64)
        return values

    def column(self, name: str) -> Column:
        """Return a column by its profile name, all NaN where no message has it."""
        values = self.get(name)
        return np.full(self.count, np.nan) if values is None else values

    def times(self, name: str) -> Column:
        """Return a column of times as `column` does, NaN where FIT could not count to them."""
        return real_times(self.column(name))

    def value(self, name: str, row: int) -> float | None:
        """Return one value by profile name and row, or None where the message gives none."""
        values = self.get(name)
        return None if values is None or np.isnan(values[row]) else float(values[row])

    def text(self, name: str, row: int) -> str | None:
        """Return a text by profile name and row, or None where the message gives none."""
        values = self.others.get(profile.field_number(self.message, name))
        return None if values is None else objects.first_text(values[row]) or None

    def columns(self) -> dict[str, Values]:
        """Return every column by its name in the profile (`unknown_N` for the others).

        Third-party fields come last, by their own names, marked where a field has that name
        already. Fields of impossible size are bytes, with `_bytes` after their name.
        """
        found: dict[str, Values] = {self._name(n): values for n, values in self.numbers.items()}
        for number, values in self.others.items():
            found[self._name(number)] = _joined(values, self.numbers.get(number))
        for number, values in self.misfits.items():
            found[f"{self._name(number)}_bytes"] = values
        for each in self.developer:
            name = each.name if each.name not in found else f"{each.name} (developer)"
            found[name] = each.values
        return found

    def _name(self, number: int) -> str:
        return profile.field_name(self.message, number)


def real_times(seconds: Column) -> Column:
    """Return seconds since the FIT epoch, NaN where they are beyond its 32 bits."""
    return np.where((seconds >= 0) & (seconds < _END_OF_TIME_S), seconds, np.nan)


def _joined(several: Values, single: Column | None) -> Values:
    """Return an array field that some messages declare as one number as arrays throughout."""
    if single is None or several.ndim != 2:
        return several
    first = np.where(np.isnan(several[:, 0]), single, several[:, 0])
    return np.column_stack([first, several[:, 1:]])


Tables = dict[int, Table]
