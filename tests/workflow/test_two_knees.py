"""Two knees, two checks and a clinician's word: what is of one knee never speaks for the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.patients import benign
from tests.workflow.conftest import NOW, TODAY, KeepCheck, days_ago
from trochlea.journal import Journal
from trochlea.knowledge import Knowledge
from trochlea.model import CheckIn, Clearance, FindingValue, Knee, Observation
from trochlea.workflow.advising import today_inputs
from trochlea.workflow.checking import check_against, check_and_keep


def keep(journal: Journal, knowledge: Knowledge, knee: Knee, days: float, **changes: Any) -> None:
    now = days_ago(days)
    answers = benign(knowledge, knee=knee, on=now.date(), changes=changes)
    check_and_keep(journal, answers, now, knowledge)


def cleared(journal: Journal, subject: str, side: Knee, days: float = 0.0) -> None:
    moment = days_ago(days)
    journal.add_clearance(Clearance(subject, "Dr A", moment.date(), "seen", moment, side))


def test_what_a_check_of_one_knee_left_open_stays_open_after_one_of_the_other(
    journal: Journal, knowledge: Knowledge
) -> None:
    keep(journal, knowledge, "left", 3, joint_hot=None)
    keep(journal, knowledge, "right", 1)
    inputs = today_inputs(journal, NOW, knowledge)
    assert "left" in {row.side for row in inputs.unknown_flags}


def test_after_the_days_of_a_check_the_other_knee_counts_no_more(
    journal: Journal, knowledge: Knowledge
) -> None:
    keep(journal, knowledge, "left", 9, joint_hot=None)
    keep(journal, knowledge, "right", 1)
    inputs = today_inputs(journal, NOW, knowledge)
    assert "left" not in {row.side for row in inputs.unknown_flags}


def test_the_bone_rule_is_cleared_for_one_knee_only(
    journal: Journal, knowledge: Knowledge
) -> None:
    bone: dict[str, FindingValue] = {
        "pain_region": ("inner_below_joint",),
        "pain_grows_with_load": True,
        "recent_load_jump": True,
        "pain_growing_over_weeks": True,
    }
    keep(journal, knowledge, "left", 1, **bone)

    def share() -> float:
        shares = dict(today_inputs(journal, NOW, knowledge).condition_shares)
        return shares.get("bone_stress_injury_near_knee", 0.0)

    before = share()
    assert before > 0
    cleared(journal, "bone_rule", "right")
    assert share() == before
    cleared(journal, "bone_rule", "left")
    assert share() == 0.0


def test_a_gate_cleared_for_one_knee_stands_for_the_other(
    journal: Journal, knowledge: Knowledge
) -> None:
    keep(journal, knowledge, "right", 1, joint_replacement=True)
    cleared(journal, "joint_replacement", "left")
    assert "joint_replacement" in today_inputs(journal, NOW, knowledge).clearances_missing
    cleared(journal, "joint_replacement", "right")
    assert "joint_replacement" not in today_inputs(journal, NOW, knowledge).clearances_missing


def test_what_is_told_after_a_clearance_is_not_lifted_by_it(
    journal: Journal, knowledge: Knowledge
) -> None:
    yesterday = (NOW - timedelta(days=1)).date()
    keep(journal, knowledge, "right", 1.0, rest_pain=True)
    cleared(journal, "rest_pain", "right", 0.5)
    assert today_inputs(journal, NOW, knowledge).open_flags == ()
    late = benign(knowledge, on=yesterday, rest_pain=True)
    check_and_keep(journal, late, NOW, knowledge)
    assert "rest_pain" in {row.flag for row in today_inputs(journal, NOW, knowledge).open_flags}


def test_a_clinicians_no_settles_a_question_only_as_long_as_a_check_would(
    journal: Journal, knowledge: Knowledge
) -> None:
    answers = benign(knowledge, on=TODAY, joint_hot=None)

    def open_now() -> bool:
        found = check_against(journal, answers, NOW, knowledge).assessment.triage
        return any("joint_hot" in row.missing for row in found.unknown_red_flags)

    quiet = Observation("joint_hot", False, "right", days_ago(30), "clinician", ref="Dr A")
    journal.add_observations(None, [quiet])
    assert open_now()
    fresh = Observation("joint_hot", False, "right", days_ago(1), "clinician", ref="Dr A")
    journal.add_observations(None, [fresh])
    assert not open_now()


def test_a_settled_run_as_told_is_never_longer_than_a_whole_week(
    journal: Journal, knowledge: Knowledge, keep_check: KeepCheck
) -> None:
    keep_check(longest_settled_run_km=50, weekly_distance_km=15)
    journal.add_checkin(CheckIn("right", NOW, pain_during=0))
    assert today_inputs(journal, NOW, knowledge).confirmed_settled_m == 15_000
