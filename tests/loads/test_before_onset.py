"""The six weeks before a complaint against the runner's own twelve weeks before those."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge
from trochlea.loads import (
    BeforeOnset,
    Change,
    observe_before_onset,
    observe_loads,
    weeks_before_onset,
)
from trochlea.model import LoadCell, Run, RunSummary

ONSET = date(2026, 6, 28)
NOW = datetime(2026, 7, 10, 8, tzinfo=UTC)
# Kilometres a run in the twelve usual weeks: a mean week of 30, and a spread of its own.
USUAL = (9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11)


def run(week: int, number: int, km: float, **more: object) -> Run:
    """Return one run of a week, the weeks counted 0 to 17 up to the onset."""
    day = ONSET - timedelta(days=7 * (17 - week) + 6 - 2 * number)
    start = datetime(day.year, day.month, day.day, 7, tzinfo=UTC)
    return Run(f"{week}-{number}", start, km * 1000, moving_s=km * 360, **more)  # type: ignore[arg-type]


def weeks(km: Sequence[float], runs: int = 3, **more: object) -> list[Run]:
    """Return the weeks with these kilometres a run, and the first day of the record on day 0."""
    return [
        run(week, number, one, **more)
        for week, one in enumerate(km)
        for number in range(runs)
        if one
    ]


def seen(runs: list[Run], knowledge: Knowledge, made: Sequence[RunSummary] = ()) -> BeforeOnset:
    summaries = {row.activity_id: row for row in made}
    return weeks_before_onset(runs, summaries, ONSET, knowledge)


def change(found: BeforeOnset, measure: str) -> Change:
    return next(row for row in found.changes if row.measure == measure)


def test_the_picture_has_twelve_usual_weeks_and_six_that_end_with_the_onset(
    knowledge: Knowledge,
) -> None:
    found = seen(weeks([*USUAL, *[14] * 6]), knowledge)
    assert [row.is_before_onset for row in found.weeks] == [False] * 12 + [True] * 6
    assert found.weeks[-1].week.last_day == found.onset == ONSET
    assert [row.week.distance_m for row in found.weeks[-2:]] == [42000, 42000]
    assert all(row.on_record for row in found.weeks)


@pytest.mark.parametrize(
    ("km", "verdict"), [(10.0, "within"), (12.9, "within"), (13.0, "more"), (14.0, "more")]
)
def test_three_tenths_more_than_the_usual_is_a_change(
    knowledge: Knowledge, km: float, verdict: str
) -> None:
    row = change(seen(weeks([*USUAL, *[km] * 6]), knowledge), "distance_m")
    assert row.verdict == verdict
    assert row.usual == pytest.approx(30000)
    assert row.near == pytest.approx(3000 * km)
    assert row.ratio == pytest.approx(km / 10)


def test_within_the_own_spread_of_an_uneven_runner_nothing_is_told(knowledge: Knowledge) -> None:
    uneven = (4, 16) * 6
    row = change(seen(weeks([*uneven, *[14] * 6]), knowledge), "distance_m")
    assert row.ratio == pytest.approx(1.4)
    assert row.spread_high is not None
    assert row.near is not None
    assert row.near < row.spread_high
    assert row.verdict == "within"


def test_much_less_is_told_as_less_and_becomes_no_observation(knowledge: Knowledge) -> None:
    runs = weeks([*USUAL, *[5] * 6])
    assert change(seen(runs, knowledge), "distance_m").verdict == "less"
    assert observe_before_onset(runs, {}, ONSET, NOW, knowledge) == ()


@pytest.mark.parametrize(("count", "told"), [(11, False), (12, True)])
def test_a_usual_needs_twelve_runs(knowledge: Knowledge, count: int, told: bool) -> None:
    usual = [run(number, 0, 10) for number in range(count)]
    # The record began before, so that a week off is known to be one.
    early = run(-3, 0, 10)
    found = seen([early, *usual, *(run(week, 0, 14) for week in range(12, 18))], knowledge)
    assert (change(found, "distance_m").verdict != "unknown") is told


@pytest.mark.parametrize(("first", "told"), [(6, True), (7, False)])
def test_weeks_before_the_record_began_are_unknown_and_not_nought(
    knowledge: Knowledge, first: int, told: bool
) -> None:
    km = [0] * first + [10] * (12 - first) + [14] * 6
    row = change(seen(weeks(km), knowledge), "distance_m")
    assert row.usual_weeks == 12 - first
    assert row.usual == pytest.approx(30000)
    assert (row.verdict != "unknown") is told


def test_no_run_at_all_is_unknown_in_every_measure(knowledge: Knowledge) -> None:
    found = seen([], knowledge)
    assert {row.verdict for row in found.changes} == {"unknown"}
    assert not any(row.on_record for row in found.weeks)


def test_runs_after_the_onset_and_long_before_change_nothing(knowledge: Knowledge) -> None:
    runs = weeks([*USUAL, *[14] * 6])
    found = seen(runs, knowledge)
    more = [run(18, 0, 40), run(-40, 0, 40)]
    assert seen([*more, *runs], knowledge) == found


def test_effort_that_was_never_told_is_unknown_and_told_effort_is_compared(
    knowledge: Knowledge,
) -> None:
    assert change(seen(weeks([10] * 18), knowledge), "session_load").verdict == "unknown"
    easy, hard = weeks([10] * 12, perceived_exertion=3.0), weeks([10] * 18, perceived_exertion=5.0)
    rated = [*easy, *(row for row in hard if int(row.activity_id.split("-")[0]) >= 12)]
    row = change(seen(rated, knowledge), "session_load")
    assert (row.usual, row.near, row.verdict) == (540, 900, "more")


def test_one_unrated_run_takes_its_week_out_and_not_the_others(knowledge: Knowledge) -> None:
    runs = weeks([10] * 18, perceived_exertion=4.0)
    runs[-1] = run(17, 2, 10)
    row = change(seen(runs, knowledge), "session_load")
    assert (row.near_weeks, row.near) == (5, 720)


@pytest.mark.parametrize(
    ("before", "lately", "verdict"),
    [(0, 7.9, "within"), (0, 8.0, "more"), (20, 25.9, "within"), (20, 26.0, "more")],
)
def test_more_descent_counts_from_eight_metres_a_kilometre_on(
    knowledge: Knowledge, before: float, lately: float, verdict: str
) -> None:
    runs = [
        *weeks([10] * 12, descent_m=10.0 * before),
        *(run(week, n, 10, descent_m=10 * lately) for week in range(12, 18) for n in range(3)),
    ]
    assert change(seen(runs, knowledge), "descent_m_per_km").verdict == verdict


def test_more_fast_running_is_seen_from_the_summaries(knowledge: Knowledge) -> None:
    runs = weeks([10] * 18)
    made = []
    for row in runs:
        fast_s = 900.0 if int(row.activity_id.split("-")[0]) >= 12 else 180.0
        cells = (LoadCell(3600 - fast_s, 9000, 2.6), LoadCell(fast_s, 1000, 3.3))
        made.append(RunSummary(row.activity_id, cells))
    found = change(seen(runs, knowledge, made), "fast_share")
    assert found.usual == pytest.approx(0.05)
    assert found.near == pytest.approx(0.25)
    assert found.verdict == "more"


def test_slowly_more_of_the_same_runs_is_a_jump_that_only_the_weeks_show(
    knowledge: Knowledge,
) -> None:
    runs = [*weeks(USUAL), *(run(w, n, 10) for w in range(12, 18) for n in range(3))]
    runs += [run(week, number + 0.5, 9) for week in range(12, 18) for number in range(3)]  # type: ignore[arg-type]
    assert observe_loads(runs, ONSET, NOW, knowledge) == ()
    (row,) = observe_before_onset(runs, {}, ONSET, NOW, knowledge)
    assert (row.finding, row.value, row.source) == ("recent_load_jump", True, "watch")
    assert (row.low, row.ref) == (2.0, "before_onset/runs")


def test_a_finding_that_the_runs_show_already_is_said_once(knowledge: Knowledge) -> None:
    runs = weeks([*USUAL, *[14] * 6])
    one = observe_loads(runs, ONSET, NOW, knowledge)
    assert [row.finding for row in one] == ["recent_load_jump"]
    assert observe_before_onset(runs, {}, ONSET, NOW, knowledge) == one


def test_descent_is_observed_in_metres_a_kilometre(knowledge: Knowledge) -> None:
    runs = [
        *weeks([10] * 12, descent_m=200.0),
        *(run(week, n, 10, descent_m=270.0) for week in range(12, 18) for n in range(3)),
    ]
    (row,) = observe_before_onset(runs, {}, ONSET, NOW, knowledge)
    assert (row.finding, row.low) == ("new_downhill", 27.0)


def test_without_a_first_day_only_the_runs_speak(knowledge: Knowledge) -> None:
    runs = weeks([*USUAL, *[14] * 6])
    assert observe_before_onset(runs, {}, None, NOW, knowledge) == observe_loads(
        runs, None, NOW, knowledge
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 140), st.integers(0, 40)), max_size=60))
def test_no_finding_is_observed_twice_and_each_exists(
    knowledge: Knowledge, made: list[tuple[int, int]]
) -> None:
    runs = [
        Run(f"{number}", NOW - timedelta(days=day), km * 1000.0, moving_s=km * 360.0)
        for number, (day, km) in enumerate(made)
    ]
    found = [row.finding for row in observe_before_onset(runs, {}, ONSET, NOW, knowledge)]
    assert len(found) == len(set(found))
    assert set(found) <= set(knowledge.findings)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=18, max_size=18))
def test_a_verdict_of_more_is_always_above_the_own_spread(
    knowledge: Knowledge, km: list[int]
) -> None:
    for row in seen(weeks(km), knowledge).changes:
        if row.verdict == "more":
            assert row.near is not None
            assert row.spread_high is not None
            assert row.near > row.spread_high
