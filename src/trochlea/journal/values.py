"""How values are written down: UTC and offset, canonical JSON, and ids made from content.

Ids come from the content, so that the same thing kept twice is the same row.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

from trochlea.errors import UsageError
from trochlea.model import FindingValue

ID_LENGTH = 16


def utc(moment: datetime) -> datetime:
    """Return an aware moment in UTC.

    Raises:
        UsageError: if the moment has no time zone: a guess could move a run to another day.
    """
    if moment.utcoffset() is None:
        raise UsageError(f"The time {moment.isoformat()} has no time zone; give it with its zone.")
    return moment.astimezone(UTC)


def offset_s(moment: datetime) -> int:
    """Return the offset of an aware moment from UTC in seconds.

    Raises:
        UsageError: if the moment has no time zone.
    """
    utc(moment)
    return round((moment.utcoffset() or timedelta()).total_seconds())


def local(moment: datetime, utc_offset_s: int) -> datetime:
    """Return a UTC moment on the wall clock it was given by, as a fixed offset in seconds."""
    return moment.astimezone(timezone(timedelta(seconds=utc_offset_s)))


def now() -> datetime:
    """Return the present moment in UTC; only book-keeping columns use it, never advice."""
    return datetime.now(UTC)


def canonical(value: object) -> str:
    """Return JSON text that is the same for the same value: sorted keys, no spaces.

    Raises:
        UsageError: if the value holds something that JSON cannot say, such as NaN.
    """
    try:
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
    except (TypeError, ValueError) as error:
        raise UsageError(f"A value cannot be kept as JSON ({error}); correct it.") from error


def finding_value(value: object) -> FindingValue:
    """Return a finding's value as the house holds it: a JSON list is a tuple of ids.

    Raises:
        TypeError: if the stored value is of no kind that a finding can have.
    """
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"not a finding value: {value!r}")


def content_id(*parts: object) -> str:
    """Return an id of 16 hex digits that is the same for the same parts."""
    return hashlib.sha256(canonical(parts).encode("utf-8", "replace")).hexdigest()[:ID_LENGTH]


def activity_id(sha256: str, index: int) -> str:
    """Return the id of the activity at `index` of the file whose bytes hash to `sha256`."""
    return hashlib.sha256(f"{sha256}{index}".encode()).hexdigest()[:ID_LENGTH]
