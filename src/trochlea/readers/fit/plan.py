"""Which fields of a layout are gathered together, and how each is to be read: worked out once."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from trochlea.readers.fit import profile
from trochlea.readers.fit.profile import BASE_BYTE, BASE_STRING, BASE_TYPES, BaseType
from trochlea.readers.fit.scan import FieldDef, layout_of

_UNKNOWN = profile.Field("")


class Group(NamedTuple):
    """Fields of one base type, each of which holds one number.

    Attributes:
        kind: The base type.
        numbers: Their field numbers.
        ats: The byte at which each starts in a message.
        bytes_at: All bytes of all of them in a message.
        scales: Divisors, one row a field; None where all are 1.
        offsets: Subtrahends, one row a field; None where all are 0.
    """

    kind: BaseType
    numbers: tuple[int, ...]
    ats: tuple[int, ...]
    bytes_at: NDArray[np.intp]
    scales: NDArray[np.float64] | None
    offsets: NDArray[np.float64] | None


class Plan(NamedTuple):
    """How the fields of one layout are read.

    Attributes:
        groups: Fields that hold one number.
        others: The other fields, each with the word of `sort_of` for what it holds. (Whole numbers
            of 64 bits, which a float may round, stand in both.)
    """

    groups: tuple[Group, ...]
    others: tuple[tuple[str, FieldDef], ...]


@lru_cache(maxsize=1024)
def plan_of(key: bytes, only: frozenset[int] | None) -> Plan:
    """Return how the fields of a layout are read; runs of one watch share their layouts.

    Args:
        key: The definition's bytes, as in `Layout.key`.
        only: Field numbers to read; None for all.
    """
    layout = layout_of(key)
    known = profile.FIELDS.get(layout.message, {})
    wanted = [each for each in layout.fields if only is None or each.number in only]
    sorts = [(sort_of(each.base, each.size), each) for each in wanted]
    by_base: dict[int, list[FieldDef]] = {}
    for sort, each in sorts:
        if sort in ("number", "exact"):
            by_base.setdefault(each.base, []).append(each)
    groups = tuple(_group(fields, known) for fields in by_base.values())
    return Plan(groups, tuple(each for each in sorts if each[0] != "number"))


def sort_of(base: int, size: int) -> str:
    """Return what a field holds, in a word.

    `number` is one number, `exact` one of 64 bits, `array` several, `text` is text, `opaque` bytes
    without a meaning of their own; `misfit` is a size that the type cannot have, or no type.

    Args:
        base: Base type, its low five bits.
        size: Bytes.
    """
    if base == BASE_STRING:
        return "text" if size else "misfit"
    kind = BASE_TYPES.get(base)
    if kind is None or size == 0 or size % kind.width:
        return "misfit"
    if base == BASE_BYTE:
        return "opaque"
    if size > kind.width:
        return "array"
    return "exact" if kind.width == 8 and kind.invalid is not None else "number"


def _group(fields: list[FieldDef], known: dict[int, profile.Field]) -> Group:
    kind = BASE_TYPES[fields[0].base]
    scaling = [known.get(each.number, _UNKNOWN) for each in fields]
    starts = np.array([each.at for each in fields], dtype=np.intp)
    return Group(
        kind,
        tuple(each.number for each in fields),
        tuple(each.at for each in fields),
        (starts[:, None] + np.arange(kind.width)).ravel(),
        _rows([each.scale for each in scaling], 1.0),
        _rows([each.offset for each in scaling], 0.0),
    )


def _rows(values: list[float], plain: float) -> NDArray[Any] | None:
    """Return values as one row each, or None where all of them change nothing."""
    if all(value == plain for value in values):
        return None
    return np.array(values, dtype=np.float64)[:, None]
