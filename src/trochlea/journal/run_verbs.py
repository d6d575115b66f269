"""The journal's verbs for what watches recorded: files, activities, runs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from trochlea.errors import JournalError, Problem, UsageError
from trochlea.journal import activities, database, disk, runners, streams
from trochlea.journal.folder import JournalFolder
from trochlea.journal.lazily import lazily
from trochlea.journal.streams import Prepared, prepared
from trochlea.model import Activity, Run, Streams

if TYPE_CHECKING:
    from trochlea.journal import imports, removal
else:
    imports = lazily("trochlea.journal.imports")
    removal = lazily("trochlea.journal.removal")


class RunVerbs(JournalFolder):
    """Keeps files and their activities, and gives back runs."""

    def begin_import(self, source: str, paths: Sequence[str] = ()) -> int:
        """Note that an import starts; return its id.

        Args:
            source: Where from, in words.
            paths: What was named, so that an import that is cut off can go on; none where it
                cannot.
        """
        with database.explained(self.folder):
            disk.sweep_unfinished(self.folder)
        with self._writing() as connection:
            return imports.begin(connection, runners.ensure_owner(connection), source, paths)

    def finish_import(self, import_id: int) -> None:
        """Note that an import came to its end, whatever became of its files."""
        with self._writing() as connection:
            imports.finish(connection, runners.ensure_owner(connection), import_id)

    def note_file(self, import_id: int, noted: imports.NotedFile) -> None:
        """Note what became of a file that brought nothing new: it was known, or not taken."""
        with self._writing() as connection:
            imports.note(connection, runners.ensure_owner(connection), import_id, noted)

    def unfinished_import(self) -> imports.BegunImport | None:
        """Return the latest import that never came to its end and can go on, or None."""
        with self._reading() as connection:
            return imports.unfinished(connection, runners.owner(connection))

    def import_files(self, import_id: int) -> tuple[imports.NotedFile, ...]:
        """Return what became of each file of an import, in the order they were done."""
        with self._reading() as connection:
            return imports.noted(connection, runners.owner(connection), import_id)

    def has_file(self, sha256: str) -> bool:
        """Return whether importing the file of this SHA-256 again would bring nothing.

        False also where its original or its streams are gone from the disk, and where it gave
        no activity when it was read: then it is worth reading again.
        """
        with self._reading() as connection:
            owner = runners.owner(connection)
            size = imports.size_bytes(connection, owner, sha256)
            if size is None:
                return False
            rows = activities.of_file(connection, owner, sha256)
        if not rows:
            return False
        original = disk.original_path(self.folder, sha256)
        return (
            original.is_file()
            and original.stat().st_size == size
            and all(
                disk.streams_path(self.folder, row.activity_id).is_file()
                for row in rows
                if row.has_streams
            )
        )

    def add_file(
        self,
        import_id: int,
        name: str,
        format: str,
        data: bytes,
        sha256: str,
        activities: Sequence[Activity | Prepared],
        problems: Sequence[Problem],
    ) -> imports.AddedFile:
        """Keep a file: its bytes, its activities and its problems, all or nothing.

        Args:
            import_id: From `begin_import`.
            name: The file's name, with the member where it came out of an archive.
            format: Such as `fit`, `gpx`, `tcx`.
            data: The original bytes.
            sha256: Their SHA-256 as 64 hex digits.
            activities: What a reader made of them, in the order of the file; made ready by
                `prepared`, where another process did so.
            problems: What was odd about them.

        Returns:
            What became of it; `new` is False where the same bytes were there already.

        Raises:
            UsageError: where the hash is not that of the bytes or the import was never begun.
        """
        if disk.sha256_of(data) != sha256:
            raise UsageError(f"The hash given for {name} is not that of its bytes; hash it again.")
        ready = tuple(
            each if isinstance(each, Prepared) else prepared(each) for each in activities
        )
        new = imports.NewFile(import_id, name, format, data, sha256, ready, tuple(problems))
        self.stage_file(new)
        return self.add_staged(new)

    def stage_file(self, new: imports.NewFile) -> None:
        """Put the bytes and the streams of a file on the disk, where they are not yet.

        Bytes first, rows second: a crash between leaves bytes that the next import finds again,
        never a row that points to nothing. May be called from any thread.
        """
        with database.explained(self.folder):
            disk.write_whole(disk.original_path(self.folder, new.sha256), new.data)
            for activity_id, activity in zip(new.activity_ids(), new.activities, strict=True):
                path = disk.streams_path(self.folder, activity_id)
                if activity.streams is not None and not streams.is_intact(path):
                    # Not forced to the disk: they can be made from the original again.
                    disk.write_whole(path, activity.streams, force=False)

    def add_staged(self, new: imports.NewFile) -> imports.AddedFile:
        """Keep the rows of a file whose bytes were staged; then it is acknowledged."""
        with self._writing() as connection:
            return imports.add(connection, runners.ensure_owner(connection), new)

    def add_hand_run(
        self,
        start_time: datetime,
        utc_offset_s: int,
        distance_m: float,
        moving_s: float | None,
    ) -> activities.HandRun:
        """Keep a run that no watch recorded; the same values again are the same run.

        Args:
            start_time: Aware start.
            utc_offset_s: Local offset from UTC at the start, seconds.
            distance_m: Metres.
            moving_s: Seconds without pauses, or None.

        Returns:
            What became of it; one that was taken out before is back.
        """
        run = Activity(
            sport="running",
            start_time=start_time,
            utc_offset_s=utc_offset_s,
            distance_m=distance_m,
            moving_s=moving_s,
            origin="hand",
        )
        with self._writing() as connection:
            owner = runners.ensure_owner(connection)
            entered = activities.add_by_hand(connection, owner, run)
            if entered.state == "back":
                removal.restore_activity(connection, owner, entered.activity_id)
            return entered

    def activity(self, activity_id: str) -> Activity:
        """Return an activity with its laps, devices and streams.

        Raises:
            JournalError: where there is none of that id, or its streams are damaged.
        """
        with self._reading() as connection:
            runner_id = runners.owner(connection)
            row = activities.find(connection, runner_id, activity_id)
            if row is None:
                raise JournalError(
                    f"There is no activity {activity_id} in the journal {self.folder}; "
                    "look up its id in the list of runs."
                )
            path = disk.streams_path(self.folder, activity_id)
            kept = streams.unpack(path) if row.has_streams else Streams()
            return activities.load(connection, runner_id, row, kept)

    def activity_count(self) -> int:
        """Return how many activities there are; a second recording of one does not count."""
        with self._reading() as connection:
            return activities.count(connection, runners.owner(connection))

    def runs(self, since: datetime | None = None) -> tuple[Run, ...]:
        """Return the runs that have a distance, each counted once, by start time.

        A run whose file gives no offset from UTC takes that of the runner's time zone.

        Args:
            since: Earliest start, aware; None for all.
        """
        with self._reading() as connection:
            runner = runners.load(connection)
            zone = runner.time_zone if runner else "UTC"
            return activities.runs(connection, runners.owner(connection), since, zone)

    def files(self) -> tuple[imports.StoredFile, ...]:
        """Return all kept files in the order they came, with what came of each."""
        with self._reading() as connection:
            return imports.listed(connection, runners.owner(connection))

    def last_import_files(self) -> tuple[imports.StoredFile, ...]:
        """Return the files that the latest import brought anew."""
        with self._reading() as connection:
            runner_id = runners.owner(connection)
            latest = imports.last(connection, runner_id)
            return () if latest is None else imports.listed(connection, runner_id, latest)
