"""May I run today, and how far? The table, the precedence and the distance rule of the house.

Every gate is a small function that yields reasons; the strictest light wins (red over grey over
amber over green), and nothing ever makes a light greener.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from trochlea.knowledge import Knowledge
from trochlea.model import Advice, Light, Reason, RunHow
from trochlea.plan.distance import advise_distance
from trochlea.plan.gates import age_gate, bone_gate, clearance_gate, flag_gate, question_gate
from trochlea.plan.how import advise_how
from trochlea.plan.inputs import TodayInputs
from trochlea.plan.pain import (
    checkin_gate,
    fresh_checkins,
    mornings_gate,
    pain_gate,
    signs_gate,
    validity,
)
from trochlea.plan.verdict import deciding_first, strictest

GATES = (
    flag_gate,
    bone_gate,
    age_gate,
    question_gate,
    checkin_gate,
    mornings_gate,
    signs_gate,
    pain_gate,
    clearance_gate,
)
RUNNING_LIGHTS = ("green", "amber")


def advise_today(inputs: TodayInputs, knowledge: Knowledge) -> Advice:
    """Return today's light, the longest advised distance and every reason.

    Args:
        inputs: All that the advice is made of; the same inputs give the same advice.
        knowledge: The rules; every threshold comes from there.
    """
    reasons = [reason for gate in GATES for reason in gate(inputs, knowledge)]
    distance = None
    if strictest(reasons) in RUNNING_LIGHTS:
        distance = advise_distance(inputs, knowledge)
        reasons += distance.reasons
    light = strictest(reasons)
    how: RunHow | None = None
    how_reasons: tuple[Reason, ...] = ()
    if distance is not None and light in RUNNING_LIGHTS:
        how, how_reasons = advise_how(inputs, distance, light, knowledge)
    return Advice(
        on=inputs.now.date(),
        light=light,
        max_distance_m=distance.max_distance_m if distance else None,
        walk_run=distance.walk_run if distance else None,
        reasons=deciding_first([*reasons, *how_reasons]),
        valid_until=_valid_until(light, inputs, knowledge),
        how=how,
    )


def _valid_until(light: Light, inputs: TodayInputs, knowledge: Knowledge) -> datetime | None:
    if light == "grey":
        return None
    span = validity(knowledge)
    ends = [row.observed_at + span for row in fresh_checkins(inputs, knowledge)]
    if inputs.assessed_at is not None:
        days = knowledge.rules["assessment_validity"].number("days")
        ends.append(inputs.assessed_at + timedelta(days=days))
    current = [end for end in ends if end >= inputs.now]
    return min(current, default=inputs.now + span)
