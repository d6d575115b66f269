"""`trochlea doctor`: is the journal whole, and what to do where it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    clock,
    counted,
    journal_folder,
    open_journal,
    print_json,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from trochlea.journal.doctor import Check
    from trochlea.workflow.caring import Repaired

_MARKS = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}
_MOST_LINES = 20


def doctor(
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be made anew from the originals.")
    ] = False,
    trust: Annotated[
        bool, typer.Option("--trust", help="You changed the database yourself: take it as it is.")
    ] = False,
    only_hash: Annotated[
        bool, typer.Option("--hash", help="Print the journal's hash and nothing else.")
    ] = False,
    journal: JournalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at the whole journal; exits 1 where something is wrong."""
    from trochlea import api

    folder = journal_folder(journal)
    if only_hash:
        with open_journal(journal, create=False) as store:
            found = store.content_hash()
        print_json({"hash": found}) if as_json else typer.echo(found)
        return
    if trust:
        api.trust_journal(folder)
    repaired = _repaired(folder) if repair else None
    checks = api.examine_journal(folder, clock(None))
    wrong = [check for check in checks if check.answer == "wrong"]
    if as_json:
        print_json(_record(checks, repaired))
    else:
        _show(checks, repaired)
    if wrong:
        raise typer.Exit(1)


def _repaired(folder: Path) -> Repaired:
    from trochlea import api

    with open_journal(folder, create=False) as store:
        return api.repair_journal(store, clock(None))


def _record(checks: Sequence[Check], repaired: Repaired | None) -> dict[str, object]:
    told: dict[str, object] = {
        "well": all(check.answer != "wrong" for check in checks),
        "checks": [
            {
                "name": check.name,
                "answer": check.answer,
                "said": check.said,
                "cure": check.cure,
                "problems": [
                    {"code": each.code, "message": each.message, "at": each.at}
                    for each in check.problems
                ],
            }
            for check in checks
        ],
    }
    if repaired is not None:
        told["repaired"] = {
            "streams": repaired.streams,
            "links": repaired.links,
            "orphans": repaired.orphans,
            "purged": repaired.purged,
            "not_mended": [each.message for each in repaired.problems],
        }
    return told


def _show(checks: Sequence[Check], repaired: Repaired | None) -> None:
    if repaired is not None:
        typer.echo(
            f"Mended: streams of {counted(repaired.streams, 'activity', 'activities')}, "
            f"{counted(repaired.links, 'link')}, {counted(repaired.orphans, 'file')} removed "
            "that nothing needed."
        )
        for problem in repaired.problems:
            say(problem.message)
    for check in checks:
        cure = f" {check.cure}" if check.cure else ""
        typer.echo(f"{_MARKS[check.answer]}  {check.name}: {check.said}{cure}")
        for problem in check.problems[:_MOST_LINES]:
            at = f" ({problem.at})" if problem.at else ""
            typer.echo(f"         {problem.message}{at}")
        if len(check.problems) > _MOST_LINES:
            typer.echo(f"         and {len(check.problems) - _MOST_LINES} more (--json has all)")
