"""`trochlea backup` and `trochlea restore`: everything in one verified archive, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    counted,
    is_interactive,
    journal_folder,
    print_json,
    say,
)
from trochlea.cli.undo import YesOption
from trochlea.errors import UsageError

_MIB = 2**20


def backup(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where to; the journal's own `backups`."),
    ] = None,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole journal into one archive, and verify it."""
    from trochlea import api

    made = api.back_up(journal_folder(journal), to, clock(None))
    if as_json:
        print_json(
            {
                "backup": str(made.path),
                "hash": made.content_hash,
                "files": made.files,
                "size_bytes": made.size_bytes,
                "problems": [each.message for each in made.problems],
            }
        )
    else:
        typer.echo(
            f"{made.path}: {counted(made.files, 'original file')}, {made.size_bytes / _MIB:.1f} "
            "MiB, read back and verified."
        )
        if to is None:
            typer.echo("It lies on the same disk as the journal; copy it to another one too.")
        for problem in made.problems:
            say(problem.message)
    if made.problems:
        raise typer.Exit(1)


def restore(
    found: Annotated[Path, typer.Argument(metavar="BACKUP", help="What to restore.")],
    yes: YesOption = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make the journal from a backup; the one that is there is moved aside, never deleted."""
    from trochlea import api

    folder = journal_folder(journal)
    if folder.is_dir() and any(folder.iterdir()) and not yes:
        _ask(folder)
    done = api.restore(found, folder, clock(None))
    if as_json:
        print_json(
            {
                "journal": str(done.folder),
                "hash": done.content_hash,
                "files": done.files,
                "activities": done.activities,
                "moved_aside": None if done.aside is None else str(done.aside),
                "problems": [each.message for each in done.problems],
            }
        )
    else:
        typer.echo(
            f"Restored into {done.folder}: {counted(done.files, 'file')} with "
            f"{counted(done.activities, 'activity', 'activities')}, verified."
        )
        if done.aside is not None:
            typer.echo(
                f"The journal that was there is in {done.aside}; delete it when all is well."
            )
        for problem in done.problems:
            say(problem.message)
    if done.problems:
        raise typer.Exit(1)


def _ask(folder: Path) -> None:
    """Have it confirmed that another journal takes the place.

    Raises:
        UsageError: where nobody can be asked.
    """
    if not is_interactive():
        raise UsageError(
            f"There is a journal in {folder}; --yes moves it aside and restores in its place."
        )
    typer.confirm(f"Move the journal in {folder} aside and restore?", err=True, abort=True)
