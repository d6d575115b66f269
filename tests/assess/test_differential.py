"""The differential: exact arithmetic, honest remainders, and what makes it abstain."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patients import NOW, TODAY, benign, observed
from trochlea.assess import assess
from trochlea.assess.differential import candidates, differential, posterior, weigh
from trochlea.assess.facts import facts_for
from trochlea.assess.likelihood import LikelihoodModel
from trochlea.knowledge import Knowledge, packaged_knowledge
from trochlea.model import FindingValue, Observation

FEW = settings(max_examples=150, deadline=None)


def _answers() -> st.SearchStrategy[dict[str, FindingValue]]:
    knowledge = packaged_knowledge()
    names = [
        row.id for row in knowledge.findings.values() if row.base_rates and row.kind == "yes_no"
    ]
    return st.dictionaries(st.sampled_from(names), st.sampled_from([True, False]), max_size=25)


def _observations(values: dict[str, FindingValue]) -> tuple[Observation, ...]:
    knowledge = packaged_knowledge()
    return tuple(
        Observation(
            name, value, "left" if knowledge.findings[name].per_knee else "none", NOW, "answer"
        )
        for name, value in values.items()
    )


@FEW
@given(_answers())
def test_hypotheses_sum_to_one_and_something_else_keeps_five_percent(
    values: dict[str, FindingValue],
) -> None:
    knowledge = packaged_knowledge()
    found = assess(_observations(values), knowledge, TODAY).differentials[0]
    total = sum(row.probability for row in found.listed) + found.something_else + found.unlisted
    assert total == pytest.approx(1.0, abs=1e-9)
    assert found.something_else >= 0.05 - 1e-12
    assert len(found.listed) <= 4
    assert all(math.isfinite(row.probability) for row in found.listed)


@FEW
@given(_answers(), st.randoms(use_true_random=False))
def test_the_order_of_answers_never_changes_the_list(
    values: dict[str, FindingValue], random: object
) -> None:
    knowledge = packaged_knowledge()
    rows = list(_observations(values))
    other = list(rows)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert assess(rows, knowledge, TODAY) == assess(other, knowledge, TODAY)


@FEW
@given(_answers())
def test_a_mirrored_knee_gives_the_mirrored_list(values: dict[str, FindingValue]) -> None:
    knowledge = packaged_knowledge()
    left = facts_for("left", _observations(values))
    swapped = [
        Observation(
            row.finding, row.value, "right" if row.side == "left" else row.side, NOW, "answer"
        )
        for row in _observations(values)
    ]
    right = facts_for("right", swapped)
    model = LikelihoodModel(knowledge)
    ours = differential(left, knowledge, model, "none")
    theirs = differential(right, knowledge, model, "none")
    assert [(r.conditions, r.probability) for r in ours.listed] == [
        (r.conditions, r.probability) for r in theirs.listed
    ]


def test_noisy_or_of_a_pair_is_the_sum_over_all_causes(knowledge: Knowledge) -> None:
    """The closed form against brute force over which causes were active."""
    model = LikelihoodModel(knowledge)
    pair = next(iter(knowledge.pairs.values())).conditions
    checked = 0
    for name in model.findings:
        finding = knowledge.findings[name]
        if finding.kind != "yes_no":
            continue
        base = model.present(name, None, ())
        alone = [model.present(name, None, (condition,)) for condition in pair]
        if min(alone) < base:
            continue
        active = [(p - base) / (1 - base) for p in alone]
        total = 0.0
        for causes in itertools.product([True, False], repeat=3):
            chance = math.prod(
                p if on else 1 - p for p, on in zip([base, *active], causes, strict=True)
            )
            total += chance * any(causes)
        assert model.present(name, None, pair) == pytest.approx(total, abs=1e-12)
        checked += 1
    assert checked >= 5


def test_one_condition_uses_the_files_own_likelihood(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    for condition in knowledge.conditions.values():
        for row in condition.likelihoods:
            if row.finding in model.findings:
                stated = model.present(row.finding, row.choice, (condition.id,))
                assert stated == pytest.approx(row.value)


def test_correlated_findings_never_count_more_than_independent_ones(knowledge: Knowledge) -> None:
    values: dict[str, FindingValue] = {
        "pain_going_downstairs": True,
        "pain_squatting": True,
        "pain_kneeling": True,
    }
    facts = facts_for("left", _observations(values))
    found = candidates(facts, knowledge)
    weighed = weigh(facts, found, LikelihoodModel(knowledge), knowledge)
    by_group: dict[str, list[float]] = {}
    for row in weighed:
        by_group.setdefault(row.group, []).append(row.counts)
    assert any(len(counts) > 1 for counts in by_group.values())
    for counts in by_group.values():
        assert counts == sorted(counts, reverse=True)
        assert max(counts) <= 1.0


def test_an_event_that_all_hypotheses_share_changes_nothing(knowledge: Knowledge) -> None:
    facts = facts_for("left", ())
    found = candidates(facts, knowledge)
    prior = posterior(found, (), knowledge)
    assert sum(prior) == pytest.approx(1.0)
    assert prior[0] > 0


def test_with_three_answers_missing_it_abstains(knowledge: Knowledge) -> None:
    found = assess(_observations({"grinding": True}), knowledge, TODAY).differentials[0]
    assert (found.abstained, found.abstained_because) == (True, "minimum_findings")


def test_an_emergency_leaves_the_list_unread(knowledge: Knowledge) -> None:
    told = observed(benign(knowledge, joint_hot=True, fever_or_unwell=True))
    found = assess(told, knowledge, TODAY)
    assert found.differentials[0].listed == ()
    assert found.differentials[0].abstained_because == "emergency"
    assert found.next_questions == ()


def test_runners_knee_is_told_apart_by_where_it_hurts(knowledge: Knowledge) -> None:
    front = observed(
        benign(knowledge, pain_region=("behind_kneecap",), pain_prolonged_sitting=True)
    )
    outer = observed(
        benign(knowledge, pain_region=("outer_side",), starts_after_set_distance=True)
    )
    first = [assess(rows, knowledge, TODAY).differentials[0].listed[0] for rows in (front, outer)]
    assert first[0].conditions == ("patellofemoral_pain",)
    assert first[1].conditions == ("iliotibial_band_syndrome",)


def test_a_no_is_the_complement_of_a_yes(knowledge: Knowledge) -> None:
    model = LikelihoodModel(knowledge)
    for name in model.findings:
        if knowledge.findings[name].kind == "yes_no":
            yes = math.exp(model.log_likelihood(name, True, ()) or 0.0)
            no = math.exp(model.log_likelihood(name, False, ()) or 0.0)
            assert yes + no == pytest.approx(1.0)


def test_safety_questions_come_before_clever_ones(knowledge: Knowledge) -> None:
    answers = benign(knowledge)
    del answers.general["leg_swelling_one_sided"]
    found = assess(observed(answers), knowledge, TODAY)
    assert found.next_questions[0] == "leg_swelling_one_sided"
