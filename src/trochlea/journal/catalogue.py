"""What is in the journal, as lists to look through: imports, and activities with their links."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from trochlea.errors import Problem, UsageError
from trochlea.journal import imports, tables
from trochlea.journal.removal import KEPT_DAYS

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class ListedImport:
    """One import and what it brought.

    Attributes:
        import_id: Its number.
        source: Where from, in words.
        started_at: When it began.
        finished_at: When it came to its end, or None where it was cut off.
        undone_at: When it was undone, or None.
        files: How many files it brought anew that are there, or were until it was undone.
        activities: How many activities they hold, those removed by themselves not counted.
        states: How many other files ended in each state, such as `known` or `not_taken`.
    """

    import_id: int
    source: str
    started_at: datetime
    finished_at: datetime | None
    undone_at: datetime | None
    files: int
    activities: int
    states: dict[str, int]


@dataclass(frozen=True, slots=True)
class ListedActivity:
    """One activity as a list shows it.

    Attributes:
        activity_id: Its id.
        start_time: UTC.
        utc_offset_s: Local offset at the start, or None.
        sport: As told by the runner, else by the file.
        sub_sport: Finer kind, or None.
        distance_m: Metres, or None.
        moving_s: Seconds without pauses, or None.
        origin: `file` or `hand`.
        file: Name of its file, or None by hand.
        sha256: Of its file, or None by hand.
        duplicate_of: The recording that stands for the run, or None where it does itself.
        removed_at: When it was taken out, or None.
    """

    activity_id: str
    start_time: datetime
    utc_offset_s: int | None
    sport: str
    sub_sport: str | None
    distance_m: float | None
    moving_s: float | None
    origin: str
    file: str | None
    sha256: str | None
    duplicate_of: str | None
    removed_at: datetime | None

    @property
    def run_id(self) -> str:
        """The id of the recording that stands for the run."""
        return self.duplicate_of or self.activity_id

    @property
    def local_start(self) -> datetime:
        """The start as the runner's wall clock showed it; UTC where no offset is known."""
        return self.start_time + timedelta(seconds=self.utc_offset_s or 0)

    @property
    def kept_until(self) -> datetime | None:
        """Until when a removed one can be taken back in."""
        return None if self.removed_at is None else self.removed_at + timedelta(days=KEPT_DAYS)


def imports_listed(connection: Connection, runner_id: str) -> tuple[ListedImport, ...]:
    """Return the imports, oldest first."""
    table = tables.imports
    files, runs = _brought(connection, runner_id)
    states = _states(connection, runner_id)
    query = select(table).where(table.c.runner_id == runner_id).order_by(table.c.import_id)
    return tuple(
        ListedImport(
            row.import_id,
            row.source,
            row.started_at,
            row.finished_at,
            row.undone_at,
            files[row.import_id],
            runs[row.import_id],
            dict(sorted(states.get(row.import_id, Counter()).items())),
        )
        for row in connection.execute(query)
    )


def _brought(connection: Connection, runner_id: str) -> tuple[Counter[int], Counter[int]]:
    """Return for each import its files and its activities."""
    files, runs, table = tables.files, tables.activities, tables.imports
    by_file = (
        select(files.c.import_id, func.count().label("number"))
        .where(files.c.runner_id == runner_id)
        .group_by(files.c.import_id)
    )
    by_run = (
        select(files.c.import_id, func.count().label("number"))
        .join(files, (files.c.runner_id == runs.c.runner_id) & (files.c.sha256 == runs.c.sha256))
        .join(table, table.c.import_id == files.c.import_id)
        .where(
            runs.c.runner_id == runner_id,
            runs.c.removed_at.is_(None) | (runs.c.removed_at == table.c.undone_at),
        )
        .group_by(files.c.import_id)
    )
    first, second = (
        Counter({row.import_id: row.number for row in connection.execute(query)})
        for query in (by_file, by_run)
    )
    return first, second


def _states(connection: Connection, runner_id: str) -> dict[int, Counter[str]]:
    table = tables.import_files
    query = (
        select(table.c.import_id, table.c.state, func.count().label("number"))
        .where(table.c.runner_id == runner_id)
        .group_by(table.c.import_id, table.c.state)
    )
    found: dict[int, Counter[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.import_id, Counter())[row.state] = row.number
    return found


def _activities(runner_id: str) -> Select[Any]:
    table, files = tables.activities, tables.files
    joined = table.outerjoin(
        files, (files.c.runner_id == table.c.runner_id) & (files.c.sha256 == table.c.sha256)
    )
    return (
        select(table, files.c.name.label("file"))
        .select_from(joined)
        .where(table.c.runner_id == runner_id)
        .order_by(table.c.start_time, table.c.activity_id)
    )


def activities_listed(
    connection: Connection, runner_id: str, removed: bool
) -> tuple[ListedActivity, ...]:
    """Return the activities that are there, or those that were removed, by start time."""
    column = tables.activities.c.removed_at
    wanted = column.is_not(None) if removed else column.is_(None)
    return tuple(_listed(row) for row in connection.execute(_activities(runner_id).where(wanted)))


def resolved(connection: Connection, runner_id: str, start: str) -> ListedActivity:
    """Return the activity whose id starts with some letters, removed or not.

    Raises:
        UsageError: where there is none, or more than one.
    """
    column = tables.activities.c.activity_id
    query = _activities(runner_id).where(column.startswith(start.lower(), autoescape=True))
    rows = connection.execute(query.limit(_MOST_NAMED + 1)).all() if start else []
    if not rows:
        raise UsageError(
            f"There is no activity {start!r} in the journal; `trochlea activities list` has them."
        )
    if len(rows) > 1:
        named = ", ".join(row.activity_id for row in rows[:_MOST_NAMED])
        more = " and more" if len(rows) > _MOST_NAMED else ""
        raise UsageError(
            f"{start!r} is the start of several activities ({named}{more}); give more letters."
        )
    return _listed(rows[0])


def same_run(connection: Connection, runner_id: str, run_id: str) -> tuple[ListedActivity, ...]:
    """Return all recordings of a run, by the id of the one that stands for it."""
    table = tables.activities
    query = _activities(runner_id).where(
        (table.c.activity_id == run_id) | (table.c.duplicate_of == run_id)
    )
    return tuple(_listed(row) for row in connection.execute(query))


def places(
    connection: Connection, runner_id: str, ids: set[str]
) -> tuple[tuple[str, str, int], ...]:
    """Return id, file and place in it of some activities that stand in a file, by file."""
    table = tables.activities
    query = (
        select(table.c.activity_id, table.c.sha256, table.c.ordinal)
        .where(table.c.runner_id == runner_id, table.c.sha256.is_not(None))
        .order_by(table.c.sha256, table.c.ordinal)
    )
    rows = connection.execute(query)
    return tuple(
        (row.activity_id, row.sha256, row.ordinal) for row in rows if row.activity_id in ids
    )


def problems_of(connection: Connection, runner_id: str, sha256: str) -> tuple[Problem, ...]:
    """Return what was odd about a file."""
    return tuple(imports.problems_by_file(connection, runner_id, sha256).get(sha256, ()))


def _listed(row: Row[Any]) -> ListedActivity:
    return ListedActivity(
        activity_id=row.activity_id,
        start_time=row.start_time,
        utc_offset_s=row.utc_offset_s,
        sport=row.sport_told or row.sport,
        sub_sport=row.sub_sport,
        distance_m=row.distance_m,
        moving_s=row.moving_s,
        origin=row.origin,
        file=row.file,
        sha256=row.sha256,
        duplicate_of=row.duplicate_of,
        removed_at=row.removed_at,
    )
