"""Form from the watch: changes at the same speed, beyond sensor and own spread, or unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads.robust import quantile, robust_sd, theil_sen_slope
from trochlea.loads.watch_form import BALANCE, FormChange, form_changes, observe_form
from trochlea.model import FormWindow, Run, RunSummary

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SPEEDS = (2.6, 2.8, 3.0, 3.1, 3.2, 3.3)
BEFORE = (40, 45, 50, 55, 60)
RECENT = (3, 7, 11, 15, 19)
# Steps a minute gained by one metre a second of speed, in these made-up runners.
SLOPE = 10.0

Made = tuple[list[Run], list[RunSummary]]


def made(
    days: tuple[int, ...],
    shift: float = 0.0,
    end_shift: float = 0.0,
    grade: float | None = 0.0,
    faster: float = 0.0,
    speeds: tuple[float, ...] = SPEEDS,
) -> Made:
    """Return runs of steady windows whose cadence follows speed, day by day a little uneven."""
    runs, summaries = [], []
    for at, day in enumerate(days):
        uneven = (at % 3 - 1) * 0.5
        windows = []
        for place, speed in enumerate(speeds):
            drift = end_shift if place >= len(speeds) - len(speeds) // 3 else 0.0
            cadence = 140 + SLOPE * (speed + faster) + shift + uneven + drift
            balance = 50.0 + (shift + drift + uneven * 0.2) / 4
            windows.append(
                FormWindow(
                    180.0 * place,
                    180.0,
                    speed + faster,
                    grade_pct=grade,
                    cadence_spm=cadence,
                    ground_contact_balance_left_pct=balance,
                )
            )
        name = f"run {day}"
        runs.append(Run(name, NOW - timedelta(days=day), 8000.0))
        summaries.append(RunSummary(name, windows=tuple(windows)))
    return runs, summaries


def change(
    knowledge: Knowledge, *parts: Made, kind: str = "over_weeks", measure: str = "cadence_spm"
) -> FormChange:
    runs = [row for part in parts for row in part[0]]
    summaries = [row for part in parts for row in part[1]]
    found = form_changes(runs, summaries, NOW, knowledge)
    (row,) = [each for each in found if (each.kind, each.measure) == (kind, measure)]
    return row


@pytest.mark.parametrize(
    ("shift", "verdict"),
    [
        (3.9, "within_noise"),
        (4.0, "changed"),
        (-4.0, "changed"),
        (6.0, "changed"),
        (0.0, "within_noise"),
    ],
)
def test_cadence_changed_from_its_smallest_detectable_change_on(
    knowledge: Knowledge, shift: float, verdict: str
) -> None:
    row = change(knowledge, made(BEFORE), made(RECENT, shift=shift))
    assert row.verdict == verdict
    assert row.change == pytest.approx(shift)
    assert row.low is not None
    assert row.high is not None
    assert row.low <= shift <= row.high


def test_running_faster_is_not_a_change_of_form(knowledge: Knowledge) -> None:
    row = change(knowledge, made(BEFORE), made(RECENT, faster=0.8))
    assert row.verdict == "within_noise"
    assert row.change == pytest.approx(0.0)


def test_a_change_within_the_own_spread_from_run_to_run_is_noise(knowledge: Knowledge) -> None:
    uneven = [made((day,), shift=10.0 * (at % 3 - 1)) for at, day in enumerate(BEFORE)]
    row = change(knowledge, *uneven, made(RECENT, shift=6.0))
    assert row.own_bound is not None
    assert row.own_bound > 6.0
    assert row.verdict == "within_noise"


def test_three_recent_runs_are_too_few_and_four_are_enough(knowledge: Knowledge) -> None:
    few = change(knowledge, made(BEFORE), made(RECENT[:3], shift=9))
    assert (few.verdict, few.unknown_because, few.change) == ("unknown", "few_runs", None)
    assert change(knowledge, made(BEFORE), made(RECENT[:4], shift=9)).verdict == "changed"


def test_runs_of_four_months_ago_are_no_longer_compared(knowledge: Knowledge) -> None:
    """Four recent weeks against the twelve before them: day 111 is the last, day 112 is not."""
    for oldest, runs_before in ((111, 5), (112, 4)):
        row = change(knowledge, made((40, 45, 50, 55, oldest)), made(RECENT))
        assert row.runs_before == runs_before


def test_a_run_of_28_days_ago_is_one_of_those_before(knowledge: Knowledge) -> None:
    row = change(knowledge, made((28, 40, 45, 50)), made((27, 3, 7, 11)))
    assert (row.runs_before, row.runs_now) == (4, 4)


def test_one_speed_all_the_time_leaves_it_unknown(knowledge: Knowledge) -> None:
    flat = (3.0, 3.0, 3.05, 3.1, 3.1, 3.1)
    row = change(knowledge, made(BEFORE, speeds=flat), made(RECENT, shift=9, speeds=flat))
    assert (row.verdict, row.unknown_because) == ("unknown", "little_speed_span")


def test_too_few_windows_leave_it_unknown(knowledge: Knowledge) -> None:
    row = change(
        knowledge, made(BEFORE[:4], speeds=(2.6, 3.3)), made(RECENT[:4], speeds=(2.6, 3.3))
    )
    assert row.unknown_because == "few_windows"


@pytest.mark.parametrize(
    ("grade", "known"), [(2.0, True), (-2.0, True), (2.1, False), (None, False)]
)
def test_slopes_and_unknown_grades_are_left_out(
    knowledge: Knowledge, grade: float | None, known: bool
) -> None:
    parts = (made(BEFORE, grade=grade), made(RECENT, grade=grade))
    runs = [*parts[0][0], *parts[1][0]]
    found = form_changes(runs, [*parts[0][1], *parts[1][1]], NOW, knowledge)
    assert bool(found) is known


def test_a_measure_that_no_window_has_is_not_spoken_of(knowledge: Knowledge) -> None:
    runs, summaries = made(RECENT)
    measures = {row.measure for row in form_changes(runs, summaries, NOW, knowledge)}
    assert measures == {"cadence_spm", "ground_contact_balance_left_pct"}


def test_runs_without_a_summary_and_runs_to_come_are_left_out(knowledge: Knowledge) -> None:
    runs, summaries = made((-1, -2))
    assert form_changes(runs, summaries, NOW, knowledge) == ()
    assert form_changes(made(RECENT)[0], [], NOW, knowledge) == ()


def test_the_last_run_drifted_beyond_the_usual(knowledge: Knowledge) -> None:
    usual = made((*BEFORE, *RECENT[1:]))
    row = change(knowledge, usual, made((3,), end_shift=6.0), kind="within_run")
    assert (row.verdict, row.ref) == ("changed", "run 3")
    assert row.change == pytest.approx(6.0)
    small = change(knowledge, usual, made((3,), end_shift=3.0), kind="within_run")
    assert small.verdict == "within_noise"


def test_a_drift_that_every_run_has_is_the_usual_one(knowledge: Knowledge) -> None:
    always = made((*BEFORE, *RECENT), end_shift=6.0)
    row = change(knowledge, always, kind="within_run")
    assert row.verdict == "within_noise"
    assert row.usual_change == row.change


def test_the_balance_says_which_foot_stays_longer_and_never_which_knee(
    knowledge: Knowledge,
) -> None:
    measure = "ground_contact_balance_left_pct"
    for shift, foot in ((8.0, "left"), (-8.0, "right"), (3.0, None)):
        row = change(knowledge, made(BEFORE), made(RECENT, shift=shift), measure=measure)
        assert row.longer_contact_now == foot
    assert change(knowledge, made(BEFORE), made(RECENT, shift=8)).longer_contact_now is None


def test_an_uneven_contact_is_observed_and_never_as_a_limp(
    knowledge: Knowledge,
) -> None:
    parts = (made(BEFORE), made(RECENT, shift=8.0))
    runs = [*parts[0][0], *parts[1][0]]
    changes = form_changes(runs, [*parts[0][1], *parts[1][1]], NOW, knowledge)
    (seen,) = observe_form(changes, NOW, knowledge)
    assert (seen.finding, seen.side, seen.source) == ("uneven_contact", "none", "watch")
    assert seen.low is not None
    assert observe_form([], NOW, knowledge) == ()


def test_a_balance_that_came_back_to_even_is_no_uneven_contact(knowledge: Knowledge) -> None:
    back = FormChange(BALANCE, "over_weeks", "changed", 1.0, change=2.0, before=48.0, now=50.0)
    away = replace(back, before=50.0, now=52.0)
    within = replace(away, kind="within_run")
    assert observe_form([back], NOW, knowledge) == ()
    assert observe_form([within], NOW, knowledge) == ()
    assert [row.finding for row in observe_form([away], NOW, knowledge)] == ["uneven_contact"]


def test_a_change_without_a_finding_is_shown_and_not_observed(knowledge: Knowledge) -> None:
    parts = (made(BEFORE), made(RECENT, shift=8.0))
    runs = [*parts[0][0], *parts[1][0]]
    changes = form_changes(runs, [*parts[0][1], *parts[1][1]], NOW, knowledge)
    rule = knowledge.rules["watch_form_balance"].model_copy(update={"findings": ()})
    bare = replace(knowledge, rules={**knowledge.rules, "watch_form_balance": rule})
    assert observe_form(changes, NOW, bare) == ()


def test_one_odd_point_in_five_does_not_move_the_line() -> None:
    points = [(float(x), 3.0 * x) for x in range(9)]
    assert theil_sen_slope([[*points, (4.5, 900.0)]]) == pytest.approx(3.0, abs=0.5)
    assert theil_sen_slope([[(1.0, 2.0), (1.0, 5.0)]]) is None


def test_a_shift_between_groups_is_no_slope() -> None:
    slow = [(1.0, 1.0), (2.0, 2.0)]
    fast = [(5.0, 105.0), (6.0, 106.0)]
    assert theil_sen_slope([slow, fast]) == 1.0


def test_sens_own_example_gives_his_slope() -> None:
    """Sen 1968, section 6: seven points, of which he makes a slope of 4."""
    times = (1.0, 2.0, 3.0, 4.0, 10.0, 12.0, 18.0)
    values = (9.0, 15.0, 19.0, 20.0, 45.0, 55.0, 78.0)
    assert theil_sen_slope([list(zip(times, values, strict=True))]) == 4.0


@settings(max_examples=30, deadline=None)
@given(st.floats(-20, 20), st.floats(-50, 50), st.integers(2, 400))
def test_a_straight_line_is_found_again(slope: float, start: float, count: int) -> None:
    points = [(float(x), start + slope * x) for x in range(count)]
    assert theil_sen_slope([points]) == pytest.approx(slope, abs=1e-6)


def test_the_spread_ignores_one_odd_run_and_refuses_nothing_at_all() -> None:
    assert robust_sd([1, 2, 3, 4, 1000]) == pytest.approx(1.4826)
    assert quantile([1, 2, 3, 4, 5], 0.9) == pytest.approx(4.6)
    with pytest.raises(ValueError, match="at least one"):
        robust_sd([])
