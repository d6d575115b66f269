"""Garmin's summaries: told by their key, read by `readers.platforms.garmin_summary`."""

from __future__ import annotations

from trochlea.readers.formats import Format
from trochlea.readers.limits import Limits
from trochlea.readers.outcome import ReadOutcome


def _matches(data: bytes) -> bool:
    from trochlea.readers.platforms.garmin_summary import is_garmin_summary

    return is_garmin_summary(data)


def _read(data: bytes, name: str, limits: Limits) -> ReadOutcome:
    from trochlea.readers.platforms.garmin_summary import read_garmin_summary

    return read_garmin_summary(data, name, limits)


FORMAT = Format("garmin_summary", (), _matches, _read)
