"""Patterns: exactly one shape, exactly one comparison, and a bound of 0 is a bound."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from trochlea.knowledge.pattern import Pattern


@pytest.mark.parametrize(
    "table",
    [
        {"finding": "age_years", "above": 0},
        {"finding": "age_years", "at_least": 0.0},
        {"finding": "age_years", "below": 18},
        {"finding": "age_years", "at_most": 0},
        {"finding": "pain_during_run", "equals": 0},
        {"finding": "joint_hot", "equals": True},
        {"finding": "joint_hot", "equals": False},
        {"finding": "onset", "equals": "sudden"},
        {"finding": "clot_risk", "not_empty": True},
        {"finding": "pain_region", "includes": ["back"]},
        {"all": ["joint_hot", {"not": "joint_red"}]},
        {"any": ["joint_hot", "joint_red"]},
        {"not": "joint_hot"},
    ],
)
def test_one_shape_with_one_comparison_is_a_pattern(table: dict[str, Any]) -> None:
    Pattern.model_validate(table)


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"all": []},
        {"finding": "joint_hot"},
        {"finding": "age_years", "below": 18, "at_least": 5},
        {"finding": "joint_hot", "equals": True, "not_empty": True},
        {"finding": "joint_hot", "equals": True, "not": "joint_red"},
        {"finding": "clot_risk", "not_empty": False},
        {"finding": "pain_region", "includes": []},
        {"finding": "age_years", "below": float("nan")},
        {"finding": "age_years", "below": float("inf")},
        {"all": ["joint_hot"], "any": ["joint_red"]},
        {"all": ["joint_hot"], "equals": True},
        {"all": ["joint_hot"], "above": 0},
        {"equals": True},
        {"finding": "joint_hot", "is": True},
    ],
)
def test_any_other_shape_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Pattern.model_validate(table)


def test_a_bare_text_is_this_finding_is_yes() -> None:
    pattern = Pattern.model_validate({"all": ["joint_hot", "joint_red"]})
    assert [(leaf.finding, leaf.equals) for leaf in pattern.leaves()] == [
        ("joint_hot", True),
        ("joint_red", True),
    ]


def test_true_stays_true_and_one_stays_one() -> None:
    yes = Pattern.model_validate({"finding": "a", "equals": True})
    one = Pattern.model_validate({"finding": "a", "equals": 1})
    assert yes.equals is True
    assert one.equals == 1
    assert one.equals is not True


def test_findings_are_named_once_in_reading_order() -> None:
    pattern = Pattern.model_validate(
        {"all": ["b", {"any": ["a", {"not": {"finding": "c", "below": 3}}]}, "b"]}
    )
    assert pattern.findings() == ("b", "a", "c")
