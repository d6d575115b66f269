"""Contributing factors: several at once, each with what it rests on, never one culprit."""

from __future__ import annotations

import pytest

from tests.patients import NOW, benign, observed
from trochlea.assess.factors import WEIGHT_ORDER, contributing_factors
from trochlea.assess.facts import facts_for
from trochlea.assess.logic import holds
from trochlea.knowledge import Knowledge
from trochlea.model import Observation


def ids(observations: tuple[Observation, ...], knowledge: Knowledge) -> list[str]:
    return [row.factor for row in contributing_factors(observations, knowledge)]


def test_a_runner_who_denies_all_has_no_factor(knowledge: Knowledge) -> None:
    denied = {
        name: False
        for rule in knowledge.factors.values()
        for name in rule.when.findings()
        if knowledge.findings[name].kind == "yes_no"
    }
    assert ids(observed(benign(knowledge, changes=denied)), knowledge) == []


def test_nothing_known_is_no_factor(knowledge: Knowledge) -> None:
    assert ids((), knowledge) == []


def test_what_the_runner_does_not_know_is_no_factor(knowledge: Knowledge) -> None:
    patient = benign(knowledge, recent_load_jump=None, new_shoes=None)
    assert ids(observed(patient), knowledge) == []


def test_a_jump_that_the_watch_saw_is_the_heaviest_and_says_so(knowledge: Knowledge) -> None:
    jump = Observation("recent_load_jump", True, "none", NOW, "watch", ref="run-1")
    patient = observed(benign(knowledge, new_shoes=True, recent_load_jump=False))
    rows = contributing_factors((*patient, jump), knowledge)
    assert rows[0].factor == "load_spike"
    assert [(seen.finding, seen.source) for seen in rows[0].seen] == [
        ("recent_load_jump", "watch")
    ]
    assert "new_shoes" in [row.factor for row in rows]


def test_factors_come_heaviest_first_and_then_by_id(knowledge: Knowledge) -> None:
    every = {
        name: True
        for rule in knowledge.factors.values()
        for name in rule.when.findings()
        if knowledge.findings[name].kind == "yes_no"
    }
    rows = contributing_factors(observed(benign(knowledge, changes=every)), knowledge)
    keys = [(WEIGHT_ORDER.index(row.weight), row.factor) for row in rows]
    assert keys == sorted(keys)
    assert len(rows) >= 12


def test_a_factor_of_one_knee_stays_on_that_knee(knowledge: Knowledge) -> None:
    rule = next(row for row in knowledge.factors.values() if row.scope == "knee")
    name = rule.when.findings()[0]
    other = next(row.id for row in knowledge.findings.values() if row.per_knee and row.id != name)
    told = (
        Observation(name, True, "left", NOW, "answer"),
        Observation(other, True, "right", NOW, "answer"),
    )
    assert holds(rule.when, facts_for("left", told)) is True
    rows = [row for row in contributing_factors(told, knowledge) if row.factor == rule.id]
    assert [row.side for row in rows] == ["left"]


@pytest.mark.parametrize("factor", ["load_spike", "new_shoes", "worn_shoes"])
def test_each_factor_carries_source_grade_and_status(knowledge: Knowledge, factor: str) -> None:
    rule = knowledge.factors[factor]
    told = observed(benign(knowledge, changes=dict.fromkeys(rule.when.findings(), True)))
    row = next(row for row in contributing_factors(told, knowledge) if row.factor == factor)
    assert row.source_id in knowledge.sources
    assert (row.grade, row.status) == (rule.says.grade, rule.says.status)
    assert row.seen
