"""Outcome scores: ranges, missing items, what is impossible, and which change is real."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.assess.outcomes import (
    OUTCOME_SCALES,
    compare_scores,
    score_outcome,
    weekly_questions,
)
from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge

BEST = {
    "akps": (5, 5, 5, 10, 5, 10, 10, 10, 10, 10, 10, 5, 5),
    "kos_adls": (5,) * 14,
    "lefs": (4,) * 20,
    "nprs": (0,),
    "psfs": (10, 10, 10),
    "uwri": (4,) * 9,
    "visa_p": (10, 10, 10, 10, 10, 10, 10, 30),
    "weekly": (0, 0, 0, 0),
}
RANGES = {
    "akps": (0, 100),
    "kos_adls": (0, 100),
    "lefs": (0, 80),
    "nprs": (0, 10),
    "psfs": (0, 10),
    "uwri": (0, 36),
    "visa_p": (0, 100),
    "weekly": (0, 100),
}


@pytest.mark.parametrize("scale", OUTCOME_SCALES)
def test_the_best_answers_reach_the_best_end_of_the_published_range(
    knowledge: Knowledge, scale: str
) -> None:
    found = score_outcome(scale, BEST[scale], knowledge)
    assert (found.least, found.most) == RANGES[scale]
    assert found.score == (found.most if found.higher_is_better else found.least)


@pytest.mark.parametrize("scale", OUTCOME_SCALES)
def test_the_worst_answers_reach_the_other_end(knowledge: Knowledge, scale: str) -> None:
    worst = {"weekly": (25,) * 4, "nprs": (10,)}.get(scale, (0,) * len(BEST[scale]))
    found = score_outcome(scale, worst, knowledge)
    assert found.score == (found.least if found.higher_is_better else found.most)


def test_the_daily_living_scale_is_a_percentage(knowledge: Knowledge) -> None:
    found = score_outcome("kos_adls", (4,) * 7 + (3,) * 7, knowledge)
    assert found.score == pytest.approx(70.0)


def test_own_activities_are_averaged_from_three_on(knowledge: Knowledge) -> None:
    assert score_outcome("psfs", (4, 5, 9), knowledge).score == 6
    assert score_outcome("psfs", (4, 5), knowledge).score is None
    with pytest.raises(AnswersError, match="has 5 items"):
        score_outcome("psfs", (4,) * 6, knowledge)


@pytest.mark.parametrize("scale", ["akps", "kos_adls", "lefs", "uwri", "visa_p"])
def test_one_missing_item_makes_the_score_unknown_and_never_a_zero(
    knowledge: Knowledge, scale: str
) -> None:
    items = [None, *BEST[scale][1:]]
    found = score_outcome(scale, items, knowledge)
    assert (found.score, found.answered) == (None, len(items) - 1)


@pytest.mark.parametrize(
    ("scale", "items", "words"),
    [
        ("lefs", (5,), "from 0 to 4"),
        ("lefs", (-1,), "from 0 to 4"),
        ("lefs", (2.5,), "whole number"),
        ("lefs", (float("nan"),), "whole number"),
        ("nprs", (11,), "from 0 to 10"),
        ("akps", (4,), "one of 0, 3, 5"),
        ("visa_p", (10,) * 6 + (5,), "one of 0, 4, 7, 10"),
        ("visa_p", (11,), "from 0 to 10"),
        ("weekly", (6,), "one of 0, 8, 17, 25"),
        ("koos", (1,), "known are"),
    ],
)
def test_an_impossible_item_is_refused_in_one_sentence(
    knowledge: Knowledge, scale: str, items: tuple[float, ...], words: str
) -> None:
    with pytest.raises(AnswersError, match=words) as refused:
        score_outcome(scale, items, knowledge)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("items", "substantial"),
    [
        ((8, 8, 8, 25), False),
        ((8, 17, 8, 8), True),
        ((8, 8, 17, 8), True),
        ((17, 8, 8, 8), False),
        ((25, None, None, None), True),
        ((8, None, 8, 8), None),
        ((8, None, 17, 8), True),
    ],
)
def test_a_substantial_problem_is_a_moderate_reduction_or_no_running(
    knowledge: Knowledge, items: tuple[float | None, ...], substantial: bool | None
) -> None:
    assert score_outcome("weekly", items, knowledge).substantial is substantial


def test_without_trouble_at_the_first_question_the_others_are_not_needed(
    knowledge: Knowledge,
) -> None:
    found = score_outcome("weekly", (0,), knowledge)
    assert (found.score, found.substantial) == (0, False)
    assert score_outcome("weekly", (8,), knowledge).score is None
    with pytest.raises(AnswersError, match="first answer"):
        score_outcome("weekly", (0, 17, 0, 0), knowledge)


def test_the_weekly_questions_have_four_answers_of_the_stated_points(
    knowledge: Knowledge,
) -> None:
    asked = weekly_questions(knowledge)
    assert [row.id for row in asked] == ["taking_part", "volume", "performance", "pain"]
    for row in asked:
        assert [points for points, _words in row.choices] == [0, 8, 17, 25]
        assert row.text.endswith("?")


def lefs(total: int) -> list[float]:
    full, rest = divmod(total, 4)
    return [*[4.0] * full, float(rest), *[0.0] * (19 - full)]


@pytest.mark.parametrize(
    ("after", "real"), [(48, False), (49, True), (50, True), (31, True), (32, False)]
)
def test_nine_points_are_the_smallest_real_change_of_the_function_scale(
    knowledge: Knowledge, after: int, real: bool
) -> None:
    change = compare_scores(
        score_outcome("lefs", lefs(40), knowledge), score_outcome("lefs", lefs(after), knowledge)
    )
    assert change is not None
    assert (change.smallest_real, change.is_real) == (9, real)
    assert change.is_better is (after > 40)


def test_less_pain_is_better(knowledge: Knowledge) -> None:
    six, four, five = (score_outcome("nprs", (score,), knowledge) for score in (6, 4, 5))
    better, small = compare_scores(six, four), compare_scores(six, five)
    assert better is not None
    assert (better.is_real, better.is_better, better.smallest_real) == (True, True, 2)
    assert small is not None
    assert small.is_real is False


def test_the_larger_of_two_stated_changes_holds(knowledge: Knowledge) -> None:
    found = score_outcome("uwri", BEST["uwri"], knowledge)
    assert [(row.kind, row.points) for row in found.real_changes] == [
        ("detectable", 5),
        ("important", 8),
    ]
    change = compare_scores(score_outcome("uwri", (4,) * 7 + (1, 0), knowledge), found)
    assert change is not None
    assert (change.difference, change.is_real) == (7, False)


def test_a_scale_without_a_stated_change_gives_no_verdict(knowledge: Knowledge) -> None:
    quiet, bad = (score_outcome("weekly", items, knowledge) for items in ((0,), (25,) * 4))
    change = compare_scores(quiet, bad)
    assert change is not None
    assert (change.is_real, change.is_better) == (None, False)


def test_an_unknown_score_cannot_be_compared_and_two_scales_neither(knowledge: Knowledge) -> None:
    known, unknown = (score_outcome("lefs", items, knowledge) for items in (lefs(40), (1,)))
    assert compare_scores(known, unknown) is None
    with pytest.raises(AnswersError, match="cannot be compared"):
        compare_scores(known, score_outcome("nprs", (3,), knowledge))


def test_every_figure_names_a_source_that_exists(knowledge: Knowledge) -> None:
    for scale in OUTCOME_SCALES:
        for row in score_outcome(scale, BEST[scale], knowledge).real_changes:
            assert row.source in knowledge.sources


@given(st.lists(st.integers(0, 4), min_size=20, max_size=20), st.integers(0, 19))
def test_a_better_item_never_lowers_the_score(
    knowledge: Knowledge, items: list[int], place: int
) -> None:
    better = [4 if at == place else value for at, value in enumerate(items)]
    before, after = (score_outcome("lefs", row, knowledge).score for row in (items, better))
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 80


def test_means_over_other_activities_are_not_compared(knowledge: Knowledge) -> None:
    five = score_outcome("psfs", (8, 8, 8, 0, 0), knowledge)
    three = score_outcome("psfs", (2, 2, 2), knowledge)
    assert compare_scores(three, five) is None
    assert compare_scores(three, score_outcome("psfs", (5, 5, 5), knowledge)) is not None
