"""Verified copies of the database in the journal's folder: daily, and before each migration.

A copy holds the database alone: originals are written once and never changed, and streams are
made from them. It counts once its contents were compared row by row and it is on the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from trochlea.errors import JournalError
from trochlea.journal import disk

BACKUPS = "backups"
DAILY = "daily"
KEPT_DAILY, KEPT_WEEKLY, KEPT_MONTHLY = 7, 4, 6
_STAMP = "%Y%m%dT%H%M%S%fZ"
_DATABASE = "journal.sqlite3"
_COPY = ".sqlite3"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the database.

    Attributes:
        path: Where it lies.
        made_at: When.
        reason: `daily`, or `before-` and the schema that came after it.
    """

    path: Path
    made_at: datetime
    reason: str


def make_copy(folder: Path, moment: datetime, reason: str) -> Copy:
    """Copy the database of a journal, and verify the copy.

    Args:
        folder: The journal's folder.
        moment: Now, aware.
        reason: Becomes part of its name.

    Raises:
        JournalError: where the disk refuses or the copy is not whole; nothing is left of it.
    """
    backups = folder / BACKUPS
    path = backups / f"{moment.astimezone(UTC).strftime(_STAMP)}-{reason}{_COPY}"
    with told(f"copy of the journal in {backups}"):
        backups.mkdir(mode=0o700, exist_ok=True)
        with unfinished(backups) as temporary:
            copy_database(folder / _DATABASE, temporary)
            sums = json.dumps({"sha256": file_hash(temporary)})
            temporary.replace(path)
        # Written last: a copy without it was never verified.
        disk.write_whole(_sums_path(path), sums.encode())
    return Copy(path, moment, reason)


def copies(folder: Path) -> tuple[Copy, ...]:
    """Return the verified copies of a journal, oldest first."""
    found = []
    for path in sorted((folder / BACKUPS).glob(f"*{_COPY}")):
        stamp, _, reason = path.name.removesuffix(_COPY).partition("-")
        try:
            made_at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        if reason and _sums_path(path).is_file():
            found.append(Copy(path, made_at, reason))
    return tuple(found)


def daily_copy(folder: Path, moment: datetime) -> Copy | None:
    """Make the copy of a day unless there is one, then let go of those that are too many.

    Raises:
        JournalError: as `make_copy`; then nothing is let go of.
    """
    there = [each for each in copies(folder) if each.reason == DAILY]
    if any(each.made_at.date() == moment.astimezone(UTC).date() for each in there):
        return None
    made = make_copy(folder, moment, DAILY)
    by_day = {each.made_at.date(): each for each in (*there, made)}
    keep = kept_days(tuple(by_day))
    with told(f"copies of the journal in {folder / BACKUPS}"):
        for each in there:
            if each.made_at.date() not in keep:
                _sums_path(each.path).unlink(missing_ok=True)
                each.path.unlink(missing_ok=True)
    return made


def kept_days(days: Sequence[date]) -> frozenset[date]:
    """Return the days whose copies are kept: the last 7 days, 4 weeks and 6 months with a copy.

    Of a week and of a month the latest copy stands for all.
    """
    newest_first = sorted(set(days), reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    months: dict[tuple[int, int], date] = {}
    for day in newest_first:
        weeks.setdefault(day.isocalendar()[:2], day)
        months.setdefault((day.year, day.month), day)
    return frozenset(
        (
            *newest_first[:KEPT_DAILY],
            *list(weeks.values())[:KEPT_WEEKLY],
            *list(months.values())[:KEPT_MONTHLY],
        )
    )


def has_sums(path: Path) -> bool:
    """Return whether it is known what a copy was when it was verified."""
    return _sums_path(path).is_file()


def is_whole(path: Path) -> bool:
    """Return whether a copy is what was verified, to the last byte."""
    try:
        said = json.loads(_sums_path(path).read_bytes())
        return bool(said["sha256"] == file_hash(path))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def copy_database(source: Path, target: Path) -> None:
    """Copy a database that may be in use to a path, and verify the copy row by row.

    Raises:
        JournalError: where the copy is not what the source is.
        sqlite3.Error: where the source is damaged or the disk refuses.
        OSError: where the disk refuses.
    """
    with (
        closing(_opened(source, "ro")) as origin,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        copy.execute("PRAGMA synchronous=OFF")
        origin.execute("BEGIN")
        origin.backup(copy)
        # Without a log of its own beside it, a copy is one file.
        copy.execute("PRAGMA journal_mode=DELETE")
        verify_structure(copy, source)
        if digest(origin) != digest(copy):
            raise JournalError(f"The copy of {source} is not equal to it; try again.")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def verify_structure(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that SQLite finds damaged.

    Raises:
        JournalError: where it does.
    """
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        raise JournalError(
            f"The database {path} is damaged ({said[0]}); `trochlea doctor` says what to do."
        )


def digest(connection: sqlite3.Connection) -> str:
    """Return one hash over all rows of all tables of a database, whatever its schema."""
    total = hashlib.sha256()
    names = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name, sql")
    for name, sql in names.fetchall():
        total.update(repr((name, sql)).encode("utf-8", "replace"))
        if sql and sql.lstrip().upper().startswith("CREATE TABLE"):
            quoted = name.replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}" ORDER BY rowid'):  # noqa: S608
                total.update(repr(row).encode("utf-8", "replace"))
    return total.hexdigest()


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """Give a path for a file that is not ready yet; whatever is still there at the end is gone."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=disk.UNFINISHED)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for path in (name, f"{name}-journal", f"{name}-wal", f"{name}-shm"):
            Path(path).unlink(missing_ok=True)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn errors of the disk and of SQLite into one sentence about what was being made.

    Raises:
        JournalError: naming it and the reason.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        low = reason.lower()
        cure = "check that the folder exists and may be written"
        if "full" in low or "no space" in low:
            cure = "free some space"
        if "malformed" in low or "not a database" in low:
            cure = "follow `trochlea doctor`"
        raise JournalError(
            f"The {what} could not be made ({reason}); nothing half is left of it and the journal "
            f"is as it was; {cure} and try again."
        ) from error


def _sums_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None
    )
