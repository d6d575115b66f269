"""A run: its sums, what stays unknown of it, and that cells and seconds tell the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.knee.columns import Columns, columns, columns_of_cells
from trochlea.loads.knee.curve import KneeCurve, knee_curve, step_load
from trochlea.loads.knee.interval import Interval
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.loads.knee.run_load import KneeLoad, exponents, run_load, summary_load
from trochlea.model.run_summary import LoadCell, RunSummary

CURVE = knee_curve(packaged_knowledge().rules["knee_curve"])
POWERS = (1.0, 4.0, 9.0)
OWN = OwnCadence(168.0, 3.0, 8.0, 2.3, 4.2, 9)
CELL_TOLERANCE = 0.02  # a cell of 0.2 m/s, 1 % of grade and its mean cadence against its seconds
SPLIT_TOLERANCE = 1e-9
EASY = LoadCell(600.0, 1800.0, 3.0, 0.0, 168.0)

CELLS = st.builds(
    lambda seconds, speed, grade, cadence: LoadCell(
        seconds, seconds * speed, speed, grade, cadence
    ),
    st.floats(1.0, 3600.0),
    st.floats(2.5, 4.2),
    st.none() | st.floats(-7.0, 7.0),
    st.none() | st.floats(150.0, 185.0),
)


def load_of(rows: Columns) -> KneeLoad:
    found = run_load(CURVE, POWERS, rows).load
    assert found is not None
    return found


def test_a_steady_run_is_its_steps_times_the_load_of_one() -> None:
    load = load_of(columns_of_cells([EASY], OWN))
    step = step_load(CURVE, 3.0, 1.0, 0.0)
    assert step is not None
    assert load.steps.value == pytest.approx(840.0)
    assert load.relative_peak.value == pytest.approx(step.relative.value)
    assert load.relative_peak.low == pytest.approx(step.relative.low)
    assert load.peak_bw.high == pytest.approx(step.peak_bw.high)
    assert load.cumulative_bw.value == pytest.approx(840.0 * step.peak_bw.value)
    for row in load.weighted:
        assert row.steps.value == pytest.approx(840.0 * step.relative.value**row.exponent)
        assert row.steps_per_km.value == pytest.approx(row.steps.value / 1.8)


def test_the_level_is_in_the_forces_and_not_in_the_weighted_sums() -> None:
    load = load_of(columns_of_cells([EASY], OWN))
    assert load.cumulative_bw.width / load.cumulative_bw.value > 0.9
    assert load.weighted[0].steps.width / load.weighted[0].steps.value < 0.1


def test_impulse_per_km_falls_with_speed_while_the_peak_rises() -> None:
    slow, fast = (
        load_of(columns_of_cells([LoadCell(600.0, 600.0 * speed, speed, 0.0)], OWN))
        for speed in (2.5, 4.2)
    )
    assert fast.peak_bw.value > slow.peak_bw.value
    assert fast.impulse_bw_s_per_km.value < slow.impulse_bw_s_per_km.value


def test_newtons_appear_with_a_body_mass_only() -> None:
    rows = columns_of_cells([EASY], OWN)
    with_mass = run_load(CURVE, POWERS, rows, mass_kg=60.0).load
    assert load_of(rows).peak_n is None
    assert with_mass is not None
    assert with_mass.peak_n is not None
    with pytest.raises(ValueError, match="mass_kg"):
        run_load(CURVE, POWERS, rows, mass_kg=0.0)


def test_what_the_curve_cannot_judge_is_a_share_and_never_zero() -> None:
    cells = (
        EASY,
        LoadCell(100.0, 220.0, 2.2, 0.0, 160.0),
        LoadCell(50.0, 250.0, 5.0, 0.0, 180.0),
        LoadCell(40.0, 120.0, 3.0, -9.0, 168.0),
        LoadCell(30.0, 90.0, 3.0, 0.0, 90.0),
    )
    summary = RunSummary("a run", cells, walking_s=200.0, unknown_s=20.0)
    found = summary_load(CURVE, POWERS, summary, OWN)
    assert dict(found.unknown_why) == {
        "no_speed": 20.0,
        "too_slow": 300.0,
        "too_fast": 50.0,
        "too_steep": 40.0,
        "odd_cadence": 30.0,
    }
    assert (found.known_s, found.known_m, found.unknown_s) == (600.0, 1800.0, 440.0)
    assert found.unknown_share == pytest.approx(440 / 1040)
    assert "partly_unknown" in found.marks
    assert found.load == load_of(columns_of_cells([EASY], OWN))


def test_a_run_of_which_nothing_is_known_has_no_load() -> None:
    found = run_load(CURVE, POWERS, columns([10.0, 10.0], [np.nan, 1.5]))
    assert found.load is None
    assert found.unknown_share == 1.0
    assert run_load(CURVE, POWERS, columns([], [])).unknown_share is None


def test_without_cadence_the_own_one_is_taken_and_the_answer_widens() -> None:
    measured = run_load(CURVE, POWERS, columns_of_cells([EASY], OWN))
    missing = run_load(CURVE, POWERS, columns_of_cells([replace(EASY, cadence_spm=None)], OWN))
    assert measured.load is not None
    assert missing.load is not None
    assert missing.load.steps.value == pytest.approx(measured.load.steps.value)
    assert missing.load.relative_peak.value == pytest.approx(measured.load.relative_peak.value)
    assert missing.load.relative_peak.width >= measured.load.relative_peak.width


def test_a_cadence_without_an_own_one_counts_steps_but_changes_no_force() -> None:
    found = run_load(CURVE, POWERS, columns_of_cells([replace(EASY, cadence_spm=190.0)]))
    step = step_load(CURVE, 3.0, None, 0.0)
    assert found.load is not None
    assert step is not None
    assert found.load.steps.value == pytest.approx(950.0)
    assert found.load.relative_peak.value == pytest.approx(step.relative.value)
    assert found.marks == ("cadence_unknown",)


def test_without_any_cadence_the_steps_themselves_are_uncertain() -> None:
    found = run_load(CURVE, POWERS, columns_of_cells([replace(EASY, cadence_spm=None)]))
    assert found.load is not None
    assert found.load.steps.low < found.load.steps.value < found.load.steps.high
    assert found.marks == ("cadence_unknown", "steps_uncounted")


def test_an_unknown_grade_is_marked() -> None:
    found = run_load(CURVE, POWERS, columns_of_cells([replace(EASY, grade_pct=None)], OWN))
    assert found.marks == ("grade_unknown", "weaker")


def test_a_cadence_of_zero_is_one_that_was_not_measured() -> None:
    rows = columns([60.0], [3.0], [0.0], [0.0], OWN)
    assert bool(np.isnan(rows.cadence_spm).all())


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        columns(1.0, [3.0, 3.0], [168.0])
    with pytest.raises(ValueError, match="negative"):
        columns([-1.0], [3.0])


def test_cells_and_seconds_of_one_run_tell_the_same() -> None:
    """Seconds drawn from few cells' middles, spread as a watch spreads them."""
    spread = np.linspace(-1.0, 1.0, 600)
    speed = np.concatenate([2.8 + 0.1 * spread, 3.2 + 0.1 * spread, 3.6 + 0.1 * spread])
    grade = np.concatenate([0.5 * spread[::-1], -3 + 0.5 * spread, 2 + 0.5 * spread[::-1]])
    cadence = 170.0 + 8.0 * (speed - 3.0)
    by_second = load_of(columns(1.0, speed, cadence, grade, OWN))
    cells = [
        LoadCell(
            600.0,
            float(speed[part].sum()),
            float(speed[part].mean()),
            float(grade[part].mean()),
            float(cadence[part].mean()),
        )
        for part in (slice(0, 600), slice(600, 1200), slice(1200, 1800))
    ]
    by_cell = load_of(columns_of_cells(cells, OWN))
    pairs = [
        (by_cell.steps, by_second.steps),
        (by_cell.impulse_bw_s, by_second.impulse_bw_s),
        *zip(
            (row.steps for row in by_cell.weighted),
            (row.steps for row in by_second.weighted),
            strict=True,
        ),
    ]
    for cell, second in pairs:
        for end in ("value", "low", "high"):
            assert getattr(cell, end) == pytest.approx(getattr(second, end), rel=CELL_TOLERANCE)


def sums(load: KneeLoad) -> list[Interval]:
    weighted = [row.steps for row in load.weighted]
    return [load.steps, load.impulse_bw_s, load.cumulative_bw, *weighted]


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6), st.floats(0.05, 0.95))
def test_splitting_a_run_changes_no_sum(cells: list[LoadCell], share: float) -> None:
    def part(of: float) -> list[LoadCell]:
        return [
            replace(row, seconds=row.seconds * of, distance_m=row.distance_m * of) for row in cells
        ]

    whole = load_of(columns_of_cells(cells, OWN))
    joined = load_of(columns_of_cells([*part(share), *part(1 - share)], OWN))
    halves = [load_of(columns_of_cells(part(of), OWN)) for of in (share, 1 - share)]
    for index, row in enumerate(sums(whole)):
        apart = sum(sums(half)[index].value for half in halves)
        assert apart == pytest.approx(row.value, rel=SPLIT_TOLERANCE)
        again = sums(joined)[index]
        assert (again.low, again.high) == pytest.approx((row.low, row.high), rel=1e-6)


@settings(deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_value_always_lies_within_its_interval(cells: list[LoadCell]) -> None:
    for row in sums(load_of(columns_of_cells(cells, OWN))):
        assert 0 < row.low <= row.value <= row.high


def test_the_exponents_are_those_of_the_rule(knowledge: Knowledge, curve: KneeCurve) -> None:
    assert exponents(knowledge.rules["knee_exponents"]) == POWERS
    assert run_load(curve, POWERS, columns_of_cells([EASY])) == run_load(
        curve, POWERS, columns_of_cells([EASY])
    )
