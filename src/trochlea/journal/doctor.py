"""The doctor: one question after another to the journal and its folder, each with an answer.

It only looks. What it can mend is mended by `trochlea.workflow.caring.repair`.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, func, select

from trochlea.errors import DamagedJournalError, JournalError, Problem
from trochlea.journal import copies, disk, health, imports, orphans, runners, schema, seal, tables
from trochlea.journal.database import DATABASE_NAME

Answer = Literal["ok", "note", "wrong"]

_FIRST_YEAR = 2024  # no clock that is right says less: this program is not older
_CLOCK_ROOM = timedelta(minutes=1)  # set by the network, a clock goes back a little
_LITTLE_SPACE = 2**30
_NO_SPACE = 100 * 2**20
_OLD_COPY = timedelta(days=30)
_REPAIR = "`trochlea doctor --repair`"


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the journal and its answer.

    Attributes:
        name: Such as `originals`.
        answer: `ok`, `note` (worth knowing, nothing is wrong) or `wrong`.
        said: One sentence.
        cure: What to do, or empty.
        problems: Each single thing that is wrong.
    """

    name: str
    answer: Answer
    said: str
    cure: str = ""
    problems: tuple[Problem, ...] = ()


def examined(connection: Connection, folder: Path, moment: datetime) -> tuple[Check, ...]:
    """Return all checks that need the open database.

    Args:
        connection: In a read transaction.
        folder: The journal's folder.
        moment: Now, aware.
    """
    runner_id = runners.owner(connection)
    return (
        _database(connection, folder),
        _originals(connection, folder),
        _streams(connection, folder),
        _orphans(connection, folder, moment),
        _unfinished(connection, runner_id),
        _links(connection, runner_id),
        _clock(connection, moment),
        _space(folder),
        Check("schema", "ok", f"The schema is {schema.HEAD_REVISION}, that of this version."),
        _copies(folder, moment),
    )


def sealed(folder: Path) -> Check:
    """Return whether the database is what it was when it was last closed; opens it only to read.

    To be asked before anything opens the journal for writing.
    """
    found = seal.state(folder, folder / DATABASE_NAME)
    if found == "whole":
        return Check("contents", "ok", "The database is as it was when it was last closed.")
    if found == "unsealed":
        return Check(
            "contents",
            "note",
            "The database was not closed in order after it was last written, "
            "so its contents cannot be compared.",
        )
    return Check(
        "contents",
        "wrong",
        "The database has changed since Trochlea last closed it: the disk is failing, or another "
        "program wrote it.",
        f"{restore_offer(folder)} If you changed it yourself: `trochlea doctor --trust`.",
    )


def refuse_nothing(folder: Path) -> None:
    """Refuse a folder in which there is nothing that could be a journal.

    Raises:
        JournalError: where there is neither a database nor anything that one leaves behind.
    """
    left = (DATABASE_NAME, disk.ORIGINALS, copies.BACKUPS, seal.SEAL_NAME)
    if not any((folder / name).exists() for name in left):
        raise JournalError(
            f"There is no journal in {folder}; import a run first, or name another folder."
        )


def unopened(folder: Path, error: JournalError) -> Check:
    """Return the answer for a journal that cannot be opened at all.

    A copy is offered for damage only: it helps neither against missing rights nor where a newer
    version has written here, and would set aside what is newer.
    """
    cure = restore_offer(folder) if isinstance(error, DamagedJournalError) else ""
    return Check("database", "wrong", str(error), cure)


def restore_offer(folder: Path) -> str:
    """Return how to get back to the latest whole copy of the database."""
    whole = (each for each in reversed(copies.copies(folder)) if copies.is_whole(each.path))
    latest = next(whole, None)
    if latest is None:
        return "Restore it from a backup: `trochlea restore BACKUP`."
    return f"Restore it as of {latest.made_at:%Y-%m-%d}: `trochlea restore {latest.path}`."


def _database(connection: Connection, folder: Path) -> Check:
    found = health.of_database(connection)
    if not found:
        return Check("database", "ok", "The database is whole.")
    return Check(
        "database", "wrong", "The database is damaged.", restore_offer(folder), tuple(found)
    )


def _originals(connection: Connection, folder: Path) -> Check:
    number = connection.execute(select(func.count()).select_from(tables.files)).scalar_one()
    found = health.of_originals(connection, folder)
    if not found:
        return Check("originals", "ok", f"All {number} original files are there, to the byte.")
    return Check(
        "originals",
        "wrong",
        f"{len(found)} of {number} original files are missing or have changed.",
        "Import them again; a changed one has to be moved away first.",
        found,
    )


def _streams(connection: Connection, folder: Path) -> Check:
    found = health.of_streams(connection, folder)
    if not found:
        return Check("streams", "ok", "The streams of all activities are whole.")
    return Check(
        "streams",
        "wrong",
        f"The streams of {_number(found, 'activity', 'activities')} are missing or damaged.",
        f"{_REPAIR} makes them anew from the originals.",
        found,
    )


def _orphans(connection: Connection, folder: Path, moment: datetime) -> Check:
    found = orphans.orphans(connection, folder)
    old = [path for path in found if orphans.is_old(path, moment.timestamp())]
    if not found:
        return Check("orphans", "ok", "No file lies in the journal that nothing needs.")
    message = "Nothing in the journal needs this file."
    problems = tuple(Problem("orphan", message, at=str(path)) for path in found)
    if not old:
        what = f"{_number(found, 'file')} without a row, younger than a day: perhaps an import "
        return Check("orphans", "note", f"{what}is under way.", "", problems)
    return Check(
        "orphans",
        "wrong",
        f"{_number(found, 'file')} without a row, left behind by a crash.",
        f"{_REPAIR} removes those older than a day.",
        problems,
    )


def _unfinished(connection: Connection, runner_id: str) -> Check:
    begun = imports.unfinished(connection, runner_id)
    if begun is None:
        return Check("import", "ok", "No import was cut off.")
    return Check(
        "import",
        "wrong",
        f"Import {begun.import_id} of {begun.started_at:%Y-%m-%d} was cut off; what it had taken "
        "is kept.",
        "`trochlea import --resume` goes on; "
        f"`trochlea undo --import {begun.import_id}` takes it back.",
    )


def _links(connection: Connection, runner_id: str) -> Check:
    found = health.of_links(connection, runner_id)
    if not found:
        return Check("links", "ok", "Each run counts once.")
    said = f"{_number(found, 'activity', 'activities')} would count twice or not at all."
    return Check("links", "wrong", said, f"{_REPAIR} links them anew.", found)


def _clock(connection: Connection, moment: datetime) -> Check:
    latest = _latest_written(connection)
    cure = "Set the clock of this machine."
    if moment.year < _FIRST_YEAR:
        said = f"The clock of this machine says {moment:%Y-%m-%d}, which cannot be."
        return Check("clock", "wrong", said, cure)
    if latest is not None and moment < latest - _CLOCK_ROOM:
        said = f"The clock says {moment:%Y-%m-%d %H:%M}, but something was stored later"
        return Check("clock", "wrong", f"{said} ({latest:%Y-%m-%d %H:%M} UTC).", cure)
    return Check("clock", "ok", "The clock is not behind what was stored.")


def _latest_written(connection: Connection) -> datetime | None:
    """Return the latest moment that the machine's clock was read for a row."""
    columns = (
        tables.imports.c.started_at,
        tables.imports.c.finished_at,
        tables.imports.c.undone_at,
        tables.files.c.added_at,
        tables.activities.c.removed_at,
        tables.run_decisions.c.decided_at,
        tables.runners.c.saved_at,
    )
    found = (connection.execute(select(func.max(column))).scalar() for column in columns)
    return max((each for each in found if each is not None), default=None)


def _space(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    said = f"The disk has {free / 2**30:.1f} GiB left."
    if free >= _LITTLE_SPACE:
        return Check("space", "ok", said)
    return Check("space", "wrong" if free < _NO_SPACE else "note", said, "Free some space.")


def _copies(folder: Path, moment: datetime) -> Check:
    there = copies.copies(folder)
    if not there:
        said = "There is no copy of the database yet; an import makes one a day."
        return Check("backups", "note", said, "`trochlea backup` makes a full one.")
    spoilt = tuple(
        Problem("copy_damaged", f"The copy {each.path.name} has changed.", at=str(each.path))
        for each in there
        if not copies.is_whole(each.path)
    )
    if spoilt:
        said = f"{_number(spoilt, 'copy', 'copies')} of the database have changed on the disk."
        cure = "Delete them, and make a backup on another disk: `trochlea backup --to FOLDER`."
        return Check("backups", "wrong", said, cure, spoilt)
    latest = there[-1]
    said = f"The latest verified copy of the database is of {latest.made_at:%Y-%m-%d}."
    if moment - latest.made_at > _OLD_COPY:
        return Check("backups", "note", said, "`trochlea backup` makes a full one.")
    return Check("backups", "ok", said)


def _number(found: Sequence[object], one: str, many: str | None = None) -> str:
    return f"{len(found)} {one if len(found) == 1 else many or one + 's'}"
