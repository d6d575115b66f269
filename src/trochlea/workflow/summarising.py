"""Summaries of runs, made from the stored streams where they are missing or of another version.

A summary can always be made again, so that none is ever waited for: an import that was cut off
before its end leaves runs without one, and the next call makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from trochlea.errors import JournalError, Problem
from trochlea.journal import Journal
from trochlea.model import SUMMARY_VERSION, RunSummary

Progress = Callable[[int, int], None]

_TOGETHER = 64  # summaries in one transaction: each is forced to the disk


@dataclass(frozen=True, slots=True)
class SummariesMade:
    """What came of making the missing summaries.

    Attributes:
        made: How many were made and kept.
        problems: Runs of which none could be made, each with its reason; tried again next time.
    """

    made: int
    problems: tuple[Problem, ...] = ()


def summarise_missing(journal: Journal, progress: Progress | None = None) -> int:
    """Make the summaries that are missing or of another version; return how many were made.

    Args:
        journal: Whose runs.
        progress: Called after each run with how many are done and how many there are to do.
    """
    return make_missing_summaries(journal, progress).made


def make_missing_summaries(journal: Journal, progress: Progress | None = None) -> SummariesMade:
    """Make the summaries that are missing or of another version; one bad run stops no other.

    Where nothing is missing, this is one query.

    Args:
        journal: Whose runs.
        progress: As `summarise_missing`.
    """
    ids = journal.runs_without_summary(SUMMARY_VERSION)
    if not ids:
        return SummariesMade(0)
    made, problems = 0, list[Problem]()
    coming = _summaries(journal, ids, problems, progress)
    while several := tuple(islice(coming, _TOGETHER)):
        journal.keep_summaries(several)
        made += len(several)
    return SummariesMade(made, tuple(problems))


def _summaries(
    journal: Journal, ids: tuple[str, ...], problems: list[Problem], progress: Progress | None
) -> Iterator[RunSummary]:
    """Yield the summaries of runs; add a problem for each that has none."""
    # Here, and not above: NumPy is loaded only where there is something to do.
    from trochlea.loads.summary import summarise

    for number, activity_id in enumerate(ids, 1):
        try:
            yield summarise(activity_id, journal.activity(activity_id))
        except (JournalError, ValueError, ArithmeticError) as error:
            said = str(error) if isinstance(error, JournalError) else "its streams make no sense."
            message = f"Run {activity_id} has no summary: {said}"
            problems.append(Problem("no_summary", message, at=activity_id, kept="its totals"))
        if progress is not None:
            progress(number, len(ids))
