"""Knee-kilometres: a run as kilometres of flat, easy running."""

from __future__ import annotations

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.columns import columns, columns_of_cells
from trochlea.loads.knee.curve import KneeCurve
from trochlea.loads.knee.equivalents import KneeKilometres, direction, knee_kilometres
from trochlea.loads.knee.own_cadence import OwnCadence
from trochlea.model.run_summary import LoadCell


def of_run(
    knowledge: Knowledge,
    curve: KneeCurve,
    own: OwnCadence | None,
    cell: LoadCell,
    easy_mps: float = 2.8,
) -> KneeKilometres:
    rows = columns_of_cells([cell], own)
    found = knee_kilometres(curve, knowledge.rules["knee_exponents"], rows, own, easy_mps)
    assert found is not None
    return found


def cell(speed: float, grade: float | None = 0.0, cadence: float | None = None) -> LoadCell:
    return LoadCell(5000.0 / speed, 5000.0, speed, grade, cadence)


def test_an_easy_flat_run_is_its_own_kilometres(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    found = of_run(knowledge, curve, own, cell(2.8, cadence=166.4))
    for _, km in found.by_exponent:
        assert (km.low, km.value, km.high) == pytest.approx((5.0, 5.0, 5.0))
    assert found.directions == ("same", "same", "same")
    assert found.agree


def test_downhill_costs_more_knee_kilometres_than_it_has(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    found = of_run(knowledge, curve, own, cell(2.8, -5.0, 166.4))
    assert found.shown.value == pytest.approx(5.0 * 1.2214, rel=1e-3)
    assert found.shown.low == pytest.approx(5.0)  # the size is unknown and may be nothing
    assert found.agree


def test_whether_faster_is_more_depends_on_the_exponent_and_the_record_says_so(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    """From 2.8 to 3.4 m/s: fewer steps, each harder; all steps alike it is less, else more."""
    found = of_run(knowledge, curve, own, cell(3.4))
    assert found.directions == ("less", "more", "more")
    assert not found.agree
    assert [power for power, _ in found.by_exponent] == [1.0, 4.0, 9.0]


def test_the_level_of_the_force_is_not_in_knee_kilometres(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    found = of_run(knowledge, curve, own, cell(3.2, cadence=169.6))
    _, plain = found.by_exponent[0]
    assert plain.width / plain.value < 0.06


def test_more_steps_a_minute_cost_fewer_knee_kilometres(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    usual, quick = (of_run(knowledge, curve, own, cell(3.0, 0.0, spm)) for spm in (168.0, 180.0))
    for (_, before), (_, after) in zip(usual.by_exponent, quick.by_exponent, strict=True):
        assert after.value < before.value


def test_without_an_own_cadence_the_runs_steps_count_the_easy_ones(
    knowledge: Knowledge, curve: KneeCurve
) -> None:
    found = of_run(knowledge, curve, None, cell(2.8, cadence=181.0))
    assert found.shown.value == pytest.approx(5.0)


def test_an_easy_speed_outside_the_curve_or_a_run_outside_it_is_unknown(
    knowledge: Knowledge, curve: KneeCurve, own: OwnCadence
) -> None:
    rule = knowledge.rules["knee_exponents"]
    rows = columns_of_cells([cell(3.0)], own)
    assert knee_kilometres(curve, rule, rows, own, 2.4) is None
    assert knee_kilometres(curve, rule, rows, own, 4.3) is None
    assert knee_kilometres(curve, rule, columns([60.0], [1.5]), own, 3.0) is None


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(0.97, "less"), (0.981, "same"), (1.0, "same"), (1.019, "same"), (1.03, "more")],
)
def test_two_loads_within_two_percent_are_the_same(ratio: float, expected: str) -> None:
    assert direction(ratio, 0.02) == expected
