"""Triage: each level, what is unanswered, and what can never lower it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patients import benign, default, observed
from trochlea.assess import Interview
from trochlea.assess.triage import triage
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.knowledge.pattern import Pattern
from trochlea.model import Answers, FindingValue, Observation, Triage, urgency_rank

FEW = settings(max_examples=150, deadline=None)


def test_a_runner_who_denies_everything_has_no_flag(knowledge: Knowledge) -> None:
    found = triage(observed(benign(knowledge)), knowledge)
    assert (found.urgency, found.within_hours) == ("none", None)
    assert found.red_flags == ()
    assert found.unknown_red_flags == ()


def test_a_hot_joint_with_fever_is_an_emergency(knowledge: Knowledge) -> None:
    answers = benign(knowledge, joint_hot=True, fever_or_unwell=True)
    found = triage(observed(answers), knowledge)
    assert (found.urgency, found.within_hours) == ("emergency", 0)


def test_fever_that_was_not_asked_is_not_no(knowledge: Knowledge) -> None:
    answers = benign(knowledge, joint_hot=True)
    del answers.general["fever_or_unwell"]
    found = triage(observed(answers), knowledge)
    assert "hot_joint_unwell" in {row.flag for row in found.unknown_red_flags}


def test_null_is_as_unknown_as_absent(knowledge: Knowledge) -> None:
    asked = benign(knowledge, calf_pain_new=None)
    absent = benign(knowledge)
    del absent.general["calf_pain_new"]
    assert triage(observed(asked), knowledge) == triage(observed(absent), knowledge)


def test_a_locked_knee_ends_the_interview_after_the_safety_screens(knowledge: Knowledge) -> None:
    interview = Interview(knowledge)
    safety = [row.id for row in knowledge.screens_in_order() if row.part == "safety"]
    locked = observed(benign(knowledge, cannot_straighten_fully=True))
    assert interview.next_step(locked, safety[:-1]) is not None
    assert interview.next_step(locked, safety) is None


def test_an_emergency_ends_the_interview_at_once(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, foot_cold_pale_pulseless=True))
    assert Interview(knowledge).next_step(told, []) is None


def test_the_first_block_has_at_most_eight_screens_and_shows_every_flag(
    knowledge: Knowledge,
) -> None:
    safety = [row for row in knowledge.screens_in_order() if row.part == "safety"]
    asked = {name for row in safety for name in row.findings}
    assert len(safety) <= 8
    wanted = {
        name
        for flag in knowledge.red_flags.values()
        for name in flag.when.findings()
        if name not in ("age_years", "sex", "body_mass_index")
    }
    assert wanted <= asked


def test_a_clinicians_no_outranks_the_runners_yes(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, cannot_straighten_fully=True))
    moment = told[0].observed_at

    def by_hand(minutes: int) -> Observation:
        later = moment + timedelta(minutes=minutes)
        return Observation(
            "cannot_straighten_fully", False, "right", later, "clinician", ref="Dr A"
        )

    assert triage((*told, by_hand(5)), knowledge).urgency == "none"
    # At the same moment nobody can say who spoke last: the yes holds.
    assert triage((*told, by_hand(0)), knowledge).urgency == "same_day"


def test_a_watch_that_saw_a_jump_is_not_undone_by_an_answer(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, focal_bone_pain=True, recent_load_jump=False))
    moment = told[0].observed_at
    jump = Observation("recent_load_jump", True, "none", moment, "watch", ref="run")
    pattern = "bone_stress_pattern"
    assert pattern not in {row.flag for row in triage(told, knowledge).red_flags}
    assert pattern in {row.flag for row in triage((*told, jump), knowledge).red_flags}


@pytest.mark.parametrize("age", [5, 14, 17])
def test_every_knee_pain_under_18_is_to_be_seen(knowledge: Knowledge, age: int) -> None:
    assert triage(observed(benign(knowledge, age=age)), knowledge).urgency == "urgent"


def _changes() -> st.SearchStrategy[dict[str, FindingValue]]:
    knowledge = packaged_knowledge()
    asked = sorted(
        name
        for flag in knowledge.red_flags.values()
        for name in flag.when.findings()
        if knowledge.findings[name].kind == "yes_no"
    )
    return st.dictionaries(
        st.sampled_from(asked), st.sampled_from([True, False, None]), max_size=9
    )


@FEW
@given(_changes(), st.data())
def test_adding_a_red_flag_never_lowers_the_urgency(
    changes: dict[str, FindingValue], data: st.DataObject
) -> None:
    knowledge = packaged_knowledge()
    raising = (
        "not_better_after_week_rest",
        "night_pain",
        "cannot_bear_weight",
        "dark_urine_after_effort",
    )
    more = data.draw(st.sampled_from(raising))
    before = triage(observed(benign(knowledge, changes=changes)), knowledge)
    after = triage(observed(benign(knowledge, changes={**changes, more: True})), knowledge)
    assert urgency_rank(after.urgency) >= urgency_rank(before.urgency)


@FEW
@given(_changes())
def test_left_and_right_mirror_each_other(changes: dict[str, FindingValue]) -> None:
    knowledge = packaged_knowledge()
    left = triage(observed(benign(knowledge, knee="left", changes=changes)), knowledge)
    right = triage(observed(benign(knowledge, knee="right", changes=changes)), knowledge)
    swapped = json.loads(_text(left).replace('"left"', '"right"'))
    assert swapped == json.loads(_text(right))


@FEW
@given(_changes(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_matters(
    changes: dict[str, FindingValue], random: object
) -> None:
    knowledge = packaged_knowledge()
    told = list(observed(benign(knowledge, changes=changes)))
    shuffled = list(told)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert triage(shuffled, knowledge) == triage(told, knowledge)


@FEW
@given(_changes(), st.data())
def test_forgetting_an_answer_never_settles_a_flag(
    changes: dict[str, FindingValue], data: st.DataObject
) -> None:
    knowledge = packaged_knowledge()
    answers = benign(knowledge, changes=changes)
    name = data.draw(st.sampled_from(sorted(answers.general)))
    before = triage(observed(answers), knowledge)
    less = Answers(
        answers.on,
        answers.age,
        answers.sex,
        answers.height_cm,
        answers.mass_kg,
        answers.knees,
        {key: value for key, value in answers.general.items() if key != name},
    )
    after = triage(observed(less), knowledge)
    assert _open(before) <= _open(after)


def _open(found: Triage) -> set[tuple[str, str]]:
    raised = {(row.flag, row.side) for row in found.red_flags}
    return raised | {(row.flag, row.side) for row in found.unknown_red_flags}


def test_every_flag_can_be_raised_by_answers(knowledge: Knowledge) -> None:
    """Each flag's own findings, answered yes one way or another, raise it."""
    for flag in knowledge.red_flags.values():
        assert any(
            flag.id in {row.flag for row in triage(observed(answers), knowledge).red_flags}
            for answers in _ways_to_raise(flag.id, knowledge)
        ), flag.id


def _ways_to_raise(flag_id: str, knowledge: Knowledge) -> list[Answers]:
    flag = knowledge.red_flags[flag_id]
    names = [name for name in flag.when.findings() if name in knowledge.findings]
    ways = []
    unsaid = _possible(flag.when)
    for age in (10, 14, 20, 34, 60, None):
        for mode in ("all", "no_injury", "first", "open"):
            changed: dict[str, FindingValue] = {
                name: None if mode == "open" and name in unsaid else _yes(name, knowledge)
                for name in (names[:1] if mode == "first" else names)
                if name not in ("age_years", "sex", "body_mass_index")
                and not (mode == "no_injury" and "injury" in name)
            }
            if "pain_region" in changed:
                changed["pain_region"] = ("inner_side", "lower_pole", "calf")
            ways.append(benign(knowledge, age=age, changes=changed))
    return ways


def _possible(pattern: Pattern) -> set[str]:
    """Return the findings of a pattern whose missing answer counts as a yes."""
    if pattern.possible is not None:
        return set(pattern.findings())
    parts = (*pattern.all, *pattern.any)
    return {name for part in parts for name in _possible(part)}


def _yes(name: str, knowledge: Knowledge) -> FindingValue:
    finding = knowledge.findings[name]
    if finding.kind in ("number", "scale"):
        return finding.maximum
    if finding.kind == "yes_no":
        return True
    if finding.kind == "choice":
        return "sudden" if name == "onset" else finding.choices[0].id
    return tuple(choice.id for choice in finding.choices)


def _text(found: object) -> str:
    from trochlea.workflow.records import to_json

    return to_json(found)


def test_one_finding_gives_one_advice(knowledge: Knowledge) -> None:
    ill = triage(observed(benign(knowledge, joint_hot=True, fever_or_unwell=True)), knowledge)
    assert "warm_or_red_knee" not in {row.flag for row in ill.red_flags}
    warm = triage(observed(benign(knowledge, joint_hot=True)), knowledge)
    assert [row.flag for row in warm.red_flags] == ["warm_or_red_knee"]


def test_default_answers_are_all_no(knowledge: Knowledge) -> None:
    assert default("night_pain", knowledge) is False


def test_an_unanswered_fever_leaves_a_hot_knee_an_emergency(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, joint_hot=True, fever_or_unwell=None))
    found = triage(told, knowledge)
    assert (found.urgency, found.within_hours) == ("emergency", 0)
    flag = next(row for row in found.red_flags if row.flag == "hot_joint_open")
    assert flag.left_open == ("fever_or_unwell",)


def test_a_denied_fever_and_a_knee_that_moves_lower_a_hot_knee(
    knowledge: Knowledge,
) -> None:
    told = observed(benign(knowledge, joint_hot=True))
    assert triage(told, knowledge).urgency == "urgent"


def test_a_minor_whose_place_of_pain_is_unknown_is_seen_within_48_hours(
    knowledge: Knowledge,
) -> None:
    told = observed(benign(knowledge, age=11, pain_region=None))
    found = triage(told, knowledge)
    assert (found.urgency, found.within_hours) == ("urgent", 48)


def test_a_limp_without_an_age_is_taken_as_a_growing_runners(knowledge: Knowledge) -> None:
    unknown = triage(observed(benign(knowledge, age=None, limp=True)), knowledge)
    assert unknown.urgency == "same_day"
    assert triage(observed(benign(knowledge, age=30, limp=True)), knowledge).urgency == "none"


def test_one_finding_gives_one_advice_also_where_one_flag_has_no_side(
    knowledge: Knowledge,
) -> None:
    told = observed(benign(knowledge, calf_pain_new=True, clot_risk=("long_travel",)))
    flags = [row.flag for row in triage(told, knowledge).red_flags]
    assert flags == ["calf_pain_with_clot_risk"]


def test_the_thigh_or_calf_on_the_map_counts_like_the_question(knowledge: Knowledge) -> None:
    thigh = benign(knowledge, pain_region=("thigh",), bisphosphonates=True)
    assert triage(observed(thigh), knowledge).urgency == "same_day"
    young = benign(knowledge, age=15, pain_region=("thigh", "around_kneecap"))
    assert triage(observed(young), knowledge).urgency == "same_day"
    calf = benign(knowledge, pain_region=("calf",), clot_risk=("oestrogen",))
    assert triage(observed(calf), knowledge).urgency == "same_day"


def test_sudden_inner_pain_over_50_waits_for_no_answer_about_an_injury(
    knowledge: Knowledge,
) -> None:
    told = benign(
        knowledge, age=60, onset="sudden", pain_region=("inner_side",), injury_remembered=None
    )
    flags = {row.flag for row in triage(observed(told), knowledge).red_flags}
    assert "sudden_inner_pain_over_50" in flags
