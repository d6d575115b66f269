"""Gather the numbers of many messages into arrays, straight from the bytes of the file."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit.plan import Group
from trochlea.readers.fit.profile import BASE_TYPES, BaseType
from trochlea.readers.fit.scan import Layout
from trochlea.readers.fit.sections import Section

Column = NDArray[np.float64]
Offsets = NDArray[np.int64]
Place = slice | Offsets

_FEW = 16  # messages up to which all fields of one type are gathered in one step


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

    def matrix(self, at: int, code: str, width: int, count: int) -> NDArray[Any]:
        """Return the `count` values that stand side by side from byte `at` of each message on."""
        shape, strides = (len(self.offsets), count), (self.stride, width)
        return np.ndarray(shape, code, self.rows, self.first + at, strides)

    def part(self, begin: int, end: int) -> Piece:
        """Return some of the messages, from one of them up to another."""
        place = self.place
        if isinstance(place, slice):
            place = np.arange(len(self.offsets))
        first = self.first + begin * self.stride
        return self._replace(offsets=self.offsets[begin:end], place=place[begin:end], first=first)


def pieces(section: Section, message: int, limit: int | None = None) -> tuple[int, list[Piece]]:
    """Return how many messages of a kind are gathered, and the pieces they come in.

    Args:
        section: A scanned section.
        message: Global message number.
        limit: How many messages are gathered at most, the first ones; None for all.
    """
    found: list[tuple[Layout, Offsets, bool]] = []
    for layout in section.by_message.get(message, ()):
        for offsets, compressed in ((layout.offsets, False), (layout.compressed, True)):
            if offsets:
                found.append((layout, np.frombuffer(offsets, dtype=np.int64), compressed))
    count = sum(len(offsets) for _, offsets, _ in found)
    if limit is not None and count > limit:
        count, found = limit, _first(found, limit)
    places = _places([offsets for _, offsets, _ in found])
    return count, [
        _piece(section.data, layout, offsets, place, compressed)
        for (layout, offsets, compressed), place in zip(found, places, strict=True)
    ]


def _first(
    found: list[tuple[Layout, Offsets, bool]], limit: int
) -> list[tuple[Layout, Offsets, bool]]:
    """Return the messages that stand before all but the first `limit` of them."""
    end = np.partition(np.concatenate([offsets for _, offsets, _ in found]), limit)[limit]
    cut = ((layout, offsets[offsets < end], compressed) for layout, offsets, compressed in found)
    return [each for each in cut if len(each[1])]


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


def numbers(piece: Piece, group: Group) -> NDArray[np.float64]:
    """Return fields of one base type as `raw / scale - offset`; NaN where marked invalid.

    Args:
        piece: The messages.
        group: The fields, of which each holds one number.

    Returns:
        One row a field, one column a message.
    """
    code = piece.layout.order + group.kind.code
    count = len(piece.offsets)
    if count <= _FEW:
        rows = piece.matrix(0, "u1", 1, piece.layout.size)
        raw = np.take(rows, group.bytes_at, axis=1).view(code).T
    else:
        raw = np.empty((len(group.ats), count), code)
        for i, at in enumerate(group.ats):
            raw[i] = piece.raw(at, code)
    values = as_numbers(raw, group.kind)
    if group.scales is not None:
        values /= group.scales
    if group.offsets is not None:
        values -= group.offsets
    return values


def as_numbers(raw: NDArray[Any], kind: BaseType) -> NDArray[np.float64]:
    """Return stored values as numbers of the same shape; NaN where they are marked invalid."""
    if kind.invalid is None:
        with np.errstate(invalid="ignore"):  # a signalling NaN of a float field is no news
            values = raw.astype(np.float64, order="C")
        values[~np.isfinite(values)] = np.nan
        return values
    values = raw.astype(np.float64, order="C")
    # Above 2**53 a float no longer tells neighbours apart: there the stored number must decide.
    invalid = raw == kind.invalid if kind.width == 8 else values == kind.invalid
    if invalid.any():
        values[invalid] = np.nan
    return values


def scalar(piece: Piece, at: int, base: int) -> Column:
    """Return one unscaled number a message; NaN where it is marked invalid.

    Args:
        piece: The messages.
        at: Byte of the field in each message.
        base: Its base type (low five bits), of a field that holds one number.
    """
    kind = BASE_TYPES[base]
    return as_numbers(piece.raw(at, piece.layout.order + kind.code), kind)
