"""The journal hash: one number for all that is kept, whatever order and import it came by.

What is left out: running numbers, the times at which rows were written, and removed rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, or_, select

from trochlea.journal import tables

# Parents before children, as a reader of an export needs them.
CONTENT_TABLES = (
    tables.runners,
    tables.files,
    tables.file_problems,
    tables.activities,
    tables.laps,
    tables.devices,
    tables.run_decisions,
    tables.shoes,
    tables.shoe_events,
    tables.run_notes,
    tables.answers,
    tables.observations,
    tables.assessments,
    tables.checkins,
    tables.clearances,
    tables.advice,
)
# Tables that came later count only where something is in them: a journal (and an export) that
# has nothing there keeps the hash it had before they were.
CAME_LATER = frozenset({"shoes", "shoe_events", "run_notes"})
BOOK_KEEPING = frozenset(
    {"seq", "import_id", "added_at", "removed_at", "decided_at", "saved_at"},
)


def content_hash(connection: Connection) -> str:
    """Return the SHA-256 over the sorted canonical rows of all living content, in hex."""
    total = hashlib.sha256()
    for table in CONTENT_TABLES:
        lines = sorted(_line(record) for record in records(connection, table))
        if not lines and table.name in CAME_LATER:
            continue
        total.update(f"{table.name}\n".encode())
        total.update("".join(lines).encode("utf-8", "replace"))
    return total.hexdigest()


def records(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Yield the living rows of a table as JSON values by column, in the order they were added.

    Args:
        connection: An open connection.
        table: One of `CONTENT_TABLES`.
    """
    names = content_columns(table)
    for row in connection.execute(_living(table)):
        values = row._mapping
        yield {name: _json_value(values[name]) for name in names}


def content_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that are content, in its order."""
    return tuple(column.name for column in table.c if column.name not in BOOK_KEEPING)


def living_files() -> ColumnElement[bool]:
    """Return the condition for files that count: not removed, nor all their activities."""
    files, runs = tables.files, tables.activities
    mine = (runs.c.runner_id == files.c.runner_id, runs.c.sha256 == files.c.sha256)
    return files.c.removed_at.is_(None) & or_(
        ~exists().where(*mine), exists().where(*mine, runs.c.removed_at.is_(None))
    )


def _living(table: Table) -> Select[Any]:
    """Return the query for the living rows of a table."""
    order = [table.c.seq] if "seq" in table.c else list(table.primary_key.columns)
    query = select(table).order_by(*order)
    if table is tables.runners:
        return query.where(table.c.saved_at.is_not(None))
    if table is tables.files:
        return query.where(living_files())
    if table is tables.activities:
        return query.where(table.c.removed_at.is_(None))
    if table is tables.file_problems:
        files = tables.files
        return query.where(
            exists().where(
                files.c.runner_id == table.c.runner_id,
                files.c.sha256 == table.c.sha256,
                living_files(),
            )
        )
    if table in (tables.laps, tables.devices, tables.run_notes):
        return query.where(_is_living(table, "activity_id"))
    if table is tables.run_decisions:
        return query.where(_is_living(table, "first_id"), _is_living(table, "second_id"))
    return query


def _is_living(table: Table, column: str) -> ColumnElement[bool]:
    """Return the condition that a column names an activity that was not removed."""
    runs = tables.activities.alias()
    return exists().where(
        runs.c.runner_id == table.c.runner_id,
        runs.c.activity_id == table.c[column],
        runs.c.removed_at.is_(None),
    )


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
