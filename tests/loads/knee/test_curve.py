"""One step: what raises its load, what lowers it, and where nothing is said."""

from __future__ import annotations

import math
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.errors import KnowledgeError
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.loads.knee.curve import KneeCurve, StepLoad, knee_curve, speed_term, step_load

CURVE = knee_curve(packaged_knowledge().rules["knee_curve"])
SPEEDS = st.floats(2.5, 4.2)
RATIOS = st.floats(0.8, 1.2)
GRADES = st.floats(-7.0, 7.0)
NORMAL_90 = 1.645


def known(curve: KneeCurve, speed: float, ratio: float = 1.0, grade: float = 0.0) -> StepLoad:
    found = step_load(curve, speed, ratio, grade)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("speed", "is_known"),
    [(2.49, False), (2.5, True), (2.51, True), (4.19, True), (4.2, True), (4.21, False)],
)
def test_outside_the_measured_speeds_the_load_is_unknown(
    curve: KneeCurve, speed: float, is_known: bool
) -> None:
    assert (step_load(curve, speed, 1.0, 0.0) is not None) == is_known


@pytest.mark.parametrize(
    ("grade", "is_known"),
    [(-7.1, False), (-7.0, True), (-6.9, True), (6.9, True), (7.0, True), (7.1, False)],
)
def test_on_steep_ground_the_load_is_unknown(
    curve: KneeCurve, grade: float, is_known: bool
) -> None:
    assert (step_load(curve, 3.0, 1.0, grade) is not None) == is_known


@pytest.mark.parametrize(
    ("ratio", "is_known"), [(0.79, False), (0.8, True), (1.0, True), (1.2, True), (1.21, False)]
)
def test_far_from_the_own_cadence_the_load_is_unknown(
    curve: KneeCurve, ratio: float, is_known: bool
) -> None:
    assert (step_load(curve, 3.0, ratio, 0.0) is not None) == is_known


def test_a_speed_that_is_no_number_is_unknown(curve: KneeCurve) -> None:
    assert step_load(curve, math.nan, 1.0, 0.0) is None


@pytest.mark.parametrize(("speed", "published"), [(2.5, 1.0), (3.1, 1.093), (4.2, 1.356)])
def test_the_speed_term_goes_through_the_figures_that_made_it(
    speed: float, published: float
) -> None:
    assert speed_term(speed) == pytest.approx(published, abs=0.0005)


@given(SPEEDS, RATIOS, RATIOS, GRADES)
def test_more_steps_at_the_same_speed_never_raise_the_load_of_one(
    speed: float, one: float, other: float, grade: float
) -> None:
    few, many = sorted((one, other))
    longer, shorter = known(CURVE, speed, few, grade), known(CURVE, speed, many, grade)
    assert shorter.relative.value <= longer.relative.value
    assert shorter.relative.low <= longer.relative.low * (1 + 1e-9)
    assert shorter.relative.high <= longer.relative.high * (1 + 1e-9)


@given(SPEEDS, SPEEDS, RATIOS)
def test_a_faster_step_is_never_lighter(one: float, other: float, ratio: float) -> None:
    slow, fast = sorted((one, other))
    assert known(CURVE, slow, ratio).relative.value <= known(CURVE, fast, ratio).relative.value


@given(SPEEDS, RATIOS, st.floats(0.0, 7.0))
def test_downhill_is_never_lighter_than_flat_and_uphill_never_heavier(
    speed: float, ratio: float, grade: float
) -> None:
    flat = known(CURVE, speed, ratio).relative.value
    assert known(CURVE, speed, ratio, -grade).relative.value >= flat
    assert known(CURVE, speed, ratio, grade).relative.value <= flat


@given(SPEEDS, RATIOS, GRADES)
def test_a_comparison_with_oneself_is_narrower_than_the_level(
    speed: float, ratio: float, grade: float
) -> None:
    step = known(CURVE, speed, ratio, grade)
    relative = step.relative.width / step.relative.value
    assert step.relative.low <= step.relative.value <= step.relative.high
    assert relative < step.peak_bw.width / step.peak_bw.value


def test_an_easy_step_carries_no_doubt_but_that_of_the_level(curve: KneeCurve) -> None:
    step = known(curve, 2.5)
    assert (step.relative.low, step.relative.value, step.relative.high) == (1.0, 1.0, 1.0)
    assert (step.peak_bw.low, step.peak_bw.high) == pytest.approx((2.03, 6.97))


def test_newtons_need_a_body_mass_and_body_weights_do_not(curve: KneeCurve) -> None:
    without, with_mass = (step_load(curve, 2.5, 1.0, 0.0, mass) for mass in (None, 70.0))
    assert without is not None
    assert with_mass is not None
    assert without.peak_n is None
    assert with_mass.peak_n is not None
    assert with_mass.peak_n.value == pytest.approx(4.5 * 70 * 9.80665)
    assert with_mass.peak_bw == without.peak_bw


@pytest.mark.parametrize("mass", [0.0, -60.0, math.nan])
def test_an_impossible_mass_is_refused(curve: KneeCurve, mass: float) -> None:
    with pytest.raises(ValueError, match="mass_kg"):
        step_load(curve, 3.0, 1.0, 0.0, mass)


def test_an_unmeasured_cadence_is_taken_as_own_and_widens_the_answer(curve: KneeCurve) -> None:
    measured, missing = step_load(curve, 3.0, 1.0, 0.0), step_load(curve, 3.0, None, 0.0)
    assert measured is not None
    assert missing is not None
    assert missing.relative.value == measured.relative.value
    assert missing.relative.width > measured.relative.width
    assert missing.marks == ("cadence_unknown",)


def test_an_unmeasured_grade_is_marked_and_widens_the_answer(curve: KneeCurve) -> None:
    measured, missing = step_load(curve, 3.0, 1.0, 0.0), step_load(curve, 3.0, 1.0, None)
    assert measured is not None
    assert missing is not None
    assert missing.relative.width > measured.relative.width
    assert missing.marks == ("grade_unknown", "weaker")


@pytest.mark.parametrize(
    ("grade", "ratio", "marks"),
    [
        (0.0, 1.0, ()),
        (-1.0, 1.0, ()),
        (-1.1, 1.0, ("weaker",)),
        (1.1, 1.0, ("weaker",)),
        (0.0, 1.09, ()),
        (0.0, 1.11, ("weaker",)),
        (0.0, 0.89, ("weaker",)),
    ],
)
def test_slopes_and_untried_cadences_are_marked_as_weaker(
    curve: KneeCurve, grade: float, ratio: float, marks: tuple[str, ...]
) -> None:
    assert known(curve, 3.0, ratio, grade).marks == marks


def test_the_cadence_exponent_is_what_its_fitted_studies_give(
    knowledge: Knowledge, curve: KneeCurve
) -> None:
    """One value a study (the middle of its readings); mean -+ 1.645 SD sqrt(1 + 1 / 3)."""
    number = knowledge.rules["knee_authorities"].number

    def of_cadence(name: str) -> float:
        return -math.log(1 + number(name) / 100) / math.log(1.1)

    def of_step_length(name: str) -> float:
        return math.log(1 + number(name) / 100) / math.log(0.9)

    studies = [
        of_cadence("lenhart_peak"),
        mean([of_step_length(f"willson_2015_peak_{end}") for end in ("least", "most")]),
        mean([of_cadence(f"bonacci_{name}") for name in ("stress", "force")]),
    ]
    half = NORMAL_90 * stdev(studies) * math.sqrt(1 + 1 / len(studies))
    exponent = curve.effect("cadence")
    assert exponent.value == pytest.approx(mean(studies), abs=0.005)
    assert exponent.low == pytest.approx(mean(studies) - half, abs=0.01)
    assert exponent.high == pytest.approx(mean(studies) + half, abs=0.01)


def test_the_doubt_about_speed_is_the_distance_of_two_studies(curve: KneeCurve) -> None:
    """The poster bounds the rise from 2.68 to 4.46 m/s below 491 / 372; drawn on, ours is more."""
    bound = math.log(491 / 372) / math.log(speed_term(4.46) / speed_term(2.68))
    half = NORMAL_90 * stdev([1.0, bound]) * math.sqrt(1 + 1 / 2)
    strength = curve.effect("speed")
    assert (strength.low, strength.high) == pytest.approx((1 - half, 1 + half), abs=0.01)


def test_a_rule_without_its_numbers_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeError):
        knee_curve(knowledge.rules["knee_exponents"])
