"""Runkeeper's table of activities: told by its headers, read by `readers.platforms.runkeeper`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def _matches(data: bytes) -> bool:
    from trochlea.readers.platforms.runkeeper import is_runkeeper

    return is_runkeeper(data)


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    from trochlea.readers.platforms.runkeeper import read_runkeeper

    return read_runkeeper(data, name, limits)


FORMAT = Format("runkeeper", (), _matches, _read)
