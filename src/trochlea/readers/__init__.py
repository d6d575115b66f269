"""Readers: from a path or bytes to `Activity`, one small file a format in `formats`."""

from trochlea.readers.formats import read_bytes
from trochlea.readers.limits import DEFAULT_LIMITS, Limits, with_limit
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.reading import read_source
from trochlea.readers.sources import SourceFile, expected, scan_path

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "ReadOutcome",
    "SourceFile",
    "expected",
    "read_bytes",
    "read_source",
    "scan_path",
    "with_limit",
]
