"""The knee diary: weeks with their gaps, and which change of pain is real."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads.diary import knee_diaries, knee_weeks, pain_changes
from trochlea.model import CheckIn, Knee, Run

NOW = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
TODAY = NOW.date()


def told(
    days_ago: float, during: int | None = None, knee: Knee = "left", **more: object
) -> CheckIn:
    morning, medicine = more.get("morning"), more.get("medicine")
    assert morning is None or isinstance(morning, int)
    assert medicine is None or isinstance(medicine, bool)
    return CheckIn(
        knee,
        NOW - timedelta(days=days_ago),
        pain_during=during,
        pain_next_morning=morning,
        pain_medicine_24h=medicine,
    )


def test_a_week_has_its_worst_its_middle_and_its_gaps() -> None:
    (week,) = knee_weeks([told(0, 2), told(2, 6), told(6, 3)], "left", TODAY, 1)
    assert (week.during.worst, week.during.median, week.during.days) == (6, 3.0, 3)
    assert (week.checkin_days, week.gap_days) == (3, 4)
    assert (week.first_day, week.last_day) == (date(2026, 2, 23), TODAY)


def test_the_eighth_day_back_belongs_to_the_week_before() -> None:
    older, newer = knee_weeks([told(6, 3), told(7, 5)], "left", TODAY, 2)
    assert (older.during.worst, newer.during.worst) == (5, 3)


def test_a_day_without_a_check_in_is_a_gap_and_never_a_zero() -> None:
    (week,) = knee_weeks([told(1, 8)], "left", TODAY, 1)
    assert week.during.median == 8.0
    (empty,) = knee_weeks([], "left", TODAY, 1)
    assert (empty.during.worst, empty.during.median, empty.gap_days) == (None, None, 7)


def test_a_score_that_was_not_given_is_no_score() -> None:
    (week,) = knee_weeks([told(1, None, morning=4)], "left", TODAY, 1)
    assert (week.during.days, week.next_morning.days, week.checkin_days) == (0, 1, 1)


def test_of_two_check_ins_on_a_day_the_worse_score_counts() -> None:
    (week,) = knee_weeks([told(1, 2), told(1.1, 7)], "left", TODAY, 1)
    assert (week.during.days, week.during.median) == (1, 7.0)


def test_the_knees_are_kept_apart(knowledge: Knowledge) -> None:
    rows = [told(1, 2), told(1, 7, "right")]
    left, right = knee_diaries([], rows, NOW, 1, knowledge)
    assert (left.weeks[0].during.worst, right.weeks[0].during.worst) == (2, 7)
    assert [row.knee for row in knee_diaries([], rows[:1], NOW, 1, knowledge)] == ["left"]


def test_medicine_days_are_counted_and_open_ones_apart() -> None:
    rows = [told(0, medicine=True), told(0.1, medicine=False), told(1, medicine=False), told(2)]
    (week,) = knee_weeks(rows, "left", TODAY, 1)
    assert (week.medicine_days, week.medicine_open_days, week.checkin_days) == (1, 1, 3)


def changes(before: int, now: int, knowledge: Knowledge, days: int = 3) -> str:
    rows = [told(day, now) for day in range(days)] + [told(14 + day, before) for day in range(3)]
    return pain_changes(rows, "left", TODAY, knowledge)[0].verdict


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        (5, 4, "no_real_change"),
        (5, 3, "better"),
        (5, 2, "better"),
        (3, 4, "no_real_change"),
        (3, 5, "worse"),
    ],
)
def test_two_points_are_the_smallest_real_change(
    knowledge: Knowledge, before: int, now: int, verdict: str
) -> None:
    assert changes(before, now, knowledge) == verdict


def test_two_days_with_a_score_are_too_few_to_compare(knowledge: Knowledge) -> None:
    assert changes(8, 1, knowledge, days=2) == "unknown"
    assert changes(8, 1, knowledge, days=3) == "better"


def test_both_figures_of_a_real_change_are_told(knowledge: Knowledge) -> None:
    found = pain_changes([], "left", TODAY, knowledge)
    assert {(row.smallest_real, row.noticed_in_pfp) for row in found} == {(2, 1.16)}
    assert [row.moment for row in found] == ["during", "hour_after", "next_morning"]


def test_what_is_later_than_now_is_left_out(knowledge: Knowledge) -> None:
    assert knee_diaries([], [told(-1, 9)], NOW, 4, knowledge) == ()


def test_the_diary_holds_distance_and_onset(knowledge: Knowledge) -> None:
    start = NOW - timedelta(days=3)
    row = CheckIn("left", start + timedelta(hours=2), pain_during=3, pain_began_m=4000.0)
    (found,) = knee_diaries([Run("a", start, 9000.0)], [row], NOW, 2, knowledge)
    assert (found.distance.runs, found.distance.enough) == (1, False)
    assert found.onset is not None
    assert found.onset.shortest_m == 4000
    assert found.trend.trend == "unknown"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 55), st.integers(0, 10)), max_size=40))
def test_check_in_days_and_gaps_make_up_every_week(rows: list[tuple[int, int]]) -> None:
    weeks = knee_weeks([told(day, score) for day, score in rows], "left", TODAY, 8)
    assert all(week.checkin_days + week.gap_days == 7 for week in weeks)
    assert sum(week.checkin_days for week in weeks) == len({day for day, _score in rows})
