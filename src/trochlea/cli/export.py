"""`trochlea export`: everything that is kept, in open formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    counted,
    open_journal,
    print_json,
    say,
)

_MIB = 2**20


def export(
    to: Annotated[Path, typer.Argument(metavar="TO.zip", help="The archive to write.")],
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write everything that is kept into one archive of open formats."""
    from trochlea import api

    with open_journal(journal, create=False) as store:
        made = api.export_all(store, to, clock(None))
    if as_json:
        print_json(
            {
                "export": str(made.path),
                "hash": made.content_hash,
                "rows": made.rows,
                "files": made.files,
                "size_bytes": made.size_bytes,
                "problems": [each.message for each in made.problems],
            }
        )
    else:
        activities = counted(made.rows["activities"], "activity", "activities")
        typer.echo(
            f"{made.path}: {counted(made.files, 'original file')}, {activities}, "
            f"{counted(made.rows['checkins'], 'check-in')}, {made.size_bytes / _MIB:.1f} MiB; "
            "its README.txt says what is what."
        )
        typer.echo("The originals in it hold the places you ran at; think before you share it.")
        for problem in made.problems:
            say(problem.message)
    if made.problems:
        raise typer.Exit(1)
