"""FIT, the format of most watches: told by the mark in its header, read by `readers.fit`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def _matches(data: bytes) -> bool:
    return data[8:12] == b".FIT"


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that NumPy is only loaded where a FIT file is really read.
    from trochlea.readers.fit import decode_fit

    return decode_fit(data, name, limits)


FORMAT = Format("fit", (".fit",), _matches, _read, refusal="not_a_fit_file")
