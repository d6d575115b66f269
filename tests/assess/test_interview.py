"""The interview: safety first, then today, then what tells most, and then it ends."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from tests.patients import NOW, benign, observed
from trochlea.assess import Interview
from trochlea.assess.interview import Step
from trochlea.knowledge import Knowledge
from trochlea.knowledge.schema import Finding
from trochlea.model import FindingValue, Observation, Side

Answer = Callable[[Finding], FindingValue]
MORE_THAN_ENOUGH = 60
PARTS = ("safety", "today", "question", "addition")


@pytest.fixture(scope="module")
def interview(knowledge: Knowledge) -> Interview:
    return Interview(knowledge)


def walk(
    interview: Interview, knowledge: Knowledge, answer: Answer | None
) -> tuple[list[Step], list[Observation]]:
    """Go through a whole interview; without an `answer` everything is skipped."""
    steps: list[Step] = []
    told: list[Observation] = []
    while True:
        step = interview.next_step(told, [step.screen for step in steps])
        if step is None:
            return steps, told
        steps.append(step)
        assert len(steps) < MORE_THAN_ENOUGH, "the interview does not end"
        if answer is not None:
            for name in step.findings:
                finding = knowledge.findings[name]
                side: Side = "right" if finding.per_knee else "none"
                told.append(Observation(name, answer(finding), side, NOW, "answer"))


def nothing_wrong(finding: Finding) -> FindingValue:
    """Answer as somebody without a red flag, whose kneecap hurts."""
    if finding.id == "pain_region":
        return ("around_kneecap",)
    if finding.kind == "yes_no":
        return finding.id in ("pain_running", "pain_squatting")
    if finding.kind == "choice":
        return finding.choices[0].id
    return () if finding.choices else finding.minimum


def part_of(step: Step, knowledge: Knowledge) -> str:
    if step.screen in knowledge.findings:
        return "question"
    part = knowledge.screens[step.screen].part
    return "addition" if part == "complaint" else part


def safety_screens(knowledge: Knowledge) -> list[str]:
    return [row.id for row in knowledge.screens_in_order() if row.part == "safety"]


@pytest.mark.parametrize("answer", [None, nothing_wrong], ids=["all_skipped", "nothing_wrong"])
def test_the_order_is_safety_today_questions_additions(
    interview: Interview, knowledge: Knowledge, answer: Answer | None
) -> None:
    steps, _told = walk(interview, knowledge, answer)
    parts = [part_of(step, knowledge) for step in steps]
    assert parts == sorted(parts, key=PARTS.index)
    assert [step.screen for step in steps[:8]] == safety_screens(knowledge)
    assert set(parts) == set(PARTS)


def test_safety_is_at_most_eight_screens(knowledge: Knowledge) -> None:
    assert 1 <= len(safety_screens(knowledge)) <= 8


@pytest.mark.parametrize("seed", range(12))
def test_no_step_is_shown_twice_and_at_most_20_single_questions(
    interview: Interview, knowledge: Knowledge, seed: int
) -> None:
    chance = random.Random(seed)

    def anything(finding: Finding) -> FindingValue:
        if chance.random() < 0.3:
            return None
        if finding.kind == "yes_no":
            return chance.random() < 0.1
        if finding.kind == "choice":
            return chance.choice(finding.choices).id
        if finding.choices:
            return tuple(row.id for row in finding.choices if chance.random() < 0.2)
        return finding.minimum

    steps, _told = walk(interview, knowledge, anything)
    names = [step.screen for step in steps]
    assert len(names) == len(set(names))
    assert sum(name in knowledge.findings for name in names) <= 20


def test_a_single_question_was_not_answered_before(
    interview: Interview, knowledge: Knowledge
) -> None:
    steps, _told = walk(interview, knowledge, nothing_wrong)
    asked: set[str] = set()
    for step in steps:
        if step.screen in knowledge.findings:
            assert step.findings == (step.screen,)
            assert step.screen not in asked
        asked |= set(step.findings)


def test_additions_do_not_repeat_single_questions(
    interview: Interview, knowledge: Knowledge
) -> None:
    steps, _told = walk(interview, knowledge, None)
    single = {step.screen for step in steps if step.screen in knowledge.findings}
    added = {
        name for step in steps if part_of(step, knowledge) == "addition" for name in step.findings
    }
    assert added
    assert single & added == set()


def test_a_question_that_only_a_clinician_can_answer_is_never_asked(
    interview: Interview, knowledge: Knowledge
) -> None:
    for answer in (None, nothing_wrong):
        for step in walk(interview, knowledge, answer)[0]:
            for name in step.findings:
                assert knowledge.findings[name].observable_by == "runner", name


def test_the_same_answers_give_the_same_interview(knowledge: Knowledge) -> None:
    first = walk(Interview(knowledge), knowledge, nothing_wrong)
    assert walk(Interview(knowledge), knowledge, nothing_wrong) == first


def test_the_order_of_answers_does_not_change_the_next_question(
    interview: Interview, knowledge: Knowledge
) -> None:
    told = observed(benign(knowledge))
    shown = [row.id for row in knowledge.screens_in_order() if row.part != "complaint"]
    assert interview.next_step(told, shown) == interview.next_step(told[::-1], shown)


def test_an_emergency_ends_it_at_once(interview: Interview, knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, knee_out_of_place=True))
    assert interview.next_step(told, safety_screens(knowledge)[:1]) is None


def test_a_same_day_flag_ends_it_only_after_the_last_safety_screen(
    interview: Interview, knowledge: Knowledge
) -> None:
    told = observed(benign(knowledge, cannot_bear_weight=True))
    safety = safety_screens(knowledge)
    for count in range(len(safety)):
        step = interview.next_step(told, safety[:count])
        assert step is not None
        assert step.screen == safety[count]
    assert interview.next_step(told, safety) is None


def test_an_urgent_flag_does_not_end_it(interview: Interview, knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, lump=True))
    step = interview.next_step(told, safety_screens(knowledge))
    assert step is not None
    assert part_of(step, knowledge) == "today"


def test_a_skipped_question_is_not_asked_again(interview: Interview, knowledge: Knowledge) -> None:
    told = observed(benign(knowledge))
    shown = [row.id for row in knowledge.screens_in_order() if row.part != "complaint"]
    first = interview.next_step(told, shown)
    assert first is not None
    second = interview.next_step(told, [*shown, first.screen])
    assert second is not None
    assert first.screen in knowledge.findings
    assert second.screen != first.screen


def test_no_finding_stands_on_two_steps(interview: Interview, knowledge: Knowledge) -> None:
    steps, _told = walk(interview, knowledge, None)
    names = [name for step in steps for name in step.findings]
    assert len(names) == len(set(names))


def test_an_emergency_that_rests_on_silence_asks_the_screen_that_settles_it(
    interview: Interview, knowledge: Knowledge
) -> None:
    told = [Observation("joint_put_back", True, "right", NOW, "answer")]
    step = interview.next_step(told, [])
    assert step is not None
    assert "injury_within_7_days" in step.findings
    assert interview.next_step(told, [step.screen]) is None


def test_an_emergency_ends_only_when_all_it_rests_on_was_asked(
    interview: Interview, knowledge: Knowledge
) -> None:
    told = [Observation("joint_hot", True, "right", NOW, "answer")]
    assert interview.next_step(told, []) is not None
    assert interview.next_step(told, ["safety_help_now"]) is not None
    assert interview.next_step(told, ["safety_help_now", "safety_the_joint"]) is None
    assert interview.emergencies(told, ["safety_help_now", "safety_the_joint"])


def test_once_there_is_a_first_answer_there_is_one_at_all_later_steps(
    interview: Interview, knowledge: Knowledge
) -> None:
    steps, _told = walk(interview, knowledge, None)
    first = next(place for place, step in enumerate(steps) if step.provisional)
    assert all(step.provisional for step in steps[first:])
    assert part_of(steps[-1], knowledge) == "addition"
    assert steps[-1].provisional
