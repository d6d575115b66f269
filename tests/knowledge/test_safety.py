"""What a safety review asked of the packaged records, so that it does not get lost again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.patients import benign, observed
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.knowledge.schema import Claim
from trochlea.model import FindingValue, Triage

RECOMMENDS = re.compile(r"\broll (?:the|slowly)|\brolling the|use a massage gun", re.IGNORECASE)
TODAYS_RULES = ("pain_light_", "distance_", "not_settled_", "bone_rule", "documents_below_five")


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return packaged_knowledge()


def _triage(knowledge: Knowledge, **changes: FindingValue) -> Triage:
    return triage(observed(benign(knowledge, changes=changes)), knowledge)


@pytest.mark.parametrize(
    ("flag", "findings", "urgency", "hours"),
    [
        (
            "calf_pain_with_clot_risk",
            ("calf_pain_new", "injection_or_surgery_3_months"),
            "same_day",
            24,
        ),
        ("bone_pain_spot", ("focal_bone_pain",), "urgent", 168),
        ("fever_with_bone_pain", ("focal_bone_pain", "fever_or_unwell"), "same_day", 24),
        ("warm_or_red_knee", ("joint_hot",), "urgent", 168),
        ("warm_or_red_knee", ("joint_red",), "urgent", 168),
        ("hot_joint_cannot_move", ("knee_cannot_be_moved", "fever_or_unwell"), "emergency", 0),
        (
            "hot_joint_with_replacement",
            ("knee_swollen", "fever_or_unwell", "joint_replacement"),
            "emergency",
            0,
        ),
        (
            "hot_joint_immunosuppressed",
            ("knee_swollen", "fever_or_unwell", "immunosuppressed"),
            "emergency",
            0,
        ),
        (
            "hot_joint_after_injection_or_surgery",
            ("knee_swollen", "fever_or_unwell", "injection_or_surgery_3_months"),
            "emergency",
            0,
        ),
        ("cannot_bear_weight", ("cannot_walk_four_steps",), "same_day", 24),
        ("swelling_after_injury", ("knee_swollen", "injury_remembered"), "urgent", 168),
    ],
)
def test_a_flag_of_the_review_is_raised(
    flag: str, findings: tuple[str, ...], urgency: str, hours: int, knowledge: Knowledge
) -> None:
    found = _triage(knowledge, **dict.fromkeys(findings, True))
    assert flag in {row.flag for row in found.red_flags}
    assert (found.urgency, found.within_hours) == (urgency, hours)


def test_no_rule_of_today_claims_to_be_measured(knowledge: Knowledge) -> None:
    for key, rule in knowledge.rules.items():
        if key.startswith(TODAYS_RULES):
            rows = (rule.says, *rule.values.values())
            assert {(row.basis, row.grade) for row in rows} == {("consensus", "D")}, key
    assert {band.basis for band in knowledge.rules["session_spike"].bands} == {"study"}
    assert knowledge.rules["not_settled_two_mornings"].number("apart_hours") == 18
    assert knowledge.rules["not_settled_two_mornings"].number("within_days") == 7
    assert knowledge.rules["distance_longest_settled"].number("days_before_onset") == 1


def _claims(knowledge: Knowledge) -> Iterator[tuple[str, Claim]]:
    for key, row in knowledge.conditions.items():
        for claim in (*row.helps, *row.does_not_help, *row.conflicts, *row.prognosis):
            yield key, claim
    for key, exercise in knowledge.exercises.items():
        if RECOMMENDS.search(exercise.title):
            yield key, exercise.dose


def test_every_claim_that_recommends_rolling_is_marked(knowledge: Knowledge) -> None:
    rows = list(_claims(knowledge))
    assert sum(claim.rolling for _key, claim in rows) >= 3
    for key, claim in rows:
        assert claim.rolling or not RECOMMENDS.search(claim.text), key


def test_a_routine_flag_leaves_running_to_the_light(knowledge: Knowledge) -> None:
    for flag in knowledge.red_flags.values():
        if flag.urgency == "routine":
            assert "today's light allows" in flag.until_then, flag.id
            assert "Do not run" not in flag.until_then, flag.id
