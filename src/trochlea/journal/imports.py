"""What came in: import runs, the files they brought, and what was odd about each file.

A file is one transaction: its row, its activities and its problems are all there, or none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from trochlea.errors import JournalError, Problem, UsageError
from trochlea.journal import activities, linking, removal, tables
from trochlea.journal.database import insert_once
from trochlea.journal.streams import Prepared
from trochlea.journal.values import activity_id, canonical, now


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be kept: its name, format, original bytes, and what a reader made of it."""

    import_id: int
    name: str
    format: str
    data: bytes
    sha256: str
    activities: tuple[Prepared, ...]
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


@dataclass(frozen=True, slots=True)
class NotedFile:
    """What became of one file of an import.

    Attributes:
        name: Its name, with the member where it came out of an archive.
        state: `new`, `known` (the same bytes were there) or `not_taken`.
        sha256: Of its bytes, or None where they were never read.
        problems: What was odd about it.
    """

    name: str
    state: str
    sha256: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BegunImport:
    """An import that began: its id, when, and the paths that were named."""

    import_id: int
    started_at: datetime
    paths: tuple[str, ...]


def begin(connection: Connection, runner_id: str, source: str, paths: Sequence[str]) -> int:
    """Note that an import starts.

    Returns:
        Its id.
    """
    values = {
        "runner_id": runner_id,
        "source": source,
        "started_at": now(),
        "paths_json": canonical(list(paths)) if paths else None,
    }
    table = tables.imports
    statement = insert(table).values(**values).returning(table.c.import_id)
    return int(connection.execute(statement).scalar_one())


def finish(connection: Connection, runner_id: str, import_id: int) -> None:
    """Note that an import came to its end."""
    table = tables.imports
    connection.execute(
        update(table)
        .where(table.c.runner_id == runner_id, table.c.import_id == import_id)
        .values(finished_at=now())
    )


def unfinished(connection: Connection, runner_id: str) -> BegunImport | None:
    """Return the latest import that never came to its end and can go on, or None."""
    table = tables.imports
    query = select(table).where(
        table.c.runner_id == runner_id,
        table.c.paths_json.is_not(None),
        table.c.finished_at.is_(None),
        table.c.undone_at.is_(None),
    )
    row = connection.execute(query.order_by(table.c.import_id.desc()).limit(1)).first()
    if row is None:
        return None
    return BegunImport(row.import_id, row.started_at, tuple(json.loads(row.paths_json)))


def note(connection: Connection, runner_id: str, import_id: int, noted: NotedFile) -> None:
    """Note what became of one file of an import."""
    connection.execute(
        insert(tables.import_files).values(
            runner_id=runner_id,
            import_id=import_id,
            name=noted.name,
            state=noted.state,
            sha256=noted.sha256,
            problems_json=_problems_text(noted.problems),
        )
    )


def _problems_text(problems: Sequence[Problem]) -> str:
    """Return problems as JSON text; a name that is no valid Unicode is made readable."""
    text = canonical([asdict(problem) for problem in problems])
    return text.encode("utf-8", "replace").decode("utf-8")


def noted(connection: Connection, runner_id: str, import_id: int) -> tuple[NotedFile, ...]:
    """Return what became of each file of an import, in the order they were done."""
    table = tables.import_files
    query = select(table).where(table.c.runner_id == runner_id, table.c.import_id == import_id)
    return tuple(
        NotedFile(
            row.name,
            row.state,
            row.sha256,
            tuple(Problem(**problem) for problem in json.loads(row.problems_json)),
        )
        for row in connection.execute(query.order_by(table.c.seq))
    )


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
        table.c.runner_id == runner_id, table.c.sha256 == sha256, table.c.removed_at.is_(None)
    )
    return connection.execute(query).scalar()


def add(connection: Connection, runner_id: str, new: NewFile) -> AddedFile:
    """Keep the rows of a file, once for the same bytes.

    A file that gave no activity before is taken up again where it gives one now: the reader may
    have learned something. A file that was removed is there again; an activity that the runner
    removed by itself stays removed.

    Raises:
        UsageError: where the import was never begun.
    """
    _check_import(connection, runner_id, new.import_id)
    ids = new.activity_ids()
    if not insert_once(connection, tables.files, _file_values(runner_id, new)):
        known = activities.of_file(connection, runner_id, new.sha256)
        back = removal.restore_file(connection, runner_id, new.sha256, new.import_id)
        if back or known or not new.activities:
            ids = tuple(row.activity_id for row in known)
            return AddedFile(back, ids, _others(connection, runner_id, ids))
        _forget_problems(connection, runner_id, new.sha256)
    _keep_problems(connection, runner_id, new)
    for index, (identity, activity) in enumerate(zip(ids, new.activities, strict=True)):
        source = activities.Source(new.sha256, index)
        activities.add(connection, runner_id, identity, activity, source)
    linked = linking.relink(connection, runner_id, ids, new=True)
    return AddedFile(True, ids, tuple(linked[each] for each in ids))


def _others(
    connection: Connection, runner_id: str, ids: tuple[str, ...]
) -> tuple[str | None, ...]:
    return tuple(activities.same_run_as(connection, runner_id, each) for each in ids)


def listed(
    connection: Connection, runner_id: str, import_id: int | None = None
) -> tuple[StoredFile, ...]:
    """Return the kept files in the order they came, of one import or of all."""
    query = (
        select(tables.files, tables.imports.c.source)
        .join(tables.imports, tables.imports.c.import_id == tables.files.c.import_id)
        .where(tables.files.c.runner_id == runner_id, tables.files.c.removed_at.is_(None))
        .order_by(tables.files.c.seq)
    )
    if import_id is not None:
        query = query.where(tables.files.c.import_id == import_id)
    rows = connection.execute(query).all()
    ids = _activity_ids(connection, runner_id)
    problems = problems_by_file(connection, runner_id)
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
    """Refuse an import id that was never given out, and one that was undone meanwhile.

    Raises:
        UsageError: where there is no such import.
        JournalError: where somebody has undone it while it was under way.
    """
    table = tables.imports
    query = select(table.c.undone_at).where(
        table.c.runner_id == runner_id, table.c.import_id == import_id
    )
    row = connection.execute(query).first()
    if row is None:
        raise UsageError(f"There is no import {import_id}; begin an import first.")
    if row.undone_at is not None:
        raise JournalError(
            f"Import {import_id} was undone while it was under way; nothing more of it is taken."
        )


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


def _forget_problems(connection: Connection, runner_id: str, sha256: str) -> None:
    """Make room for what is odd about a file by a newer reading of it."""
    table = tables.file_problems
    connection.execute(
        delete(table).where(table.c.runner_id == runner_id, table.c.sha256 == sha256)
    )


def _keep_problems(connection: Connection, runner_id: str, new: NewFile) -> None:
    """Keep what was odd about a file."""
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
        connection.execute(insert(tables.file_problems), rows)


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


def problems_by_file(
    connection: Connection, runner_id: str, sha256: str | None = None
) -> dict[str, list[Problem]]:
    """Return the problems of each file, or of one."""
    table = tables.file_problems
    query = select(table).where(table.c.runner_id == runner_id)
    if sha256 is not None:
        query = query.where(table.c.sha256 == sha256)
    found: dict[str, list[Problem]] = {}
    for row in connection.execute(query.order_by(table.c.sha256, table.c.ordinal)):
        problem = Problem(row.code, row.message, row.file, row.at, row.kept)
        found.setdefault(row.sha256, []).append(problem)
    return found
