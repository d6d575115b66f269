"""`trochlea import`: files, folders, archives and exports of platforms into the journal."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    EXIT_PART,
    JournalOption,
    JsonOption,
    clock,
    counted,
    limits_of,
    named,
    open_journal,
    print_json,
    say,
)
from trochlea.cli.progress import file_progress
from trochlea.errors import JournalError, ReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trochlea.journal import BegunImport, Journal
    from trochlea.readers import Limits
    from trochlea.workflow.exporting import ExportTaken
    from trochlea.workflow.importing import ImportedFile, ImportSummary

WATCH_EVERY_S = 5.0
_MOST_LINES = 20  # of files not taken for one and the same reason


def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="PATH...", help="What to import.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the import that was cut off.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and import what comes into a folder.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, help="Processes that read; one a core.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", metavar="NAME=SIZE", help="Such as file_bytes=128MiB."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Name every file that was not taken.")
    ] = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import files, folders and zip archives; the same file twice changes nothing."""
    from trochlea import api

    limits = limits_of(limit)
    if resume == bool(paths):
        raise UsageError("Name what to import, or --resume to go on with what was cut off.")
    with open_journal(journal) as store:
        if watch:
            _watch(store, paths or [], limits, as_json)
            return
        begun = store.unfinished_import() if resume else None
        named_paths = _named(paths, begun)
        exports = [path for path in named_paths if api.is_export(path)]
        if exports:
            resumed = begun.import_id if begun is not None else None
            taken = _take_exports(store, exports, named_paths, limits, workers, resumed)
            _copy_of_today(store)
            _show_taken(exports, taken, as_json)
            return
        with file_progress(_expected(named_paths, limits)) as advance:
            summary = (
                api.resume_import(store, advance, limits, workers)
                if resume
                else api.import_paths(store, paths or [], advance, limits, workers)
            )
        _copy_of_today(store)
    if as_json:
        print_json(_record(summary))
    else:
        _show(summary, every)
    if summary.not_taken:
        raise typer.Exit(EXIT_PART)


def _named(paths: Sequence[Path] | None, begun: BegunImport | None) -> Sequence[Path]:
    """Return the paths that were named, now or to the import that was cut off."""
    return [Path(path) for path in begun.paths] if begun is not None else paths or []


def _copy_of_today(store: Journal) -> None:
    """Keep the verified copy of the database that is made once a day; say where it cannot be."""
    try:
        store.daily_backup(clock(None))
    except JournalError as error:
        say(f"No copy of the database could be made today: {error}")


def _take_exports(
    store: Journal,
    exports: Sequence[Path],
    paths: Sequence[Path],
    limits: Limits,
    workers: int | None,
    resumed: int | None,
) -> list[ExportTaken]:
    """Take exports of Trochlea in; nothing else is imported in the same call."""
    from trochlea import api

    if len(exports) < len(paths):
        raise UsageError(
            f"{exports[0].name} is an export of Trochlea; import it in a call of its own."
        )
    return [api.import_export(store, path, limits, workers, resumed) for path in exports]


def _show_taken(exports: Sequence[Path], done: Sequence[ExportTaken], as_json: bool) -> None:
    if as_json:
        print_json({"exports": [_taken_record(each) for each in done]})
    for path, each in zip(exports, done, strict=True):
        for problem in each.problems:
            say(problem.message)
        if not as_json:
            typer.echo(_taken_sentence(path.name, each))
    if any(each.problems for each in done):
        raise typer.Exit(EXIT_PART)


def _taken_record(taken: ExportTaken) -> dict[str, object]:
    return {
        "import": taken.import_id,
        "new": taken.new_files,
        "known": taken.known_files,
        "activities": taken.activities,
        "diary": taken.diary,
        "hash": taken.content_hash,
        "same_as_exported": taken.is_same,
        "problems": [
            {"code": each.code, "message": each.message, "at": each.at} for each in taken.problems
        ],
    }


def _taken_sentence(name: str, taken: ExportTaken) -> str:
    same = " The journal is now the one that was exported." if taken.is_same else ""
    return (
        f"{name}: {counted(taken.new_files, 'new file')} with "
        f"{counted(taken.activities, 'activity', 'activities')}, {taken.known_files} already "
        f"there, {counted(sum(taken.diary.values()), 'new entry', 'new entries')} of the diary."
        f"{same} `trochlea undo` takes the files back out, not the diary nor runs entered by hand."
    )


def _expected(paths: Sequence[Path], limits: Limits) -> int | None:
    """Return how many files to expect, or None where that is not known beforehand."""
    from trochlea import api

    return sum(api.expected(path, limits)[0] for path in paths) or None


def _watch(store: Journal, paths: Sequence[Path], limits: Limits, as_json: bool) -> None:
    """Import what comes into a folder until Ctrl-C."""
    from trochlea import api

    if len(paths) != 1:
        raise UsageError("Name the one folder to watch.")
    say(f"Watching {paths[0]}; Ctrl-C ends it.")

    def wait() -> bool:
        time.sleep(WATCH_EVERY_S)
        return True

    for said in api.watch(store, paths[0], wait, limits=limits):
        if isinstance(said, ReadError):
            say(str(said))
            continue
        _copy_of_today(store)
        if as_json:
            print_json(_record(said))
        else:
            _show(said, every=True)


def _record(summary: ImportSummary) -> dict[str, object]:
    return {
        "import": summary.import_id,
        "new": summary.count("new"),
        "known": summary.count("known"),
        "not_taken": summary.count("not_taken"),
        "passed_over": summary.count("passed_over"),
        "activities": summary.activities,
        "files": [
            {
                "file": row.name,
                "state": row.state,
                "activities": len(row.activities),
                "same_run_as": row.same_run_as,
                "problems": [
                    {"code": item.code, "message": item.message, "at": item.at}
                    for item in row.problems
                ],
            }
            for row in summary.files
        ],
    }


def _show(summary: ImportSummary, every: bool) -> None:
    _show_not_taken(summary.not_taken, every)
    for row in summary.files:
        if row.state == "remark":
            say(named(row.name, (problem.message for problem in row.problems)))
    new = [row for row in summary.files if row.state == "new"]
    runs = sum(activity.is_run for row in new for activity in row.activities)
    typer.echo(
        f"{counted(len(new), 'new file')} with "
        f"{counted(summary.activities, 'activity', 'activities')} ({counted(runs, 'run')}), "
        f"{summary.count('known')} already there, {summary.count('not_taken')} not taken."
    )
    _show_passed_over(summary, every)
    _show_doubled([row for row in summary.files if row.same_run_as])
    odd = [row for row in new if row.problems]
    if odd:
        typer.echo(
            f"{counted(len(odd), 'file')} had something odd; `trochlea read FILE` says what."
        )
    unknown = sum(each.sport == "unknown" for row in new for each in row.activities)
    if unknown:
        verb = "does" if unknown == 1 else "do"
        typer.echo(
            f"{counted(unknown, 'activity', 'activities')} of unknown sport {verb} not count as "
            "running until you say so: `trochlea activities sport ID running`."
        )


def _show_not_taken(rows: Sequence[ImportedFile], every: bool) -> None:
    """Say each file that was not taken in a line; very many of one kind are told together."""
    kinds = Counter(_kind(row) for row in rows)
    for row in rows:
        if every or kinds[_kind(row)] <= _MOST_LINES:
            say(f"not taken: {named(row.name, (problem.message for problem in row.problems))}")
    for kind, count in kinds.items():
        if not every and count > _MOST_LINES:
            first = next(row for row in rows if _kind(row) == kind)
            line = named(first.name, (problem.message for problem in first.problems))
            say(f"not taken: {count} files for one reason (--all names each), such as {line}")


def _kind(row: ImportedFile) -> str:
    return row.problems[0].code if row.problems else ""


def _show_passed_over(summary: ImportSummary, every: bool) -> None:
    """Say how many files were no activities by their kind."""
    passed = [row for row in summary.files if row.state == "passed_over"]
    if every:
        for row in passed:
            say(f"passed over: {named(row.name, (item.message for item in row.problems))}")
    elif passed:
        typer.echo(
            f"{counted(len(passed), 'file')} held no activity and none was expected; "
            "--all names them."
        )


def _show_doubled(rows: Sequence[ImportedFile]) -> None:
    """Say which files are other recordings of a run that was there."""
    if not rows:
        return
    twice = sum(row.same_run_as for row in rows)
    typer.echo(
        f"{twice} {'is a second recording' if twice == 1 else 'are second recordings'} of a run "
        "that was there; each counts once, "
        "by its richer recording:"
    )
    for row in rows[:_MOST_LINES]:
        typer.echo(f"  {row.name}")
    if len(rows) > _MOST_LINES:
        more = counted(len(rows) - _MOST_LINES, "more file", "more files")
        typer.echo(f"  and {more} (--json names all)")
    typer.echo("Wrong? `trochlea activities split ID` takes them apart.")
