"""Survival curves against the remission times of Freireich 1963, as every textbook has them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.loads.survival import kaplan_meier, log_rank, quantile_of, restricted_mean

Z = 1.96
RELAPSED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PLACEBO = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)
TREATED = [
    *((float(week), True) for week in RELAPSED),
    *((float(week), False) for week in CENSORED),
]
CONTROLS = [(float(week), True) for week in PLACEBO]
TABLE = ((6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448))
PRINTED = 0.0006  # three decimals

outcomes = st.lists(st.tuples(st.floats(1, 100), st.booleans()), min_size=1, max_size=30)


def test_the_published_remission_curve_is_met() -> None:
    curve = kaplan_meier(TREATED, Z)
    assert [step.at for step in curve] == [week for week, _share in TABLE]
    for step, (_week, share) in zip(curve, TABLE, strict=True):
        assert step.share == pytest.approx(share, abs=PRINTED)
    assert [step.at_risk for step in curve] == [21, 17, 15, 12, 11, 7, 6]


def test_the_published_interval_of_the_first_step_is_met() -> None:
    """The log-log interval at six weeks is printed as 0.6197 to 0.9516."""
    first = kaplan_meier(TREATED, Z)[0]
    assert (first.low, first.high) == pytest.approx((0.6197, 0.9516), abs=0.0002)


def test_the_published_medians_are_met() -> None:
    treated = quantile_of(kaplan_meier(TREATED, Z), 0.5)
    placebo = quantile_of(kaplan_meier(CONTROLS, Z), 0.5)
    assert treated is not None
    assert (treated.value, treated.low, treated.high) == (23, 13, None)
    assert placebo is not None
    assert (placebo.value, placebo.low, placebo.high) == (8, 4, 11)


def test_the_published_means_and_their_errors_are_met() -> None:
    assert restricted_mean(TREATED, 35) == pytest.approx((23.287, 2.827), abs=0.001)
    assert restricted_mean(CONTROLS, 23) == pytest.approx((8.667, 1.377), abs=0.001)


def test_the_published_log_rank_statistic_is_met() -> None:
    assert log_rank(TREATED, CONTROLS) == pytest.approx(16.79, abs=0.005)


def test_without_any_event_nothing_is_reached_and_the_mean_is_the_limit() -> None:
    free = [(5.0, False), (8.0, False)]
    assert kaplan_meier(free, Z) == ()
    assert quantile_of((), 0.5) is None
    assert restricted_mean(free, 8) == (8, 0)
    assert log_rank(free, free) is None


def test_a_curve_that_ends_at_nought_has_no_interval_there() -> None:
    last = kaplan_meier([(3.0, True)], Z)[-1]
    assert (last.share, last.low, last.high) == (0, None, None)


def test_the_share_at_the_level_itself_counts_as_reached() -> None:
    curve = kaplan_meier([(1.0, True), *((9.0, False) for _ in range(4))], Z)
    reached = quantile_of(curve, 0.8)
    assert reached is not None
    assert reached.value == 1
    assert quantile_of(curve, 0.79) is None


@given(outcomes)
def test_a_curve_only_falls_and_lies_in_its_interval(rows: list[tuple[float, bool]]) -> None:
    curve = kaplan_meier(rows, Z)
    shares = [1.0, *(step.share for step in curve)]
    assert all(later < earlier for earlier, later in pairwise(shares))
    for step in curve:
        if step.low is not None and step.high is not None:
            assert 0 <= step.low <= step.share <= step.high <= 1


@given(st.lists(st.floats(1, 100), min_size=1, max_size=30))
def test_without_censoring_the_mean_is_the_mean(lengths: list[float]) -> None:
    mean, _error = restricted_mean([(length, True) for length in lengths], max(lengths))
    assert mean == pytest.approx(sum(lengths) / len(lengths))


@given(outcomes, outcomes)
def test_the_order_of_two_groups_does_not_matter(
    first: list[tuple[float, bool]], second: list[tuple[float, bool]]
) -> None:
    one, other = log_rank(first, second), log_rank(second, first)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one == pytest.approx(other, abs=1e-6)
