"""Is the journal whole? Looks at the database, the originals and the streams; mends nothing."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, select, text

from trochlea.errors import Problem
from trochlea.journal import tables
from trochlea.journal.disk import original_path, sha256_of, streams_path
from trochlea.journal.streams import is_intact

_FINE = "ok"


def problems(connection: Connection, folder: Path) -> tuple[Problem, ...]:
    """Return everything that is not whole: first the database, then originals, then streams."""
    return (
        *_of_database(connection),
        *_of_originals(connection, folder),
        *_of_streams(connection, folder),
    )


def _of_database(connection: Connection) -> list[Problem]:
    """Return what SQLite itself finds wrong."""
    said = connection.execute(text("PRAGMA quick_check")).scalars()
    found = [
        Problem("database_damaged", f"The database of the journal is damaged: {line}.")
        for line in said
        if line != _FINE
    ]
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        message = f"A row of '{row[0]}' belongs to a row of '{row[2]}' that is not there."
        found.append(Problem("row_without_parent", message, at=str(row[1])))
    return found


def _of_originals(connection: Connection, folder: Path) -> list[Problem]:
    """Return the originals that are missing or whose bytes changed."""
    found = []
    rows = connection.execute(select(tables.files.c.sha256, tables.files.c.name))
    for row in rows.all():
        path = original_path(folder, row.sha256)
        if not path.is_file():
            message = f"The original of {row.name} is missing; import the file again."
            found.append(Problem("original_missing", message, file=row.name, at=str(path)))
        elif sha256_of(path.read_bytes()) != row.sha256:
            message = (
                f"The original of {row.name} has changed on disk; move {path} away "
                "and import the file again."
            )
            found.append(Problem("original_changed", message, file=row.name, at=str(path)))
    return found


def _of_streams(connection: Connection, folder: Path) -> list[Problem]:
    """Return the activities whose streams are missing or damaged."""
    table = tables.activities
    query = select(table.c.activity_id).where(table.c.has_streams).order_by(table.c.start_time)
    found = []
    for activity_id in connection.execute(query).scalars().all():
        path = streams_path(folder, activity_id)
        if not is_intact(path):
            damaged = path.is_file()
            kind, what, cure = (
                ("streams_damaged", "damaged", f"move {path} away and import its file again")
                if damaged
                else ("streams_missing", "missing", "import its file again")
            )
            message = f"The streams of activity {activity_id} are {what}; {cure}."
            found.append(Problem(kind, message, at=str(path), kept="its totals and laps"))
    return found
