"""Self-tests: offered only where every bar was answered with no."""

from __future__ import annotations

import pytest

from tests.patients import benign, observed
from trochlea.assess import offered_tests
from trochlea.knowledge import Knowledge
from trochlea.model import FindingValue

LOADED = ("single_leg_squat_count", "step_down_test", "heel_raise_count")


def offered(knowledge: Knowledge, **changes: FindingValue) -> set[str]:
    told = observed(benign(knowledge, changes=changes))
    return {row.test for row in offered_tests(told, knowledge) if row.offered}


def test_a_runner_who_denies_everything_may_do_all(knowledge: Knowledge) -> None:
    asked = {
        name: False
        for test in knowledge.self_tests.values()
        if test.barred_when is not None
        for name in test.barred_when.findings()
        if knowledge.findings[name].kind == "yes_no"
    }
    assert offered(knowledge, **asked) == set(knowledge.self_tests)


@pytest.mark.parametrize("bar", ["night_pain", "focal_bone_pain", "hopping_has_hurt", "limp"])
def test_no_leg_that_may_have_stressed_bone_is_loaded_alone(
    bar: str, knowledge: Knowledge
) -> None:
    assert offered(knowledge, **{bar: True}).isdisjoint(LOADED)


@pytest.mark.parametrize("bar", ["night_pain", "focal_bone_pain", "hopping_has_hurt"])
def test_an_unanswered_bone_question_bars_like_a_yes(bar: str, knowledge: Knowledge) -> None:
    assert offered(knowledge, **{bar: None}).isdisjoint(LOADED)


def test_nobody_is_offered_a_hop_or_a_deep_squat(knowledge: Knowledge) -> None:
    for test in knowledge.self_tests.values():
        steps = " ".join(test.how).lower()
        assert " hop " not in steps
        assert "full squat" not in steps


def test_under_18_none_is_offered(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, age=16))
    assert not any(row.offered for row in offered_tests(told, knowledge))
    assert all(row.barred_by for row in offered_tests(told, knowledge))


def test_without_answers_none_with_a_bar_is_offered(knowledge: Knowledge) -> None:
    for row in offered_tests((), knowledge):
        barred = knowledge.self_tests[row.test].barred_when is not None
        assert row.offered != barred
        assert bool(row.open_questions) == barred
