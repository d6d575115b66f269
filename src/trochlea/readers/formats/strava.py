"""Strava's table of activities: told by its columns, read by `readers.platforms.strava`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def _matches(data: bytes) -> bool:
    from trochlea.readers.platforms.strava import is_strava

    return is_strava(data)


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    from trochlea.readers.platforms.strava import read_strava

    return read_strava(data, name, limits)


FORMAT = Format("strava", (), _matches, _read)
