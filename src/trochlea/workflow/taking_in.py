"""An export of Trochlea taken into a journal; what is there already is never replaced."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from pathlib import Path

from trochlea.errors import Problem, UsageError
from trochlea.journal import Journal, NotedFile, copies, packed, schema
from trochlea.journal.taking import TakenActivity, TakenFile
from trochlea.readers import DEFAULT_LIMITS, Limits, SourceFile
from trochlea.workflow.crew import Crew, cores
from trochlea.workflow.export_reading import EXPORT_FORMAT, EXPORT_VERSION, ExportReader, Row
from trochlea.workflow.summarising import summarise_missing
from trochlea.workflow.worker import Reading

_TOGETHER = 16  # files in flight
# Parents before children.
_DIARY = (
    "run_decisions",
    "shoes",
    "shoe_events",
    "run_notes",
    "answers",
    "observations",
    "assessments",
    "checkins",
    "clearances",
    "advice",
)


@dataclass(frozen=True, slots=True)
class ExportTaken:
    """What came of taking an export in.

    Attributes:
        import_id: Of the import, for `undo`; the diary is not taken back by it.
        new_files: How many files were new here.
        known_files: How many were here already.
        activities: How many activities the new files hold, with new runs entered by hand.
        diary: How many new rows of each table of the diary.
        problems: What was not taken, each with its reason.
        content_hash: The journal's hash now.
        is_same: Whether that is the hash of the journal that was exported.
    """

    import_id: int
    new_files: int
    known_files: int
    activities: int
    diary: dict[str, int]
    problems: tuple[Problem, ...]
    content_hash: str
    is_same: bool


def is_export(path: Path) -> bool:
    """Return whether a file is an export of Trochlea."""
    try:
        return path.is_file() and packed.kind_of(path) == EXPORT_FORMAT
    except OSError:  # whoever opens it says why it cannot be
        return False


def import_export(
    journal: Journal,
    path: Path,
    limits: Limits = DEFAULT_LIMITS,
    workers: int | None = None,
    resumed: int | None = None,
) -> ExportTaken:
    """Take an export into a journal; one bad row never stops the rest.

    Args:
        journal: Where to; what is in it stays as it is.
        path: The export.
        limits: What each original may ask for.
        workers: How many processes read; None for one a core.
        resumed: The import that goes on, where one was cut off.

    Raises:
        JournalError: where it is damaged as a whole, or of another runner.
        UsageError: where it is no export, or of a newer version.
    """
    with copies.told(f"import of {path.name}"), packed.opened(path) as archive:
        said = archive.manifest()
        _refuse_other(path, said)
        export = ExportReader(archive)
        for row in export.rows("runners"):
            journal.take_runner(row)
        import_id = resumed or journal.begin_import(path.name, [str(path.absolute())])
        job = _Job(journal, export, limits, import_id)
        with Crew(workers or cores(), limits) as crew:
            job.take_files(crew)
        job.counts["activities"] += journal.take_hand_runs(export.activities(""))
        diary = {name: job.take_diary(name) for name in _DIARY}
        journal.finish_import(import_id)
    summarise_missing(journal)
    content_hash = journal.content_hash()
    return ExportTaken(
        import_id,
        job.counts["new"],
        job.counts["known"],
        job.counts["activities"],
        diary,
        tuple(export.problems),
        content_hash,
        content_hash == said.get("content_hash"),
    )


def _refuse_other(path: Path, said: Row) -> None:
    """Refuse what is no export that this version can read.

    Raises:
        UsageError: where it is none.
    """
    if said.get("format") != EXPORT_FORMAT:
        raise UsageError(f"{path.name} is not an export of Trochlea.")
    if said.get("version") != EXPORT_VERSION or said.get("schema") not in schema.REVISIONS:
        raise UsageError(
            f"{path.name} was written by a newer version of Trochlea; update Trochlea to read it."
        )


_Waiting = tuple[Row, Future[Reading] | None]


class _Job:
    """One export on its way in."""

    def __init__(
        self, journal: Journal, export: ExportReader, limits: Limits, import_id: int
    ) -> None:
        self.counts: Counter[str] = Counter()
        self._journal = journal
        self._export = export
        self._limits = limits
        self._import_id = import_id

    def take_files(self, crew: Crew) -> None:
        """Take the files in, each with its activities; originals first, rows second."""
        line: deque[_Waiting] = deque()
        taken = set()
        try:
            for row, data in self._found():
                taken.add(row["sha256"])
                line.append((row, None if data is None else self._read(crew, row, data)))
                if len(line) >= _TOGETHER:
                    self._take_file(*line.popleft())
            while line:
                self._take_file(*line.popleft())
        finally:
            # No worker is left behind in the midst of a file.
            wait([reading for _, reading in line if reading is not None])
        for sha256, rows in self._export.by("activities", "sha256").items():
            if sha256 and sha256 not in taken:
                for _ in rows:
                    self._export.refuse("activities", "its file is not in the export")

    def _read(self, crew: Crew, row: Row, data: bytes) -> Future[Reading]:
        self._journal.stage_original(row["sha256"], data)
        return crew.read(SourceFile(row["name"], data), _as_it_is)

    def _found(self) -> Iterator[tuple[Row, bytes | None]]:
        """Yield the files that can be taken, with their bytes where these are not here yet."""
        for row in self._export.rows("files"):
            if self._journal.has_file(row["sha256"]):
                yield row, None
                continue
            data = self._export.original(row, self._limits.file_bytes)
            if data is not None:
                yield row, data
            else:
                noted = NotedFile(row["name"], "not_taken", row["sha256"], ())
                self._journal.note_file(self._import_id, noted)

    def _take_file(self, row: Row, future: Future[Reading] | None) -> None:
        activities = self._export.activities(row["sha256"])
        if future is not None:
            reading = future.result()
            activities = [self._with_streams(row, each, reading) for each in activities]
        problems = self._export.by("file_problems", "sha256").get(row["sha256"], ())
        taken = TakenFile(row, tuple(problems), tuple(activities))
        if self._journal.take_file(self._import_id, taken):
            self.counts["new"] += 1
            self.counts["activities"] += len(activities)
        else:
            self.counts["known"] += 1
            noted = NotedFile(row["name"], "known", row["sha256"], ())
            self._journal.note_file(self._import_id, noted)

    def _with_streams(self, row: Row, taken: TakenActivity, reading: Reading) -> TakenActivity:
        """Keep the streams of an activity, read from its original again."""
        if not taken.row["has_streams"]:
            return taken
        ordinal = taken.row["ordinal"]
        there = ordinal < len(reading.activities)
        streams = reading.activities[ordinal].streams if there else None
        if streams is None:
            message = f"{row['name']}: reading its original again gives no streams."
            kept = "its totals and laps"
            self._export.add(Problem("streams_lost", message, row["name"], kept=kept))
            return replace(taken, row={**taken.row, "has_streams": False})
        self._journal.put_streams(taken.row["activity_id"], streams)
        return taken

    def take_diary(self, table: str) -> int:
        """Take the rows of a table of the diary in; return how many were new here."""
        new, orphans = self._journal.take_rows(table, list(self._export.rows(table)))
        for _ in orphans:
            self._export.refuse(table, "what it belongs to is not there")
        return new


def _as_it_is(reading: Reading) -> Reading:
    return reading
