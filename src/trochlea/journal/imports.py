"""What came in: import runs, the files they brought, and what was odd about each file.

A file is one transaction: its row, its activities and its problems are all there, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, exists, func, insert, select

from trochlea.errors import Problem, UsageError
from trochlea.journal import activities, tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import activity_id, now
from trochlea.model import Activity


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: its name, format, original bytes, and what a reader made of it."""

    import_id: int
    name: str
    format: str
    data: bytes
    sha256: str
    activities: tuple[Activity, ...]
    problems: tuple[Problem, ...]

    def activity_ids(self) -> tuple[str, ...]:
        """Return the ids that the file's activities have, in the order of the file."""
        return tuple(activity_id(self.sha256, index) for index in range(len(self.activities)))


@dataclass(frozen=True, slots=True)
class AddedFile:
    """What became of a file.

    Attributes:
        new: False where the same bytes were there already and nothing changed.
        activity_ids: Ids of its activities, in the order of the file.
        linked_to: For each activity, the other recording of the same run, or None.
    """

    new: bool
    activity_ids: tuple[str, ...]
    linked_to: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A kept file, with what came of it."""

    sha256: str
    name: str
    format: str
    size_bytes: int
    import_id: int
    source: str
    added_at: datetime
    activity_ids: tuple[str, ...]
    problems: tuple[Problem, ...]


def begin(connection: Connection, runner_id: str, source: str) -> int:
    """Note that an import starts.

    Returns:
        Its id.
    """
    values = {"runner_id": runner_id, "source": source, "started_at": now()}
    table = tables.imports
    statement = insert(table).values(**values).returning(table.c.import_id)
    return int(connection.execute(statement).scalar_one())


def last(connection: Connection, runner_id: str) -> int | None:
    """Return the id of the latest import, or None where there was none."""
    query = select(func.max(tables.imports.c.import_id)).where(
        tables.imports.c.runner_id == runner_id
    )
    return connection.execute(query).scalar()


def size_bytes(connection: Connection, runner_id: str, sha256: str) -> int | None:
    """Return the size in bytes of a kept file, or None where it is not kept."""
    table = tables.files
    query = select(table.c.size_bytes).where(
        table.c.runner_id == runner_id, table.c.sha256 == sha256
    )
    return connection.execute(query).scalar()


def add(connection: Connection, runner_id: str, new: NewFile) -> AddedFile:
    """Keep the rows of a file, once for the same bytes.

    A file that gave no activity before is taken up again where it gives one now: the reader may
    have learned something.

    Raises:
        UsageError: where the import was never begun.
    """
    _check_import(connection, runner_id, new.import_id)
    inserted = insert_once(connection, tables.files, _file_values(runner_id, new))
    known = activities.of_file(connection, runner_id, new.sha256)
    if not inserted and (known or not new.activities):
        return AddedFile(
            False,
            tuple(row.activity_id for row in known),
            tuple(row.duplicate_of for row in known),
        )
    _replace_problems(connection, runner_id, new)
    ids = new.activity_ids()
    linked = tuple(
        activities.add(
            connection, runner_id, identity, activity, activities.Source(new.sha256, index)
        )
        for index, (identity, activity) in enumerate(zip(ids, new.activities, strict=True))
    )
    return AddedFile(True, ids, linked)


def listed(
    connection: Connection, runner_id: str, import_id: int | None = None
) -> tuple[StoredFile, ...]:
    """Return the kept files in the order they came, of one import or of all."""
    query = (
        select(tables.files, tables.imports.c.source)
        .join(tables.imports, tables.imports.c.import_id == tables.files.c.import_id)
        .where(tables.files.c.runner_id == runner_id)
        .order_by(tables.files.c.seq)
    )
    if import_id is not None:
        query = query.where(tables.files.c.import_id == import_id)
    rows = connection.execute(query).all()
    ids = _activity_ids(connection, runner_id)
    problems = _problems(connection, runner_id)
    return tuple(
        StoredFile(
            sha256=row.sha256,
            name=row.name,
            format=row.format,
            size_bytes=row.size_bytes,
            import_id=row.import_id,
            source=row.source,
            added_at=row.added_at,
            activity_ids=tuple(ids.get(row.sha256, ())),
            problems=tuple(problems.get(row.sha256, ())),
        )
        for row in rows
    )


def _check_import(connection: Connection, runner_id: str, import_id: int) -> None:
    """Refuse an import id that was never given out.

    Raises:
        UsageError: where there is no such import.
    """
    table = tables.imports
    known = exists().where(table.c.runner_id == runner_id, table.c.import_id == import_id)
    if not connection.execute(select(known)).scalar():
        raise UsageError(f"There is no import {import_id}; begin an import first.")


def _file_values(runner_id: str, new: NewFile) -> dict[str, object]:
    """Return the row of a file."""
    return {
        "runner_id": runner_id,
        "sha256": new.sha256,
        "import_id": new.import_id,
        "name": new.name,
        "format": new.format,
        "size_bytes": len(new.data),
        "added_at": now(),
    }


def _replace_problems(connection: Connection, runner_id: str, new: NewFile) -> None:
    """Keep what was odd about a file, in place of what an earlier reading found."""
    table = tables.file_problems
    connection.execute(
        delete(table).where(table.c.runner_id == runner_id, table.c.sha256 == new.sha256)
    )
    rows = [
        {
            "runner_id": runner_id,
            "sha256": new.sha256,
            "ordinal": ordinal,
            "code": problem.code,
            "message": problem.message,
            "file": problem.file,
            "at": problem.at,
            "kept": problem.kept,
        }
        for ordinal, problem in enumerate(new.problems)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _activity_ids(connection: Connection, runner_id: str) -> dict[str, list[str]]:
    """Return the activity ids of each file."""
    table = tables.activities
    query = (
        select(table.c.sha256, table.c.activity_id)
        .where(table.c.runner_id == runner_id, table.c.sha256.is_not(None))
        .order_by(table.c.sha256, table.c.ordinal)
    )
    found: dict[str, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.sha256, []).append(row.activity_id)
    return found


def _problems(connection: Connection, runner_id: str) -> dict[str, list[Problem]]:
    """Return the problems of each file."""
    table = tables.file_problems
    query = select(table).where(table.c.runner_id == runner_id)
    found: dict[str, list[Problem]] = {}
    for row in connection.execute(query.order_by(table.c.sha256, table.c.ordinal)):
        problem = Problem(row.code, row.message, row.file, row.at, row.kept)
        found.setdefault(row.sha256, []).append(problem)
    return found
