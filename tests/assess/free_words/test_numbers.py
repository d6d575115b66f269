"""Numbers: miles and kilometres, minutes, days and the scale from 0 to 10."""

from __future__ import annotations

import pytest

from tests.assess.free_words.conftest import Find


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("starts hurting at mile 3 every run", "pain_onset_distance_km", 4.8),
        ("it comes on at about 5 miles", "pain_onset_distance_km", 8.0),
        ("it kicks in after 6k", "pain_onset_distance_km", 6.0),
        ("pain from km 10", "pain_onset_distance_km", 10.0),
        ("I run about 40 km a week", "weekly_distance_km", 40.0),
        ("20 miles per week", "weekly_distance_km", 32.2),
        ("started three weeks ago", "days_since_onset", 21.0),
        ("for ten days now", "days_since_onset", 10.0),
        ("twisted it yesterday", "days_since_onset", 1.0),
        ("last ran 4 days ago", "days_since_last_run", 4.0),
        ("worst 6/10 during the run", "pain_during_run", 6),
        ("pain was 7 out of 10 in the last run", "pain_during_run", 7),
        ("next morning it was a 2", "pain_next_morning", 2),
        ("nothing during the run", "pain_during_run", 0),
    ],
)
def test_a_number_is_read_with_its_unit(find: Find, text: str, finding: str, value: float) -> None:
    assert find(text)[finding] == value


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("I fell at mile 9", "pain_onset_distance_km"),
        ("I went from 20 to 35 km a week", "weekly_distance_km"),
        ("18k on Sunday without a peep", "pain_onset_distance_km"),
        ("first 5k in my thirties", "pain_onset_distance_km"),
        ("starts after 20 minutes", "pain_onset_distance_km"),
        ("pain was 12 out of 10 in the last run", "pain_during_run"),
    ],
)
def test_a_number_of_something_else_is_left_alone(find: Find, text: str, finding: str) -> None:
    assert finding not in find(text)


def test_stiffness_goes_by_its_minutes(find: Find) -> None:
    assert find("stiff for an hour in the morning") == {"morning_stiffness_over_30": True}
    assert find("stiff for 10 minutes in the morning") == {"morning_stiffness_under_30": True}


def test_an_injection_counts_for_six_weeks_and_for_three_months(find: Find) -> None:
    found = find("had a cortisone injection in the knee two weeks ago")
    assert found["injection_6_weeks"] is True
    assert found["injection_or_surgery_3_months"] is True
    assert "injection_6_weeks" not in find("had a cortisone injection in it eight weeks ago")
