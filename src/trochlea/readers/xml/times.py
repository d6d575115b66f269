"""Times as XML writes them (ISO 8601), a whole column at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

_FIXED = 19  # YYYY-MM-DDTHH:MM:SS
_USUAL = np.frombuffer(b"0000-00-00T00:00:00", np.uint8)
_MARKS_AT = np.flatnonzero(ord("0") != _USUAL)
_ZERO = ord("0")
_TAIL = re.compile(r"(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})")
_TIME = re.compile(
    r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})"
    r"(?:[.,]([0-9]{1,18}))?)?\s*([Zz]|[+-][0-9]{2}:?(?:[0-9]{2})?)?\s*"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_OFFSET_S = 14 * 3600
_OFFSET_STEP_S = 900


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times.

    Attributes:
        unix_s: Seconds since 1970 UTC; NaN where the text is no time.
        offset_s: Local offsets, NaN where a time names none or UTC; None where all do.
        zoneless: How many name no zone at all, and are taken as UTC.
    """

    unix_s: NDArray[np.float64]
    offset_s: NDArray[np.float64] | None
    zoneless: int


def parse_times(texts: Sequence[str]) -> Times:
    """Return ISO 8601 texts as seconds; a leap second is the second after it.

    Which years a recording can have is for the caller to say. The offset may be `Z`, `+hh:mm`,
    `+hhmm`, `+hh` or missing, up to 14 hours in steps of 15 minutes, as there are. `+00:00` says
    the same as `Z`.

    Args:
        texts: Any texts, at least one; seconds may be missing or have decimals.
    """
    rows: dict[int, list[int]] = {}
    lengths = list(map(len, texts))
    if lengths.count(lengths[0]) == len(lengths):
        found = _alike(texts)
        if found is not None:
            return Times(found[0], None if found[1] == 0 else np.full(len(texts), found[1]), 0)
    for row, length in enumerate(lengths):
        rows.setdefault(length, []).append(row)
    out = np.full(len(texts), np.nan)
    offset_s = np.full(len(texts), np.nan)
    zoneless = 0
    for members in rows.values():
        chosen = [texts[row] for row in members]
        found = _alike(chosen)
        if found is None:
            zoneless += _one_by_one(chosen, members, out, offset_s)
        else:
            out[members] = found[0]
            offset_s[members] = found[1] or np.nan
    return Times(out, None if np.isnan(offset_s).all() else offset_s, zoneless)


def _alike(texts: Sequence[str]) -> tuple[NDArray[np.float64], float] | None:
    """Return the seconds of texts of one length that end in one zone and its offset, or None."""
    tail = _TAIL.fullmatch(texts[0], _FIXED)
    joined = "".join(texts)
    if tail is None or not joined.isascii():
        return None
    offset = _offset_s(tail[2])
    grid = np.frombuffer(joined.encode(), np.uint8).reshape(len(texts), -1)
    # Marks and zone as in the first text, and between them nothing but numerals.
    pattern = np.frombuffer(texts[0].encode(), np.uint8).copy()
    pattern[:_FIXED] = _USUAL
    decimals = slice(_FIXED + 1, tail.start(2))
    pattern[decimals] = _ZERO
    from_pattern = grid - pattern
    numerals = np.zeros(len(pattern), np.uint8)
    numerals[:_FIXED] = 9
    numerals[_MARKS_AT] = 0
    numerals[decimals] = 9
    if offset is None or (from_pattern > numerals).any():
        return None
    try:
        whole = np.ascontiguousarray(grid[:, :_FIXED]).view(f"S{_FIXED}").ravel()
        seconds = whole.astype("datetime64[s]").astype(np.int64).astype(np.float64)
    except ValueError:  # no such day, or a leap second
        return None
    if tail[1]:
        # One division, as a decimal number is read: 0.125 is exactly 0.125.
        tens = 10.0 ** np.arange(len(tail[1]) - 1, -1, -1)
        seconds += from_pattern[:, decimals] @ tens / 10.0 ** len(tail[1])
    return seconds - offset, float(offset)


def _offset_s(zone: str) -> int | None:
    """Return the offset of `Z`, `+hh:mm`, `+hhmm` or `+hh` from UTC; None where none is so."""
    digits = zone[1:].replace(":", "")
    offset = int(digits[:2] or 0) * 3600 + int(digits[2:] or 0) * 60
    if offset > _LONGEST_OFFSET_S or offset % _OFFSET_STEP_S:
        return None
    return -offset if zone[0] == "-" else offset


def _one_by_one(
    texts: Sequence[str],
    rows: Sequence[int],
    out: NDArray[np.float64],
    offset_s: NDArray[np.float64],
) -> int:
    """Put unusual times into their rows; return how many name no zone."""
    zoneless = 0
    known: dict[str, tuple[float, float, bool]] = {}
    for row, text in zip(rows, texts, strict=True):
        found = known.get(text)
        if found is None:
            found = known[text] = _one(text)
        out[row], offset_s[row], naive = found
        zoneless += naive
    return zoneless


def _one(text: str) -> tuple[float, float, bool]:
    """Return a time in seconds, its offset (NaN for none), and whether it names no zone."""
    nothing = (np.nan, np.nan, False)
    match = _TIME.fullmatch(text)
    if match is None:
        return nothing
    year, month, day, hour, minute = map(int, match.groups()[:5])
    second = int(match[6] or 0)
    offset = _offset_s(match[8] or "Z")
    if second > 60 or offset is None:
        return nothing
    try:
        begun = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return nothing
    part = float(f"0.{match[7]}") if match[7] else 0.0
    seconds = (begun - _EPOCH).total_seconds() + second + part - offset
    return seconds, float(offset) if offset else np.nan, match[8] is None
