"""The gates that need a clinician's word, walked: each met, each open, each on the light."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.plan.test_today import WELL
from tests.safety.strategies import observed
from tests.safety.witness import placed, quiet_runner, raised_alone
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import urgency_rank
from trochlea.plan import advise_today

GATES = tuple(packaged_knowledge().clearances)
# By the safety rules: the finding of each circumstance, and whether a red flag may stand for it.
CIRCUMSTANCES = (
    "pregnant_or_12_weeks_after",
    "anticoagulant",
    "joint_replacement",
    "surgery_on_leg",
    "inflammatory_arthritis",
    "injection_6_weeks",
    "fluoroquinolone_6_months",
    "diabetic_foot_ulcer",
)


@pytest.mark.parametrize("finding", CIRCUMSTANCES)
def test_each_circumstance_of_the_safety_rules_has_its_gate(
    finding: str, knowledge: Knowledge
) -> None:
    gates = {key for key, row in knowledge.clearances.items() if finding in row.when.findings()}
    assert gates
    found = triage(observed(quiet_runner("right") | placed({finding: True}, "right")), knowledge)
    assert gates & set(found.clearances_needed)


@pytest.mark.parametrize("name", GATES)
def test_each_gate_is_needed_when_met_open_when_not_answered_and_holds_the_light(
    name: str, knowledge: Knowledge
) -> None:
    rule = knowledge.clearances[name]
    for told in raised_alone(rule, "left"):
        found = triage(observed(told), knowledge)
        assert name in found.clearances_needed
    assert name not in triage(observed(quiet_runner("left")), knowledge).clearances_needed
    open_answers = placed(dict.fromkeys(rule.when.findings(), None), "left")
    found = triage(observed(quiet_runner("left") | open_answers), knowledge)
    assert name in found.clearances_unknown
    assert advise_today(WELL, knowledge).light == "green"
    for changed in (
        replace(WELL, clearances_missing=(name,)),
        replace(WELL, clearances_unknown=(name,)),
    ):
        advice = advise_today(changed, knowledge)
        assert advice.light == "amber"
        assert ("clearance", name) in advice.reasons[0].values


def test_a_bone_pattern_and_low_energy_are_flags_that_need_a_clinician(
    knowledge: Knowledge,
) -> None:
    for name in ("bone_stress_pattern", "low_energy_with_bone_pain"):
        flag = knowledge.red_flags[name]
        assert urgency_rank(flag.urgency) >= urgency_rank("urgent")
        assert flag.bone
