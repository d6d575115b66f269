"""A session of Polar Flow: told by its keys, read by `readers.platforms.polar`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome

_HEAD = 1 << 14
_BLANK = b"\xef\xbb\xbf \r\n\t"


def _matches(data: bytes) -> bool:
    head = data[:_HEAD].lstrip(_BLANK)
    return head[:1] == b"{" and b'"exercises"' in head and b'"startTime"' in head


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that NumPy is only loaded where such a file is really read.
    from trochlea.readers.platforms.polar import read_polar

    return read_polar(data, name, limits)


FORMAT = Format("polar", (), _matches, _read)
