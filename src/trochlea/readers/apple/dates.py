"""Times as Apple Health writes them, `2024-05-12 10:00:00 +0200`: one, or a column at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]

NO_TIME = -(2**62)
# No telephone counted before this, and none is trusted after that.
EARLIEST_S, LATEST_S = 631_065_600, 4_102_444_800  # 1989-12-31, 2100-01-01
_LENGTH = 25
_MARKS = {4: "-", 7: "-", 10: " ", 13: ":", 16: ":", 19: " "}
_MARKS_AT = np.array(list(_MARKS))
_MARKS_ARE = np.array([ord(mark) for mark in _MARKS.values()], np.uint8)
_DIGITS_AT = np.array([at for at in range(_LENGTH) if at not in _MARKS and at != 20])
_SIGN_AT = 20
_ZERO, _PLUS, _MINUS = ord("0"), ord("+"), ord("-")
_LENGTHS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_ONE = re.compile(
    r"\s*([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]?([0-9]{2}):?([0-9]{2}):?([0-9]{2})"
    r"(?:\.[0-9]{1,9})?\s*(Z|[+-][0-9]{2}:?[0-9]{2})\s*"
)
_LONGEST = 60
_LONGEST_OFFSET_S, _OFFSET_STEP_S = 14 * 3600, 900


def moment(text: str) -> tuple[int, int] | None:
    """Return a time in whole seconds since 1970 and its offset from UTC, or None for no time.

    Apple's old way (`20150616071916-0700`) and ISO 8601 are understood too; parts of a second
    are left out.
    """
    found = _ONE.fullmatch(text[:_LONGEST])
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    zone = found[7].replace(":", "")
    offset = 0 if zone == "Z" else int(zone[1:3]) * 3600 + int(zone[3:5]) * 60
    offset = -offset if zone[0] == "-" else offset
    try:
        named = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    unix_s = int(named.timestamp()) - offset
    is_known = second <= 60 and abs(offset) <= _LONGEST_OFFSET_S
    return (unix_s, offset) if is_known and EARLIEST_S <= unix_s < LATEST_S else None


def is_offset(seconds: int) -> bool:
    """Return whether a local time somewhere is so far from UTC."""
    return abs(seconds) <= _LONGEST_OFFSET_S and seconds % _OFFSET_STEP_S == 0


def unix_seconds(texts: Sequence[bytes]) -> Seconds:
    """Return times in whole seconds since 1970, shape (n,); `NO_TIME` where a text is none."""
    if not texts:
        return np.empty(0, np.int64)
    joined = b"".join(texts)
    if len(joined) != _LENGTH * len(texts) or set(map(len, texts)) != {_LENGTH}:
        return _one_by_one(texts)
    grid = np.frombuffer(joined, np.uint8).reshape(-1, _LENGTH)
    digits = (grid - _ZERO).astype(np.int64)
    sign = grid[:, _SIGN_AT]
    usual = (grid[:, _MARKS_AT] == _MARKS_ARE).all(axis=1)
    usual &= (digits[:, _DIGITS_AT] <= 9).all(axis=1)
    usual &= (sign == _PLUS) | (sign == _MINUS)
    seconds, valid = _of_digits(digits, sign)
    seconds[~(usual & valid)] = NO_TIME
    if not usual.all():
        odd = np.flatnonzero(~usual)
        seconds[odd] = _one_by_one([texts[row] for row in odd.tolist()])
    return seconds


def _of_digits(digits: Seconds, sign: NDArray[np.uint8]) -> tuple[Seconds, NDArray[np.bool_]]:
    """Return seconds since 1970 of a grid of numerals, and which of them are a time."""

    def part(first: int, after: int) -> Seconds:
        found = digits[:, first]
        for at in range(first + 1, after):
            found = found * 10 + digits[:, at]
        return found

    year, month, day = part(0, 4), part(5, 7), part(8, 10)
    hour, minute, second = part(11, 13), part(14, 16), part(17, 19)
    offset = part(21, 23) * 3600 + part(23, 25) * 60
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = _LENGTHS[np.clip(month, 0, 12)] - ((month == 2) & ~leap)
    valid = (month >= 1) & (month <= 12) & (day >= 1) & (day <= longest)
    valid &= (hour <= 23) & (minute <= 59) & (second <= 60) & (offset <= _LONGEST_OFFSET_S)
    # Days by the calendar that begins in March, so that the leap day is the last of a year.
    march = np.where(month > 2, month - 3, month + 9)
    years = year - (month <= 2)
    days = 365 * years + years // 4 - years // 100 + years // 400
    days += (153 * march + 2) // 5 + day - 1 - 719_468
    clock = hour * 3600 + minute * 60 + np.minimum(second, 59)
    seconds = days * 86_400 + clock - np.where(sign == _MINUS, -offset, offset)
    valid &= (seconds >= EARLIEST_S) & (seconds < LATEST_S)
    return seconds, valid


def _one_by_one(texts: Sequence[bytes]) -> Seconds:
    found = (moment(text[:_LONGEST].decode("latin-1")) for text in texts)
    return np.array([NO_TIME if each is None else each[0] for each in found], np.int64)
