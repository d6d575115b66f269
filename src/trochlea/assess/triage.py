"""Triage: how soon to be seen, from the red flags alone, before and without the differential."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from trochlea.assess.facts import Facts, affected_knees, facts_for
from trochlea.assess.logic import holds, left_open, missing, supporting
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import ClearanceRule, RedFlag
from trochlea.model import (
    Observation,
    RaisedFlag,
    Seen,
    Side,
    Triage,
    UnknownFlag,
    Urgency,
    urgency_rank,
)

_Scoped = TypeVar("_Scoped", RedFlag, ClearanceRule)


def triage(observations: Sequence[Observation], knowledge: Knowledge) -> Triage:
    """Return the raised and the unsettled red flags, the highest level and the shortest time.

    Args:
        observations: Everything known of the runner.
        knowledge: Gives the flags, the clearances and the bone rule.
    """
    knees = [facts_for(side, observations) for side in affected_knees(observations)]
    general = facts_for("none", observations)
    raised = _sorted(_uncovered(tuple(_raised(knowledge.red_flags, knees, general)), knowledge))
    return Triage(
        urgency=_highest(raised),
        within_hours=min(
            (flag.within_hours for flag in raised if flag.within_hours is not None), default=None
        ),
        red_flags=raised,
        unknown_red_flags=_sorted(_unknown(knowledge.red_flags, knees, general)),
        bone_findings=_bone_findings(knowledge, knees),
        clearances_needed=_clearances(knowledge, knees, general, wanted=True),
        clearances_unknown=_clearances(knowledge, knees, general, wanted=None),
        clearance_sides=tuple(
            (rule.id, side)
            for rule, facts, side in _scoped(knowledge.clearances, knees, general)
            if holds(rule.when, facts) is not False
        ),
    )


def _scoped(
    rules: Mapping[str, _Scoped], knees: list[Facts], general: Facts
) -> Iterable[tuple[_Scoped, Facts, Side]]:
    for rule in rules.values():
        if rule.scope == "general":
            yield rule, general, "none"
        else:
            for facts in knees:
                yield rule, facts, facts.side


def _raised(
    flags: Mapping[str, RedFlag], knees: list[Facts], general: Facts
) -> Iterable[RaisedFlag]:
    for flag, facts, side in _scoped(flags, knees, general):
        if holds(flag.when, facts):
            seen, unsaid = supporting(flag.when, facts), left_open(flag.when, facts)
            yield RaisedFlag(flag.id, flag.urgency, flag.within_hours, side, seen, unsaid)


def _uncovered(raised: Sequence[RaisedFlag], knowledge: Knowledge) -> Iterable[RaisedFlag]:
    """Yield the flags that no raised flag covers: one finding, one advice.

    A flag of a knee is covered on its own side or by one without a side; one without a side by
    that of either knee.
    """
    present = {(row.flag, row.side) for row in raised}
    anywhere = {row.flag for row in raised}
    for row in raised:
        covering = knowledge.red_flags[row.flag].covered_by
        same = any({(flag, row.side), (flag, "none")} & present for flag in covering)
        if not same and not (row.side == "none" and anywhere.intersection(covering)):
            yield row


def _unknown(
    flags: Mapping[str, RedFlag], knees: list[Facts], general: Facts
) -> Iterable[UnknownFlag]:
    for flag, facts, side in _scoped(flags, knees, general):
        if holds(flag.when, facts) is None:
            yield UnknownFlag(flag.id, flag.urgency, side, missing(flag.when, facts))


_Flag = TypeVar("_Flag", RaisedFlag, UnknownFlag)


def _sorted(flags: Iterable[_Flag]) -> tuple[_Flag, ...]:
    return tuple(sorted(flags, key=lambda row: (-urgency_rank(row.urgency), row.flag, row.side)))


def _highest(raised: Sequence[RaisedFlag]) -> Urgency:
    return raised[0].urgency if raised else "none"


def _bone_findings(knowledge: Knowledge, knees: list[Facts]) -> tuple[Seen, ...]:
    rows = (
        facts.seen(finding)
        for facts in knees
        for finding in knowledge.rules["bone_rule"].findings
        if facts.value(finding) is True
    )
    return tuple(row for row in rows if row is not None)


def _clearances(
    knowledge: Knowledge, knees: list[Facts], general: Facts, *, wanted: bool | None
) -> tuple[str, ...]:
    met = (
        rule.id
        for rule, facts, _side in _scoped(knowledge.clearances, knees, general)
        if holds(rule.when, facts) is wanted
    )
    return tuple(dict.fromkeys(met))
