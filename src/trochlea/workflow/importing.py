"""Import: from files, folders and archives into the journal, one file at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trochlea.errors import Problem, ReadError
from trochlea.journal import Journal
from trochlea.model import Activity
from trochlea.readers import ReadOutcome, SourceFile, read_bytes, scan_path

Progress = Callable[["ImportedFile"], None]


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """What became of one file.

    Attributes:
        name: Its name, with the member where it came out of an archive.
        state: `new`, `known` (the same bytes were there already) or `not_taken`.
        activities: What a reader made of it.
        same_run_as: How many of them are another recording of a run that was there already.
        problems: What was odd about it.
    """

    name: str
    state: str
    activities: tuple[Activity, ...]
    same_run_as: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of an import."""

    files: tuple[ImportedFile, ...]

    def count(self, state: str) -> int:
        """Return how many files ended in a state."""
        return sum(row.state == state for row in self.files)

    @property
    def not_taken(self) -> tuple[ImportedFile, ...]:
        """The files that gave nothing, each with its reason."""
        return tuple(row for row in self.files if row.state == "not_taken")

    @property
    def activities(self) -> int:
        """How many activities the new files hold."""
        return sum(len(row.activities) for row in self.files if row.state == "new")


def read_path(path: Path) -> tuple[ReadOutcome, ...]:
    """Return what the readers make of a file, folder or archive; nothing is stored.

    Raises:
        ReadError: if the path is a folder that holds no file at all.
    """
    outcomes = [
        ReadOutcome(item.file or str(path), "unknown", "", (), (item,))
        if isinstance(item, Problem)
        else read_bytes(item.name, item.data)
        for item in scan_path(path)
    ]
    if not outcomes:
        raise ReadError(f"{path} holds no files; name a watch file, a folder or a zip of them.")
    return tuple(outcomes)


def import_paths(
    journal: Journal, paths: Sequence[Path], progress: Progress | None = None
) -> ImportSummary:
    """Import files, folders and archives; one bad file never stops the rest.

    Args:
        journal: Where to.
        paths: What to import, in order.
        progress: Called after each file.

    Raises:
        ReadError: if nothing in any of them is an activity.
    """
    import_id = journal.begin_import(", ".join(path.name for path in paths))
    files = []
    for path in paths:
        for item in scan_path(path):
            imported = _import_one(journal, import_id, item)
            files.append(imported)
            if progress is not None:
                progress(imported)
    summary = ImportSummary(tuple(files))
    if not any(row.state != "not_taken" for row in files):
        raise ReadError(_nothing_taken(paths, summary))
    return summary


def _import_one(journal: Journal, import_id: int, item: SourceFile | Problem) -> ImportedFile:
    if isinstance(item, Problem):
        return ImportedFile(item.file or "", "not_taken", (), 0, (item,))
    outcome = read_bytes(item.name, item.data)
    if not outcome.activities:
        return ImportedFile(item.name, "not_taken", (), 0, outcome.problems)
    added = journal.add_file(
        import_id,
        item.name,
        outcome.format,
        item.data,
        outcome.sha256,
        outcome.activities,
        outcome.problems,
    )
    linked = sum(other is not None for other in added.linked_to)
    state = "new" if added.new else "known"
    return ImportedFile(item.name, state, outcome.activities, linked, outcome.problems)


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
