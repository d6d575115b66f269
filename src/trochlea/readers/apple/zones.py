"""The offset from UTC of a place, by the name of its time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from trochlea.readers.apple.dates import is_offset

_NAME = re.compile(r"[A-Za-z0-9_+\-]{1,40}(?:/[A-Za-z0-9_+\-]{1,40}){0,2}")


def offset_s(name: str | None, unix_s: int) -> int | None:
    """Return the offset of a zone at a moment; None where this machine does not know the zone.

    Args:
        name: Such as `Europe/Zurich`.
        unix_s: Seconds since 1970.
    """
    zone = _zone(name) if name and _NAME.fullmatch(name) else None
    if zone is None:
        return None
    offset = datetime.fromtimestamp(unix_s, UTC).astimezone(zone).utcoffset()
    seconds = 0 if offset is None else int(offset.total_seconds())
    return seconds if is_offset(seconds) else None


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None
