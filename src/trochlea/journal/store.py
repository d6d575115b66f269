"""`Journal`: the one way into the runner's store; each verb is one transaction."""

from __future__ import annotations

from pathlib import Path

from trochlea.journal import database, seal
from trochlea.journal.archive_verbs import ArchiveVerbs
from trochlea.journal.care_verbs import CareVerbs
from trochlea.journal.check_verbs import CheckVerbs
from trochlea.journal.health_verbs import HealthVerbs
from trochlea.journal.load_verbs import LoadVerbs
from trochlea.journal.run_verbs import RunVerbs


def open_journal(folder: Path, *, create: bool = True) -> Journal:
    """Open the journal of a folder; close it, or use it in a `with` block.

    Args:
        folder: The journal's folder.
        create: Make folder and journal where there are none; otherwise their absence is an error.

    Raises:
        JournalError: one sentence, where the folder cannot be used, the file is no journal, or
            a newer version wrote it. Nothing is deleted or replaced.
    """
    journal = Journal(folder)
    try:
        journal.prepare(create)
    except BaseException:
        journal.close()
        raise
    return journal


def trust_contents(folder: Path) -> None:
    """Take the database of a folder as it is, where it was changed from outside."""
    with database.explained(folder):
        seal.trust_contents(folder, folder / database.DATABASE_NAME)


class Journal(RunVerbs, LoadVerbs, CheckVerbs, CareVerbs, HealthVerbs, ArchiveVerbs):
    """The runner's own store in one folder; made by `open_journal`.

    Times that go in must be aware (else `UsageError`); every verb raises `JournalError` with one
    sentence where the disk or the database refuses.
    """
