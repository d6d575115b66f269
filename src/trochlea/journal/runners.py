"""Whose journal it is: one runner for now, though every row already says whose it is."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import Connection, select, text, update

from trochlea.errors import JournalError
from trochlea.journal import tables
from trochlea.journal.database import insert_once
from trochlea.journal.values import now
from trochlea.model import Runner

DEFAULT_RUNNER_ID = "me"


def owner(connection: Connection) -> str:
    """Return the id of the journal's runner, the default where none is known yet."""
    return _known(connection) or DEFAULT_RUNNER_ID


def _known(connection: Connection) -> str | None:
    found = connection.execute(select(tables.runners.c.runner_id)).scalar()
    return None if found is None else str(found)


def ensure_owner(connection: Connection) -> str:
    """Return the id of the journal's runner, who gets a row of unknowns where there is none."""
    found = _known(connection)
    if found is None:
        values = {**asdict(Runner(DEFAULT_RUNNER_ID)), "saved_at": None}
        insert_once(connection, tables.runners, values)
    return found or DEFAULT_RUNNER_ID


def save(connection: Connection, runner: Runner) -> None:
    """Keep what the runner said about themselves; what was kept before is replaced.

    Raises:
        JournalError: where the journal belongs to another runner.
    """
    current = ensure_owner(connection)
    if current != runner.runner_id:
        _rename(connection, current, runner.runner_id)
    connection.execute(
        update(tables.runners)
        .where(tables.runners.c.runner_id == runner.runner_id)
        .values(**asdict(runner), saved_at=now())
    )


def load(connection: Connection) -> Runner | None:
    """Return the runner as last saved, or None where nobody was saved."""
    table = tables.runners
    row = connection.execute(select(table).where(table.c.saved_at.is_not(None))).first()
    if row is None:
        return None
    values = dict(row._mapping)
    del values["saved_at"]
    return Runner(**values)


def _rename(connection: Connection, old: str, new: str) -> None:
    """Give the rows of a runner who never gave an id (an import came first) to the new id.

    Raises:
        JournalError: where the old id was saved on purpose: two people must not mix.
    """
    if load(connection) is not None:
        raise JournalError(
            f"This journal belongs to the runner '{old}'; choose another folder for '{new}'."
        )
    # Checked at the commit, when parent and child rows agree again.
    connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    for table in tables.metadata.sorted_tables:
        rows = update(table).where(table.c.runner_id == old)
        connection.execute(rows.values(runner_id=new))
