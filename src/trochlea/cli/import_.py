"""`trochlea import`: files, folders and archives into the journal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    EXIT_PART,
    JournalOption,
    JsonOption,
    counted,
    named,
    open_journal,
    print_json,
    say,
)

if TYPE_CHECKING:
    from trochlea.workflow.importing import ImportedFile, ImportSummary


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="What to import.")],
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import files, folders and zip archives; the same file twice changes nothing."""
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    from trochlea import api

    columns = (
        TextColumn("{task.completed} files"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True)
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with open_journal(journal) as store, bar:
        task = bar.add_task("", total=None)

        def advance(done: ImportedFile) -> None:
            bar.update(task, advance=1, description=Path(done.name).name)

        summary = api.import_paths(store, paths, advance)
    if as_json:
        print_json(_record(summary))
    else:
        _show(summary)
    if summary.not_taken:
        raise typer.Exit(EXIT_PART)


def _record(summary: ImportSummary) -> dict[str, object]:
    return {
        "new": summary.count("new"),
        "known": summary.count("known"),
        "not_taken": summary.count("not_taken"),
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


def _show(summary: ImportSummary) -> None:
    for row in summary.not_taken:
        say(f"not taken: {named(row.name, (problem.message for problem in row.problems))}")
    odd = sum(bool(row.problems) for row in summary.files if row.state != "not_taken")
    new = [row for row in summary.files if row.state == "new"]
    runs = sum(activity.is_run for row in new for activity in row.activities)
    twice = sum(row.same_run_as for row in summary.files)
    typer.echo(
        f"{counted(summary.count('new'), 'new file')} with "
        f"{counted(summary.activities, 'activity', 'activities')} ({counted(runs, 'run')}), "
        f"{summary.count('known')} already there, {summary.count('not_taken')} not taken."
    )
    if twice:
        typer.echo(f"{twice} are second recordings of a run that was there; each counts once.")
    if odd:
        typer.echo(f"{odd} files had something odd; `trochlea read FILE` says what.")
