"""GPX: told by its root element, read by `readers.xml.gpx`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.xml.sniff import has_element


def _matches(data: bytes) -> bool:
    return has_element(data, "gpx")


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    # Late, so that expat and NumPy are only loaded where such a file is really read.
    from trochlea.readers.xml.gpx import read_gpx

    return read_gpx(data, name, limits)


FORMAT = Format("gpx", (".gpx",), _matches, _read)
