"""Is the journal whole? Looks at the database, the originals and the streams; mends nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select, text

from trochlea.errors import Problem
from trochlea.journal import linking, tables
from trochlea.journal.copies import file_hash
from trochlea.journal.disk import original_path, streams_path
from trochlea.journal.streams import is_intact

_FINE = "ok"
_REPAIR = "`trochlea doctor --repair` makes them anew from the original"


def problems(connection: Connection, folder: Path) -> tuple[Problem, ...]:
    """Return everything that is not whole: first the database, then originals, then streams."""
    return (
        *of_database(connection),
        *of_originals(connection, folder),
        *of_streams(connection, folder),
    )


def of_database(connection: Connection) -> tuple[Problem, ...]:
    """Return what SQLite itself finds wrong."""
    said = connection.execute(text("PRAGMA integrity_check")).scalars()
    found = [
        Problem("database_damaged", f"The database of the journal is damaged: {line}.")
        for line in said
        if line != _FINE
    ]
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        message = f"A row of '{row[0]}' belongs to a row of '{row[2]}' that is not there."
        found.append(Problem("row_without_parent", message, at=str(row[1])))
    return tuple(found)


def of_originals(connection: Connection, folder: Path) -> tuple[Problem, ...]:
    """Return the originals that are missing or whose bytes changed."""
    found = []
    rows = connection.execute(select(tables.files.c.sha256, tables.files.c.name))
    for row in rows.all():
        path = original_path(folder, row.sha256)
        if not path.is_file():
            message = f"The original of {row.name} is missing; import the file again."
            found.append(Problem("original_missing", message, file=row.name, at=str(path)))
        elif file_hash(path) != row.sha256:
            message = (
                f"The original of {row.name} has changed on disk; move {path} away "
                "and import the file again."
            )
            found.append(Problem("original_changed", message, file=row.name, at=str(path)))
    return tuple(found)


def unusable_streams(connection: Connection, folder: Path) -> tuple[str, ...]:
    """Return the ids of the activities whose streams are missing or damaged, by start time."""
    table = tables.activities
    query = select(table.c.activity_id).where(table.c.has_streams).order_by(table.c.start_time)
    return tuple(
        activity_id
        for activity_id in connection.execute(query).scalars().all()
        if not is_intact(streams_path(folder, activity_id))
    )


def of_streams(connection: Connection, folder: Path) -> tuple[Problem, ...]:
    """Return the activities whose streams are missing or damaged."""
    found = []
    for activity_id in unusable_streams(connection, folder):
        path = streams_path(folder, activity_id)
        kind, what = (
            ("streams_damaged", "damaged or of an older version")
            if path.is_file()
            else ("streams_missing", "missing")
        )
        message = f"The streams of activity {activity_id} are {what}; {_REPAIR}."
        found.append(Problem(kind, message, at=str(path), kept="its totals and laps"))
    return tuple(found)


def of_links(connection: Connection, runner_id: str) -> tuple[Problem, ...]:
    """Return the activities whose link to another recording is not what it should be."""
    return tuple(
        Problem(
            "link_wrong",
            f"Activity {activity_id} counts {'by another recording' if first else 'by itself'} "
            "only after `trochlea doctor --repair`.",
            at=activity_id,
        )
        for activity_id, first in sorted(linking.wrong_links(connection, runner_id).items())
    )
