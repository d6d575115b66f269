"""`trochlea undo` and `trochlea imports`: take a whole import back out, and back in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    counted,
    is_interactive,
    open_journal,
    print_json,
    zone_of,
)
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from trochlea.journal import Journal
    from trochlea.journal.catalogue import ListedImport

YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
_STATES = {
    "known": "already there",
    "not_taken": "not taken",
    "passed_over": "passed over",
    "remark": "remarks",
}


def undo(
    number: Annotated[
        int | None, typer.Option("--import", metavar="N", help="Which import; the latest.")
    ] = None,
    restore: Annotated[
        int | None, typer.Option("--restore", metavar="N", help="Take import N back in.")
    ] = None,
    yes: YesOption = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a whole import back out of the journal, or back in."""
    if number is not None and restore is not None:
        raise UsageError("Give --import to take one out or --restore to take one back in.")
    with open_journal(journal, create=False) as store:
        if restore is not None:
            done = store.restore_import(restore)
        else:
            _ask(store, number, yes)
            done = store.undo_import(number)
    state = "undone" if restore is None else "restored"
    if as_json:
        print_json(
            {
                "import": done.import_id,
                "state": state,
                "files": done.files,
                "activities": done.activities,
                "kept_files": done.kept,
            }
        )
        return
    what = f"{counted(done.files, 'file')} with {_activities(done.activities)}"
    if restore is not None:
        typer.echo(f"Import {done.import_id} is back: {what}.")
        return
    typer.echo(
        f"Import {done.import_id} is undone: {what} taken out. For 30 days "
        f"`trochlea undo --restore {done.import_id}` takes it back in."
    )
    if done.kept:
        typer.echo(
            f"{counted(done.kept, 'file')} stayed, because another import brought the same too; "
            "undo that one as well to take them out."
        )


def _ask(store: Journal, number: int | None, yes: bool) -> None:
    """Ask on a terminal whether this is the import that is meant."""
    if yes or not is_interactive():
        return
    listed = store.imports()
    chosen = next(
        (each for each in reversed(listed) if number is None or each.import_id == number), None
    )
    if chosen is not None and chosen.undone_at is None:
        line = _line(chosen, zone_of(store.runner()))
        typer.confirm(f"Undo this import?\n{line}\n", err=True, abort=True)


def imports(journal: JournalOption = None, as_json: JsonOption = False) -> None:
    """List the imports, oldest first."""
    with open_journal(journal, create=False) as store:
        listed = store.imports()
        zone = zone_of(store.runner())
    if as_json:
        print_json([_record(each) for each in listed])
        return
    for each in listed:
        typer.echo(_line(each, zone))
    if not listed:
        typer.echo("Nothing was imported yet.")


def _record(each: ListedImport) -> dict[str, object]:
    return {
        "import": each.import_id,
        "source": each.source,
        "started_at": each.started_at.isoformat(),
        "finished_at": None if each.finished_at is None else each.finished_at.isoformat(),
        "undone_at": None if each.undone_at is None else each.undone_at.isoformat(),
        "new_files": each.files,
        "activities": each.activities,
        "other_files": each.states,
    }


def _line(each: ListedImport, zone: tzinfo | None) -> str:
    parts = [
        f"{each.import_id:>4}",
        _moment(each.started_at, zone),
        each.source,
        f"{counted(each.files, 'new file')} with {_activities(each.activities)}",
        *(f"{number} {_STATES[name]}" for name, number in each.states.items() if name in _STATES),
    ]
    if each.undone_at is not None:
        parts.append(f"undone {_moment(each.undone_at, zone)}")
    elif each.finished_at is None:
        parts.append("cut off before its end")
    return "  ".join(parts)


def _moment(moment: datetime, zone: tzinfo | None) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def _activities(number: int) -> str:
    return counted(number, "activity", "activities")
