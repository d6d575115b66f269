"""Taking files and activities out of the journal, and back: nothing is deleted at once.

A removed row stays for `KEPT_DAYS`, counts nowhere, and comes back as it was.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from trochlea.journal import linking, tables
from trochlea.journal.values import now

KEPT_DAYS = 30


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
    """Take one activity back in; return whether it was out."""
    table = tables.activities
    taken = connection.execute(
        update(table)
        .where(
            table.c.runner_id == runner_id,
            table.c.activity_id == activity_id,
            table.c.removed_at.is_not(None),
        )
        .values(removed_at=None)
    )
    if taken.rowcount:
        linking.relink(connection, runner_id, [activity_id])
    return bool(taken.rowcount)


def remove_import(connection: Connection, runner_id: str, import_id: int) -> int:
    """Take out all files that an import brought anew, and their activities.

    Returns:
        How many files.
    """
    files, runs, at = tables.files, tables.activities, now()
    mine = (
        files.c.runner_id == runner_id,
        files.c.import_id == import_id,
        files.c.removed_at.is_(None),
    )
    hashes = list(connection.execute(select(files.c.sha256).where(*mine)).scalars())
    connection.execute(update(files).where(*mine).values(removed_at=at))
    ids = list(
        connection.execute(
            update(runs)
            .where(
                runs.c.runner_id == runner_id,
                runs.c.sha256.in_(hashes),
                runs.c.removed_at.is_(None),
            )
            .values(removed_at=at)
            .returning(runs.c.activity_id)
        ).scalars()
    )
    imports = tables.imports
    connection.execute(
        update(imports)
        .where(imports.c.runner_id == runner_id, imports.c.import_id == import_id)
        .values(undone_at=at)
    )
    linking.relink(connection, runner_id, ids)
    return len(hashes)


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
    at = connection.execute(select(files.c.removed_at).where(*mine)).scalar()
    if at is None:
        return False
    changed: dict[str, object] = {"removed_at": None}
    if import_id is not None:
        changed["import_id"] = import_id
    connection.execute(update(files).where(*mine).values(**changed))
    ids = connection.execute(
        update(runs)
        .where(runs.c.runner_id == runner_id, runs.c.sha256 == sha256, runs.c.removed_at == at)
        .values(removed_at=None)
        .returning(runs.c.activity_id)
    )
    linking.relink(connection, runner_id, list(ids.scalars()))
    return True
