"""GPX: recognised, so that it can be named, and declared as not read yet."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome, refused

_HEAD = 4096


def _matches(data: bytes) -> bool:
    return b"<gpx" in data[:_HEAD]


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:  # noqa: ARG001
    reason = "GPX files are not read yet, only FIT files are; export this activity as FIT"
    return refused(data, name, "gpx", "format_not_yet_read", reason)


FORMAT = Format("gpx", (".gpx",), _matches, _read)
