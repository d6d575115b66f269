"""Rows of an export into the journal: each once, and what is there already is never replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, exists, insert, select, update

from trochlea.errors import JournalError
from trochlea.journal import activities, linking, removal, runners, tables
from trochlea.journal.database import insert_once
from trochlea.journal.hashing import CONTENT_TABLES
from trochlea.journal.values import canonical, now
from trochlea.model import Runner

Row = dict[str, Any]
_TABLES = {table.name: table for table in CONTENT_TABLES}


@dataclass(frozen=True, slots=True)
class TakenActivity:
    """An activity of an export: its row, its laps and its devices."""

    row: Row
    laps: tuple[Row, ...]
    devices: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file of an export: its row, what was odd about it, and its activities."""

    row: Row
    problems: tuple[Row, ...]
    activities: tuple[TakenActivity, ...]


def add_runner(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep what an export says of the runner where the journal knows nothing itself.

    Raises:
        JournalError: where it is another person, or a simulated one and a real one would mix.
    """
    given = Runner(**row)
    own = runners.load(connection)
    if own is None:
        runners.save(connection, given)
        return
    if _differ(own, given):
        raise JournalError(
            "This export is of another runner than this journal; "
            "name another folder for it with --journal."
        )
    merged = {
        name: value if getattr(own, name) is None else getattr(own, name)
        for name, value in asdict(given).items()
    }
    if Runner(**merged) != own:
        runners.save(connection, Runner(**merged))


def _differ(own: Runner, given: Runner) -> bool:
    """Return whether two runners cannot be one person."""
    born = None not in (own.born_on, given.born_on) and own.born_on != given.born_on
    sex = None not in (own.sex, given.sex) and own.sex != given.sex
    return born or sex or own.runner_id != given.runner_id or own.simulated != given.simulated


def add_file(connection: Connection, runner_id: str, import_id: int, taken: TakenFile) -> bool:
    """Keep a file of an export with all that hangs on it; return whether it was new here.

    One that was removed is there again; an activity that was removed by itself stays so.
    """
    sha256 = taken.row["sha256"]
    values = {
        **taken.row,
        "runner_id": runner_id,
        "import_id": import_id,
        "added_at": now(),
    }
    new = insert_once(connection, tables.files, values)
    back = not new and removal.restore_file(connection, runner_id, sha256, import_id)
    if new:
        _insert(connection, tables.file_problems, runner_id, taken.problems)
    for each in taken.activities:
        add_activity(connection, runner_id, each)
    ids = [each.row["activity_id"] for each in taken.activities]
    linking.relink(connection, runner_id, ids)
    return new or back


def add_activity(connection: Connection, runner_id: str, taken: TakenActivity) -> bool:
    """Keep an activity, or what the export knows more of one; return whether it was new here."""
    there = activities.find(connection, runner_id, taken.row["activity_id"])
    if there is not None:
        _fill(connection, there._asdict(), taken.row)
        return False
    # What counts by what is decided here, from what is here.
    values = {**taken.row, "runner_id": runner_id, "duplicate_of": None}
    connection.execute(insert(tables.activities).values(**values))
    _insert(connection, tables.laps, runner_id, taken.laps)
    _insert(connection, tables.devices, runner_id, taken.devices)
    return True


def _fill(connection: Connection, own: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Take over the told sport and the notes of an activity where there are none here."""
    changed: dict[str, object] = {}
    if own["sport_told"] is None and given["sport_told"] is not None:
        changed["sport_told"] = given["sport_told"]
    parts = json.loads(own["details_json"] or "{}")
    notes = json.loads(given["details_json"] or "{}").get("notes")
    if notes is not None and parts.get("notes") is None:
        changed["details_json"] = canonical({**parts, "notes": notes})
    if changed:
        table = tables.activities
        connection.execute(
            update(table)
            .where(
                table.c.runner_id == own["runner_id"],
                table.c.activity_id == own["activity_id"],
            )
            .values(**changed)
        )


def add_row(connection: Connection, runner_id: str, table_name: str, row: Row) -> bool | None:
    """Keep a row of the diary or a decision; return whether it was new here.

    Returns:
        None where what it belongs to is not there, so that it could not be kept.
    """
    table = _TABLES[table_name]
    if not _has_parents(connection, runner_id, table, row):
        return None
    values = {**row, "runner_id": runner_id}
    if table is tables.run_decisions:
        values["decided_at"] = now()
    return insert_once(connection, table, values)


def _has_parents(connection: Connection, runner_id: str, table: Table, row: Row) -> bool:
    if table is tables.run_decisions:
        ids = (row["first_id"], row["second_id"])
        return all(activities.find(connection, runner_id, each) is not None for each in ids)
    if table in (tables.shoe_events, tables.run_notes) and not _has_shoes(
        connection, runner_id, row["shoe_id"]
    ):
        return False
    if table is tables.run_notes:
        return activities.find(connection, runner_id, row["activity_id"]) is not None
    if table in (tables.observations, tables.assessments) and row["answers_id"] is not None:
        parent = tables.answers
        known = exists().where(
            parent.c.runner_id == runner_id, parent.c.answers_id == row["answers_id"]
        )
        return bool(connection.execute(select(known)).scalar())
    return True


def _has_shoes(connection: Connection, runner_id: str, shoe_id: str | None) -> bool:
    """Return whether a pair is there; no pair is always there."""
    pair = tables.shoes.c
    known = exists().where(pair.runner_id == runner_id, pair.shoe_id == shoe_id)
    return shoe_id is None or bool(connection.execute(select(known)).scalar())


def _insert(connection: Connection, table: Table, runner_id: str, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), [{**row, "runner_id": runner_id} for row in rows])
