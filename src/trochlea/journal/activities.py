"""The catalogue of activities: one row a run, with its laps and devices.

The same run from another file is kept and linked to the first, so that it counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, case, func, insert, select

from trochlea.journal import details, linking, run_notes, tables
from trochlea.journal.streams import Prepared, prepared
from trochlea.journal.values import content_id, utc
from trochlea.model import Activity, Device, Lap, Run, Streams

_TOTALS = (
    "sport",
    "sub_sport",
    "utc_offset_s",
    "distance_m",
    "elapsed_s",
    "moving_s",
    "ascent_m",
    "descent_m",
    "altitude_source",
    "altitude_uncertainty_m",
    "mean_cadence_spm",
    "mean_ground_contact_ms",
    "mean_heart_rate_bpm",
    "origin",
)
_RUN_COLUMNS = (
    "activity_id",
    "start_time",
    "utc_offset_s",
    "distance_m",
    "elapsed_s",
    "moving_s",
    "ascent_m",
    "descent_m",
    "mean_cadence_spm",
    "mean_ground_contact_ms",
    "mean_heart_rate_bpm",
    "origin",
)
# As canonical JSON writes it: what a runner wrote has its quotation marks escaped.
_RATED = '"perceived_exertion"'


@dataclass(frozen=True, slots=True)
class Source:
    """Where an activity comes from: the file's SHA-256 (None by hand) and its place in it."""

    sha256: str | None
    ordinal: int


@dataclass(frozen=True, slots=True)
class HandRun:
    """What became of a run that was entered by hand.

    Attributes:
        activity_id: Its id.
        state: `new`; `known`, where the same was entered before; `back`, where it was taken out
            since and is to be taken back in.
        same_run_as: Another recording of the same run, or None.
    """

    activity_id: str
    state: Literal["new", "known", "back"]
    same_run_as: str | None = None


def add(
    connection: Connection, runner_id: str, activity_id: str, new: Prepared, source: Source
) -> None:
    """Add an activity with its laps and devices; `linking.relink` then says what run it is of."""
    activity = new.activity
    values = {
        **{name: getattr(activity, name) for name in _TOTALS},
        "runner_id": runner_id,
        "activity_id": activity_id,
        "sha256": source.sha256,
        "ordinal": source.ordinal,
        "start_time": utc(activity.start_time),
        "has_streams": new.streams is not None,
        "richness": new.richness,
        "details_json": details.to_json(activity),
    }
    connection.execute(insert(tables.activities), values)
    _add_parts(connection, tables.laps, runner_id, activity_id, activity.laps)
    _add_parts(connection, tables.devices, runner_id, activity_id, activity.devices)


def same_run_as(connection: Connection, runner_id: str, activity_id: str) -> str | None:
    """Return another recording of the same run, the one that stands for it first, or None."""
    row = find(connection, runner_id, activity_id)
    if row is None or row.duplicate_of is not None:
        return None if row is None else str(row.duplicate_of)
    table = tables.activities
    query = select(func.min(table.c.activity_id)).where(
        table.c.runner_id == runner_id, table.c.duplicate_of == activity_id
    )
    return connection.execute(query).scalar()


def add_by_hand(connection: Connection, runner_id: str, activity: Activity) -> HandRun:
    """Add a run that no watch recorded; the same values again are the same run."""
    activity_id = content_id(
        "hand",
        utc(activity.start_time).isoformat(),
        activity.utc_offset_s,
        activity.distance_m,
        activity.moving_s,
    )
    there = find(connection, runner_id, activity_id)
    if there is None:
        add(connection, runner_id, activity_id, prepared(activity), Source(None, 0))
        linked = linking.relink(connection, runner_id, [activity_id], new=True)
        return HandRun(activity_id, "new", linked[activity_id])
    state: Literal["back", "known"] = "known" if there.removed_at is None else "back"
    return HandRun(activity_id, state, there.duplicate_of)


def find(connection: Connection, runner_id: str, activity_id: str) -> Row[Any] | None:
    """Return the catalogue row of an activity, or None."""
    table = tables.activities
    query = select(table).where(table.c.runner_id == runner_id, table.c.activity_id == activity_id)
    return connection.execute(query).first()


def load(connection: Connection, runner_id: str, row: Row[Any], streams: Streams) -> Activity:
    """Return the activity of a catalogue row, with its laps, devices and the given streams."""
    totals = {name: getattr(row, name) for name in _TOTALS}
    totals["sport"] = row.sport_told or row.sport
    return Activity(
        **totals,
        **details.from_json(row.details_json),
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
    columns: list[ColumnElement[Any]] = [table.c[name] for name in _RUN_COLUMNS]
    query: Select[Any] = (
        select(*columns, _rated().label("rated_json"))
        .where(
            table.c.runner_id == runner_id,
            func.coalesce(table.c.sport_told, table.c.sport) == "running",
            table.c.distance_m.is_not(None),
            table.c.duplicate_of.is_(None),
            table.c.removed_at.is_(None),
        )
        .order_by(table.c.start_time, table.c.activity_id)
    )
    if since is not None:
        query = query.where(table.c.start_time >= utc(since))
    zone = _zone(time_zone)
    told = run_notes.told_by_run(connection, runner_id, since)
    return tuple(
        _run(row, told.get(row.activity_id, run_notes.NOTHING_TOLD), zone)
        for row in connection.execute(query)
    )


def count(connection: Connection, runner_id: str) -> int:
    """Return how many activities there are, another recording of the same one not counted."""
    table = tables.activities
    query = select(func.count()).where(
        table.c.runner_id == runner_id,
        table.c.duplicate_of.is_(None),
        table.c.removed_at.is_(None),
    )
    return connection.execute(query).scalar_one()


def of_file(connection: Connection, runner_id: str, sha256: str) -> tuple[Row[Any], ...]:
    """Return the catalogue rows of a file's activities, in the order of the file."""
    table = tables.activities
    query = select(table).where(table.c.runner_id == runner_id, table.c.sha256 == sha256)
    return tuple(connection.execute(query.order_by(table.c.ordinal)))


def _rated() -> ColumnElement[str | None]:
    """Return the details of an activity where its platform rated it, else nothing.

    Looked for by the database: of thousands of runs few are rated, and none other is parsed.
    """
    text = tables.activities.c.details_json
    is_rated = text.contains(f"{_RATED}:") & ~text.contains(f"{_RATED}:null")
    return case((is_rated, text))


def _rating(rated_json: str | None) -> float | None:
    """Return how hard a platform's notes say that the runner found the run, 0-10, or None."""
    notes = details.from_json(rated_json)["notes"] if rated_json else None
    return None if notes is None else notes.perceived_exertion


def _run(row: Row[Any], told: run_notes.Told, zone: ZoneInfo | None) -> Run:
    """Return the line of the run table for a catalogue row and what was told of the run."""
    offset_s = _offset_at_start(
        row.utc_offset_s, row.start_time, row.elapsed_s or 0.0, zone or UTC
    )
    return Run(
        activity_id=row.activity_id,
        start_time=row.start_time,
        distance_m=row.distance_m,
        utc_offset_s=offset_s,
        moving_s=row.moving_s,
        ascent_m=row.ascent_m,
        descent_m=row.descent_m,
        mean_cadence_spm=row.mean_cadence_spm,
        entered_by_hand=row.origin == "hand",
        elapsed_s=row.elapsed_s,
        mean_heart_rate_bpm=row.mean_heart_rate_bpm,
        mean_ground_contact_ms=row.mean_ground_contact_ms,
        perceived_exertion=(
            _rating(row.rated_json) if told.perceived_exertion is None else told.perceived_exertion
        ),
        surface=told.surface,
        is_race=told.is_race,
        shoe_id=told.shoe_id,
    )


def _offset_at_start(told_s: int | None, start: datetime, elapsed_s: float, home: tzinfo) -> int:
    """Return the offset from UTC at the start of a run.

    Files tell that of the clock on the wall when they were closed. Where the runner's own clock
    was set between start and end, and the file tells what it showed at the end, the run began by
    the clock before. Where the file tells none, the runner's own zone counts.
    """
    at_start = _offset_s(home, start)
    if told_s is None:
        return at_start
    at_end = _offset_s(home, start + timedelta(seconds=elapsed_s))
    return at_start if told_s == at_end else told_s


def _offset_s(zone: tzinfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset() or timedelta()
    return round(offset.total_seconds())


def _zone(name: str) -> ZoneInfo | None:
    """Return the time zone of that name, or None where this machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


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
