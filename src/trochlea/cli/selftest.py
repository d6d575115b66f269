"""`trochlea selftest`: the tests that a runner can do alone, and which of them are safe now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import (
    JournalOption,
    JsonOption,
    OnOption,
    clock,
    open_journal,
    print_json,
)
from trochlea.errors import UsageError

if TYPE_CHECKING:
    from trochlea.assess import OfferedTest
    from trochlea.knowledge import Knowledge

OPEN_SHOWN = 3
HELD_BACK = {
    "no_check": "no full check of the last days; do `trochlea check` first",
    "open_flag": "a warning sign is open; be seen first",
}


def selftest(
    test: Annotated[str | None, typer.Argument(help="Id of a test, for its steps.")] = None,
    journal: JournalOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the self-tests, or show the steps of one that the last full check allows."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    if test is not None and test not in knowledge.self_tests:
        raise UsageError(f"{test!r} is no self-test; `trochlea selftest` lists them.")
    with open_journal(journal, create=False) as store:
        now = clock(store.runner(), on)
        offered = api.self_tests_offered(store, now, knowledge)
    if test is not None:
        _show(next(row for row in offered if row.test == test), knowledge)
    elif as_json:
        print_json(
            [
                {
                    "id": row.test,
                    "title": knowledge.self_tests[row.test].title,
                    "offered": row.offered,
                    "barred_by": [seen.finding for seen in row.barred_by],
                    "open_questions": list(row.open_questions),
                    "held_back": row.held_back,
                }
                for row in offered
            ]
        )
    else:
        for row in offered:
            state = "may be done" if row.offered else f"not now: {_reason(row, knowledge)}"
            typer.echo(f"{row.test}  {knowledge.self_tests[row.test].title}: {state}")


def _reason(row: OfferedTest, knowledge: Knowledge) -> str:
    if row.held_back:
        return HELD_BACK[row.held_back]
    if row.barred_by:
        seen = {knowledge.findings[one.finding].present for one in row.barred_by}
        return ", ".join(sorted(seen))
    words = [knowledge.findings[name].present for name in row.open_questions]
    rest = len(words) - OPEN_SHOWN
    more = f" and {rest} more" if rest > 0 else ""
    return f"not answered yet: {', '.join(words[:OPEN_SHOWN])}{more}"


def _show(row: OfferedTest, knowledge: Knowledge) -> None:
    """Show the steps; of a test that is barred only why, so that nobody does it all the same."""
    record = knowledge.self_tests[row.test]
    typer.echo(f"{record.title}. {record.purpose}")
    if not row.offered:
        typer.echo(f"Not now: {_reason(row, knowledge)}.")
        typer.echo(f"Who must not do it: {record.not_for}")
        return
    if record.needs:
        typer.echo(f"You need: {', '.join(record.needs)}.")
    for number, step in enumerate(record.how, start=1):
        typer.echo(f"  {number}. {step}")
    typer.echo(f"It counts as positive when: {record.positive}")
    typer.echo(f"Who must not do it: {record.not_for}")
    for claim in record.worth:
        draft = " (draft, not checked in its source)" if claim.status == "draft" else ""
        typer.echo(f"What it is worth: {claim.text} Grade {claim.grade}{draft}.")
