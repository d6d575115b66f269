"""Answers at the border: what is refused, in one sentence, and what stays unknown."""

from __future__ import annotations

import pytest

from tests.patients import NOW, TODAY
from trochlea.assess import observations_from_answers, parse_answers
from trochlea.errors import AnswersError
from trochlea.knowledge import Knowledge


def _table(**more: object) -> dict[str, object]:
    return {"schema": 1, "on": "2026-03-01", "age": 34, **more}


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"knees": {"left": {"pain_in_the_wallet": True}}}, "pain_in_the_wallet"),
        ({"general": {"night_pain": True}}, "knees.left or knees.right"),
        ({"knees": {"left": {"fever_or_unwell": True}}}, "general"),
        ({"knees": {"left": {"pain_during_run": 11}}}, "0 to 10"),
        ({"knees": {"left": {"pain_during_run": 2.5}}}, "whole number"),
        ({"knees": {"left": {"pain_during_run": True}}}, "0 to 10"),
        ({"knees": {"left": {"night_pain": "yes"}}}, "true, false or null"),
        ({"knees": {"left": {"onset": "tuesday"}}}, "gradual"),
        ({"knees": {"left": {"pain_region": ["elbow"]}}}, "around_kneecap"),
        ({"knees": {"middle": {}}}, "left"),
        ({"age": 340}, "age"),
        ({"age": "old"}, "age"),
        ({"sex": "x"}, "sex"),
        ({"on": "yesterday"}, "2026-03-01"),
        ({"schema": 7}, "schema"),
        ({"weight": 61}, "weight"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_that_names_it(
    knowledge: Knowledge, more: dict[str, object], named: str
) -> None:
    with pytest.raises(AnswersError) as refused:
        parse_answers(_table(**more), knowledge, TODAY)
    assert named in str(refused.value)
    assert "\n" not in str(refused.value)


def test_null_is_kept_as_does_not_know(knowledge: Knowledge) -> None:
    answers = parse_answers(_table(knees={"left": {"night_pain": None}}), knowledge, TODAY)
    rows = [row for row in observations_from_answers(answers, NOW) if row.finding == "night_pain"]
    assert [(row.value, row.side) for row in rows] == [(None, "left")]


def test_body_mass_index_needs_height_and_mass(knowledge: Knowledge) -> None:
    whole = parse_answers(_table(height_cm=200, mass_kg=80), knowledge, TODAY)
    half = parse_answers(_table(height_cm=200), knowledge, TODAY)
    assert ("body_mass_index", 20.0) in {
        (row.finding, row.value) for row in observations_from_answers(whole, NOW)
    }
    assert "body_mass_index" not in {row.finding for row in observations_from_answers(half, NOW)}


def test_a_file_without_a_day_is_of_today(knowledge: Knowledge) -> None:
    assert parse_answers({"schema": 1}, knowledge, TODAY).on == TODAY
