"""`trochlea clear`: a clinician's clearance of a red flag or a gate, with name, date, reason."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from trochlea.cli.common import JournalOption, clock, open_journal, parse_day, say
from trochlea.errors import UsageError
from trochlea.model import Clearance, Side

if TYPE_CHECKING:
    from trochlea.knowledge import Knowledge

BONE_RULE = "bone_rule"


def clear(
    subject: Annotated[str, typer.Argument(help="Id of the red flag or clearance.")],
    by: Annotated[str, typer.Option("--by", help="The clinician's name.")],
    reason: Annotated[str, typer.Option("--reason", help="Why it is cleared.")],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was given.")],
    knee: Annotated[
        str | None, typer.Option("--knee", help="left, right or both, for a flag of a knee.")
    ] = None,
    journal: JournalOption = None,
) -> None:
    """Record that a clinician has cleared something; nothing else lifts a red flag."""
    from trochlea import api

    knowledge = api.packaged_knowledge()
    known = {*knowledge.red_flags, *knowledge.clearances, BONE_RULE}
    if subject not in known:
        raise UsageError(
            f"{subject!r} is no red flag or clearance; `trochlea today --json` names what is open."
        )
    if not by.strip() or not reason.strip():
        raise UsageError("A clearance needs the clinician's name and a reason.")
    side = _side(subject, knee, knowledge)
    day = parse_day(on)
    with open_journal(journal, create=False) as store:
        now = clock(store.runner())
        if day > now.date():
            raise UsageError(f"{day} is still to come.")
        recorded_at = datetime.now(now.tzinfo)
        store.add_clearance(Clearance(subject, by.strip(), day, reason.strip(), recorded_at, side))
        left = {row.flag for row in api.today_inputs(store, now, knowledge).open_flags}
    say(f"Kept: {subject} cleared by {by.strip()} on {day}.")
    if subject in left:
        say("It stays open: of the other knee, or raised on a later day than the clearance.")


def _side(subject: str, knee: str | None, knowledge: Knowledge) -> Side:
    rule = knowledge.red_flags.get(subject) or knowledge.clearances.get(subject)
    if subject != BONE_RULE and (rule is None or rule.scope != "knee"):
        return "none"
    if knee not in ("left", "right", "both"):
        raise UsageError(f"{subject} is of a knee: say which with --knee left, right or both.")
    return "left" if knee == "left" else "right" if knee == "right" else "both"
