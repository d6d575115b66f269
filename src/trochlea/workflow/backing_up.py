"""Backup and restore: written and verified in the journal's room, streams made by the readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trochlea import __version__
from trochlea.errors import JournalError, Problem
from trochlea.journal import backup, copies, open_journal, restoring
from trochlea.journal.backup import Backup
from trochlea.readers import DEFAULT_LIMITS, Limits
from trochlea.workflow.rebuilding import rebuild_streams


@dataclass(frozen=True, slots=True)
class Restored:
    """A journal that was restored.

    Attributes:
        folder: Where it is.
        content_hash: Its hash.
        files: How many files it holds.
        activities: How many activities.
        aside: Where the journal that lay there before is now, or None.
        problems: What could not be had back: originals, streams.
    """

    folder: Path
    content_hash: str
    files: int
    activities: int
    aside: Path | None
    problems: tuple[Problem, ...]


def back_up(folder: Path, to: Path | None, now: datetime) -> Backup:
    """Write a verified full backup of a journal.

    Args:
        folder: The journal's folder.
        to: Where to; None for `backups` in the journal's own folder.
        now: Aware.

    Raises:
        JournalError: where there is no journal, or the disk refuses; nothing is left of it then.
    """
    # Opened first: an older journal is brought up to date, one that is damaged is told as such.
    open_journal(folder, create=False).close()
    return backup.make_backup(folder, to or folder / copies.BACKUPS, now, __version__)


def restore(found: Path, folder: Path, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Restored:
    """Make a journal from a backup or a copy; one that is there already is moved aside.

    Args:
        found: The backup archive, or a copy of the database from `backups`.
        folder: Where the journal goes.
        now: Aware.
        limits: What reading each original again may ask for.

    Raises:
        JournalError: where it is no whole backup, or the disk refuses; the place is as it was.
    """
    folder = folder.absolute()
    restoring.refuse_place(folder)
    with copies.told(f"restored journal in {folder}"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with backup.stage(folder.parent) as outer:
            staging = outer / "journal"
            staging.mkdir(mode=0o700)
            ready = restoring.staged(found, folder, staging)
            with open_journal(staging, create=False) as journal:
                content_hash = journal.content_hash()
                if ready.content_hash not in (None, content_hash):
                    raise JournalError(
                        f"{found.name} does not hold what it says; nothing was changed, "
                        "use another backup."
                    )
                _, lost = rebuild_streams(journal, limits)
                files, activities = len(journal.files()), journal.activity_count()
            aside = restoring.put_in_place(staging, folder, now)
    return Restored(folder, content_hash, files, activities, aside, (*ready.problems, *lost))
