"""TCX: told by its root element, read by `readers.xml.tcx`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.xml.sniff import has_element


def _matches(data: bytes) -> bool:
    return has_element(data, "TrainingCenterDatabase")


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that expat and NumPy are only loaded where such a file is really read.
    from trochlea.readers.xml.tcx import read_tcx

    return read_tcx(data, name, limits)


FORMAT = Format("tcx", (".tcx",), _matches, _read)
