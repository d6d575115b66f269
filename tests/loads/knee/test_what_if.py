"""What if: the same distance with other steps, speed, ground, breaks or halves."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.columns import Columns, columns, columns_of_cells
from trochlea.loads.knee.curve import KneeCurve
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.loads.knee.what_if import Rules, WhatIf, what_if
from trochlea.model.run_summary import LoadCell

ALL = ("cadence_5", "cadence_7_5", "cadence_10", "slower", "flatter", "run_walk", "two_short_runs")
CELLS = (
    LoadCell(900.0, 2700.0, 3.0, 0.0, 168.0),
    LoadCell(300.0, 960.0, 3.2, -4.0, 169.6),
)


def answers(
    knowledge: Knowledge, curve: KneeCurve, rows: Columns, own: OwnCadence | None
) -> dict[str, WhatIf]:
    rules = Rules(knowledge.rules["knee_what_if"], knowledge.rules["knee_exponents"])
    return {row.name: row for row in what_if(curve, rules, rows, own)}


@pytest.fixture
def found(knowledge: Knowledge, curve: KneeCurve, own: OwnCadence) -> dict[str, WhatIf]:
    return answers(knowledge, curve, columns_of_cells(CELLS, own), own)


def test_every_change_is_answered_in_order(found: dict[str, WhatIf]) -> None:
    assert tuple(found) == ALL


def test_more_steps_a_minute_lower_each_step_and_every_sum(found: dict[str, WhatIf]) -> None:
    five, middle, ten = (found[name] for name in ALL[:3])
    assert ten.peak.value == pytest.approx(1.1**-1.81)
    assert (ten.peak.low, ten.peak.high) == pytest.approx((1.1**-2.23, 1.1**-1.39))
    assert ten.per_km[0][1].value == pytest.approx(1.1**-0.81)
    assert 1 > five.peak.value > middle.peak.value > ten.peak.value
    assert five.agree


def test_slower_is_lighter_by_the_step_and_the_sum_depends_on_the_exponent(
    found: dict[str, WhatIf],
) -> None:
    slower = found["slower"]
    assert slower.peak.value < 1
    assert slower.per_km[0][1].value > 1
    assert slower.per_km[2][1].value < 1
    assert not slower.agree
    assert "sum_depends_on_exponent" in slower.notes


def test_a_speed_that_falls_out_of_the_curve_is_a_share_not_a_zero(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    rows = columns_of_cells((*CELLS, LoadCell(100.0, 260.0, 2.6, 0.0, 165.0)), own)
    slower = answers(knowledge, curve, rows, own)["slower"]
    assert slower.unknown_share == pytest.approx(260 / 3920)
    assert "partly_unknown" in slower.notes


def test_flat_ground_instead_of_a_descent_lightens_and_says_that_the_size_is_unknown(
    found: dict[str, WhatIf],
) -> None:
    assert found["flatter"].peak.value < 1
    assert found["flatter"].peak.high >= 1
    assert "size_of_grade_unknown" in found["flatter"].notes


def test_walking_a_fifth_takes_nearly_a_fifth_of_the_load(found: dict[str, WhatIf]) -> None:
    walked = found["run_walk"]
    assert walked.peak.value == 1
    assert 0.8 < walked.per_km[2][1].value < walked.per_km[0][1].value < 0.9
    assert walked.agree


def test_two_short_runs_sum_to_one_long_and_recovery_is_said_to_be_unmeasured(
    found: dict[str, WhatIf],
) -> None:
    halves = found["two_short_runs"]
    assert all((row.low, row.value, row.high) == (1, 1, 1) for _, row in halves.per_km)
    assert halves.notes[:2] == ("same_sum", "recovery_between_not_measured")


def test_without_own_cadence_this_runs_is_taken(knowledge: Knowledge, curve: KneeCurve) -> None:
    rows = columns_of_cells([LoadCell(900.0, 2700.0, 3.0, 0.0, None)])
    ten = answers(knowledge, curve, rows, None)["cadence_10"]
    assert ten.peak.value == pytest.approx(1.1**-1.81)


def test_a_run_that_the_curve_cannot_judge_has_no_answers(
    knowledge: Knowledge, curve: KneeCurve
) -> None:
    assert answers(knowledge, curve, columns([600.0], [1.4]), None) == {}
