"""What third-party fields mean: the field descriptions that a file carries for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column, is_number, numbers, pieces, texts
from trochlea.readers.fit.sections import Section


class Description(NamedTuple):
    """One field description: name, unit, base type, scale and offset, and where it stands."""

    at: int
    name: str
    units: str
    base: int
    scale: float
    offset: float


Descriptions = dict[tuple[int, int], list[Description]]


def descriptions(section: Section) -> Descriptions:
    """Return the field descriptions of a section by developer index and field number."""
    count, found = pieces(section, profile.FIELD_DESCRIPTION)
    known: dict[int, Column] = {n: np.full(count, np.nan) for n in (0, 1, 2, 6, 7)}
    at = np.zeros(count, np.int64)
    for piece in found:
        at[piece.place] = piece.offsets
        for field in piece.layout.fields:
            if field.number in known and is_number(field.base, field.size):
                known[field.number][piece.place] = numbers(piece, field.at, field.base)
    names = texts(section, profile.FIELD_DESCRIPTION, 3)
    units = texts(section, profile.FIELD_DESCRIPTION, 8)
    book: Descriptions = {}
    for row in range(count):
        developer, number, base, scale, offset = (known[n][row] for n in (0, 1, 2, 6, 7))
        if np.isnan(developer) or np.isnan(number) or np.isnan(base):
            continue
        description = Description(
            int(at[row]),
            names[row] or f"developer_{int(developer)}_{int(number)}",
            units[row],
            int(base) & 31,
            1.0 if np.isnan(scale) or scale == 0 else float(scale),
            0.0 if np.isnan(offset) else float(offset),
        )
        book.setdefault((int(developer), int(number)), []).append(description)
    return book


def described(book: Descriptions, developer: int, number: int, at: int) -> Description | None:
    """Return the description in force at an offset: the last before it, else the first after."""
    found = book.get((developer, number))
    if not found:
        return None
    before = [description for description in found if description.at <= at]
    return before[-1] if before else found[0]
