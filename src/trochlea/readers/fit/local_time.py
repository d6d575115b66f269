"""How far the runner's clock on the wall stood from UTC, where the file says so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from trochlea.readers.fit import profile
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.table import Table, Tables

OFFSET_FIELDS = profile.field_numbers(
    profile.DEVICE_SETTINGS, "active_time_zone", "time_offset", "time_zone_offset"
)

_MAX_OFFSET_S = 14 * 3600  # the furthest zone in use
_STEP_S = 15 * 60  # every zone in use is a multiple of it
_HOUR_S = 3600


def utc_offset(tables: Tables) -> int | None:
    """Return the local offset from UTC in seconds, or None where nothing plausible says it.

    The activity message comes first, then correlations of time, then the settings of the watch.
    """
    for offset in _given(tables):
        rounded = round(offset / _STEP_S) * _STEP_S
        if abs(rounded) <= _MAX_OFFSET_S:
            return rounded
    return None


def _given(tables: Tables) -> Iterator[float]:
    """Yield what the file says, in seconds, the surest first."""
    for kind in (profile.ACTIVITY, profile.TIMESTAMP_CORRELATION):
        table = tables[kind]
        difference = table.column("local_timestamp") - table.column("timestamp")
        yield from difference[~np.isnan(difference)].tolist()
    settings = tables[profile.DEVICE_SETTINGS]
    for row in range(settings.count):
        zone = int(settings.value("active_time_zone", row) or 0)
        seconds = _of_zone(settings, "time_offset", row, zone)
        if seconds is not None:  # written as unsigned, meant as signed
            yield seconds - 2**32 if seconds >= 2**31 else seconds
        hours = _of_zone(settings, "time_zone_offset", row, zone)
        if hours is not None:
            yield hours * _HOUR_S


def _of_zone(settings: Table, name: str, row: int, zone: int) -> float | None:
    """Return a setting that is kept for each of several time zones, or None."""
    several = settings.others.get(profile.field_number(profile.DEVICE_SETTINGS, name))
    if several is None or several.ndim != 2:
        return settings.value(name, row)
    values: Column = several[row]
    known = 0 <= zone < len(values) and not np.isnan(values[zone])
    return float(values[zone]) if known else None
