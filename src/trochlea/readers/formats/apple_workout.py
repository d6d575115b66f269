"""One workout of Apple Health: told by its first key, read by `readers.apple.activity`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome

_MARK = b'{"trochlea_apple_workout"'


def _matches(data: bytes) -> bool:
    return data.startswith(_MARK)


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that NumPy is only loaded where such a file is really read.
    from trochlea.readers.apple.activity import read_workout

    return read_workout(data, name, limits)


FORMAT = Format("apple_workout", (), _matches, _read)
