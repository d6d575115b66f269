"""Put the records in order of time, so that `time_s` is known for every record and never falls.

Where stamps fall, one of two things happened. Either records were written out of order (then they
are sorted), or the clock was set back while the records were in order (then the order of the file
is kept and the time goes on). The way that was covered tells which: it is shorter in the true
order. By the distance counter, else by the positions; with neither, the stamps are all there is
to go by, and the records are sorted.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from trochlea.model.activity import Activity, DeveloperField, Pause, Streams
from trochlea.readers.refine.distance import steps_m
from trochlea.readers.refine.work import Column, Mask, Remark, Rows, Work

# Records this far from the start belong to no activity of a person: the longest stage races and
# fixed-time runs take up to ten days in one file.
LONGEST_S = 30 * 86_400.0
# No clock is wrong by more than this; it is no date at all.
_LONGEST_WRONG_S = 100 * 366 * 86_400.0
# A multisport file may begin a while before the session that it names first.
LONGEST_LEAD_S = 6 * 3600.0
_MOVED_START_S = 60.0  # a start moved by less is the rounding of watches, and not worth a word
_USUAL_STEP_S = 1.0


def begun(activity: Activity, points: int) -> Work:
    """Return an activity ready to be refined: columns of one length, in order of time.

    Args:
        activity: As a reader gave it.
        points: How many records are kept at most, the first ones.
    """
    streams, remarks = _cut(_even(activity.streams), points)
    columns = {name: each for name, each in streams.columns.items() if name != "grade_pct"}
    time = columns.pop("time_s", None)
    if time is None or not len(time) or not np.isfinite(time).any():
        if columns:
            text = "no record carries a time, so that nothing but the totals could be used"
            remarks.append(Remark("no_times", text, "time_s", "the totals"))
        empty = replace(activity, streams=Streams(rr_ms=streams.rr_ms))
        return Work(empty, np.empty(0), {}, remarks=remarks)
    work = Work(replace(activity, streams=streams), time, columns, remarks=remarks)
    _stamp_all(work)
    _meet_the_records(work)
    _within_reach(work)
    _put_in_order(work)
    _start_at_first(work)
    return work


def _even(streams: Streams) -> Streams:
    """Return streams whose columns are all as long as the shortest."""
    lengths = {len(each) for each in streams.columns.values()}
    lengths |= {len(each.values) for each in streams.developer}
    return _first_rows(streams, min(lengths)) if len(lengths) > 1 else streams


def _cut(streams: Streams, points: int) -> tuple[Streams, list[Remark]]:
    """Return no more records than allowed, and what was left out."""
    over = len(streams) - points
    if over <= 0:
        return streams, []
    text = f"it holds {len(streams)} records, more than the limit of {points}; the last {over} "
    remark = Remark("too_many_points", text + "were left out", "time_s", "the first records")
    return _first_rows(streams, points), [remark]


def _first_rows(streams: Streams, count: int) -> Streams:
    return replace(
        streams,
        columns={name: each[:count] for name, each in streams.columns.items()},
        developer=tuple(
            DeveloperField(each.name, each.units, each.values[:count])
            for each in streams.developer
        ),
    )


def _stamp_all(work: Work) -> None:
    """Give records without a time one between those of their neighbours in the file."""
    known = np.isfinite(work.time)
    if known.all():
        return
    row = np.arange(len(work.time))
    work.time = np.interp(row, row[known], work.time[known])
    missing = int(len(row) - np.count_nonzero(known))
    text = f"{missing} records carry no time; each was given that between its neighbours"
    work.remark("times_missing", text, "time_s", "all records")


def _meet_the_records(work: Work) -> None:
    """Bring the start and most records together where they lie days apart.

    The clock was set in between, and one that was not set yet is behind: where the records are
    later, the start moves to the first of them, else they are counted from the start.
    """
    time = work.time
    if np.count_nonzero(_is_near(time)) * 2 >= len(time):
        return
    middle = np.sort(time)[len(time) // 2]
    first = float(time[np.abs(time - middle) <= LONGEST_S].min())
    if abs(first) > _LONGEST_WRONG_S:
        return
    work.time = time - first
    days = abs(first) / 86_400
    if first < 0:
        text = f"its records are dated {days:.0f} days before its start and were counted from it"
        work.remark("times_moved", text, "time_s", "the other records")
    else:
        _move_start(work, first)
        text = f"its start is dated {days:.0f} days before its records and was moved to them"
        work.remark("start_moved", text, "start_time", "the other records")


def _move_start(work: Work, later_s: float) -> None:
    """Move the start, and the pauses that are counted from it."""
    activity = work.activity
    work.activity = replace(
        activity,
        start_time=activity.start_time + timedelta(seconds=later_s),
        pauses=tuple(
            Pause(each.start_s - later_s, each.end_s - later_s) for each in activity.pauses
        ),
    )


def _is_near(time: Column) -> Mask:
    """Return which times can be of an activity, counted from its first record or its start."""
    late_enough = time >= -LONGEST_LEAD_S
    first = min(0.0, float(time[late_enough].min())) if late_enough.any() else 0.0
    near: Mask = late_enough & (time <= first + LONGEST_S)
    return near


def _within_reach(work: Work) -> None:
    """Leave out records whose time cannot be of this activity."""
    inside = _is_near(work.time)
    if inside.all():
        return
    text = f"{int(np.count_nonzero(~inside))} records are dated days away from the start and "
    work.remark("records_out_of_time", text + "were left out", "time_s", "the other records")
    _select(work, np.flatnonzero(inside))


def _put_in_order(work: Work) -> None:
    """Make the time never fall; see the top of this module."""
    back = int(np.count_nonzero(np.diff(work.time) < 0))
    if not back:
        return
    order = np.argsort(work.time, kind="stable")
    if _way_m(work, None) < _way_m(work, order):
        work.time = _carried_on(work.time)
        done = "the records were kept in their order and the time was carried on"
        _within_reach(work)
    else:
        _select(work, order)
        done = "the records were put in order of time"
    times = "once" if back == 1 else f"{back} times"
    text = f"the clock goes back {times} within the activity; {done}"
    work.remark("time_goes_back", text, "time_s", "all records")
    work.repaired["time_s"] = "time_in_order"


def _way_m(work: Work, order: Rows | None) -> float:
    """Return the way from record to record in an order; 0 where nothing tells it."""
    distance = work.column("distance_m")
    if distance is not None:
        ordered = distance if order is None else distance[order]
        return float(np.abs(np.diff(ordered[np.isfinite(ordered)])).sum())
    latitude, longitude = work.column("latitude_deg"), work.column("longitude_deg")
    if latitude is None or longitude is None:
        return 0.0
    if order is not None:
        latitude, longitude = latitude[order], longitude[order]
    known = (np.abs(latitude) <= 90.0) & (np.abs(longitude) <= 180.0)
    return float(steps_m(latitude[known], longitude[known]).sum())


def _carried_on(time: Column) -> Column:
    """Return times that never fall: single wrong stamps mended, each step back a usual step."""
    mended = time.copy()
    before, at, after = time[:-2], time[1:-1], time[2:]
    stray = (before <= after) & ((at < before) | (at > after))
    mended[1:-1][stray] = ((before + after) / 2)[stray]
    if len(mended) > 2 and mended[0] > mended[1] and mended[1] <= mended[2]:
        mended[0] = mended[1]
    steps = np.diff(mended)
    forward = steps[steps > 0]
    usual = float(np.median(forward)) if len(forward) else _USUAL_STEP_S
    steps = np.where(steps < 0, usual, steps)
    carried: Column = mended[0] + np.concatenate(([0.0], np.cumsum(steps)))
    return carried


def _start_at_first(work: Work) -> None:
    """Move the start to the first record where records come before it: they are what was run."""
    if not len(work.time) or work.time[0] >= 0:
        return
    lead = float(-work.time[0])
    work.time = work.time + lead
    _move_start(work, -lead)
    elapsed = work.activity.elapsed_s
    if elapsed is not None:
        work.activity = replace(work.activity, elapsed_s=max(elapsed, float(work.time[-1])))
    if lead > _MOVED_START_S:
        text = f"its first record is {lead:.0f} s before its start; the start was moved to it"
        work.remark("start_moved", text, "start_time", "all records")


def _select(work: Work, rows: Rows | Mask) -> None:
    """Keep some rows, in the order given."""
    work.time = work.time[rows]
    work.columns = {name: each[rows] for name, each in work.columns.items()}
    streams = work.activity.streams
    developer = tuple(
        DeveloperField(each.name, each.units, each.values[rows]) for each in streams.developer
    )
    work.activity = replace(work.activity, streams=replace(streams, developer=developer))
