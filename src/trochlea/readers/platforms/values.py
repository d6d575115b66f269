"""Read single values of platforms: numbers, times of day, dates in the words of some languages."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

_NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3},[0-9]{3}")
_DURATION = re.compile(r"(?:([0-9]{1,4}):)?([0-9]{1,2}):([0-9]{1,2}(?:[.][0-9]{1,6})?)")
_ISO_DURATION = re.compile(
    r"P(?:([0-9]{1,4})D)?T(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,8}(?:[.,][0-9]*)?)S)?"
)
_CLOCK = re.compile(
    r"\b([0-9]{1,2})[:.h]([0-9]{2})(?:[:.]([0-9]{2}))?(?![0-9])(?:\s*([ap])\.?\s?m\b)?", re.I
)
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]\s?([0-9]{1,2})[-/.]\s?([0-9]{1,2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4})")
_WORDS = re.compile(r"[^\W\d_]+")
_MONTHS = (
    "jan january januar janvier janv enero ene gennaio gen janeiro januari",
    "feb february februar fevrier fevr febrero febbraio fevereiro fev februari",
    "mar march marz mrz mars marzo marco maart mrt",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august aout agosto ago augustus",
    "sep sept september septembre septiembre settembre set setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez decembre diciembre dic dicembre dezembro",
)
_MONTH_BY_WORD = {word: i for i, words in enumerate(_MONTHS, 1) for word in words.split()}


def number(text: Any) -> float | None:
    """Return a finite number, as a number or written with a point or a comma; None for no number.

    A comma before three digits (`1,234`) may part thousands or decimals: that is no number here.
    """
    if isinstance(text, int | float) and not isinstance(text, bool):
        return float(text) if math.isfinite(text) else None
    if not isinstance(text, str) or not _NUMBER.fullmatch(text.strip()):
        return None
    plain = text.strip()
    if "," in plain:
        if _THOUSANDS.fullmatch(plain):
            return None
        comma_last = plain.rfind(",") > plain.rfind(".")
        plain = plain.replace(".", "").replace(",", ".") if comma_last else plain.replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def clock_s(text: str) -> float | None:
    """Return a length of time written as `h:mm:ss` or `m:ss`, in seconds, or None."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    return int(match[1] or 0) * 3600 + int(match[2]) * 60 + float(match[3])


def iso_duration_s(text: Any) -> float | None:
    """Return a length of time written as ISO 8601 has it (`PT1H2M3.5S`), in seconds, or None."""
    match = _ISO_DURATION.fullmatch(text) if isinstance(text, str) else None
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in match.groups()[:3])
    seconds = float((match[4] or "0").replace(",", "."))
    return days * 86_400 + hours * 3600 + minutes * 60 + seconds


def wall_time(text: str) -> datetime | None:
    """Return a date with a time of day as it was written, marked as UTC, or None.

    Understood are year first (`2020-10-07 14:43:11`), month by its name in English, German,
    French, Spanish, Italian, Portuguese or Dutch (`Oct 7, 2020, 2:43:11 PM`), and day first with
    points (`07.10.2020, 14:43:11`). With other marks day and month are told apart only where one
    of them is above 12 or both are the same: else it is no date here.
    """
    text = text.strip()[:80]
    day = _day(text)
    rest = _YEAR_FIRST.sub(" ", _YEAR_LAST.sub(" ", text))
    clock = _CLOCK.search(rest)
    if day is None or clock is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()[:3])
    if clock[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    try:
        return datetime(*day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _day(text: str) -> tuple[int, int, int] | None:
    """Return year, month and day of a text, or None where they cannot be told."""
    if match := _YEAR_FIRST.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.search(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if match[2] == "." or first > 12 or first == second:
            return year, second, first
        return (year, first, second) if second > 12 else None
    return _day_by_month(text)


def _day_by_month(text: str) -> tuple[int, int, int] | None:
    plain = unicodedata.normalize("NFKD", text.lower())
    words = _WORDS.findall("".join(each for each in plain if not unicodedata.combining(each)))
    months = {_MONTH_BY_WORD[word] for word in words if word in _MONTH_BY_WORD}
    years = re.findall(r"(?<![0-9:.])[12][0-9]{3}(?![0-9:])", text)
    days = re.findall(r"(?<![0-9:.])[0-9]{1,2}(?![0-9:]|h[0-9])", text.replace(".", " "))
    if len(months) != 1 or len(years) != 1 or not days:
        return None
    return int(years[0]), months.pop(), int(days[0])
