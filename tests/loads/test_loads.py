"""Load: days, weeks, spikes by published bands, and which runs had settled."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import (
    day_table,
    longest_settled_run,
    observe_loads,
    session_spike,
    settled_by_morning,
    settled_within_hour,
    weekly_distances,
)
from trochlea.loads.observe import spikes_before_onset
from trochlea.model import CheckIn, Run

NOW = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def run(days_ago: float, km: float, offset_s: int = 0) -> Run:
    return Run(
        f"{days_ago}-{km}", NOW - timedelta(days=days_ago), 1000.0 * km, utc_offset_s=offset_s
    )


def checkin(days_ago: float, morning: int | None, usual: int | None = 0) -> CheckIn:
    moment = NOW - timedelta(days=days_ago)
    return CheckIn("left", moment, pain_during=2, pain_next_morning=morning, pain_before=usual)


def test_two_runs_of_a_day_are_one_row_with_the_longer_one_named() -> None:
    rows = day_table([run(1.0, 5), run(0.9, 8)])
    assert [(row.runs, row.distance_m, row.longest_m) for row in rows] == [(2, 13000, 8000)]


def test_a_late_run_belongs_to_the_runners_own_day() -> None:
    late = Run("late", datetime(2026, 2, 28, 22, 30, tzinfo=UTC), 5000.0, utc_offset_s=7200)
    assert day_table([late])[0].day == date(2026, 3, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 55), st.floats(0.5, 40)), max_size=30))
def test_weekly_sums_are_the_sums_of_their_runs(rows: list[tuple[float, float]]) -> None:
    runs = [run(days, km) for days, km in rows]
    total = sum(weekly_distances(runs, NOW.date(), 9))
    assert total == pytest.approx(sum(row.distance_m for row in runs))


@pytest.mark.parametrize(
    ("km", "hazard"),
    [
        (9.0, 1.0),
        (11.0, 1.0),
        (11.01, 1.64),
        (13.0, 1.64),
        (13.01, 1.52),
        (20.0, 1.52),
        (20.01, 2.28),
    ],
)
def test_the_published_band_of_a_run_of_some_length_after_ten_kilometres(
    knowledge: Knowledge, km: float, hazard: float
) -> None:
    """Schuster Brandt Frandsen 2025: up to +10 %, +10-30 %, +30-100 %, above +100 %."""
    before = run(10, 10)
    spike = session_spike(run(0, km), [before], knowledge.rules["session_spike"])
    assert spike.band is not None
    assert spike.band.value == hazard


def test_a_run_31_days_ago_is_outside_the_window_and_the_next_is_a_restart(
    knowledge: Knowledge,
) -> None:
    rule = knowledge.rules["session_spike"]
    assert session_spike(run(0, 10), [run(30, 10)], rule).ratio == 1.0
    restart = session_spike(run(0, 10), [run(31, 10)], rule)
    assert (restart.ratio, restart.band) == (None, None)


def test_a_run_is_never_compared_with_itself(knowledge: Knowledge) -> None:
    only = run(0, 10)
    assert session_spike(only, [only], knowledge.rules["session_spike"]).ratio is None


def test_the_watch_reports_a_jump_before_onset_and_stays_silent_without_one(
    knowledge: Knowledge,
) -> None:
    onset = NOW.date() - timedelta(days=10)
    jump = [run(20, 10), run(12, 15)]
    seen = observe_loads(jump, onset, NOW, knowledge)
    assert [(row.finding, row.value, row.source, row.ref) for row in seen] == [
        ("recent_load_jump", True, "watch", "12-15")
    ]
    assert seen[0].low == 1.5
    assert observe_loads([run(20, 10), run(12, 10)], onset, NOW, knowledge) == ()
    assert observe_loads([run(20, 10), run(5, 15)], onset, NOW, knowledge) == ()


def test_settled_means_back_at_the_usual_level() -> None:
    assert settled_by_morning(checkin(0, 2, usual=2)) is True
    assert settled_by_morning(checkin(0, 3, usual=2)) is False
    assert settled_by_morning(checkin(0, None)) is None


def test_without_a_usual_level_only_nought_is_settled() -> None:
    assert settled_by_morning(checkin(0, 0, usual=None)) is True
    assert settled_by_morning(checkin(0, 1, usual=None)) is False
    assert settled_within_hour(CheckIn("left", NOW, pain_hour_after=1)) is False


def test_a_run_without_a_checkin_counts_only_if_it_was_before_the_complaint() -> None:
    runs = [run(20, 18), run(5, 9)]
    began = NOW.date() - timedelta(days=10)
    found = longest_settled_run(runs, (), began, NOW, 30)
    assert found is not None
    assert found.distance_m == 18000
    assert longest_settled_run(runs, (), None, NOW, 30) is None
    assert longest_settled_run(runs, (), NOW.date() - timedelta(days=30), NOW, 30) is None


def test_the_checkin_after_a_run_decides_whether_it_settled() -> None:
    runs = [run(6, 12), run(3, 8)]
    told = (checkin(5, morning=3), checkin(2, morning=0))
    found = longest_settled_run(runs, told, None, NOW, 30)
    assert found is not None
    assert found.distance_m == 8000


def test_one_knee_that_had_not_settled_decides() -> None:
    left = checkin(2, morning=0)
    right = CheckIn("right", left.observed_at, pain_next_morning=4, pain_before=0)
    assert longest_settled_run([run(3, 8)], (left, right), None, NOW, 30) is None


def test_a_morning_score_of_the_same_day_says_nothing_of_that_days_run() -> None:
    told = (checkin(0.1, morning=0),)
    assert longest_settled_run([run(0.2, 30)], told, None, NOW, 30) is None


def test_a_run_whose_next_morning_was_the_onset_is_not_before_it() -> None:
    began = NOW.date() - timedelta(days=9)
    assert longest_settled_run([run(9, 18)], (), began, NOW, 30) is None
    assert longest_settled_run([run(10, 18)], (), began, NOW, 30) is not None


def test_a_sore_knee_that_did_not_answer_leaves_the_run_open() -> None:
    right = CheckIn("right", NOW - timedelta(days=6), pain_next_morning=0, pain_before=0)
    left = checkin(2, morning=0)
    assert longest_settled_run([run(3, 8)], (right, left), None, NOW, 30) is None


def test_the_run_that_may_have_brought_it_on_never_counts_as_settled() -> None:
    began = NOW.date() - timedelta(days=1)
    told = (checkin(0.1, morning=0),)
    before = began - timedelta(days=1)
    assert longest_settled_run([run(2, 42)], told, before, NOW, 30) is None
    assert longest_settled_run([run(1, 42)], told, before, NOW, 30) is None


def hilly(days_ago: float, descent_m: float | None, cadence_spm: float | None = 172.0) -> Run:
    moment = NOW - timedelta(days=days_ago)
    return Run(f"h{days_ago}", moment, 10_000.0, descent_m=descent_m, mean_cadence_spm=cadence_spm)


def shown(runs: list[Run], knowledge: Knowledge) -> set[str]:
    return {row.finding for row in observe_loads(runs, NOW.date(), NOW, knowledge)}


def test_more_descent_before_the_complaint_is_seen_by_the_watch(knowledge: Knowledge) -> None:
    flat = [hilly(day, 50) for day in (50, 60, 70)]
    steep = [hilly(day, 150) for day in (25, 15, 5)]
    assert shown([*flat, *steep], knowledge) == {"new_downhill"}
    assert shown([*flat, *(hilly(day, 60) for day in (5, 15, 25))], knowledge) == set()
    assert shown([*flat, *steep[:2]], knowledge) == set()
    assert shown([*(hilly(day, None) for day in (50, 60, 70)), *steep], knowledge) == set()


def test_a_low_step_rate_is_seen_by_the_watch_and_an_unknown_one_is_not(
    knowledge: Knowledge,
) -> None:
    low = [hilly(day, None, 160.0) for day in (5, 15, 25)]
    assert shown(low, knowledge) == {"low_cadence"}
    assert shown([hilly(day, None, 170.0) for day in (5, 15, 25)], knowledge) == set()
    assert shown([hilly(day, None, None) for day in (5, 15, 25)], knowledge) == set()
    assert shown(low[:2], knowledge) == set()


@pytest.mark.parametrize(("km", "seen"), [(2.9, False), (3.0, True), (12.0, True)])
def test_a_first_run_of_some_length_after_a_month_off_is_a_jump(
    knowledge: Knowledge, km: float, seen: bool
) -> None:
    runs = (run(20, km), run(51, 10))
    found = spikes_before_onset(runs, NOW.date(), knowledge)
    assert [row.run.activity_id for row in found] == ([runs[0].activity_id] if seen else [])
    observed = observe_loads(runs, NOW.date(), NOW, knowledge)
    assert ("recent_load_jump" in [row.finding for row in observed]) is seen


def test_the_first_run_on_record_is_no_jump(knowledge: Knowledge) -> None:
    """Nothing is known of what was run before the record began."""
    assert spikes_before_onset((run(20, 12),), NOW.date(), knowledge) == ()
