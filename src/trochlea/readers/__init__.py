"""Readers: from a path or bytes to `Activity`, one small file a format in `formats`."""

from trochlea.readers.formats import read_bytes
from trochlea.readers.outcome import ReadOutcome
from trochlea.readers.sources import SourceFile, scan_path

__all__ = ["ReadOutcome", "SourceFile", "read_bytes", "scan_path"]
