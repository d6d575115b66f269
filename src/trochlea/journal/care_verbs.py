"""The journal's verbs for its care: looking through, taking out and back, deciding, the hash."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from trochlea.errors import Problem, UsageError
from trochlea.journal import activities, database, disk, runners
from trochlea.journal.folder import JournalFolder
from trochlea.journal.lazily import lazily
from trochlea.model import Activity, Streams

if TYPE_CHECKING:
    from trochlea.journal import catalogue, deciding, hashing, removal
    from trochlea.journal.catalogue import ListedActivity, ListedImport
else:
    catalogue = lazily("trochlea.journal.catalogue")
    deciding = lazily("trochlea.journal.deciding")
    hashing = lazily("trochlea.journal.hashing")
    removal = lazily("trochlea.journal.removal")


class CareVerbs(JournalFolder):
    """Lists, removes, restores and decides; nothing here is lost at once."""

    def content_hash(self) -> str:
        """Return the SHA-256 over the sorted canonical rows of all living content, in hex.

        Running numbers, the times at which rows were written, and removed rows do not count.
        """
        with self._reading() as connection:
            return hashing.content_hash(connection)

    # -- imports ------------------------------------------------------------------------------

    def imports(self) -> tuple[ListedImport, ...]:
        """Return the imports, oldest first, with what became of them."""
        with self._reading() as connection:
            return catalogue.imports_listed(connection, runners.owner(connection))

    def undo_import(self, import_id: int | None = None) -> removal.Undone:
        """Take a whole import back out: its files and their activities, for 30 days.

        Args:
            import_id: Which; None for the latest.

        Raises:
            UsageError: where there is none, or it was undone already, or brought nothing new.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            chosen = _chosen(catalogue.imports_listed(connection, runner_id), import_id)
            if chosen.undone_at is not None:
                raise UsageError(
                    f"Import {chosen.import_id} was undone already; `trochlea undo --restore "
                    f"{chosen.import_id}` takes it back in, `trochlea imports` lists the others."
                )
            if not chosen.files:
                raise UsageError(
                    f"Import {chosen.import_id} brought nothing new, so there is nothing to take "
                    "back; `trochlea imports` lists the others."
                )
            return removal.remove_import(connection, runner_id, chosen.import_id)

    def restore_import(self, import_id: int) -> removal.Undone:
        """Take an import that was undone back in.

        Raises:
            UsageError: where there is none, or it was not undone.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            _chosen(catalogue.imports_listed(connection, runner_id), import_id)
            return removal.restore_import(connection, runner_id, import_id)

    # -- activities ---------------------------------------------------------------------------

    def activities_listed(self, removed: bool = False) -> tuple[ListedActivity, ...]:
        """Return the activities that are there, or those that were removed, by start time."""
        with self._reading() as connection:
            return catalogue.activities_listed(connection, runners.owner(connection), removed)

    def find_activity(self, start: str) -> ListedActivity:
        """Return the activity whose id starts with some letters, removed or not.

        Raises:
            UsageError: where there is none, or more than one.
        """
        with self._reading() as connection:
            return catalogue.resolved(connection, runners.owner(connection), start)

    def recordings(self, run_id: str) -> tuple[ListedActivity, ...]:
        """Return all recordings of a run, by the id of the one that stands for it."""
        with self._reading() as connection:
            return catalogue.same_run(connection, runners.owner(connection), run_id)

    def activity_totals(self, activity_id: str) -> Activity:
        """Return an activity with its laps and devices, without its streams, also a removed one.

        Raises:
            UsageError: where there is none of that id.
        """
        with self._reading() as connection:
            runner_id = runners.owner(connection)
            row = activities.find(connection, runner_id, activity_id)
            if row is None:
                raise UsageError(f"There is no activity {activity_id} in the journal.")
            return activities.load(connection, runner_id, row, Streams())

    def file_problems(self, sha256: str) -> tuple[Problem, ...]:
        """Return what was odd about a file."""
        with self._reading() as connection:
            return catalogue.problems_of(connection, runners.owner(connection), sha256)

    def remove_activity(self, activity_id: str) -> bool:
        """Take one activity out, for 30 days; return whether it was there."""
        with self._writing() as connection:
            owner = runners.ensure_owner(connection)
            return removal.remove_activity(connection, owner, activity_id)

    def restore_activity(self, activity_id: str) -> bool:
        """Take one activity back in; return whether it was out."""
        with self._writing() as connection:
            owner = runners.ensure_owner(connection)
            return removal.restore_activity(connection, owner, activity_id)

    def merge_activities(self, one: str, other: str) -> None:
        """Take two activities for recordings of the same run, whatever the rule says.

        Raises:
            UsageError: where it is one activity, or one of them was removed.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            both = [catalogue.resolved(connection, runner_id, each) for each in (one, other)]
            if both[0] == both[1]:
                raise UsageError(f"{one} is one activity; name two to merge.")
            for each in both:
                _refuse_removed(each)
            deciding.merge(connection, runner_id, both[0], both[1])

    def split_activity(self, activity_id: str) -> tuple[str, ...]:
        """Take a recording for a run of its own; return what it was taken apart from.

        Raises:
            UsageError: where it is no other recording of any run.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            found = catalogue.resolved(connection, runner_id, activity_id)
            _refuse_removed(found)
            others = deciding.split(connection, runner_id, found)
            if not others:
                raise UsageError(
                    f"Activity {found.activity_id} is the only recording of its run; "
                    "there is nothing to take apart."
                )
            return others

    def tell_sport(self, activity_id: str, sport: str) -> None:
        """Keep what sport an activity was, with all recordings of its run, over their files."""
        with self._writing() as connection:
            owner = runners.ensure_owner(connection)
            found = catalogue.resolved(connection, owner, activity_id)
            deciding.tell_sport(connection, owner, found, sport)

    # -- for good -----------------------------------------------------------------------------

    def purge_removed(self, now: datetime) -> int:
        """Delete for good what was removed more than 30 days before an aware moment.

        Rows first, then originals and streams that no row needs: a crash between leaves files
        without a row, which `doctor --repair` removes.

        Returns:
            How many activities.
        """
        with self._writing() as connection:
            gone = removal.purge(connection, runners.ensure_owner(connection), now)
        with database.explained(self.folder):
            for path in _paths(self.folder, gone):
                path.unlink(missing_ok=True)
        return len(gone.activities)


def _paths(folder: Path, gone: removal.Purged) -> list[Path]:
    """Return the files on the disk that belong to what is gone."""
    return [
        *(disk.streams_path(folder, each) for each in gone.activities),
        *(disk.original_path(folder, each) for each in gone.files),
    ]


def _chosen(listed: tuple[ListedImport, ...], import_id: int | None) -> ListedImport:
    """Return the import of a number, or the latest.

    Raises:
        UsageError: where there is none.
    """
    if not listed:
        raise UsageError("Nothing was imported yet, so there is nothing to take back.")
    if import_id is None:
        return listed[-1]
    for each in listed:
        if each.import_id == import_id:
            return each
    raise UsageError(f"There is no import {import_id}; `trochlea imports` lists them.")


def _refuse_removed(activity: ListedActivity) -> None:
    """Refuse to decide on what is not there.

    Raises:
        UsageError: where the activity was removed.
    """
    if activity.removed_at is not None:
        raise UsageError(
            f"Activity {activity.activity_id} was removed; `trochlea activities restore "
            f"{activity.activity_id}` takes it back in first."
        )
