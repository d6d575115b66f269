"""`trochlea clear`: a clinician's clearance of a red flag or a gate, with name, date, reason."""

from __future__ import annotations

from typing import Annotated

import typer

from trochlea.cli.common import JournalOption, clock, open_journal, parse_day, say
from trochlea.errors import UsageError
from trochlea.model import Clearance


def clear(
    subject: Annotated[str, typer.Argument(help="Id of the red flag or clearance.")],
    by: Annotated[str, typer.Option("--by", help="The clinician's name.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is cleared.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was given.")],
    journal: JournalOption = None,
) -> None:
    """Record that a clinician has cleared something; nothing else lifts a red flag."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    known = {*knowledge.red_flags, *knowledge.clearances, "bone_rule"}
    if subject not in known:
        raise UsageError(
            f"{subject!r} is no red flag or clearance; `trochlea today --json` names what is open."
        )
    if not by.strip() or not reason.strip():
        raise UsageError("A clearance needs the clinician's name and a reason.")
    day = parse_day(on)
    with open_journal(journal, create=False) as store:
        now = clock(store.runner())
        if day > now.date():
            raise UsageError(f"{day} is still to come.")
        store.add_clearance(Clearance(subject, by.strip(), day, reason.strip()))
        left = {row.flag for row in api.today_inputs(store, now, knowledge).open_flags}
    say(f"Kept: {subject} cleared by {by.strip()} on {day}.")
    if subject in left:
        say(f"It stays open: it was raised again on {day} or after; clear that on a later day.")
