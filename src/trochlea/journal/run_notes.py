"""What the runner said of single runs: only added to, and the latest word on each thing holds."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import get_args

from sqlalchemy import Connection, and_, exists, func, select

from trochlea.errors import UsageError
from trochlea.journal import tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import content_id, local, offset_s, utc
from trochlea.model import RunNote, Surface

HIGHEST_EXERTION = 10.0
# Two recordings of one run begin at nearly the same time; a day is ample.
_SAME_RUN_ROOM = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What holds of one run: of each thing what was told of it last, None where nothing was."""

    perceived_exertion: float | None = None
    surface: Surface | None = None
    is_race: bool | None = None
    shoe_id: str | None = None


NOTHING_TOLD = Told()


def add(connection: Connection, runner_id: str, note: RunNote) -> bool:
    """Keep a note; nothing kept before is ever replaced, and the very same one is kept once.

    Returns:
        Whether it was new.

    Raises:
        UsageError: where there is no such run or pair of shoes, or a value cannot be.
    """
    _refuse_impossible(note)
    _refuse_unknown(connection, runner_id, note)
    moment = utc(note.told_at)
    values = {
        **asdict(note),
        "runner_id": runner_id,
        "note_id": content_id("run_note", {**asdict(note), "told_at": moment.isoformat()}),
        "told_at": moment,
        "utc_offset_s": offset_s(note.told_at),
    }
    return insert_once(connection, tables.run_notes, values)


def _refuse_impossible(note: RunNote) -> None:
    """Refuse values that no run has.

    Raises:
        UsageError: where there is one.
    """
    exertion = note.perceived_exertion
    if exertion is not None and not (
        math.isfinite(exertion) and 0 <= exertion <= HIGHEST_EXERTION
    ):
        raise UsageError(f"How hard a run was goes from 0 to 10, not {exertion:g}.")
    if note.surface is not None and note.surface not in get_args(Surface):
        raise UsageError(
            f"There is no surface {note.surface!r}; it is one of {', '.join(get_args(Surface))}."
        )


def _refuse_unknown(connection: Connection, runner_id: str, note: RunNote) -> None:
    """Refuse a note of a run or with shoes that are not there.

    Raises:
        UsageError: where one of them is not.
    """
    runs, shoes = tables.activities.c, tables.shoes.c
    run = exists().where(runs.runner_id == runner_id, runs.activity_id == note.activity_id)
    if not connection.execute(select(run)).scalar():
        raise UsageError(
            f"There is no activity {note.activity_id} in the journal; `trochlea activities` "
            "lists them."
        )
    shoe = exists().where(shoes.runner_id == runner_id, shoes.shoe_id == note.shoe_id)
    if note.shoe_id is not None and not connection.execute(select(shoe)).scalar():
        raise UsageError(f"There are no shoes {note.shoe_id!r} in the journal; add them first.")


def listed(connection: Connection, runner_id: str, activity_id: str | None) -> tuple[RunNote, ...]:
    """Return the notes of one activity (None: of all), by the time they were told."""
    table = tables.run_notes
    query = select(table).where(table.c.runner_id == runner_id)
    if activity_id is not None:
        query = query.where(table.c.activity_id == activity_id)
    return tuple(
        RunNote(
            row.activity_id,
            local(row.told_at, row.utc_offset_s),
            row.perceived_exertion,
            row.surface,
            row.is_race,
            row.shoe_id,
        )
        for row in connection.execute(query.order_by(table.c.told_at, table.c.seq))
    )


def told_by_run(connection: Connection, runner_id: str, since: datetime | None) -> dict[str, Told]:
    """Return what holds of each run of which anything was told, by the id that stands for it.

    What was told of another recording of a run holds for the run. A later note that says nothing
    of a thing takes nothing back: None is "not told".

    Args:
        connection: An open connection.
        runner_id: Whose runs.
        since: Earliest start of the runs that are asked for, aware; None for all.
    """
    notes, runs = tables.run_notes, tables.activities
    run_id = func.coalesce(runs.c.duplicate_of, runs.c.activity_id).label("run_id")
    same = and_(runs.c.runner_id == notes.c.runner_id, runs.c.activity_id == notes.c.activity_id)
    columns = (
        notes.c.perceived_exertion,
        notes.c.surface,
        notes.c.is_race,
        notes.c.shoe_id,
    )
    query = (
        select(run_id, *columns)
        .join(runs, same)
        .where(notes.c.runner_id == runner_id, runs.c.removed_at.is_(None))
        .order_by(notes.c.told_at, notes.c.seq)
    )
    if since is not None:
        query = query.where(runs.c.start_time >= utc(since) - _SAME_RUN_ROOM)
    found: dict[str, Told] = {}
    for run, *told in connection.execute(query):
        before = found.get(run, NOTHING_TOLD)
        found[run] = Told(
            before.perceived_exertion if told[0] is None else told[0],
            before.surface if told[1] is None else told[1],
            before.is_race if told[2] is None else told[2],
            before.shoe_id if told[3] is None else told[3],
        )
    return found
