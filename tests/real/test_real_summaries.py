"""Real runs, summarised: their time and way are found again, and what is odd is on a list."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

import pytest

from trochlea.loads.summary import (
    LONGEST_KNOWN_STEP_S,
    WALKING_SPM,
    WINDOW_S,
    summarise,
)
from trochlea.model import Activity, RunSummary
from trochlea.readers import read_bytes

Runs = tuple[tuple[str, Activity, RunSummary], ...]

SUFFIXES = {".fit", ".gpx", ".tcx"}
STEEPEST_PCT = 45.0
FASTEST_MPS = 12.5
OWN_DISTANCE = 0.02


@cache
def summaries(folder: Path) -> Runs:
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
        for run in read_bytes(path.name, path.read_bytes()).activities:
            if run.is_run:
                found.append((path.name, run, summarise("a", run)))
    assert len(found) > 15
    return tuple(found)


@pytest.fixture
def runs(shared_data: Path) -> Runs:
    return summaries(shared_data)


def test_every_number_of_a_real_run_is_finite_and_possible(runs: Runs) -> None:
    for file, _, made in runs:
        for cell in made.cells:
            assert cell.seconds > 0, file
            assert 0 < cell.speed_mps <= FASTEST_MPS, file
            assert cell.distance_m >= 0, file
            assert cell.grade_pct is None or abs(cell.grade_pct) <= STEEPEST_PCT, file
            assert cell.cadence_spm is None or cell.cadence_spm >= WALKING_SPM / 2, file
        numbers = (made.walking_s, made.unknown_s)
        assert all(math.isfinite(each) and each >= 0 for each in numbers), file


def test_the_time_of_a_real_run_is_no_longer_than_it_took(runs: Runs) -> None:
    for file, run, made in runs:
        time = run.streams.get("time_s")
        if time is not None and len(time) > 1:
            total = sum(cell.seconds for cell in made.cells) + made.walking_s + made.unknown_s
            assert total <= float(time[-1] - time[0]) + 0.01 * (len(made.cells) + 2), file


def test_where_all_was_running_the_cells_hold_the_way_of_the_watch(runs: Runs) -> None:
    compared = 0
    for file, run, made in runs:
        total = sum(cell.seconds for cell in made.cells)
        other = made.walking_s + made.unknown_s
        way = run.streams.get("distance_m")
        if way is None or not made.cells or other > 0.005 * total or not run.distance_m:
            continue
        compared += 1
        cells_m = sum(cell.distance_m for cell in made.cells)
        assert cells_m == pytest.approx(run.distance_m, rel=OWN_DISTANCE), file
    assert compared >= 4


def test_windows_of_real_runs_are_steady_stretches_of_five_minutes(runs: Runs) -> None:
    seen = 0
    for file, _, made in runs:
        ends = 0.0
        for window in made.windows:
            seen += 1
            assert window.start_s >= ends, file
            assert WINDOW_S <= window.seconds <= WINDOW_S + LONGEST_KNOWN_STEP_S, file
            ends = window.start_s + window.seconds
    assert seen > 20
