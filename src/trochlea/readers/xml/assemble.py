"""From columns of points to an `Activity`: what GPX and TCX have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from trochlea.errors import Problem
from trochlea.model.activity import Activity, ActivityNotes, Device, Lap, Pause, Streams
from trochlea.readers.xml.cadence import both_feet
from trochlea.readers.xml.numerals import Column
from trochlea.readers.xml.points import Points, Rows

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A time outside of these is no time of a recording: the time of GPS receivers that have no fix
# begins in 1980 or 1970, and FIT's on the last day of 1989.
_EARLIEST_S = 631_065_600.0  # 1989-12-31
_LATEST_S = 4_102_444_800.0  # 2100-01-01
# Garmin begins a new track with each lap: a few seconds between them are no pause.
_SHORTEST_PAUSE_S = 5.0
_POSITION = ("latitude_deg", "longitude_deg")
# An activity may begin before its first point, while the watch looks for satellites.
_LONGEST_LEAD_S = 600.0


@dataclass(slots=True)
class Draft:
    """An activity in the making.

    Attributes:
        sport: As told, `unknown` where not.
        sub_sport: Finer kind, or None.
        parts: First row and row after the last of each stretch recorded without a break.
        title: Its name, or None.
        description: Free text, or None.
        platform: Which program wrote it, or None.
        began_s: Its start in seconds since 1970 as told beside the points, or None.
        laps: As given.
        devices: As given.
        distance_m: As given, or None.
        moving_s: As given, or None.
    """

    sport: str = "unknown"
    sub_sport: str | None = None
    parts: list[tuple[int, int]] = field(default_factory=list)
    title: str | None = None
    description: str | None = None
    platform: str | None = None
    began_s: float | None = None
    laps: tuple[Lap, ...] = ()
    devices: tuple[Device, ...] = ()
    distance_m: float | None = None
    moving_s: float | None = None


@dataclass(slots=True)
class Columns:
    """The columns of all points of a document, and what was left out of them.

    Attributes:
        unix_s: Seconds since 1970; NaN where a point has no usable time.
        streams: Other columns by the names of `STREAM_UNITS`.
        offset_s: Local offset of each point's time, or None where none names one.
        needs_position: Whether a point without a position is none.
        timeless: Points left out for want of a time.
        placeless: Points left out for want of a position.
        misplaced: Positions left out of points that were kept.
    """

    unix_s: Column
    streams: dict[str, Column]
    offset_s: Column | None
    needs_position: bool
    timeless: int = 0
    placeless: int = 0
    misplaced: int = 0


def columns_of(points: Points, names: Iterable[str], *, needs_position: bool) -> Columns:
    """Return the columns of points.

    Args:
        points: Of the whole document.
        names: Of the streams that the format may hold.
        needs_position: Whether a point without a position is none.
    """
    unix_s = points.times()
    with np.errstate(invalid="ignore"):
        unix_s[~((unix_s >= _EARLIEST_S) & (unix_s < _LATEST_S))] = np.nan
    found = {name: points.column(name) for name in names}
    streams = {name: values for name, values in found.items() if values is not None}
    return Columns(unix_s, streams, points.offsets(), needs_position)


def moment(unix_s: float | None) -> datetime | None:
    """Return seconds since 1970 as an aware UTC moment, or None where it is none."""
    if unix_s is None or not _EARLIEST_S <= unix_s < _LATEST_S:
        return None
    return _EPOCH + timedelta(seconds=unix_s)


def span_s(draft: Draft, unix_s: Column) -> tuple[float, float] | None:
    """Return when the first and the last point with a time were, s, or None where none has."""
    spans = [span for part in draft.parts if (span := _span_of(part, unix_s)) is not None]
    return (spans[0][0], spans[-1][1]) if spans else None


def _span_of(part: tuple[int, int], unix_s: Column) -> tuple[float, float] | None:
    first, last = float(unix_s[part[0]]), float(unix_s[part[1] - 1])
    if first == first and last == last:  # neither is NaN, as nearly always
        return first, last
    times = unix_s[slice(*part)]
    times = times[~np.isnan(times)]
    return (float(times[0]), float(times[-1])) if len(times) else None


def assembled(draft: Draft, columns: Columns) -> Activity | None:
    """Return the activity of a draft, or None where no point of it has a time.

    Points without a time, or without the position that they need, are left out and counted in
    `columns`. The order of the points is that of the file.
    """
    rows = _usable(draft, columns)
    if not len(rows):
        return None
    unix_s = columns.unix_s[rows]
    first = float(unix_s[0])
    told = draft.began_s
    start = told if told is not None and 0 <= first - told <= _LONGEST_LEAD_S else first
    streams = {"time_s": unix_s - start} | _streams(columns, rows, draft.sport == "running")
    begun = moment(start)
    assert begun is not None, "a time in range is a moment"
    ordered = bool((np.diff(unix_s) >= 0).all())
    notes = ActivityNotes(draft.title, draft.description, platform=draft.platform)
    return Activity(
        sport=draft.sport,
        sub_sport=draft.sub_sport,
        start_time=begun,
        utc_offset_s=_offset(columns, rows),
        distance_m=draft.distance_m,
        elapsed_s=float(unix_s[-1] - start) if ordered and unix_s[-1] > start else None,
        moving_s=draft.moving_s,
        laps=draft.laps,
        devices=draft.devices,
        streams=Streams(streams),
        pauses=tuple(_pauses(draft, columns.unix_s, start)) if ordered else (),
        notes=None if notes == ActivityNotes() else notes,
    )


def _rows(draft: Draft) -> Rows:
    if len(draft.parts) == 1:
        return np.arange(*draft.parts[0])
    return np.concatenate([np.arange(*part) for part in draft.parts] or [np.arange(0)])


def _usable(draft: Draft, columns: Columns) -> Rows:
    """Return the rows with a time and, where it is needed, a position; count the others."""
    rows = _rows(draft)
    dated = ~np.isnan(columns.unix_s[rows])
    if not dated.all():
        columns.timeless += int(np.count_nonzero(~dated))
        rows = rows[dated]
    if not columns.needs_position:
        return rows
    north, east = (columns.streams.get(name) for name in _POSITION)
    if north is None or east is None:
        columns.placeless += len(rows)
        return rows[:0]
    placed = (np.abs(north[rows]) <= 90) & (np.abs(east[rows]) <= 180)
    if not placed.all():
        columns.placeless += int(np.count_nonzero(~placed))
        rows = rows[placed]
    return rows


def _streams(columns: Columns, rows: Rows, running: bool) -> dict[str, Column]:
    """Return the streams of some rows that hold anything."""
    found = {}
    for name, values in columns.streams.items():
        part = values[rows]
        if not np.isnan(part).all():
            found[name] = part
    if "cadence_spm" in found:
        found["cadence_spm"] = both_feet(found["cadence_spm"], running)[0]
    if not columns.needs_position:
        _blank_wrong_positions(columns, found)
    return found


def _blank_wrong_positions(columns: Columns, found: dict[str, Column]) -> None:
    """Take out positions that are none or half, and count them; the rest of the point stays."""
    if not any(name in found for name in _POSITION):
        return
    length = len(next(iter(found.values())))
    north, east = (found.get(name, np.full(length, np.nan)) for name in _POSITION)
    good = (np.abs(north) <= 90) & (np.abs(east) <= 180)
    wrong = ~good & ~(np.isnan(north) & np.isnan(east))
    if wrong.any():
        columns.misplaced += int(np.count_nonzero(wrong))
        for name in _POSITION:
            found.pop(name, None)
        if good.any():
            found["latitude_deg"] = np.where(good, north, np.nan)
            found["longitude_deg"] = np.where(good, east, np.nan)


def _offset(columns: Columns, rows: Rows) -> int | None:
    """Return the local offset that the first time naming one has."""
    if columns.offset_s is None:
        return None
    offsets = columns.offset_s[rows]
    named = offsets[~np.isnan(offsets)]
    return int(named[0]) if len(named) else None


def _pauses(draft: Draft, unix_s: Column, start: float) -> Iterable[Pause]:
    """Yield the breaks between the stretches recorded, in order of time."""
    ended = np.inf
    for part in draft.parts:
        span = _span_of(part, unix_s)
        if span is None:
            continue
        if span[0] - ended > _SHORTEST_PAUSE_S:
            yield Pause(ended - start, span[0] - start)
        ended = span[1]


def left_out(columns: Columns, name: str) -> list[Problem]:
    """Return the problems of points that were left out."""
    total = len(columns.unix_s)
    reasons = (
        ("points_without_time", columns.timeless, "points have no usable time", "time"),
        ("points_without_position", columns.placeless, "points have no possible position", ""),
    )
    problems = []
    for code, count, what, at in reasons:
        if count:
            text = f"{name}: {count} of {total} {what} and were left out."
            problems.append(Problem(code, text, name, at or "position", "the other points"))
    if columns.misplaced:
        text = f"{name}: {columns.misplaced} of {total} points have an impossible position; "
        text += "the position was left out."
        kept = "the other values of these points"
        problems.append(Problem("positions_impossible", text, name, "position", kept))
    return problems
