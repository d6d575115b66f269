"""Units: exact definitions, and text that a runner reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trochlea.units import (
    DEGREES_PER_SEMICIRCLE,
    KG_PER_POUND,
    body_mass_index,
    clock,
    km_from_m,
    m_from_km,
    m_from_miles,
    miles_from_m,
    pace_per_km,
)

DISTANCES = st.floats(min_value=0, max_value=1e7)


def test_conversions_are_the_exact_definitions() -> None:
    assert m_from_miles(1) == 1609.344
    assert m_from_miles(26) + 385 * 0.9144 == pytest.approx(42_194.988)
    assert m_from_km(42.195) == pytest.approx(42_195)
    assert km_from_m(5000) == 5
    assert KG_PER_POUND == 0.45359237
    assert 2**30 * DEGREES_PER_SEMICIRCLE == 90


@given(DISTANCES)
def test_a_distance_comes_back_from_kilometres_and_miles(distance_m: float) -> None:
    assert m_from_km(km_from_m(distance_m)) == pytest.approx(distance_m, rel=1e-12, abs=1e-12)
    assert m_from_miles(miles_from_m(distance_m)) == pytest.approx(
        distance_m, rel=1e-12, abs=1e-12
    )


def test_body_mass_index_is_mass_over_height_squared() -> None:
    assert body_mass_index(61, 168) == pytest.approx(21.613, abs=0.001)


@pytest.mark.parametrize("height_cm", [0, -168])
def test_a_height_that_is_none_is_refused(height_cm: float) -> None:
    with pytest.raises(ValueError, match="height_cm must be positive"):
        body_mass_index(61, height_cm)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (59.4, "0:59"),
        (59.5, "1:00"),
        (61, "1:01"),
        (3599.6, "1:00:00"),
        (3661, "1:01:01"),
        (36_000, "10:00:00"),
    ],
)
def test_a_duration_reads_as_a_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("distance_m", "moving_s", "text"),
    [(5000, 1500, "5:00"), (10_000, 3599, "6:00"), (1000, 299.4, "4:59"), (400, 1500, "1:02:30")],
)
def test_pace_is_minutes_and_seconds_for_a_kilometre(
    distance_m: float, moving_s: float, text: str
) -> None:
    assert pace_per_km(distance_m, moving_s) == text


@pytest.mark.parametrize("distance_m", [0, -5])
def test_no_distance_has_no_pace(distance_m: float) -> None:
    assert pace_per_km(distance_m, 600) is None
