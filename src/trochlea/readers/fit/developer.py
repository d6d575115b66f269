"""What third-party fields mean: the field descriptions that a file carries for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column, Piece, pieces, scalar
from trochlea.readers.fit.objects import texts
from trochlea.readers.fit.plan import sort_of
from trochlea.readers.fit.sections import Section
from trochlea.readers.outcome import printable

MAX_DESCRIPTIONS = 1024  # of one section; a device writes a few dozen
_PARTS = (0, 1, 2, 6, 7, 14, 15)
_NO_BASE = -1  # of what nothing describes: it is read as bytes


class Description(NamedTuple):
    """One field description.

    Attributes:
        at: Where it stands in the file.
        name: The field's name.
        units: Its unit, as written.
        base: Base type, its low five bits.
        scale: Divisor.
        offset: Subtrahend.
        native: Number of the profile's field that it says it is, of the message in which it
            stands; None where it says nothing, or speaks of another message.
    """

    at: int
    name: str
    units: str
    base: int
    scale: float
    offset: float
    native: int | None


Descriptions = dict[tuple[int, int], list[Description]]


def descriptions(section: Section) -> Descriptions:
    """Return the field descriptions of a section by developer index and field number."""
    message = profile.FIELD_DESCRIPTION
    count, found = pieces(section, message, MAX_DESCRIPTIONS)
    known: dict[int, Column] = {n: np.full(count, np.nan) for n in _PARTS}
    at = np.zeros(count, np.int64)
    for piece in found:
        at[piece.place] = piece.offsets
        for field in piece.layout.fields:
            if field.number in known and sort_of(field.base, field.size) == "number":
                known[field.number][piece.place] = scalar(piece, field.at, field.base)
    names = texts(section, message, 3, MAX_DESCRIPTIONS)
    units = texts(section, message, 8, MAX_DESCRIPTIONS)
    book: Descriptions = {}
    for row in range(count):
        developer, number, base, scale, offset, kind, native = (known[n][row] for n in _PARTS)
        if np.isnan(developer) or np.isnan(number) or np.isnan(base):
            continue
        elsewhere = not np.isnan(kind) and kind != profile.RECORD
        description = Description(
            int(at[row]),
            printable(names[row]) or f"developer_{int(developer)}_{int(number)}",
            printable(units[row]),
            int(base) & 31,
            1.0 if np.isnan(scale) or scale == 0 else float(scale),
            0.0 if np.isnan(offset) else float(offset),
            None if np.isnan(native) or elsewhere else int(native),
        )
        known_as = book.setdefault((int(developer), int(number)), [])
        if not known_as or known_as[-1][1:] != description[1:]:
            known_as.append(description)
    return book


def meanings(
    book: Descriptions, developer: int, number: int, piece: Piece
) -> list[tuple[Description, Piece]]:
    """Return what a field of a piece means, with the messages for which it means that.

    A description holds until the next one of the same field; the first one holds before it too,
    as some devices write it late.

    Args:
        book: All descriptions.
        developer: Developer index of the field.
        number: Its number there.
        piece: The messages that carry it.
    """
    found = book.get((developer, number))
    if not found:
        name = f"developer_{developer}_{number}"
        return [(Description(-1, name, "", _NO_BASE, 1.0, 0.0, None), piece)]
    if len(found) == 1:
        return [(found[0], piece)]
    ends = np.searchsorted(piece.offsets, [each.at for each in found[1:]]).tolist()
    bounds = [0, *ends, len(piece.offsets)]
    return [
        (each, piece.part(begin, end))
        for each, begin, end in zip(found, bounds[:-1], bounds[1:], strict=True)
        if begin < end
    ]
