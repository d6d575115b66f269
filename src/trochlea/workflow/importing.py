"""Import: from files, folders and archives into the journal, file by file.

Workers read; this process keeps, in the order in which the files were found, each file in a
transaction of its own. What is kept is kept: an import that is cut off goes on where it was.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from trochlea.errors import Problem, ReadError, UsageError
from trochlea.journal import Journal, NewFile, NotedFile
from trochlea.model import Activity
from trochlea.readers import (
    DEFAULT_LIMITS,
    Limits,
    ReadOutcome,
    SourceFile,
    read_source,
    scan_path,
)
from trochlea.readers.outcome import digest
from trochlea.workflow.crew import Crew, cores
from trochlea.workflow.summarising import summarise_missing
from trochlea.workflow.worker import Reading

FileState = Literal["new", "known", "not_taken", "passed_over", "remark"]
Progress = Callable[["ImportedFile"], None]

MAX_WAITING_BYTES = 128 * 2**20  # read from the disk and not yet kept
_WAITING_EACH = 8  # files ahead of each worker, so that none waits for the next
# Files that are no activities by their kind are no failure: exports are full of them.
_NO_FAILURE = frozenset({"not_an_activity_file", "no_activity"})


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file.

    Attributes:
        name: Its name, with the member where it came out of an archive.
        state: `new`, `known` (the same bytes were there already), `not_taken`, `passed_over`
            (it is no activity, and none was expected of it), or `remark` (something odd about an
            archive or an export of which the rest was taken).
        activities: What a reader made of it, without streams.
        same_run_as: How many of them are another recording of a run that was there already.
        problems: What was odd about it.
        size_bytes: Of its bytes.
    """

    name: str
    state: FileState
    activities: tuple[Activity, ...]
    same_run_as: int
    problems: tuple[Problem, ...]
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of an import: its id, and its files in the order they were found."""

    import_id: int
    files: tuple[ImportedFile, ...]

    def count(self, state: FileState) -> int:
        """Return how many files ended in a state."""
        return sum(row.state == state for row in self.files)

    @property
    def not_taken(self) -> tuple[ImportedFile, ...]:
        """The files that gave nothing although something was expected, each with its reason."""
        return tuple(row for row in self.files if row.state == "not_taken")

    @property
    def activities(self) -> int:
        """How many activities the new files hold."""
        return sum(len(row.activities) for row in self.files if row.state == "new")


def read_path(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[ReadOutcome, ...]:
    """Return what the readers make of a file, folder or archive; nothing is stored.

    Raises:
        ReadError: if the path is a folder that holds no file at all.
    """
    outcomes = [
        ReadOutcome(item.file or str(path), "unknown", "", (), (item,))
        if isinstance(item, Problem)
        else read_source(item, limits)
        for item in scan_path(path, limits)
    ]
    if not outcomes:
        raise ReadError(f"{path} holds no files; name a watch file, a folder or a zip of them.")
    return tuple(outcomes)


def import_paths(
    journal: Journal,
    paths: Sequence[Path],
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
    workers: int | None = None,
) -> ImportSummary:
    """Import files, folders and archives; one bad file never stops the rest.

    Args:
        journal: Where to.
        paths: What to import, in order.
        progress: Called after each file, in the order they were found.
        limits: What each file may ask for.
        workers: How many processes read; None for one a core.

    Raises:
        ReadError: if nothing in any of them is an activity.
    """
    named = [str(path.absolute()) for path in paths]
    import_id = journal.begin_import(", ".join(path.name for path in paths), named)
    return _import(_Job(journal, import_id, limits, progress), paths, workers)


def resume_import(
    journal: Journal,
    progress: Progress | None = None,
    limits: Limits = DEFAULT_LIMITS,
    workers: int | None = None,
) -> ImportSummary:
    """Go on with the latest import, which was cut off; arguments as `import_paths`.

    Raises:
        UsageError: if the latest import came to its end.
        ReadError: if nothing in it is an activity.
    """
    begun = journal.unfinished_import()
    if begun is None:
        raise UsageError("No import was cut off: each one came to its end.")
    paths = [Path(path) for path in begun.paths]
    gone = next((path for path in paths if not path.exists()), None)
    if gone is not None:
        raise ReadError(
            f"{gone} is not there, so the import that was cut off cannot go on; bring it back "
            "(is a disk unplugged?) and try again."
        )
    return _import(_Job(journal, begun.import_id, limits, progress), paths, workers)


@dataclass(frozen=True, slots=True)
class _Job:
    """One import: where to, under which id, within which limits."""

    journal: Journal
    import_id: int
    limits: Limits
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file on its way: what was found, and what is being made of it, where it needs reading."""

    found: SourceFile | Problem
    sha256: str | None
    staged: Future[NewFile] | None

    @property
    def size_bytes(self) -> int:
        return len(self.found.data) if isinstance(self.found, SourceFile) else 0


def _import(job: _Job, paths: Sequence[Path], workers: int | None) -> ImportSummary:
    size = workers or cores()
    files: list[ImportedFile] = []
    with Crew(size, job.limits) as crew:
        for waiting in _in_flight(job, paths, crew, size * _WAITING_EACH):
            done = _kept(job, waiting)
            files.append(done)
            if job.progress is not None:
                job.progress(done)
    job.journal.finish_import(job.import_id)
    summarise_missing(job.journal)
    summary = ImportSummary(job.import_id, tuple(files))
    if not any(row.state in ("new", "known") for row in files):
        raise ReadError(_nothing_taken(paths, summary))
    return summary


def _in_flight(job: _Job, paths: Sequence[Path], crew: Crew, most: int) -> Iterator[_Waiting]:
    """Yield the files in the order found, while the crew reads those behind them."""
    line: deque[_Waiting] = deque()
    waiting_bytes = 0
    for path in paths:
        for found in scan_path(path, job.limits):
            line.append(_sent(job, found, crew))
            waiting_bytes += line[-1].size_bytes
            while line and (len(line) > most or waiting_bytes > MAX_WAITING_BYTES):
                waiting_bytes -= line[0].size_bytes
                yield line.popleft()
    yield from line


def _sent(job: _Job, found: SourceFile | Problem, crew: Crew) -> _Waiting:
    """Return a file on its way; only one that brings something new is read."""
    if isinstance(found, Problem):
        return _Waiting(found, None, None)
    sha256 = digest(found.data)
    if job.journal.has_file(sha256):
        return _Waiting(found, sha256, None)
    return _Waiting(found, sha256, crew.read(found, partial(_staged, job, found, sha256)))


def _staged(job: _Job, source: SourceFile, sha256: str, reading: Reading) -> NewFile:
    """Return a file ready to be kept; where it holds activities, its bytes are on the disk."""
    new = NewFile(
        job.import_id,
        source.name,
        reading.format,
        source.data,
        sha256,
        reading.activities,
        reading.problems,
    )
    if new.activities:
        job.journal.stage_file(new)
    return new


def _kept(job: _Job, waiting: _Waiting) -> ImportedFile:
    """Keep a file, or note why it was not; return what became of it."""
    found = waiting.found
    if isinstance(found, Problem):
        return _noted(job, found.file or "", None, (found,), 0)
    size = len(found.data)
    if waiting.staged is None:
        noted = NotedFile(found.name, "known", waiting.sha256, ())
        job.journal.note_file(job.import_id, noted)
        return ImportedFile(found.name, "known", (), 0, (), size)
    new = waiting.staged.result()
    if not new.activities:
        return _noted(job, found.name, waiting.sha256, new.problems, size)
    added = job.journal.add_staged(new)
    return ImportedFile(
        found.name,
        "new" if added.new else "known",
        tuple(each.activity for each in new.activities),
        sum(other is not None for other in added.linked_to),
        new.problems,
        size,
    )


def _noted(
    job: _Job, name: str, sha256: str | None, problems: tuple[Problem, ...], size: int
) -> ImportedFile:
    """Note a file that gave nothing, or what was odd about a whole export."""
    state: FileState = "not_taken"
    if problems and all(problem.kept for problem in problems):
        state = "remark"
    elif all(problem.code in _NO_FAILURE for problem in problems):
        state = "passed_over"
    job.journal.note_file(job.import_id, NotedFile(name, state, sha256, problems))
    return ImportedFile(name, state, (), 0, problems, size)


def _nothing_taken(paths: Sequence[Path], summary: ImportSummary) -> str:
    where = ", ".join(str(path) for path in paths)
    reasons = [problem.message for row in summary.files for problem in row.problems]
    if len(summary.files) == 1 and reasons:
        return reasons[0]
    count = len(summary.files)
    if not count:
        return f"{where} holds no files; name a watch file, a folder or a zip of them."
    first = f" The first reason: {reasons[0]}" if reasons else ""
    return f"None of the {count} files in {where} holds an activity.{first}"
