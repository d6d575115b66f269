"""Taking files and activities out of the journal, and back: nothing is deleted at once.

A removed row stays for `KEPT_DAYS`, counts nowhere, and comes back as it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from trochlea.errors import UsageError
from trochlea.journal import linking, tables
from trochlea.journal.values import now, utc

KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Undone:
    """What the undoing (or the restoring) of an import did.

    Attributes:
        import_id: Of the import.
        files: How many files were taken out (or back in).
        activities: How many activities with them.
        kept: Files that stay, because another import brought the same bytes.
    """

    import_id: int
    files: int
    activities: int
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted for good: hashes of files and ids of activities, to be unlinked."""

    files: tuple[str, ...]
    activities: tuple[str, ...]


def remove_activity(connection: Connection, runner_id: str, activity_id: str) -> bool:
    """Take one activity out; return whether it was there."""
    table = tables.activities
    taken = connection.execute(
        update(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.activity_id == activity_id,
            table.c.removed_at.is_(None),
        )
        .values(removed_at=now())
    )
    if taken.rowcount:
        linking.relink(connection, runner_id, [activity_id])
    return bool(taken.rowcount)


def restore_activity(connection: Connection, runner_id: str, activity_id: str) -> bool:
    """Take one activity back in, and its file where that was out; return whether it was out."""
    table, files = tables.activities, tables.files
    taken = connection.execute(
        update(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.activity_id == activity_id,
            table.c.removed_at.is_not(None),
        )
        .values(removed_at=None)
        .returning(table.c.sha256)
    ).first()
    if taken is None:
        return False
    connection.execute(
        update(files)
        .where(files.c.runner_id == runner_id, files.c.sha256 == taken.sha256)
        .values(removed_at=None)
    )
    linking.relink(connection, runner_id, [activity_id])
    return True


def remove_import(connection: Connection, runner_id: str, import_id: int) -> Undone:
    """Take out all files that an import brought anew, and their activities.

    A file that another import brought too stays, as that import's: the journal is then as if
    this one had never been.
    """
    kept = _hand_over(connection, runner_id, import_id)
    files, runs, at = tables.files, tables.activities, now()
    mine = (
        files.c.runner_id == runner_id,
        files.c.import_id == import_id,
        files.c.removed_at.is_(None),
    )
    gone = connection.execute(
        update(runs)
        .where(
            runs.c.runner_id == runner_id,
            runs.c.sha256.in_(select(files.c.sha256).where(*mine)),
            runs.c.removed_at.is_(None),
        )
        .values(removed_at=at)
    ).rowcount
    out = connection.execute(update(files).where(*mine).values(removed_at=at)).rowcount
    _mark(connection, runner_id, import_id, at)
    linking.relink_all(connection, runner_id)
    return Undone(import_id, out, gone, kept)


def restore_import(connection: Connection, runner_id: str, import_id: int) -> Undone:
    """Take back in what the undoing of an import took out; what was removed by itself stays out.

    Raises:
        UsageError: where the import was not undone.
    """
    imports, files, runs = tables.imports, tables.files, tables.activities
    at = connection.execute(
        select(imports.c.undone_at).where(
            imports.c.runner_id == runner_id, imports.c.import_id == import_id
        )
    ).scalar()
    if at is None:
        raise UsageError(f"Import {import_id} was not undone; there is nothing to take back in.")
    mine = (files.c.runner_id == runner_id, files.c.import_id == import_id)
    back = connection.execute(
        update(runs)
        .where(
            runs.c.runner_id == runner_id,
            runs.c.sha256.in_(select(files.c.sha256).where(*mine)),
            runs.c.removed_at == at,
        )
        .values(removed_at=None)
    ).rowcount
    came = connection.execute(
        update(files).where(*mine, files.c.removed_at == at).values(removed_at=None)
    ).rowcount
    _mark(connection, runner_id, import_id, None)
    linking.relink_all(connection, runner_id)
    return Undone(import_id, came, back)


def _mark(connection: Connection, runner_id: str, import_id: int, at: datetime | None) -> None:
    imports = tables.imports
    connection.execute(
        update(imports)
        .where(imports.c.runner_id == runner_id, imports.c.import_id == import_id)
        .values(undone_at=at)
    )


def _hand_over(connection: Connection, runner_id: str, import_id: int) -> int:
    """Give the files that another living import brought too to that import; return how many."""
    files, noted, imports = tables.files, tables.import_files, tables.imports
    others = (
        select(files.c.sha256, files.c.name, func.min(noted.c.import_id).label("heir"))
        .join(noted, (noted.c.runner_id == files.c.runner_id) & (noted.c.sha256 == files.c.sha256))
        .join(imports, imports.c.import_id == noted.c.import_id)
        .where(
            files.c.runner_id == runner_id,
            files.c.import_id == import_id,
            files.c.removed_at.is_(None),
            noted.c.import_id != import_id,
            imports.c.undone_at.is_(None),
        )
        .group_by(files.c.sha256, files.c.name)
    )
    rows = connection.execute(others).all()
    for row in rows:
        connection.execute(
            update(files)
            .where(files.c.runner_id == runner_id, files.c.sha256 == row.sha256)
            .values(import_id=row.heir)
        )
        _note_brought(connection, runner_id, import_id, row.sha256, row.name)
    return len(rows)


def _note_brought(
    connection: Connection, runner_id: str, import_id: int, sha256: str, name: str
) -> None:
    """Note that an import brought a file that is another's now.

    So the file stays where that other one is undone and this one is back.
    """
    connection.execute(
        insert(tables.import_files),
        {
            "runner_id": runner_id,
            "import_id": import_id,
            "name": name,
            "state": "known",
            "sha256": sha256,
            "problems_json": "[]",
        },
    )


def restore_file(
    connection: Connection, runner_id: str, sha256: str, import_id: int | None = None
) -> bool:
    """Take a removed file back in, with the activities that were removed along with it.

    Args:
        connection: In a write transaction.
        runner_id: Whose file.
        sha256: Of its bytes.
        import_id: The import that brings it anew, or None where it comes back as it was.

    Returns:
        Whether it was out.
    """
    files, runs = tables.files, tables.activities
    mine = (files.c.runner_id == runner_id, files.c.sha256 == sha256)
    row = connection.execute(
        select(files.c.removed_at, files.c.import_id, files.c.name).where(*mine)
    ).first()
    if row is None or row.removed_at is None:
        return False
    at = row.removed_at
    changed: dict[str, object] = {"removed_at": None}
    if import_id is not None and import_id != row.import_id:
        changed["import_id"] = import_id
        _note_brought(connection, runner_id, row.import_id, sha256, row.name)
    connection.execute(update(files).where(*mine).values(**changed))
    ids = connection.execute(
        update(runs)
        .where(runs.c.runner_id == runner_id, runs.c.sha256 == sha256, runs.c.removed_at == at)
        .values(removed_at=None)
        .returning(runs.c.activity_id)
    )
    linking.relink(connection, runner_id, list(ids.scalars()))
    return True


def purge(connection: Connection, runner_id: str, moment: datetime) -> Purged:
    """Delete for good what was removed more than `KEPT_DAYS` before a moment.

    A file goes with the last of its activities.

    Args:
        connection: In a write transaction.
        runner_id: Whose rows.
        moment: Aware.

    Returns:
        What is gone; its originals and streams may be unlinked once this is committed.
    """
    before = utc(moment) - timedelta(days=KEPT_DAYS)
    runs, files = tables.activities, tables.files
    old = (runs.c.runner_id == runner_id, runs.c.removed_at < before)
    rows = connection.execute(select(runs.c.activity_id, runs.c.sha256).where(*old)).all()
    for row in rows:
        _delete_activity(connection, runner_id, row.activity_id)
    left = exists().where(runs.c.runner_id == files.c.runner_id, runs.c.sha256 == files.c.sha256)
    emptied = {row.sha256 for row in rows if row.sha256 is not None}
    candidates = connection.execute(
        select(files.c.sha256, files.c.removed_at).where(files.c.runner_id == runner_id, ~left)
    )
    gone = tuple(
        sorted(
            row.sha256
            for row in candidates
            if row.sha256 in emptied or (row.removed_at is not None and row.removed_at < before)
        )
    )
    for sha256 in gone:
        _delete_file(connection, runner_id, sha256)
    return Purged(gone, tuple(sorted(row.activity_id for row in rows)))


def _delete_activity(connection: Connection, runner_id: str, activity_id: str) -> None:
    for table in (
        tables.laps,
        tables.devices,
        tables.run_notes,
        tables.run_summaries,
        tables.activities,
    ):
        connection.execute(
            delete(table).where(table.c.runner_id == runner_id, table.c.activity_id == activity_id)
        )
    table = tables.run_decisions
    connection.execute(
        delete(table).where(
            table.c.runner_id == runner_id,
            or_(table.c.first_id == activity_id, table.c.second_id == activity_id),
        )
    )


def _delete_file(connection: Connection, runner_id: str, sha256: str) -> None:
    for table in (tables.file_problems, tables.import_files, tables.files):
        connection.execute(
            delete(table).where(table.c.runner_id == runner_id, table.c.sha256 == sha256)
        )
