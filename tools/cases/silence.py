"""Urgency in three readings, because a case report does not say what nobody asked.

The engine takes an item that a report leaves out as unanswered, and an unanswered item can raise a
flag (decision 0021). Strict silence takes it as "no", as if a runner had ticked "none of these".
Neither is the truth; the third reading counts what hangs on the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.cases.coded import CodedCase
from trochlea.assess.facts import affected_knees
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge
from trochlea.model import FindingValue, Observation, Side, Urgency, urgency_rank

# Asked for after the first run on these cases, and coded later.
LATER = ("joint_put_back", "knee_out_of_place", "can_hardly_walk")
NO: dict[str, FindingValue] = {"yes_no": False, "many": ()}


@dataclass(frozen=True, slots=True)
class Reading:
    """The levels of one case.

    Attributes:
        case: The case.
        urgency: As the engine reads it: what is unstated is unanswered.
        denied: Strict silence: what the safety screens ask and nobody stated is answered "no".
        only_open: It reaches its level only by flags that rest on unanswered items.
        later: Findings of it that were coded later.
        without_later: The level without them.
        within_hours: How soon, as the engine reads it.
    """

    case: CodedCase
    urgency: Urgency
    denied: Urgency
    only_open: bool
    later: tuple[str, ...]
    without_later: Urgency
    within_hours: int | None


def read(case: CodedCase, knowledge: Knowledge, *, runner_only: bool = True) -> Reading:
    """Return the levels of a case in every reading.

    Args:
        case: The coded case.
        knowledge: Flags and screens.
        runner_only: Leave out what only a clinician can find.
    """
    rows = case.observations(knowledge, runner_only=runner_only)
    found = triage(rows, knowledge)
    later = tuple(name for name in LATER if any(row.finding == name for row in rows))
    before = [row for row in rows if row.finding not in LATER]
    return Reading(
        case=case,
        urgency=found.urgency,
        denied=triage(denying(rows, knowledge), knowledge).urgency,
        only_open=_only_open(rows, knowledge, case.urgency),
        later=later,
        without_later=triage(before, knowledge).urgency,
        within_hours=found.within_hours,
    )


def denying(rows: Sequence[Observation], knowledge: Knowledge) -> tuple[Observation, ...]:
    """Return the observations with a "no" to every safety item of which nothing was said.

    Args:
        rows: What was said; of it nothing is changed.
        knowledge: Gives the safety screens.

    Lists to tick are left empty; places, numbers and single choices stay as they are.
    """
    if not rows:
        return ()
    said = {(row.finding, row.side) for row in rows}
    knees, at = affected_knees(rows), rows[0].observed_at
    added = []
    for screen in knowledge.screens_in_order():
        for name in screen.findings if screen.part == "safety" else ():
            finding = knowledge.findings[name]
            sides: tuple[Side, ...] = knees if finding.per_knee else ("none",)
            added += [
                Observation(name, NO[finding.kind], side, at, "answer")
                for side in sides
                if finding.kind in NO and (name, side) not in said
            ]
    return (*rows, *added)


def _only_open(rows: Sequence[Observation], knowledge: Knowledge, level: Urgency) -> bool:
    """Return whether all flags that reach a level, covered ones too, rest on unanswered items."""
    bare = {
        key: flag.model_copy(update={"covered_by": ()})
        for key, flag in knowledge.red_flags.items()
    }
    raised = triage(rows, replace(knowledge, red_flags=bare)).red_flags
    high = [flag for flag in raised if urgency_rank(flag.urgency) >= urgency_rank(level)]
    return bool(high) and all(flag.left_open for flag in high)
