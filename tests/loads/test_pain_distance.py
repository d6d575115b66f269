"""How far a knee runs without pain: which runs count, what is reached, and the trend."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.pain_distance import (
    observed_onset,
    pain_free_bands,
    pain_free_distance,
    pain_free_runs,
    pain_free_trend,
)
from trochlea.model import CheckIn, Run

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def run(days_ago: float, km: float, **more: float) -> Run:
    start = NOW - timedelta(days=days_ago)
    descent, moving = more.get("descent_m"), more.get("moving_s")
    return Run(f"{days_ago}", start, km * 1000, descent_m=descent, moving_s=moving)


def after(days_ago: float, began_km: float | None = None, during: int | None = 0) -> CheckIn:
    """Return a check-in of the left knee two hours after the run of that day."""
    when = NOW - timedelta(days=days_ago) + timedelta(hours=2)
    began_m = None if began_km is None else began_km * 1000
    return CheckIn("left", when, pain_during=during, pain_began_m=began_m)


def left_out(checkin: CheckIn, knowledge: Knowledge) -> dict[str, int]:
    rule = knowledge.rules["pain_distance"]
    _known, why = pain_free_runs([run(3, 8)], [checkin], "left", rule)
    return {str(name): count for name, count in why.items()}


def test_a_run_with_pain_ends_its_distance_there_and_one_without_is_censored(
    knowledge: Knowledge,
) -> None:
    runs = [run(5, 8), run(3, 10)]
    told = [after(5, began_km=6, during=3), after(3)]
    rows, none = pain_free_runs(runs, told, "left", knowledge.rules["pain_distance"])
    assert [(row.distance_m, row.pain_began) for row in rows] == [(6000, True), (10000, False)]
    assert none == {}


def test_what_a_check_in_does_not_say_is_never_taken_as_free_of_pain(knowledge: Knowledge) -> None:
    assert left_out(after(3, during=None), knowledge) == {"says_nothing": 1}
    assert left_out(after(3, during=2), knowledge) == {"onset_unknown": 1}
    assert left_out(after(3, began_km=8.001), knowledge) == {"onset_beyond_run": 1}
    assert left_out(after(3, began_km=8), knowledge) == {}


def test_a_run_without_a_check_in_says_nothing_and_is_not_counted(knowledge: Knowledge) -> None:
    found = pain_free_distance([run(3, 8)], [], "left", knowledge)
    assert (found.runs, found.left_out) == (0, ())


def test_a_check_in_belongs_to_the_last_run_before_it(knowledge: Knowledge) -> None:
    rule = knowledge.rules["pain_distance"]
    runs = [run(5, 8), run(4.5, 12)]
    late = [CheckIn("left", NOW - timedelta(days=4.4), pain_during=1, pain_began_m=7000.0)]
    rows, _none = pain_free_runs(runs, late, "left", rule)
    assert [row.run.distance_m for row in rows] == [12000]
    at_the_start = [CheckIn("left", runs[1].start_time, pain_during=1, pain_began_m=7000.0)]
    rows, _none = pain_free_runs(runs, at_the_start, "left", rule)
    assert [row.run.distance_m for row in rows] == [8000]


def test_a_score_of_later_days_may_be_of_daily_life_and_is_not_the_runs(
    knowledge: Knowledge,
) -> None:
    rule = knowledge.rules["pain_distance"]
    for days, counts in ((2.0, 1), (2.01, 0)):
        when = NOW - timedelta(days=5) + timedelta(days=days)
        told = [CheckIn("left", when, pain_during=0)]
        assert len(pain_free_runs([run(5, 8)], told, "left", rule)[0]) == counts


def test_the_other_knee_does_not_count(knowledge: Knowledge) -> None:
    assert pain_free_distance([run(3, 8)], [after(3)], "right", knowledge).runs == 0


def test_five_runs_with_three_onsets_give_a_distance_and_fewer_do_not(
    knowledge: Knowledge,
) -> None:
    runs = [run(day, 10) for day in (1, 2, 3, 4, 5)]
    told = [after(1, 4), after(2, 5), after(3, 6), after(4), after(5)]
    found = pain_free_distance(runs, told, "left", knowledge)
    assert found.enough
    assert found.median_m is not None
    assert found.median_m.value == 6000
    assert found.most_m is not None
    assert found.most_m.value == 4000
    assert found.longest_free_m == 10000
    assert not pain_free_distance(runs[:4], told, "left", knowledge).enough
    two = [after(1, 4), after(2, 5), after(3), after(4), after(5)]
    assert pain_free_distance(runs, two, "left", knowledge).median_m is None


def test_a_half_that_is_not_reached_is_none(knowledge: Knowledge) -> None:
    runs = [run(day, 10) for day in range(1, 9)]
    told = [*(after(day, 5) for day in (1, 2, 3)), *(after(day) for day in range(4, 9))]
    found = pain_free_distance(runs, told, "left", knowledge)
    assert found.median_m is None
    assert found.most_m is not None


def weeks(
    before: tuple[float | None, ...], now: tuple[float | None, ...]
) -> tuple[list[Run], list[CheckIn]]:
    """Return runs of 12 km, 30-50 and 1-20 days ago, with where pain began on each."""
    days = [30 + 2.0 * at for at in range(len(before))] + [1 + 2.0 * at for at in range(len(now))]
    began = [*before, *now]
    return [run(day, 12) for day in days], [
        after(day, where, during=0 if where is None else 3)
        for day, where in zip(days, began, strict=True)
    ]


def test_a_distance_that_grew_beyond_its_noise_is_called_longer(knowledge: Knowledge) -> None:
    told = weeks((3, 3.5, 4, 3.2, 3.8, 3), (9, 10, None, None, 11, 9.5))
    found = pain_free_trend(*told, "left", NOW, knowledge)
    assert found.trend == "longer"
    assert found.difference_m is not None
    assert found.difference_m.low is not None
    assert found.difference_m.low > 0
    back = weeks((9, 10, None, None, 11, 9.5), (3, 3.5, 4, 3.2, 3.8, 3))
    assert pain_free_trend(*back, "left", NOW, knowledge).trend == "shorter"


def test_a_small_move_is_no_real_change_and_few_runs_are_unknown(knowledge: Knowledge) -> None:
    told = weeks((3, 7, 5, None, 6), (4, 7, 6, None, 5))
    assert pain_free_trend(*told, "left", NOW, knowledge).trend == "no_real_change"
    few = weeks((3, 3, 3, 3, 3), (9, 9, 9, 9))
    assert pain_free_trend(*few, "left", NOW, knowledge).trend == "unknown"


def test_without_enough_onsets_the_trend_is_unknown(knowledge: Knowledge) -> None:
    told = weeks((3, 4, None, None, None), (None,) * 5)
    assert pain_free_trend(*told, "left", NOW, knowledge).trend == "unknown"


def test_a_run_of_28_days_ago_is_of_the_days_before(knowledge: Knowledge) -> None:
    runs = [run(28, 10), run(27.9, 10)]
    found = pain_free_trend(runs, [after(28, 4), after(27.9, 5)], "left", NOW, knowledge)
    assert (found.runs_before, found.runs_now) == (1, 1)


def test_bands_stand_only_where_both_have_enough(knowledge: Knowledge) -> None:
    runs = [run(day, 10, descent_m=50.0 if day < 6 else 200.0) for day in range(1, 11)]
    told = [after(day, 8 if day < 6 else 4, during=2) for day in range(1, 11)]
    (band,) = pain_free_bands(runs, told, "left", knowledge)
    assert band.by == "descent_m_per_km"
    assert band.split_at == pytest.approx(12.5)
    assert band.lower.median_m is not None
    assert band.upper.median_m is not None
    assert (band.lower.median_m.value, band.upper.median_m.value) == (8000, 4000)
    assert pain_free_bands(runs[:9], told, "left", knowledge) == ()


def test_runs_without_descent_or_time_are_in_no_band(knowledge: Knowledge) -> None:
    runs = [run(day, 10) for day in range(1, 11)]
    told = [after(day, 5, during=2) for day in range(1, 11)]
    assert pain_free_bands(runs, told, "left", knowledge) == ()


def test_the_shortest_onset_of_the_window_is_shown() -> None:
    told = [after(15, 2), after(10, 6), after(3, 7)]
    found = observed_onset(told, "left", NOW, 14)
    assert found is not None
    assert (found.shortest_m, found.times) == (6000, 2)
    assert observed_onset(told, "right", NOW, 14) is None
