"""Patterns in three values: an unanswered finding is unknown, and never a no."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from trochlea.assess.facts import Facts, facts_for
from trochlea.assess.logic import holds, missing, supporting
from trochlea.knowledge.pattern import Pattern
from trochlea.model import FindingValue, Observation

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
YES, NO, OPEN = True, False, None
Truth = bool | None


def facts(**values: FindingValue) -> Facts:
    rows = [Observation(key, value, "right", NOON, "answer") for key, value in values.items()]
    return facts_for("right", rows)


def pattern(table: Any) -> Pattern:
    return Pattern.model_validate(table)


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, OPEN, OPEN, YES),
        (NO, YES, NO, YES),
        (NO, NO, NO, NO),
        (NO, OPEN, NO, OPEN),
        (OPEN, YES, OPEN, YES),
        (OPEN, NO, NO, OPEN),
        (OPEN, OPEN, OPEN, OPEN),
    ],
)
def test_all_and_any_follow_kleene(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    assert holds(pattern({"all": ["a", "b"]}), facts(a=a, b=b)) is both
    assert holds(pattern({"any": ["a", "b"]}), facts(a=a, b=b)) is either
    neither = holds(pattern({"not": {"any": ["a", "b"]}}), facts(a=a, b=b))
    assert neither is (None if either is None else not either)


@pytest.mark.parametrize(("value", "expected"), [(YES, NO), (NO, YES), (OPEN, OPEN)])
def test_not_turns_yes_and_no_and_leaves_open_open(value: Truth, expected: Truth) -> None:
    assert holds(pattern({"not": "a"}), facts(a=value)) is expected


def test_not_asked_is_as_open_as_does_not_know() -> None:
    assert holds(pattern({"all": ["a"]}), facts()) is None
    assert holds(pattern({"not": "a"}), facts()) is None
    assert holds(pattern({"finding": "n", "below": 18}), facts()) is None
    assert holds(pattern({"finding": "r", "not_empty": True}), facts(r=None)) is None


@pytest.mark.parametrize(
    ("comparison", "at_17", "at_18", "at_19"),
    [
        ({"below": 18}, YES, NO, NO),
        ({"at_most": 18}, YES, YES, NO),
        ({"equals": 18}, NO, YES, NO),
        ({"at_least": 18}, NO, YES, YES),
        ({"above": 18}, NO, NO, YES),
    ],
)
def test_comparisons_at_their_bound(
    comparison: dict[str, float], at_17: Truth, at_18: Truth, at_19: Truth
) -> None:
    rule = pattern({"finding": "age_years", **comparison})
    found = [holds(rule, facts(age_years=age)) for age in (17, 18, 19)]
    assert found == [at_17, at_18, at_19]
    assert holds(rule, facts(age_years=18.0)) is at_18


def test_a_bound_of_0_is_a_bound() -> None:
    above = pattern({"finding": "pain_during_run", "above": 0})
    assert [holds(above, facts(pain_during_run=score)) for score in (0, 1)] == [NO, YES]


@pytest.mark.parametrize(
    ("value", "sudden", "not_empty", "front_or_back"),
    [
        ("sudden", YES, None, None),
        ("gradual", NO, None, None),
        ((), None, NO, NO),
        (("back",), None, YES, YES),
        (("inner_side",), None, YES, NO),
        (("inner_side", "back"), None, YES, YES),
        (None, OPEN, OPEN, OPEN),
    ],
)
def test_choices_and_regions(
    value: FindingValue, sudden: Truth, not_empty: Truth, front_or_back: Truth
) -> None:
    known = facts(x=value)
    if not isinstance(value, tuple):
        assert holds(pattern({"finding": "x", "equals": "sudden"}), known) is sudden
    if not isinstance(value, str):
        assert holds(pattern({"finding": "x", "not_empty": True}), known) is not_empty
        table = {"finding": "x", "includes": ["front", "back"]}
        assert holds(pattern(table), known) is front_or_back


def test_a_pattern_that_no_answer_can_raise_any_more_is_settled() -> None:
    two_of_three = pattern(
        {"any": [{"all": ["hot", "red"]}, {"all": ["hot", "big"]}, {"all": ["red", "big"]}]}
    )
    assert holds(two_of_three, facts(red=NO, big=NO)) is False
    assert missing(two_of_three, facts(red=NO, big=NO)) == ()
    assert holds(two_of_three, facts(red=NO)) is None
    assert missing(two_of_three, facts(red=NO)) == ("hot", "big")


def test_missing_names_only_what_was_not_answered() -> None:
    rule = pattern({"all": ["hot", {"any": ["red", "big"]}]})
    assert missing(rule, facts(hot=YES, red=NO)) == ("big",)
    assert missing(rule, facts(hot=YES, red=YES)) == ()


def test_supporting_names_what_met_the_pattern_and_nothing_else() -> None:
    rule = pattern({"all": ["hot", {"any": ["red", "big"]}]})
    rows = supporting(rule, facts(hot=YES, red=NO, big=YES, lump=YES))
    assert [(row.finding, row.value) for row in rows] == [("hot", True), ("big", True)]


def test_supporting_shows_the_no_by_which_a_negation_holds() -> None:
    rule = pattern({"all": ["swollen", {"not": "injury"}]})
    rows = supporting(rule, facts(swollen=YES, injury=NO))
    assert [(row.finding, row.value) for row in rows] == [("swollen", True), ("injury", False)]


def test_a_denied_part_does_not_support() -> None:
    assert supporting(pattern({"any": ["a", "b"]}), facts(a=NO)) == ()
