"""Whether two readings say the same, to the last bit of every column."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass

import numpy as np

from trochlea.readers import ReadOutcome


def plain(value: object) -> object:
    """Return a value that can be compared: arrays as bytes, NaN as a word, records as tuples."""
    if isinstance(value, np.ndarray):
        return (str(value.dtype), value.shape, value.tobytes())
    if is_dataclass(value) and not isinstance(value, type):
        return tuple((each.name, plain(getattr(value, each.name))) for each in fields(value))
    if isinstance(value, dict):
        return tuple((key, plain(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(plain(inner) for inner in value)
    return repr(value) if isinstance(value, float) else value


def digest(outcome: ReadOutcome) -> str:
    """Return a hash of everything that a reading says."""
    return hashlib.sha256(repr(plain(outcome)).encode()).hexdigest()
