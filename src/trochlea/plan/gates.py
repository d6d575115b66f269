"""What stands before any light: age, open flags, open questions, bone, clearances."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from trochlea.knowledge import Knowledge
from trochlea.model import Reason, urgency_rank
from trochlea.plan.inputs import TodayInputs
from trochlea.plan.verdict import because

STOPS_RUNNING = urgency_rank("urgent")
MUST_BE_ANSWERED = urgency_rank("same_day")


def age_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield grey for a minor, and where the age is unknown."""
    minimum = knowledge.rules["adults_only"].number("minimum_age")
    if inputs.age_years is None:
        yield because(knowledge, "age_unknown", "grey")
    elif inputs.age_years < minimum:
        yield because(knowledge, "adults_only", "grey", age_years=inputs.age_years)


def flag_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red for every open flag at urgent or above."""
    for row in inputs.open_flags:
        if urgency_rank(row.urgency) >= STOPS_RUNNING:
            record = knowledge.red_flags.get(row.flag)
            yield Reason(
                rule="open_flag",
                effect="red",
                values=(("flag", row.flag), ("urgency", row.urgency), ("side", row.side)),
                source=record.grounds[0].source if record else None,
                status=record.status if record else "draft",
                record=f"red_flags/{row.flag}" if record else None,
            )


def question_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield grey for open emergency and same-day questions or an old check, amber for others."""
    under = "assessment_validity"
    if inputs.later_check:
        yield because(knowledge, "clock_behind", "grey", under)
    if inputs.assessed_at is None:
        yield because(knowledge, "no_assessment", "grey", under)
        return
    age = inputs.now - inputs.assessed_at
    if age >= timedelta(days=knowledge.rules[under].number("days")):
        yield because(knowledge, "assessment_old", "grey", under, age_days=age.days)
    for row in inputs.unknown_flags:
        must = urgency_rank(row.urgency) >= MUST_BE_ANSWERED
        rule, effect = (
            ("safety_question_open", "grey") if must else ("other_question_open", "amber")
        )
        yield because(knowledge, rule, effect, under, flag=row.flag, side=row.side)


def bone_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield red for any bone finding, and where conditions of bone together reach the share."""
    least = knowledge.rules["condition_share"].number("minimum")
    for finding in inputs.bone_findings:
        yield because(knowledge, "bone_rule", "red", finding=finding)
    bone = [
        (share, condition)
        for condition, share in inputs.condition_shares
        if knowledge.conditions[condition].pain_rule == "bone"
    ]
    if bone and sum(share for share, _condition in bone) >= least:
        _share, likeliest = max(bone)
        yield because(knowledge, "bone_rule", "red", condition=likeliest)


def clearance_gate(inputs: TodayInputs, knowledge: Knowledge) -> Iterator[Reason]:
    """Yield amber for every clearance that is missing, or whose question is open."""
    groups = (
        ("clearance_missing", inputs.clearances_missing),
        ("clearance_unknown", inputs.clearances_unknown),
    )
    for rule, clearances in groups:
        for clearance in clearances:
            record = knowledge.clearances[clearance]
            yield Reason(
                rule=rule,
                effect="amber",
                values=(("clearance", clearance),),
                source=record.grounds[0].source,
                status=record.status,
                record=f"clearances/{clearance}",
            )
