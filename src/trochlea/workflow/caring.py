"""The doctor's visit: the journal looked at from outside and inside, and what can be, mended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from trochlea.errors import JournalError, Problem
from trochlea.journal import Journal, doctor, open_journal, trust_contents
from trochlea.journal.doctor import Check
from trochlea.readers import DEFAULT_LIMITS, Limits
from trochlea.workflow.rebuilding import rebuild_streams


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair did.

    Attributes:
        streams: How many activities got their streams back.
        links: How many links between recordings were wrong.
        orphans: How many files that nothing needed were removed.
        purged: How many activities that were taken out long ago were deleted for good.
        problems: What could not be mended.
    """

    streams: int
    links: int
    orphans: int
    purged: int
    problems: tuple[Problem, ...]


def examine_journal(folder: Path, now: datetime) -> tuple[Check, ...]:
    """Look at a journal, also at one that cannot be opened; changes nothing.

    Args:
        folder: The journal's folder.
        now: Aware.

    Raises:
        JournalError: where there is nothing that could be a journal.
    """
    doctor.refuse_nothing(folder)
    first = doctor.sealed(folder)
    try:
        with open_journal(folder, create=False) as journal:
            return (first, *journal.examined(now))
    except JournalError as error:
        return (first, doctor.unopened(folder, error))


def repair_journal(journal: Journal, now: datetime, limits: Limits = DEFAULT_LIMITS) -> Repaired:
    """Mend what can be proven wrong: streams, links, files that nothing needs.

    What was taken out more than 30 days ago is deleted for good, here and nowhere else: a clock
    that runs ahead must not delete by itself. Originals are never touched otherwise, nor rows,
    except for the links between recordings.
    """
    streams, problems = rebuild_streams(journal, limits)
    links, purged = journal.relink(), journal.purge_removed(now)
    return Repaired(streams, links, journal.remove_orphans(now), purged, problems)


def trust_journal(folder: Path) -> None:
    """Take a database that was changed from outside as it is, once it can be opened.

    Raises:
        JournalError: where it cannot.
    """
    open_journal(folder, create=False).close()
    trust_contents(folder)
