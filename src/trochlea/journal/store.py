"""`Journal`: the one way into the runner's store; each verb is one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from trochlea.errors import JournalError, Problem, UsageError
from trochlea.journal import (
    activities,
    advice,
    checks,
    database,
    diary,
    disk,
    health,
    imports,
    runners,
    schema,
    streams,
)
from trochlea.model import Activity, Answers, CheckIn, Clearance, Observation, Run, Runner, Streams


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


class Journal:
    """The runner's own store in one folder; made by `open_journal`.

    Times that go in must be aware (else `UsageError`); every verb raises `JournalError` with one
    sentence where the disk or the database refuses.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine = database.make_engine(folder)

    def __enter__(self) -> Self:
        """Return the journal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the journal."""
        self.close()

    def close(self) -> None:
        """Let go of the database; a closed journal that is used again opens again."""
        self._engine.dispose()

    def prepare(self, create: bool) -> None:
        """Make sure that folder and schema are there; `open_journal` calls it.

        Raises:
            JournalError: as `open_journal`.
        """
        path = self.folder / database.DATABASE_NAME
        with database.explained(self.folder):
            # Looked at first: another process that is just making the journal makes them last.
            has_originals = (self.folder / disk.ORIGINALS).exists()
            empty = not path.is_file() or path.stat().st_size == 0
            if empty and not create:
                raise JournalError(
                    f"There is no journal in {self.folder}; import a run first, "
                    "or name another folder."
                )
            if empty and has_originals:
                raise JournalError(
                    f"The folder {self.folder} holds original files but its "
                    f"{database.DATABASE_NAME} is missing or empty; restore it from a backup, "
                    "or choose another folder."
                )
            self.folder.mkdir(parents=True, exist_ok=True)
        schema.bring_to_head(self._engine, self.folder)

    # -- the runner ---------------------------------------------------------------------------

    def save_runner(self, runner: Runner) -> None:
        """Keep what the runner said about themselves, in place of what was kept before.

        Raises:
            JournalError: where the journal belongs to another runner.
        """
        with self._writing() as connection:
            runners.save(connection, runner)

    def runner(self) -> Runner | None:
        """Return the runner as last saved, or None where nobody was saved."""
        with self._reading() as connection:
            return runners.load(connection)

    # -- what watches recorded ----------------------------------------------------------------

    def begin_import(self, source: str) -> int:
        """Note that an import from `source` (in words or a path) starts; return its id."""
        with database.explained(self.folder):
            disk.sweep_unfinished(self.folder)
        with self._writing() as connection:
            return imports.begin(connection, runners.ensure_owner(connection), source)

    def has_file(self, sha256: str) -> bool:
        """Return whether importing the file of this SHA-256 again would bring nothing.

        False also where its original or its streams are gone from the disk, and where it gave
        no activity when it was read: then it is worth reading again.
        """
        with self._reading() as connection:
            size = imports.size_bytes(connection, runners.owner(connection), sha256)
            rows = activities.of_file(connection, runners.owner(connection), sha256)
        original = disk.original_path(self.folder, sha256)
        return (
            size is not None
            and bool(rows)
            and original.is_file()
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
        activities: Sequence[Activity],
        problems: Sequence[Problem],
    ) -> imports.AddedFile:
        """Keep a file: its bytes, its activities and its problems, all or nothing.

        Args:
            import_id: From `begin_import`.
            name: The file's name, with the member where it came out of an archive.
            format: Such as `fit`, `gpx`, `tcx`.
            data: The original bytes.
            sha256: Their SHA-256 as 64 hex digits.
            activities: What a reader made of them, in the order of the file.
            problems: What was odd about them.

        Returns:
            What became of it; `new` is False where the same bytes were there already.

        Raises:
            UsageError: where the hash is not that of the bytes or the import was never begun.
        """
        if disk.sha256_of(data) != sha256:
            raise UsageError(f"The hash given for {name} is not that of its bytes; hash it again.")
        new = imports.NewFile(
            import_id, name, format, data, sha256, tuple(activities), tuple(problems)
        )
        # Bytes first, rows second: a crash between leaves bytes that the next import finds again,
        # never a row that points to nothing.
        self._write_files(new)
        with self._writing() as connection:
            return imports.add(connection, runners.ensure_owner(connection), new)

    def add_hand_run(
        self,
        start_time: datetime,
        utc_offset_s: int,
        distance_m: float,
        moving_s: float | None,
    ) -> str:
        """Keep a run that no watch recorded; the same values again are the same run.

        Args:
            start_time: Aware start.
            utc_offset_s: Local offset from UTC at the start, seconds.
            distance_m: Metres.
            moving_s: Seconds without pauses, or None.

        Returns:
            The id of its activity.
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
            return activities.add_by_hand(connection, runners.ensure_owner(connection), run)

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

    # -- what was asked and what was made of it -----------------------------------------------

    def add_answers(
        self,
        answers: Answers,
        observed_at: datetime,
        questionnaire_version: str,
        knowledge_version: str,
    ) -> str:
        """Keep answers with the versions shown; the same ones of a moment are kept once.

        Returns:
            Their id.
        """
        stored = checks.StoredAnswers(
            "", answers, observed_at, questionnaire_version, knowledge_version
        )
        with self._writing() as connection:
            return checks.add_answers(connection, runners.ensure_owner(connection), stored)

    def latest_answers(self) -> checks.StoredAnswers | None:
        """Return the answers that were given last, or None."""
        with self._reading() as connection:
            return checks.latest_answers(connection, runners.owner(connection))

    def add_observations(self, answers_id: str | None, observations: Sequence[Observation]) -> int:
        """Keep observations, each once.

        Args:
            answers_id: The answers they came from, or None (a watch, a clinician).
            observations: What was observed.

        Returns:
            How many were new.

        Raises:
            UsageError: where there are no answers of that id.
        """
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            return checks.add_observations(connection, runner_id, answers_id, observations)

    def observations(self, since: datetime | None = None) -> tuple[Observation, ...]:
        """Return the observations from an aware moment on (None: all), by time."""
        with self._reading() as connection:
            return checks.observations(connection, runners.owner(connection), since)

    def add_assessment(
        self, answers_id: str, assessed_at: datetime, payload_json: str, inputs_hash: str
    ) -> str:
        """Keep an assessment as the caller's JSON text; the same one of a moment once.

        Returns:
            Its id.

        Raises:
            UsageError: where there are no answers of that id.
        """
        stored = checks.StoredAssessment("", answers_id, assessed_at, payload_json, inputs_hash)
        with self._writing() as connection:
            return checks.add_assessment(connection, runners.ensure_owner(connection), stored)

    def add_check(self, check: checks.NewCheck) -> str:
        """Keep one full check: answers, observations, assessment and check-ins, all or nothing.

        Returns:
            The id of its answers.
        """
        answers = checks.StoredAnswers(
            "", check.answers, check.at, check.questionnaire_version, check.knowledge_version
        )
        with self._writing() as connection:
            runner_id = runners.ensure_owner(connection)
            answers_id = checks.add_answers(connection, runner_id, answers)
            checks.add_observations(connection, runner_id, answers_id, check.observations)
            assessment = checks.StoredAssessment(
                "", answers_id, check.at, check.assessment_json, check.inputs_hash
            )
            checks.add_assessment(connection, runner_id, assessment)
            for row in check.checkins:
                diary.add_checkin(connection, runner_id, row)
        return answers_id

    def assessments(self) -> tuple[checks.StoredAssessment, ...]:
        """Return all assessments, by the time they were made."""
        with self._reading() as connection:
            return checks.assessments(connection, runners.owner(connection))

    # -- the diary ----------------------------------------------------------------------------

    def add_checkin(self, checkin: CheckIn) -> bool:
        """Keep a check-in, replacing nothing; return whether it was new."""
        with self._writing() as connection:
            return diary.add_checkin(connection, runners.ensure_owner(connection), checkin)

    def checkins(self, since: datetime | None = None) -> tuple[CheckIn, ...]:
        """Return the check-ins from an aware moment on (None: all), by time."""
        with self._reading() as connection:
            return diary.checkins(connection, runners.owner(connection), since)

    def add_clearance(self, clearance: Clearance) -> bool:
        """Keep a clinician's clearance; return whether it was new."""
        with self._writing() as connection:
            return diary.add_clearance(connection, runners.ensure_owner(connection), clearance)

    def clearances(self) -> tuple[Clearance, ...]:
        """Return the clearances by their day."""
        with self._reading() as connection:
            return diary.clearances(connection, runners.owner(connection))

    # -- advice -------------------------------------------------------------------------------

    def add_advice(
        self,
        day: date,
        made_at: datetime,
        inputs_json: str,
        inputs_hash: str,
        output_json: str,
        knowledge_version: str,
        code_version: str,
    ) -> str:
        """Keep advice with all it was made from, once for the same inputs, versions and output.

        Returns:
            Its id.
        """
        stored = advice.StoredAdvice(
            "",
            day,
            made_at,
            inputs_json,
            inputs_hash,
            output_json,
            knowledge_version,
            code_version,
        )
        with self._writing() as connection:
            return advice.add(connection, runners.ensure_owner(connection), stored)

    def advice_on(self, day: date) -> tuple[advice.StoredAdvice, ...]:
        """Return the advice for a day, in the order it was given."""
        with self._reading() as connection:
            return advice.on(connection, runners.owner(connection), day)

    # -- its health ---------------------------------------------------------------------------

    def integrity_problems(self) -> tuple[Problem, ...]:
        """Return everything that is not whole, in the database and beside it; mends nothing."""
        with self._reading() as connection:
            return health.problems(connection, self.folder)

    def _write_files(self, new: imports.NewFile) -> None:
        """Put the original bytes and the streams on the disk, where they are not yet."""
        with database.explained(self.folder):
            disk.write_whole(disk.original_path(self.folder, new.sha256), new.data)
            for activity_id, activity in zip(new.activity_ids(), new.activities, strict=True):
                path = disk.streams_path(self.folder, activity_id)
                if not streams.is_empty(activity.streams) and not streams.is_intact(path):
                    disk.write_whole(path, streams.pack(activity.streams))

    def _reading(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one consistent state."""
        return database.reading(self._engine, self.folder)

    def _writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in one write transaction."""
        return database.writing(self._engine, self.folder)
