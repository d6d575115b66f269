"""Put the messages of one FIT section together as activities: one a session."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from trochlea.errors import Problem
from trochlea.model.activity import Activity, Streams
from trochlea.readers.fit import profile
from trochlea.readers.fit.beats import beat_intervals
from trochlea.readers.fit.gather import Column
from trochlea.readers.fit.streams import streams
from trochlea.readers.fit.summary import Span, common_of, kind_of, moment, summed_up
from trochlea.readers.fit.table import Table, Tables, real_times

Rows = NDArray[np.int64]

_STRAY_S = 2 * 86_400.0  # a record this far from every session belongs to none


def assemble(tables: Tables, name: str, most: int) -> tuple[list[Activity], list[Problem]]:
    """Return the activities of one section and what was odd.

    Args:
        tables: The section's tables by message number.
        name: The file's name, for problems.
        most: How many sessions are read.
    """
    times = tables[profile.RECORD].times("timestamp")
    spans, problems = _spans(tables, times, name)
    if len(spans) > most:
        problems.append(too_many_sessions(name, len(spans), most))
        spans = spans[:most]
    if spans and spans[0].begin < profile.OLDEST_DATE_S:
        # Such a stamp may also count from when the device was switched on: no date at all.
        text = (
            f"{name}: the date, {moment(spans[0].begin):%Y-%m-%d}, is older than FIT itself: the "
            "clock of the watch was not set."
        )
        problems.append(Problem("date_doubtful", text, name, "start_time", "all but the date"))
    activities = []
    common = common_of(tables)
    reached = 0.0
    for span in spans:
        found, reached = _streams(tables, span, times, reached)
        rr_ms = beat_intervals(tables, span.rows, only_one=len(spans) == 1)
        activities.append(summed_up(tables, common, span, replace(found, rr_ms=rr_ms)))
    return activities, problems


def too_many_sessions(name: str, count: int, most: int) -> Problem:
    """Return the problem that a file holds more sessions than the limit allows."""
    text = (
        f"{name}: {count} sessions; only the first {most} were read. The limit `sessions` sets "
        "how many are."
    )
    return Problem("too_many_sessions", text, name, "session", "the first of them")


def _spans(tables: Tables, times: Column, name: str) -> tuple[list[Span], list[Problem]]:
    """Return the stretch of each session; without any, one stretch for the dated records."""
    sessions = tables[profile.SESSION]
    begins = _session_begins(sessions)
    order = np.flatnonzero(~np.isnan(begins))
    if not len(order):
        return _span_without_session(times, name)
    order = order[np.argsort(begins[order], kind="stable")]
    lengths = np.nan_to_num(sessions.column("total_elapsed_time"))
    owner, stray = _owners(times, begins[order], lengths[order])
    problems = []
    if stray:
        text = f"{name}: {stray} records carry no date of any session and were left out."
        problems.append(Problem("records_out_of_time", text, name, "record", "the other records"))
    ends = [*begins[order[1:]], np.inf]
    by_owner = np.argsort(owner, kind="stable")
    first = np.searchsorted(owner[by_owner], np.arange(len(order) + 1))
    spans = [
        Span(
            int(row),
            float(begins[row]),
            float(begins[row]) if position else -np.inf,
            float(until),
            by_owner[first[position] : first[position + 1]],
        )
        for position, (row, until) in enumerate(zip(order, ends, strict=True))
    ]
    return spans, problems


def _span_without_session(times: Column, name: str) -> tuple[list[Span], list[Problem]]:
    """Return one stretch for all dated records, and the problem that no session sums them up."""
    rows = np.flatnonzero(~np.isnan(times))
    if not len(rows):
        return [], []
    # The median cannot be moved by a few spoilt stamps.
    rows = rows[np.abs(times[rows] - np.median(times[rows])) < _STRAY_S]
    if not len(rows):
        return [], []
    text = (
        f"{name}: the file has no session message (it may be cut off); the activity was put "
        f"together from its {len(rows)} records."
    )
    problem = Problem("no_session", text, name, "session", "the records")
    return [Span(None, float(times[rows].min()), -np.inf, np.inf, rows)], [problem]


def _session_begins(sessions: Table) -> Column:
    """Return when each session begins; where it does not say, from its end and length."""
    begins, ends = sessions.times("start_time"), sessions.times("timestamp")
    lengths = np.nan_to_num(sessions.column("total_elapsed_time"))
    return real_times(np.where(np.isnan(begins), ends - lengths, begins))


def _owners(times: Column, begins: Column, lengths: Column) -> tuple[Rows, int]:
    """Return the session of each record by time, -1 for none, and how many have none.

    A record without a time goes with the record before it.
    """
    owner = np.clip(np.searchsorted(begins, times, side="right") - 1, 0, None)
    known = ~np.isnan(times)
    if not known.all():
        last = np.maximum.accumulate(np.where(known, np.arange(len(times)), -1))
        owner = np.where(last >= 0, owner[last], -1)
    far = (times < begins[0] - _STRAY_S) | (times > (begins + lengths).max() + _STRAY_S)
    owner[far] = -1
    return owner, int(np.count_nonzero(owner < 0))


def _streams(tables: Tables, span: Span, times: Column, reached: float) -> tuple[Streams, float]:
    """Return the streams of a stretch and the distance counted at its end.

    Args:
        tables: The section's tables.
        span: The stretch.
        times: Dated times of all records.
        reached: Distance counter at the end of the stretch before.
    """
    running = kind_of(tables, span)[0] == "running"
    columns, developer = streams(tables[profile.RECORD], span.rows, running)
    distance = columns.get("distance_m")
    if distance is not None:
        known = distance[~np.isnan(distance)]
        if len(known):
            # A counter that runs on from the session before does not count from this start.
            if reached and known[0] >= reached:
                columns["distance_m"] = distance - reached
            reached = float(known[-1])
    if len(span.rows):
        columns = {"time_s": times[span.rows] - span.begin, **columns}
    return Streams(columns, developer), reached
