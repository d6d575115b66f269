"""Gather one field of many messages into one array, straight from the bytes of the file."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit.profile import BASE_STRING, BASE_TYPES
from trochlea.readers.fit.scan import Layout
from trochlea.readers.fit.sections import Section

Column = NDArray[np.float64]
Offsets = NDArray[np.int64]
Place = slice | Offsets


class Piece(NamedTuple):
    """Messages of one layout with one kind of header, in rows at a fixed stride.

    Attributes:
        layout: Their shape.
        offsets: Where each starts in the file.
        place: Where each stands among all messages of its kind, in the order of the file.
        compressed: Whether their headers carry a compressed timestamp.
        rows: The bytes in which they stand.
        first: Offset of the first of them in `rows`.
        stride: Bytes from one to the next in `rows`.
    """

    layout: Layout
    offsets: Offsets
    place: Place
    compressed: bool
    rows: Any
    first: int
    stride: int

    def raw(self, at: int, code: str) -> NDArray[Any]:
        """Return what stands at byte `at` of each message, as NumPy type `code`."""
        shape = (len(self.offsets),)
        return np.ndarray(shape, code, self.rows, self.first + at, (self.stride,))


def pieces(section: Section, message: int) -> tuple[int, list[Piece]]:
    """Return how many messages of a kind a section has, and the pieces they come in.

    Args:
        section: A scanned section.
        message: Global message number.
    """
    found: list[tuple[Layout, Offsets, bool]] = []
    for layout in section.layouts:
        if layout.message == message:
            for offsets, compressed in ((layout.offsets, False), (layout.compressed, True)):
                if offsets:
                    found.append((layout, np.frombuffer(offsets, dtype=np.int64), compressed))
    places = _places([offsets for _, offsets, _ in found])
    count = sum(len(offsets) for _, offsets, _ in found)
    return count, [
        _piece(section.data, layout, offsets, place, compressed)
        for (layout, offsets, compressed), place in zip(found, places, strict=True)
    ]


def _places(groups: list[Offsets]) -> list[Place]:
    """Return for each group of offsets where its members stand when all are put in order."""
    if len(groups) == 1:
        return [slice(None)]
    if not groups:
        return []
    order = np.argsort(np.concatenate(groups), kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return list(np.split(rank, np.cumsum([len(group) for group in groups])[:-1]))


def _piece(data: bytes, layout: Layout, offsets: Offsets, place: Place, compressed: bool) -> Piece:
    """Return a piece; messages that do not stand at a fixed stride are copied so that they do."""
    size, count = layout.size, len(offsets)
    first = int(offsets[0])
    stride = int(offsets[1]) - first if count > 1 else size
    if count > 2 and (np.diff(offsets) != stride).any():
        every = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))
        return Piece(layout, offsets, place, compressed, every[offsets], 0, size)
    return Piece(layout, offsets, place, compressed, data, first, stride)


def is_number(base: int, size: int) -> bool:
    """Return whether a field of this base type and size holds one number."""
    kind = BASE_TYPES.get(base)
    return kind is not None and kind.width == size


def is_misfit(base: int, size: int) -> bool:
    """Return whether a field's size is impossible for its base type."""
    kind = BASE_TYPES.get(base)
    return kind is not None and (size == 0 or size % kind.width != 0)


def numbers(piece: Piece, at: int, base: int, scale: float = 1.0, offset: float = 0.0) -> Column:
    """Return one number a message as `raw / scale - offset`; NaN where it is marked invalid.

    Args:
        piece: The messages.
        at: Byte of the field in each message.
        base: Base type (its low five bits), one for which `is_number` holds.
        scale: Divisor.
        offset: Subtrahend, in the scaled unit.
    """
    kind = BASE_TYPES[base]
    raw = piece.raw(at, piece.layout.order + kind.code)
    with np.errstate(invalid="ignore"):  # a signalling NaN of a float field is no news
        values = raw.astype(np.float64)
    if kind.invalid is None:
        values[~np.isfinite(values)] = np.nan
    elif kind.width == 8:  # above 2**53 a float no longer tells neighbours apart
        values[raw == kind.invalid] = np.nan
    else:
        values[values == kind.invalid] = np.nan
    if scale != 1.0:
        values /= scale
    if offset:
        values -= offset
    return values


def texts(section: Section, message: int, field: int) -> list[str]:
    """Return a text field of every message of a kind; empty where a message has none.

    Bytes after the first zero are not part of the text; what is not UTF-8 becomes U+FFFD.
    """
    count, found = pieces(section, message)
    out = [""] * count
    for piece in found:
        for definition in piece.layout.fields:
            if definition.number == field and definition.base == BASE_STRING and definition.size:
                raw = piece.raw(definition.at, f"V{definition.size}")
                places = np.arange(count)[piece.place]
                for place, value in zip(places, raw, strict=True):
                    out[place] = value.tobytes().split(b"\0")[0].decode("utf-8", "replace")
    return out
