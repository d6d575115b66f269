"""Force behind the kneecap from a knee moment, against the one study that gives all three."""

from __future__ import annotations

import math

import pytest

from trochlea.knowledge import Knowledge
from trochlea.loads.knee.moment import contact_area_mm2, joint_force, joint_share, lever_arm_mm


def test_the_equations_give_the_force_of_roos_from_its_moment_and_bend(
    knowledge: Knowledge,
) -> None:
    number = knowledge.rules["knee_authorities"].number
    found = joint_force(number("roos_moment"), number("roos_flexion"), 75.0)
    assert found is not None
    assert found.force_bw == pytest.approx(4.6, abs=0.05)
    assert found.force_bw == pytest.approx(number("roos_level"), abs=0.15)
    assert found.quadriceps_n == pytest.approx(3935, rel=0.005)
    assert found.force_n == pytest.approx(3372, rel=0.005)
    assert found.stress_mpa == pytest.approx(10.2, abs=0.15)


def test_the_polynomials_are_those_of_the_evidence() -> None:
    assert lever_arm_mm(45) == pytest.approx(39.6, abs=0.05)
    assert joint_share(0) == pytest.approx(0.462)
    assert joint_share(45) == pytest.approx(0.864, abs=0.001)
    assert joint_share(90) == pytest.approx(0.98, abs=0.005)
    assert contact_area_mm2(45) == pytest.approx(340, abs=1)


@pytest.mark.parametrize(
    ("bend", "known"), [(-0.1, False), (0.0, True), (90.0, True), (90.1, False)]
)
def test_outside_the_bend_that_was_measured_the_force_is_unknown(bend: float, known: bool) -> None:
    assert (joint_force(100.0, bend) is not None) == known


def test_a_moment_that_bends_the_knee_takes_no_quadriceps() -> None:
    found = joint_force(-20.0, 30.0)
    assert found is not None
    assert found.force_n == 0
    assert found.force_bw is None


@pytest.mark.parametrize("mass", [0.0, -1.0, math.nan])
def test_an_impossible_mass_is_refused(mass: float) -> None:
    with pytest.raises(ValueError, match="mass_kg"):
        joint_force(100.0, 40.0, mass)
