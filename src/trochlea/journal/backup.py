"""A full backup: database and originals in one zip archive, read back and verified.

Streams are left out: they are made from the originals again when the backup is restored.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from trochlea.errors import JournalError, Problem
from trochlea.journal import copies, database, disk, hashing, packed, schema, tables

FORMAT = "trochlea-backup"
VERSION = 1
DATABASE_BYTES = 16 * 2**30
ORIGINAL_BYTES = 4 * 2**30
_COMPRESSION_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified backup.

    Attributes:
        path: Where it lies.
        content_hash: The journal hash of what it holds.
        files: How many originals.
        size_bytes: Of the archive.
        problems: Originals that were missing or damaged already, and so are not in it.
    """

    path: Path
    content_hash: str
    files: int
    size_bytes: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Content:
    """What the copied database says it holds."""

    content_hash: str
    names: dict[str, str]
    counts: dict[str, int]


def make_backup(folder: Path, to: Path, moment: datetime, version: str) -> Backup:
    """Write a full backup of a journal into a folder, read it back and verify it.

    Args:
        folder: The journal's folder.
        to: Where the archive goes; made where it is not there.
        moment: Now, aware; becomes its name.
        version: Of this program.

    Raises:
        JournalError: where the disk refuses or something is not as it was; nothing is left of it.
    """
    path = to / f"trochlea-backup-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
    with copies.told(f"backup in {to}"):
        to.mkdir(parents=True, exist_ok=True)
        with stage(to) as staging:
            copies.copy_database(folder / database.DATABASE_NAME, staging / database.DATABASE_NAME)
            content = _content(staging)
            archive = staging / "backup.zip"
            problems = _pack(archive, staging, folder, content, moment, version)
            _verify(archive, staging)
            archive.replace(path)
        disk.sync_folder(to)
    missing = len(problems)
    return Backup(
        path, content.content_hash, len(content.names) - missing, path.stat().st_size, problems
    )


@contextmanager
def stage(beside: Path) -> Iterator[Path]:
    """Give a folder for what is not ready yet; what is still in it at the end is gone."""
    staging = Path(tempfile.mkdtemp(dir=beside, prefix=disk.UNFINISHED))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_foreign_schema(path: Path) -> None:
    """Refuse a database that brings programs of its own (triggers, views), or is damaged.

    Raises:
        JournalError: where it does.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as found:
            found.execute("PRAGMA trusted_schema=OFF")
            query = "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
            if found.execute(query).fetchone()[0]:
                raise JournalError("The database of the backup was not made by Trochlea.")
            copies.verify_structure(found, path)
    except sqlite3.Error as error:
        raise JournalError(f"The database of the backup is damaged ({error}).") from error


def _content(staging: Path) -> _Content:
    """Return what a copied database holds."""
    engine = database.make_engine(staging)
    try:
        with database.reading(engine, staging) as connection:
            files = connection.execute(select(tables.files.c.sha256, tables.files.c.name))
            names = {row.sha256: row.name for row in files}
            counts = {
                table.name: connection.execute(
                    select(func.count()).select_from(table)
                ).scalar_one()
                for table in tables.metadata.sorted_tables
            }
            return _Content(hashing.content_hash(connection), names, counts)
    finally:
        engine.dispose()


def _pack(
    archive: Path, staging: Path, folder: Path, content: _Content, moment: datetime, version: str
) -> tuple[Problem, ...]:
    """Write the archive; return the originals that could not go into it."""
    problems = []
    copy = staging / database.DATABASE_NAME
    with (
        archive.open("wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION_LEVEL) as into,
    ):
        into.write(copy, database.DATABASE_NAME)
        for sha256, name in sorted(content.names.items()):
            data = read_original(folder, sha256)
            if data is None:
                problems.append(_lost(sha256, name))
            else:
                into.writestr(original_name(sha256), data)
        into.writestr(
            packed.MANIFEST,
            json.dumps(_manifest(content, copies.file_hash(copy), problems, moment, version)),
        )
    with archive.open("rb+") as written:
        os.fsync(written.fileno())
    return tuple(problems)


def read_original(folder: Path, sha256: str) -> bytes | None:
    """Return the bytes of an original, or None where they are missing or have changed."""
    try:
        data = disk.original_path(folder, sha256).read_bytes()
    except OSError:
        return None
    return data if disk.sha256_of(data) == sha256 else None


def original_name(sha256: str) -> str:
    """Return the name of an original in a backup."""
    return f"{disk.ORIGINALS}/{sha256}"


def _lost(sha256: str, name: str) -> Problem:
    message = f"The original of {name} is missing or has changed, so it is not in the backup."
    return Problem("original_lost", message, file=name, at=sha256, kept="its totals and laps")


def _manifest(
    content: _Content, database_hash: str, problems: list[Problem], moment: datetime, version: str
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": moment.astimezone(UTC).isoformat(),
        "trochlea": version,
        "schema": schema.HEAD_REVISION,
        "content_hash": content.content_hash,
        "database_sha256": database_hash,
        "rows": content.counts,
        "missing": [problem.at for problem in problems],
    }


def _verify(archive: Path, staging: Path) -> None:
    """Read an archive back: the database as it was copied, each original by its hash.

    Raises:
        JournalError: where something is not what went in.
    """
    check = staging / "check"
    check.mkdir()
    with packed.opened(archive) as found:
        said = found.manifest()
        path = check / database.DATABASE_NAME
        with path.open("wb") as file:
            if found.copy(database.DATABASE_NAME, file, DATABASE_BYTES) != said["database_sha256"]:
                raise JournalError("The backup is not what was written; try another disk.")
        content = _content(check)
        if content.content_hash != said["content_hash"]:
            raise JournalError("The backup is not what was written; try another disk.")
        for sha256 in content.names.keys() - set(said["missing"]):
            if disk.sha256_of(found.read(original_name(sha256), ORIGINAL_BYTES)) != sha256:
                raise JournalError("The backup is not what was written; try another disk.")
