"""Gather what is no single number: arrays, texts, bytes, and whole numbers of 64 bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit.gather import Piece, as_numbers, pieces
from trochlea.readers.fit.profile import BASE_STRING, BASE_TYPES
from trochlea.readers.fit.sections import Section

Objects = NDArray[np.object_]


def array(piece: Piece, at: int, size: int, base: int) -> NDArray[np.float64]:
    """Return the unscaled numbers of an array field, one row a message; NaN where invalid.

    Args:
        piece: The messages.
        at: Byte of the field in each message.
        size: Its bytes, a multiple of its type's width.
        base: Its base type (low five bits).
    """
    kind = BASE_TYPES[base]
    code = piece.layout.order + kind.code
    return as_numbers(piece.matrix(at, code, kind.width, size // kind.width), kind)


def whole_numbers(piece: Piece, at: int, base: int) -> Objects:
    """Return 64-bit whole numbers as they are, None where invalid."""
    kind = BASE_TYPES[base]
    raw = piece.raw(at, piece.layout.order + kind.code)
    return _objects([None if value == kind.invalid else value for value in raw.tolist()])


def opaque(piece: Piece, at: int, size: int, *, invalid: bool = True) -> Objects:
    """Return a field as bytes, None where all of them are 0xFF.

    Args:
        piece: The messages.
        at: Byte of the field in each message.
        size: Its bytes.
        invalid: False where bytes of 0xFF are kept too.
    """
    if not size:
        return _objects([b""] * len(piece.offsets))
    nothing = b"\xff" * size if invalid else None
    raw = piece.raw(at, f"V{size}").tolist()
    return _objects([None if value == nothing else value for value in raw])


def text(piece: Piece, at: int, size: int) -> Objects:
    """Return a text field, None where it is empty; several texts in one field as a tuple.

    Texts end with a zero byte; one that a field is too short for need not, and may be cut in the
    middle of a letter. What is not UTF-8 becomes U+FFFD.
    """
    raw = piece.raw(at, f"V{size}").tolist()
    known = {value: decoded(value) for value in set(raw)}
    return _objects([known[value] for value in raw])


def decoded(value: bytes) -> str | tuple[str, ...] | None:
    """Return the bytes of a text field as text, several texts as a tuple, None for none."""
    parts = value.rstrip(b"\0").split(b"\0")
    found = tuple(part.decode("utf-8", "replace") for part in parts)
    if len(found) > 1:
        return found
    return found[0] or None


def first_text(value: object) -> str:
    """Return the text of a text field, the first of several, and an empty one for none."""
    if isinstance(value, tuple):
        value = value[0]
    return value if isinstance(value, str) else ""


def texts(section: Section, message: int, field: int, limit: int) -> list[str]:
    """Return a text field of messages of a kind, the first of several texts; empty for none.

    Args:
        section: A scanned section.
        message: Global message number.
        field: Field number.
        limit: How many messages are read at most.
    """
    count, found = pieces(section, message, limit)
    out = _objects([None] * count)
    for piece in found:
        for definition in piece.layout.fields:
            if definition.number == field and definition.base == BASE_STRING and definition.size:
                out[piece.place] = text(piece, definition.at, definition.size)
    return [first_text(value) for value in out]


def _objects(values: list[Any]) -> Objects:
    """Return values as an array of objects, whatever they are."""
    out = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):  # an assignment at once would spread tuples out
        out[i] = value
    return out
