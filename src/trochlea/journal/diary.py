"""How the knees took each run, and what a clinician said: a diary that is only added to."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from trochlea.journal import tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import content_id, local, offset_s, utc
from trochlea.model import CheckIn, Clearance


def add_checkin(connection: Connection, runner_id: str, checkin: CheckIn) -> bool:
    """Keep a check-in; nothing kept before is ever replaced.

    The very same check-in again changes nothing. Another one of the same knee and moment is kept
    beside the first: a pain that was corrected upward must not vanish.

    Returns:
        Whether it was new.
    """
    moment = utc(checkin.observed_at)
    content = {**asdict(checkin), "observed_at": moment.isoformat()}
    values = {
        **asdict(checkin),
        "runner_id": runner_id,
        "checkin_id": content_id("checkin", content),
        "observed_at": moment,
        "utc_offset_s": offset_s(checkin.observed_at),
    }
    return insert_once(connection, tables.checkins, values)


def checkins(
    connection: Connection, runner_id: str, since: datetime | None
) -> tuple[CheckIn, ...]:
    """Return the check-ins from a moment on, by time and then in the order they were given."""
    table = tables.checkins
    query = select(table).where(table.c.runner_id == runner_id)
    if since is not None:
        query = query.where(table.c.observed_at >= utc(since))
    names = [field.name for field in fields(CheckIn)]
    found = []
    for row in connection.execute(query.order_by(table.c.observed_at, table.c.seq)):
        values = {name: row._mapping[name] for name in names}
        values["observed_at"] = local(row.observed_at, row.utc_offset_s)
        found.append(CheckIn(**values))
    return tuple(found)


def add_clearance(connection: Connection, runner_id: str, clearance: Clearance) -> bool:
    """Keep a clinician's clearance; the same one again changes nothing.

    Returns:
        Whether it was new.
    """
    content = {
        **asdict(clearance),
        "on": clearance.on.isoformat(),
        "recorded_at": clearance.recorded_at.astimezone(UTC).isoformat(),
    }
    values = {
        **asdict(clearance),
        "runner_id": runner_id,
        "clearance_id": content_id("clearance", content),
    }
    return insert_once(connection, tables.clearances, values)


def clearances(connection: Connection, runner_id: str) -> tuple[Clearance, ...]:
    """Return the clearances by their day, and then in the order they were given."""
    table = tables.clearances
    query = select(table).where(table.c.runner_id == runner_id)
    return tuple(
        Clearance(row.subject, row.by, row.on, row.reason, row.recorded_at, row.side)
        for row in connection.execute(query.order_by(table.c.on, table.c.seq))
    )
