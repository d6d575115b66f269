"""The catalogue of activities: one row a run, with its laps and devices.

The same run from another file is kept and linked to the first, so that it counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from trochlea.journal import tables
from trochlea.journal.streams import is_empty
from trochlea.journal.values import content_id, utc
from trochlea.model import Activity, Device, Lap, Run, Streams

# Two recordings of one run: start within these seconds and distance within this share
# (reliability.md 2.3).
SAME_RUN_START_S = 90
SAME_RUN_DISTANCE_SHARE = 0.03

_TOTALS = (
    "sport",
    "sub_sport",
    "utc_offset_s",
    "distance_m",
    "elapsed_s",
    "moving_s",
    "ascent_m",
    "mean_cadence_spm",
    "mean_ground_contact_ms",
    "mean_heart_rate_bpm",
    "origin",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an activity comes from: the file's SHA-256 (None by hand) and its place in it."""

    sha256: str | None
    ordinal: int


def add(
    connection: Connection, runner_id: str, activity_id: str, activity: Activity, source: Source
) -> str | None:
    """Add an activity with its laps and devices.

    Returns:
        The id of the activity that it is another recording of, or None.
    """
    same = _same_run(connection, runner_id, activity)
    # A watch knows more of the run than the hand that entered it: the file comes first.
    outranks = same is not None and same.origin == "hand" and activity.origin == "file"
    values = {
        **{name: getattr(activity, name) for name in _TOTALS},
        "runner_id": runner_id,
        "activity_id": activity_id,
        "sha256": source.sha256,
        "ordinal": source.ordinal,
        "start_time": utc(activity.start_time),
        "duplicate_of": None if same is None or outranks else same.activity_id,
        "has_streams": not is_empty(activity.streams),
    }
    connection.execute(insert(tables.activities).values(**values))
    _add_parts(connection, tables.laps, runner_id, activity_id, activity.laps)
    _add_parts(connection, tables.devices, runner_id, activity_id, activity.devices)
    if outranks and same is not None:
        _link(connection, runner_id, same.activity_id, activity_id)
    return None if same is None else str(same.activity_id)


def add_by_hand(connection: Connection, runner_id: str, activity: Activity) -> str:
    """Add a run that no watch recorded; the same values again are the same run.

    Returns:
        The id of the activity.
    """
    activity_id = content_id(
        "hand",
        utc(activity.start_time).isoformat(),
        activity.utc_offset_s,
        activity.distance_m,
        activity.moving_s,
    )
    if find(connection, runner_id, activity_id) is None:
        add(connection, runner_id, activity_id, activity, Source(None, 0))
    return activity_id


def find(connection: Connection, runner_id: str, activity_id: str) -> Row[Any] | None:
    """Return the catalogue row of an activity, or None."""
    table = tables.activities
    query = select(table).where(table.c.runner_id == runner_id, table.c.activity_id == activity_id)
    return connection.execute(query).first()


def load(connection: Connection, runner_id: str, row: Row[Any], streams: Streams) -> Activity:
    """Return the activity of a catalogue row, with its laps, devices and the given streams."""
    return Activity(
        **{name: getattr(row, name) for name in _TOTALS},
        start_time=row.start_time,
        laps=tuple(
            Lap(**part) for part in _parts(connection, tables.laps, runner_id, row.activity_id)
        ),
        devices=tuple(
            Device(**part)
            for part in _parts(connection, tables.devices, runner_id, row.activity_id)
        ),
        streams=streams,
    )


def runs(
    connection: Connection, runner_id: str, since: datetime | None, time_zone: str
) -> tuple[Run, ...]:
    """Return the runs that have a distance, each counted once, by start time.

    Args:
        connection: An open connection.
        runner_id: Whose runs.
        since: Earliest start, aware; None for all.
        time_zone: IANA name used for runs whose file gives no offset.
    """
    table = tables.activities
    query = (
        select(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.sport == "running",
            table.c.distance_m.is_not(None),
            table.c.duplicate_of.is_(None),
        )
        .order_by(table.c.start_time, table.c.activity_id)
    )
    if since is not None:
        query = query.where(table.c.start_time >= utc(since))
    zone = _zone(time_zone)
    return tuple(_run(row, zone) for row in connection.execute(query))


def count(connection: Connection, runner_id: str) -> int:
    """Return how many activities there are, another recording of the same one not counted."""
    table = tables.activities
    query = select(func.count()).where(
        table.c.runner_id == runner_id, table.c.duplicate_of.is_(None)
    )
    return connection.execute(query).scalar_one()


def of_file(connection: Connection, runner_id: str, sha256: str) -> tuple[Row[Any], ...]:
    """Return the catalogue rows of a file's activities, in the order of the file."""
    table = tables.activities
    query = select(table).where(table.c.runner_id == runner_id, table.c.sha256 == sha256)
    return tuple(connection.execute(query.order_by(table.c.ordinal)))


def _run(row: Row[Any], zone: ZoneInfo | None) -> Run:
    """Return the line of the run table for a catalogue row."""
    offset_s = row.utc_offset_s
    if offset_s is None:
        offset = row.start_time.astimezone(zone or UTC).utcoffset()
        offset_s = round(offset.total_seconds())
    return Run(
        activity_id=row.activity_id,
        start_time=row.start_time,
        distance_m=row.distance_m,
        utc_offset_s=offset_s,
        moving_s=row.moving_s,
        ascent_m=row.ascent_m,
        mean_cadence_spm=row.mean_cadence_spm,
        entered_by_hand=row.origin == "hand",
    )


def _zone(name: str) -> ZoneInfo | None:
    """Return the time zone of that name, or None where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _same_run(connection: Connection, runner_id: str, activity: Activity) -> Row[Any] | None:
    """Return the first kept recording of the same run, or None.

    Only the same sport counts: were a run linked to a recording of unknown sport, which is not
    counted as a run, the run itself would be lost.
    """
    if activity.distance_m is None:
        return None
    table = tables.activities
    start = utc(activity.start_time)
    near = timedelta(seconds=SAME_RUN_START_S)
    query = (
        select(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.start_time.between(start - near, start + near),
            table.c.sport == activity.sport,
            table.c.distance_m.is_not(None),
            table.c.duplicate_of.is_(None),
        )
        .order_by(table.c.start_time, table.c.activity_id)
    )
    for row in connection.execute(query):
        longer = max(row.distance_m, activity.distance_m)
        if abs(row.distance_m - activity.distance_m) <= SAME_RUN_DISTANCE_SHARE * longer:
            return row
    return None


def _link(connection: Connection, runner_id: str, old_first: str, new_first: str) -> None:
    """Make another recording the first, for the old first and all that were linked to it."""
    table = tables.activities
    linked = (table.c.activity_id == old_first) | (table.c.duplicate_of == old_first)
    connection.execute(
        update(table).where(table.c.runner_id == runner_id, linked).values(duplicate_of=new_first)
    )


def _add_parts(
    connection: Connection,
    table: Table,
    runner_id: str,
    activity_id: str,
    parts: tuple[Lap, ...] | tuple[Device, ...],
) -> None:
    """Add laps or devices in their order; their columns are named like their attributes."""
    names = _part_names(table)
    rows = [
        {
            **{name: getattr(part, name) for name in names},
            "runner_id": runner_id,
            "activity_id": activity_id,
            "ordinal": ordinal,
        }
        for ordinal, part in enumerate(parts)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _parts(
    connection: Connection, table: Table, runner_id: str, activity_id: str
) -> list[dict[str, Any]]:
    """Return the laps or devices of an activity as attribute values, in their order."""
    query = select(table).where(table.c.runner_id == runner_id, table.c.activity_id == activity_id)
    found = connection.execute(query.order_by(table.c.ordinal))
    names = _part_names(table)
    return [{name: row._mapping[name] for name in names} for row in found]


def _part_names(table: Table) -> list[str]:
    """Return the columns of a table of parts that are attributes of the part."""
    keys = ("runner_id", "activity_id", "ordinal")
    return [column.name for column in table.c if column.name not in keys]
