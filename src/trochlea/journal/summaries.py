"""What each run was, as kept: made from its streams once, and made anew at any time.

The text holds no names and is parsed by pydantic's own parser, three times as fast as that of the
standard library: thousands are read at a time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pydantic_core
from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from trochlea.journal import tables
from trochlea.journal.values import canonical, utc
from trochlea.model import FormWindow, LoadCell, RunSummary


def keep(connection: Connection, runner_id: str, summary: RunSummary) -> None:
    """Keep a summary in place of an earlier one of the same activity."""
    table = tables.run_summaries
    mine = (table.c.runner_id == runner_id, table.c.activity_id == summary.activity_id)
    connection.execute(delete(table).where(*mine))
    values = {
        "runner_id": runner_id,
        "activity_id": summary.activity_id,
        "version": summary.version,
        "body_json": to_json(summary),
    }
    connection.execute(insert(table), values)


def listed(
    connection: Connection, runner_id: str, since: datetime | None
) -> tuple[RunSummary, ...]:
    """Return the summaries of the runs that count, by start time.

    Args:
        connection: An open connection.
        runner_id: Whose runs.
        since: Earliest start, aware; None for all.
    """
    table, runs = tables.run_summaries, tables.activities
    query = (
        select(table.c.activity_id, table.c.version, table.c.body_json)
        .join(runs, _same_activity())
        .where(*_counts(runner_id))
        .order_by(runs.c.start_time, runs.c.activity_id)
    )
    if since is not None:
        query = query.where(runs.c.start_time >= utc(since))
    rows = connection.execute(query).all()
    with _without_collection():
        return tuple([from_json(*row) for row in rows])


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the collector of cycles from walking over thousands of records again and again.

    They hold nothing but numbers; with it, reading them takes half as long again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def missing(connection: Connection, runner_id: str, version: int) -> tuple[str, ...]:
    """Return the runs that count and have no summary of a version, by start time."""
    table, runs = tables.run_summaries, tables.activities
    query = (
        select(runs.c.activity_id)
        .join_from(runs, table, and_(_same_activity(), table.c.version == version), isouter=True)
        .where(*_counts(runner_id), table.c.activity_id.is_(None))
        .order_by(runs.c.start_time, runs.c.activity_id)
    )
    return tuple(connection.execute(query).scalars())


def to_json(summary: RunSummary) -> str:
    """Return a summary as the text that is kept: values in the order of the attributes."""
    cells = [
        (one.seconds, one.distance_m, one.speed_mps, one.grade_pct, one.cadence_spm)
        for one in summary.cells
    ]
    windows = [
        (
            one.start_s,
            one.seconds,
            one.speed_mps,
            one.grade_pct,
            one.cadence_spm,
            one.ground_contact_ms,
            one.ground_contact_balance_left_pct,
            one.vertical_oscillation_mm,
            one.vertical_ratio_pct,
            one.step_length_mm,
        )
        for one in summary.windows
    ]
    return canonical([cells, windows, summary.walking_s, summary.unknown_s])


def from_json(activity_id: str, version: int, text: str) -> RunSummary:
    """Return the summary that a kept text holds."""
    cells, windows, walking_s, unknown_s = pydantic_core.from_json(text)
    return RunSummary(
        activity_id,
        tuple([LoadCell(*one) for one in cells]),
        tuple([FormWindow(*one) for one in windows]),
        walking_s,
        unknown_s,
        version,
    )


def _same_activity() -> ColumnElement[bool]:
    table, runs = tables.run_summaries, tables.activities
    return and_(table.c.runner_id == runs.c.runner_id, table.c.activity_id == runs.c.activity_id)


def _counts(runner_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for the runs that `activities.runs` counts."""
    runs = tables.activities
    return (
        runs.c.runner_id == runner_id,
        func.coalesce(runs.c.sport_told, runs.c.sport) == "running",
        runs.c.distance_m.is_not(None),
        runs.c.duplicate_of.is_(None),
        runs.c.removed_at.is_(None),
    )
