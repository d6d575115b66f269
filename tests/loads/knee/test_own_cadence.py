"""The runner's own cadence: a line that odd stretches do not turn, or nothing."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.own_cadence import OwnCadence, own_cadence
from trochlea.model.run_summary import FormWindow, LoadCell, RunSummary

SPEEDS = (2.6, 3.0, 3.4)


def a_run(name: str, odd: float = 0.0, speeds: tuple[float, ...] = SPEEDS) -> RunSummary:
    windows = tuple(
        FormWindow(0.0, 180.0, speed, 0.0, 168.0 + 8.0 * (speed - 3.0) + odd) for speed in speeds
    )
    return RunSummary(name, windows=windows)


def line(knowledge: Knowledge, runs: list[RunSummary]) -> OwnCadence | None:
    return own_cadence(runs, knowledge.rules["knee_own_cadence"], 1.0, 2.0)


def test_the_line_goes_through_the_runners_own_stretches(knowledge: Knowledge) -> None:
    found = line(knowledge, [a_run(f"run {day}") for day in range(5)])
    assert found is not None
    assert found.at(3.2) == pytest.approx(169.6)
    assert found.slope_spm_per_mps == pytest.approx(8.0)
    assert found.runs == 5


def test_one_odd_run_does_not_turn_the_line(knowledge: Knowledge) -> None:
    runs = [a_run(f"run {day}") for day in range(6)]
    found = line(knowledge, [*runs, a_run("half the steps", odd=-84.0)])
    assert found is not None
    assert found.at(3.0) == pytest.approx(168.0, abs=0.5)


@pytest.mark.parametrize(("runs", "known"), [(4, False), (5, True), (6, True)])
def test_with_too_few_runs_there_is_no_own_cadence(
    knowledge: Knowledge, runs: int, known: bool
) -> None:
    assert (line(knowledge, [a_run(f"run {day}") for day in range(runs)]) is not None) == known


def test_beyond_the_speeds_that_were_run_it_is_unknown(knowledge: Knowledge) -> None:
    found = line(knowledge, [a_run(f"run {day}") for day in range(5)])
    assert found is not None
    assert [found.at(speed) is not None for speed in (2.3, 2.5, 3.5, 3.7)] == [
        False,
        True,
        True,
        False,
    ]


def test_where_all_runs_are_of_one_pace_no_slope_is_drawn(knowledge: Knowledge) -> None:
    runs = [a_run(f"run {day}", speeds=(3.0, 3.05)) for day in range(5)]
    found = line(knowledge, runs)
    assert found is not None
    assert found.slope_spm_per_mps == 0.0


def test_hills_short_stretches_and_missing_cadence_do_not_count(knowledge: Knowledge) -> None:
    cells = (
        LoadCell(300.0, 900.0, 3.0, 5.0, 160.0),
        LoadCell(30.0, 90.0, 3.0, 0.0, 160.0),
        LoadCell(300.0, 900.0, 3.0, 0.0),
    )
    assert line(knowledge, [RunSummary(f"run {day}", cells) for day in range(9)]) is None


def test_a_long_history_is_thinned_to_the_same_line(knowledge: Knowledge) -> None:
    found = line(knowledge, [a_run(f"run {day}") for day in range(400)])
    assert found is not None
    assert found.at(3.0) == pytest.approx(168.0)
    assert found.runs == 400
