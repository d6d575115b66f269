"""The SQLite file itself: how it is opened, how it is held safe, and what its errors mean.

WAL with `synchronous=FULL`, so that what was acknowledged survives a crash and a loss of power.
Write transactions begin as `IMMEDIATE`: whoever looks first and writes then is not overtaken.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from trochlea.errors import DamagedJournalError, JournalError
from trochlea.journal import seal

DATABASE_NAME = "journal.sqlite3"
BUSY_TIMEOUT_MS = 30_000
_WAL_ATTEMPTS = 50
_WAL_PAUSE_S = 0.1


def make_engine(folder: Path) -> Engine:
    """Return an engine for the journal of a folder; nothing is opened or created yet."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(folder / DATABASE_NAME)),
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


@contextmanager
def reading(engine: Engine, folder: Path) -> Iterator[Connection]:
    """Give a connection that sees one consistent state.

    Raises:
        JournalError: one sentence, where the disk or the database refuses.
    """
    with explained(folder), engine.begin() as connection:
        yield connection


@contextmanager
def writing(engine: Engine, folder: Path) -> Iterator[Connection]:
    """Give a connection in one write transaction: all of it is kept, or nothing.

    Raises:
        JournalError: one sentence, where the disk or the database refuses.
    """
    with explained(folder), engine.execution_options(writes=True).begin() as connection:
        seal.break_seal(connection, folder)
        yield connection


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn errors of the disk and of the database into one sentence for a person.

    Raises:
        JournalError: naming the folder and the reason.
    """
    try:
        yield
    except DBAPIError as error:
        raise _told(folder, str(error.orig)) from error
    except sqlite3.Error as error:
        raise _told(folder, str(error)) from error
    except SQLAlchemyError as error:
        raise _told(folder, str(error)) from error
    except OSError as error:
        raise _told(folder, error.strerror or str(error)) from error


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its unique key is there already.

    Returns:
        True where the row is new; False where it was there, which is a success too.
    """
    # The one place that names a dialect: the club server adds PostgreSQL's insert here.
    return connection.execute(_insert_once(table), dict(values)).rowcount == 1


def insert_each_once(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Insert rows, each unless its unique key is there already; return how many were new."""
    if not rows:
        return 0
    return connection.execute(_insert_once(table), [dict(row) for row in rows]).rowcount


@cache
def _insert_once(table: Table) -> Insert:
    """Return the statement, made once a table: an import runs it thousands of times."""
    return sqlite.insert(table).on_conflict_do_nothing()


def _told(folder: Path, reason: str) -> JournalError:
    """Return the error, one sentence, for a reason that the disk or SQLite gave."""
    low = reason.lower()
    if "not a database" in low or "malformed" in low:
        return DamagedJournalError(
            f"The journal {folder / DATABASE_NAME} is damaged or is not a Trochlea journal "
            f"({reason}); nothing was changed, restore it from a backup or choose another folder."
        )
    if "locked" in low or "busy" in low:
        return JournalError(
            f"The journal in {folder} is busy in another program; close it and try again."
        )
    if "full" in low or "no space" in low:
        return JournalError(
            f"The disk of the journal in {folder} is full; free some space and try again."
        )
    return JournalError(
        f"The journal in {folder} cannot be used ({reason}); "
        "check that the folder exists and may be written, or choose another one."
    )


def _on_connect(dbapi_connection: Any, record: object) -> None:  # noqa: ARG001
    """Set up one SQLite connection."""
    # SQLAlchemy's `begin` event starts transactions instead of the driver.
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        _use_wal(dbapi_connection, cursor)
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
    finally:
        cursor.close()


def _use_wal(dbapi_connection: Any, cursor: Any) -> None:
    """Switch to WAL where it is not yet on; SQLite does not wait here by itself, so we do."""
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        return
    for attempt in range(_WAL_ATTEMPTS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except Exception as error:
            if "locked" not in str(error) or attempt == _WAL_ATTEMPTS - 1:
                dbapi_connection.close()
                raise
            time.sleep(_WAL_PAUSE_S)
        else:
            return


def _on_begin(connection: Connection) -> None:
    """Start a transaction: a writer takes the lock at once, a reader never needs it."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
