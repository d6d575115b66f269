"""From a backup, or from a copy of the database, to a journal in its place.

All is made ready beside the place and verified; then two renames. What lay there is moved aside.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from trochlea.errors import JournalError, Problem
from trochlea.journal import backup, copies, database, disk, packed, schema, seal, tables
from trochlea.journal.streams import is_intact

_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Staged:
    """A journal made ready, not yet in its place.

    Attributes:
        folder: Where it is being made.
        content_hash: What its hash has to be; None where the backup is of another schema.
        problems: Originals that could not be had.
    """

    folder: Path
    content_hash: str | None
    problems: tuple[Problem, ...]


def refuse_place(folder: Path) -> None:
    """Refuse a place that holds other things than a journal, or one that is being written.

    Raises:
        JournalError: where it does.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise JournalError(f"{folder} is not a folder; choose another place for the journal.")
    ours = (database.DATABASE_NAME, disk.ORIGINALS, copies.BACKUPS)
    if any(folder.iterdir()) and not any((folder / name).exists() for name in ours):
        raise JournalError(
            f"The folder {folder} holds other things than a journal; choose another place."
        )
    path = folder / database.DATABASE_NAME
    if path.is_file() and _is_busy(path):
        raise JournalError(f"The journal in {folder} is busy in another program; close it first.")


def staged(found: Path, folder: Path, staging: Path) -> Staged:
    """Make a journal ready from a backup archive or a copy of the database.

    Args:
        found: The archive or the copy.
        folder: Where the journal will be; its originals serve where the backup has none.
        staging: An empty folder to make it in.

    Raises:
        JournalError: where it is no backup, or is damaged.
    """
    if not found.is_file():
        raise JournalError(f"There is no backup {found}.")
    if found.suffix == ".sqlite3":
        return _from_copy(found, folder, staging)
    return _from_archive(found, staging)


def put_in_place(staging: Path, folder: Path, moment: datetime) -> Path | None:
    """Move a journal that is ready into its place.

    Args:
        staging: Where it was made, on the same disk.
        folder: Its place.
        moment: Now, aware; names what is moved aside.

    Returns:
        Where what lay there before is now; None where nothing did.
    """
    seal.trust_contents(staging, staging / database.DATABASE_NAME)
    aside = None
    if folder.exists():
        if any(folder.iterdir()):
            stamp = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
            aside = folder.with_name(f"{folder.name}.before-restore-{stamp}")
            _carry_copies(folder, staging)
            folder.rename(aside)
        else:
            folder.rmdir()
    try:
        staging.rename(folder)
    except BaseException:
        if aside is not None:
            aside.rename(folder)
        raise
    disk.sync_folder(folder.parent)
    return aside


def _from_archive(found: Path, staging: Path) -> Staged:
    """Unpack a backup: only what the database names, each by its hash."""
    with packed.opened(found) as archive:
        said = archive.manifest()
        _refuse_other(found, said.get("format"))
        path = staging / database.DATABASE_NAME
        with path.open("wb") as file:
            digest = archive.copy(database.DATABASE_NAME, file, backup.DATABASE_BYTES)
        if digest != said.get("database_sha256"):
            raise JournalError(
                f"The database in {found.name} is damaged; nothing was changed, "
                "use another backup."
            )
        backup.refuse_foreign_schema(path)
        problems = []
        for sha256, name in _files(path):
            entry = backup.original_name(sha256)
            data = _unpacked(archive, entry) if entry in archive.entries else None
            if data is None or disk.sha256_of(data) != sha256:
                problems.append(_lost(name, sha256))
            else:
                disk.write_whole(disk.original_path(staging, sha256), data, force=False)
    same = said.get("schema") == schema.HEAD_REVISION
    wanted = said.get("content_hash")
    return Staged(staging, str(wanted) if same else None, tuple(problems))


def _unpacked(archive: packed.Packed, entry: str) -> bytes | None:
    try:
        return archive.read(entry, backup.ORIGINAL_BYTES)
    except JournalError:
        return None


def _refuse_other(found: Path, kind: object) -> None:
    """Refuse an archive that is no backup.

    Raises:
        JournalError: where it is none.
    """
    if kind == backup.FORMAT:
        return
    cure = f"; `trochlea import {found}` takes it in" if kind == "trochlea-export" else ""
    what = "an export, not a backup" if kind == "trochlea-export" else "not a backup of Trochlea"
    raise JournalError(f"{found.name} is {what}{cure}.")


def _from_copy(found: Path, folder: Path, staging: Path) -> Staged:
    """Take a copy of the database, with the originals and streams of its journal."""
    if copies.has_sums(found) and not copies.is_whole(found):
        raise JournalError(
            f"The copy {found.name} has changed since it was made; nothing was changed, "
            "use another one."
        )
    path = staging / database.DATABASE_NAME
    shutil.copyfile(found, path)
    backup.refuse_foreign_schema(path)
    home = found.parent.parent if found.parent.name == copies.BACKUPS else folder
    problems = []
    for sha256, name in _files(path):
        data = backup.read_original(home, sha256)
        if data is None:
            problems.append(_lost(name, sha256))
        else:
            disk.write_whole(disk.original_path(staging, sha256), data, force=False)
    for each in (home / disk.STREAMS).glob("*.npz"):
        if is_intact(each):
            (staging / disk.STREAMS).mkdir(exist_ok=True)
            shutil.copyfile(each, staging / disk.STREAMS / each.name)
    return Staged(staging, None, tuple(problems))


def _files(path: Path) -> Iterable[tuple[str, str]]:
    """Return the hashes and names of the files that a database names.

    Raises:
        JournalError: where it is no journal, or a hash in it is none.
    """
    query = select(tables.files.c.sha256, tables.files.c.name).order_by(tables.files.c.sha256)
    try:
        with closing(sqlite3.connect(path)) as connection:
            rows = connection.execute(str(query.compile())).fetchall()
    except sqlite3.Error as error:
        raise JournalError(f"The database of the backup is no journal ({error}).") from error
    for sha256, _ in rows:
        if not isinstance(sha256, str) or len(sha256) != 64 or not set(sha256) <= _HEX:
            raise JournalError("The database of the backup is damaged: a hash in it is none.")
    return rows


def _carry_copies(folder: Path, staging: Path) -> None:
    """Take the copies of the database along, so that the restored journal still has them."""
    if (folder / copies.BACKUPS).is_dir():
        for path in (folder / copies.BACKUPS).iterdir():
            if path.is_file() and path.suffix in (".sqlite3", ".json", ".zip"):
                (staging / copies.BACKUPS).mkdir(mode=0o700, exist_ok=True)
                _second_name(path, staging / copies.BACKUPS / path.name)


def _second_name(path: Path, other: Path) -> None:
    """Give a file another name on the same disk, or copy it where the disk knows no such thing."""
    try:
        other.hardlink_to(path)
    except OSError:
        shutil.copy2(path, other)


def _is_busy(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return "locked" in str(error) or "busy" in str(error)
    return False


def _lost(name: str, sha256: str) -> Problem:
    message = f"The original of {name} is not in the backup as it was; import the file again."
    return Problem("original_lost", message, file=name, at=sha256, kept="its totals and laps")
