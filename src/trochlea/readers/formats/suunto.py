"""A log of the Suunto app: told by its keys, read by `readers.platforms.suunto`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome

_HEAD = 1 << 14
_BLANK = b"\xef\xbb\xbf \r\n\t"


def _matches(data: bytes) -> bool:
    head = data[:_HEAD].lstrip(_BLANK)
    if head[:1] != b"{":
        return False
    return b'"DeviceLog"' in head or (b'"Samples"' in head and b"suunto/sml" in head)


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that NumPy is only loaded where such a file is really read.
    from trochlea.readers.platforms.suunto import read_suunto

    return read_suunto(data, name, limits)


FORMAT = Format("suunto", (), _matches, _read)
