"""The seal of the database: its checksum from when it was last closed, to know any change since.

SQLite checks the structure of its pages, not what stands in them: a flipped bit in a number is
valid to it. So the whole database has a checksum beside it. It is taken away before the first
write and set again when the journal is closed; a crash leaves none, which is no fault.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from trochlea.journal import disk

SEAL_NAME = "journal.seal"
DOUBT_NAME = "journal.doubt"

SealState = Literal["whole", "unsealed", "changed"]


def break_seal(connection: Connection, folder: Path) -> None:
    """Take the seal away; called within a write transaction, before its first write.

    Where the database is not as it was sealed, that stays on record until somebody decides.
    """
    path = folder / SEAL_NAME
    if not path.exists():
        return
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection) and _sealed_hash(path) != _hash(raw):
        doubt(folder)
    path.unlink(missing_ok=True)
    # Else a loss of power could bring the old seal back beside the new content.
    disk.sync_folder(folder)


def set_seal(folder: Path, database: Path) -> bool:
    """Seal the database as it is now; does nothing where another process is writing.

    Returns:
        Whether it is sealed.
    """
    try:
        with closing(_opened(database, writing=True)) as connection:
            # The lock keeps every writer, who would break the seal first, out meanwhile.
            connection.execute("BEGIN IMMEDIATE")
            body = json.dumps({"sha256": _hash(connection)})
            disk.write_whole(folder / SEAL_NAME, body.encode(), force=False)
    except (OSError, sqlite3.Error):
        return False
    return True


def state(folder: Path, database: Path) -> SealState:
    """Return whether the database is as it was sealed; `unsealed` where it was not closed well."""
    if (folder / DOUBT_NAME).exists():
        return "changed"
    sealed = _sealed_hash(folder / SEAL_NAME)
    if sealed is None:
        return "unsealed"
    try:
        with closing(_opened(database, writing=False)) as connection:
            found = _hash(connection)
    except sqlite3.Error:
        return "changed"
    if found == sealed:
        return "whole"
    # Another process may have begun to write meanwhile, and then it broke the seal first.
    return "changed" if _sealed_hash(folder / SEAL_NAME) == sealed else "unsealed"


def doubt(folder: Path) -> None:
    """Put on record that the database was found changed."""
    said = json.dumps({"found_at": datetime.now(UTC).isoformat()})
    disk.write_whole(folder / DOUBT_NAME, said.encode())


def trust_contents(folder: Path, database: Path) -> None:
    """Take the database as it is: what was on record against it is forgotten."""
    (folder / DOUBT_NAME).unlink(missing_ok=True)
    (folder / SEAL_NAME).unlink(missing_ok=True)
    set_seal(folder, database)


def _sealed_hash(path: Path) -> str | None:
    """Return what a seal says; None where there is none, empty where it is no seal."""
    try:
        body = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return ""
    return str(body.get("sha256", "")) if isinstance(body, dict) else ""


def _opened(database: Path, *, writing: bool) -> sqlite3.Connection:
    # Through SQLite and never as a plain file: closing that would drop SQLite's own locks.
    uri = f"{database.absolute().as_uri()}?mode={'rw' if writing else 'ro'}"
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=0)


def _hash(connection: sqlite3.Connection) -> str:
    return hashlib.sha256(connection.serialize()).hexdigest()
