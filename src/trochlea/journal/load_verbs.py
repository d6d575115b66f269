"""The journal's verbs for loads: summaries of runs, notes on them, and the shoes under them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from trochlea.journal import runners
from trochlea.journal.folder import JournalFolder
from trochlea.journal.lazily import lazily
from trochlea.model import RunNote, RunSummary, Shoe, ShoeEvent

if TYPE_CHECKING:
    from trochlea.journal import run_notes, shoes, summaries
else:
    run_notes = lazily("trochlea.journal.run_notes")
    shoes = lazily("trochlea.journal.shoes")
    summaries = lazily("trochlea.journal.summaries")


class LoadVerbs(JournalFolder):
    """Keeps what loads are made of, beside the runs themselves."""

    # -- what the runner says of a run --------------------------------------------------------

    def add_run_note(self, note: RunNote) -> bool:
        """Keep a note on a run, replacing nothing; return whether it was new.

        Raises:
            UsageError: where there is no such activity or pair of shoes, the exertion is not
                within 0 to 10, or the surface is none.
        """
        with self._writing() as connection:
            return run_notes.add(connection, runners.ensure_owner(connection), note)

    def run_notes(self, activity_id: str | None = None) -> tuple[RunNote, ...]:
        """Return the notes on an activity (None: on all), by the time they were told."""
        with self._reading() as connection:
            return run_notes.listed(connection, runners.owner(connection), activity_id)

    # -- shoes --------------------------------------------------------------------------------

    def add_shoe(self, shoe: Shoe) -> bool:
        """Keep a pair of shoes, or correct the one of that id; return whether it was new.

        Raises:
            UsageError: where the id is empty or long, the name empty, or the distance impossible.
        """
        with self._writing() as connection:
            return shoes.add(connection, runners.ensure_owner(connection), shoe)

    def shoes(self) -> tuple[Shoe, ...]:
        """Return the pairs of shoes in the order they were first kept."""
        with self._reading() as connection:
            return shoes.listed(connection, runners.owner(connection))

    def add_shoe_event(self, event: ShoeEvent) -> bool:
        """Keep what was said of a pair; return whether it was new.

        Raises:
            UsageError: where there is no such pair, or the kind is none.
        """
        with self._writing() as connection:
            return shoes.add_event(connection, runners.ensure_owner(connection), event)

    def shoe_events(self) -> tuple[ShoeEvent, ...]:
        """Return what was said of all pairs, by the day and then in the order it was said."""
        with self._reading() as connection:
            return shoes.events(connection, runners.owner(connection))

    # -- summaries of runs --------------------------------------------------------------------

    def keep_summary(self, summary: RunSummary) -> None:
        """Keep what a run was, in place of an earlier summary of it."""
        self.keep_summaries((summary,))

    def keep_summaries(self, several: Sequence[RunSummary]) -> None:
        """Keep several summaries in one transaction, each in place of an earlier one."""
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            for each in several:
                summaries.keep(connection, runner_id, each)

    def summaries(self, since: datetime | None = None) -> tuple[RunSummary, ...]:
        """Return the summaries of the runs that count, by start time.

        Args:
            since: Earliest start, aware; None for all.
        """
        with self._reading() as connection:
            return summaries.listed(connection, runners.owner(connection), since)

    def runs_without_summary(self, version: int) -> tuple[str, ...]:
        """Return the ids of the runs that count and have no summary of a version."""
        with self._reading() as connection:
            return summaries.missing(connection, runners.owner(connection), version)
